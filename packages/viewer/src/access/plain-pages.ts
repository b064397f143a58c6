/** Pages of words alone, for where the page itself is not given out: without scripts or styles. */
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

/** Says why there is nothing to see; `sentence` is text of ours, without markup. */
export function refusalPage(sentence: string): string {
  return plainPage("", sentence);
}

/** Leads on to the page at once. */
export const entrancePage: string = plainPage(
  '\n<meta http-equiv="refresh" content="0; url=/">',
  '<a href="/">Open the page</a>',
);
