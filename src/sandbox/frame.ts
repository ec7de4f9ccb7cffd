import { escapeHtml } from './escape-html.ts';

const STYLE = `
:root { color-scheme: light dark; --page: #eef1f5; --card: #fff; --ink: #16191f; --soft: #545b64; --line: #6f7a88;
  --rule: #d9dee5; --accent: #0b5fbd; --accent-ink: #fff; --accent-strong: #084a94; --bad: #b0200f; --bad-page: #fdf1ef;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --page: #0f141b; --card: #1a212b; --ink: #eceff3; --soft: #b3bcc8;
  --line: #8693a3; --rule: #313b48; --accent: #6cb2f7; --accent-ink: #0b1a2b; --accent-strong: #94c8fa;
  --bad: #ff9d8f; --bad-page: #34201f; } }
*, ::before, ::after { box-sizing: border-box; }
html, body { margin: 0; }
body { min-height: 100vh; min-height: 100svh; display: grid; grid-template-rows: 1fr auto; justify-items: center;
  gap: 1rem; padding: 1.5rem 1rem; background: var(--page); color: var(--ink); }
main { align-self: center; width: 100%; max-width: 26rem; padding: 2.25rem 2.25rem 2.5rem; background: var(--card);
  border: 1px solid var(--rule); border-radius: 1rem; box-shadow: 0 .5rem 2rem rgb(15 25 40 / .1); overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; letter-spacing: -.01em; }
p { margin: .5rem 0 0; color: var(--soft); }
strong { color: var(--ink); }
form { margin-top: 1.5rem; display: grid; gap: 1.125rem; }
label { display: block; margin-bottom: .375rem; font-weight: 600; }
input { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem; }
input[aria-invalid="true"] { border-color: var(--bad); }
button { width: 100%; padding: .6875rem 1rem; font: inherit; font-weight: 600; color: var(--accent-ink);
  background: var(--accent); border: 1px solid transparent; border-radius: .5rem; cursor: pointer; }
button:hover { background: var(--accent-strong); }
button.plain { color: var(--accent); background: transparent; border-color: var(--line); }
button.plain:hover { color: var(--accent-strong); background: var(--page); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul { margin: .125rem 0 0; padding-left: 1.25rem; }
.hint { margin-bottom: .75rem; color: var(--soft); font-size: .9375rem; }
.alert { margin: 1.25rem 0 0; padding: .75rem 1rem; color: var(--bad); background: var(--bad-page);
  border: 1px solid currentcolor; border-radius: .5rem; font-weight: 600; }
.code, .note { margin-top: 1.25rem; padding: .75rem 1rem; color: var(--ink); background: var(--page);
  border-radius: .5rem; }
.code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.qr { margin: 1.25rem auto 0; width: 12.5rem; max-width: 100%; }
.qr svg { display: block; width: 100%; height: auto; border-radius: .5rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--accent); }
main.wide { max-width: 46rem; align-self: start; }
a { color: var(--accent); }
article { margin-top: 1.25rem; padding: 1rem 1.25rem; border: 1px solid var(--rule); border-radius: .5rem; }
h3 { margin: 1rem 0 .25rem; font-size: 1rem; }
ul.links { margin-top: 1rem; padding: 0; list-style: none; display: grid; gap: .375rem; }
h2 { margin: 0 0 .5rem; font-size: 1.0625rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
footer { color: var(--soft); font-size: .875rem; text-align: center; overflow-wrap: anywhere; }
@media (max-width: 30rem) { body { padding: 1rem .75rem; } main { padding: 1.5rem 1.25rem 1.75rem; border-radius: .75rem; } }
`;

/**
 * A page of one card.
 *
 * @param content HTML, in which all that came from outside is escaped
 * @param width `wide` for a page that lists things
 */
export function page(title: string, content: string, width: 'narrow' | 'wide' = 'narrow'): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main class="${width}"><h1>${escapeHtml(title)}</h1>
${content}
</main>
<footer>mendix-cognito sandbox, a local stand-in for Amazon Cognito</footer></body>
</html>
`;
}
