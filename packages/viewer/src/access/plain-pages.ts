/** HTML pages without scripts, for browsers that may not have the viewer's page. Their style is inline. */

import { createHash } from "node:crypto";

/** As the page looks, in few lines: the page's own files are behind the code. */
const style = `
:root { color-scheme: dark light; --ground: #0f1114; --raised: #20242b; --line: #4a5260; --text: #eef0f3; --quiet: #aab2bf;
  --accent: #8ab4ff; --on-accent: #0d1626;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
@media (prefers-color-scheme: light) {
  :root { --ground: #f3f4f6; --raised: #fff; --line: #8a93a1; --text: #171a1e; --quiet: #515966; --accent: #1d5bd6;
    --on-accent: #fff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-block-size: 100dvh; display: grid; place-items: center; background: var(--ground); color: var(--text); }
main { inline-size: min(30rem, 100%); padding: 1.5rem 1.5rem 12vh; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; letter-spacing: -.012em; text-wrap: balance; }
p { margin: 0; color: var(--quiet); overflow-wrap: anywhere; text-wrap: pretty; }
a { color: var(--accent); }
form { display: grid; gap: .35rem; margin-block-start: 1.5rem; }
label { font-weight: 600; }
div { display: flex; flex-wrap: wrap; gap: .6rem; }
input, button { min-block-size: 2.9rem; border-radius: 10px; font: inherit; }
input { flex: 1 1 14rem; min-inline-size: 0; padding-inline: .8rem; border: 1px solid var(--line); background: var(--raised);
  color: var(--text); }
button { flex: 1 0 6rem; max-inline-size: 100%; padding-inline: 1.3rem; border: 0; background: var(--accent);
  color: var(--on-accent); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;

/** The source of the pages' style for a Content-Security-Policy. */
export const plainStyleSource: string = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

function plainPage(title: string, body: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Framewire</title>${head}
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
}

const codeForm = `
<form method="get" action="./" autocomplete="off">
<label for="code">Code, or the whole link</label>
<div>
<input id="code" name="code" required autofocus autocapitalize="none" autocorrect="off" spellcheck="false">
<button>Open</button>
</div>
</form>`;

/** A page that says why a request was refused. `sentence` is our own text, without markup. */
export function refusalPage(sentence: string, { asksForCode }: { readonly asksForCode: boolean }): string {
  const title = asksForCode ? "This page needs its code" : "This page cannot be opened";
  return plainPage(title, `<p>${sentence}</p>${asksForCode ? codeForm : ""}`);
}

/** A page that leads on to the viewer's page at once. */
export const redirectPage: string = plainPage(
  "Opening",
  '<p><a href="./">Open the page</a></p>',
  '\n<meta http-equiv="refresh" content="0; url=./">',
);
