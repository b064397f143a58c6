/** HTML pages without scripts or styles, for browsers that may not have the viewer's page. */
function plainPage(head: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Framewire</title>${head}
</head>
<body>
<main>
<h1>Framewire</h1>
<p>${body}</p>
</main>
</body>
</html>
`;
}

/** A page that says why a request was refused. `sentence` is our own text, without markup. */
export function refusalPage(sentence: string): string {
  return plainPage("", sentence);
}

/** A page that leads on to the viewer's page at once. */
export const redirectPage: string = plainPage(
  '\n<meta http-equiv="refresh" content="0; url=./">',
  '<a href="./">Open the page</a>',
);
