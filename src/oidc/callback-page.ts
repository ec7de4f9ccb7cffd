const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f3f5f8, #14171c); }
main { box-sizing: border-box; width: min(26rem, calc(100% - 2rem)); padding: 2rem; border-radius: .75rem;
  background: light-dark(#fff, #1e232b); box-shadow: 0 1px 3px rgb(0 0 0 / .2); text-align: center; }
.mark { font-size: 2.5rem; line-height: 1; }
.good { color: light-dark(#13703a, #5fd08d); }
.bad { color: light-dark(#b3261e, #ff8f87); }
h1 { font-size: 1.35rem; margin: .75rem 0 .5rem; }
p { margin: 0; overflow-wrap: anywhere; text-wrap: balance; }
`;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * What the browser shows when it came back from the sign-in page.
 *
 * @param problem why it did not work, or undefined when it did
 */
export function resultPage(problem: string | undefined): string {
  const good = problem === undefined;
  const title = good ? 'Signed in' : 'Not signed in';
  const message = good
    ? 'Everything that Mendix checks is right. You can close this tab and go back to the terminal.'
    : `${problem} Go back to the terminal: it says what to do.`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head>
<body><main role="${good ? 'status' : 'alert'}">
<div class="mark ${good ? 'good' : 'bad'}" aria-hidden="true">${good ? '✓' : '✕'}</div>
<h1>${title}</h1>
<p>${message.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)}</p>
</main></body>
</html>
`;
}
