import { mails, verificationLink } from './inbox.ts';
import type { Sandbox } from './sandbox.ts';
import { escapeHtml } from './sign-in/escape-html.ts';
import type { Mail } from './state.ts';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid; border-radius: .5rem; padding: 0 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; }
dd { margin: 0; }
`;

/** The inbox as a page, newest mail first. */
export function inboxPage(sandbox: Sandbox): string {
  const all = mails(sandbox);
  const list = all.map((mail) => article(sandbox, mail)).join('\n');
  return page(
    'Sandbox inbox',
    all.length > 0 ? list : '<p>No mail. Mails of Amazon SES and Cognito arrive here.</p>',
  );
}

/** A page that says one thing. */
export function messagePage(title: string, message: string): string {
  return page(title, `<p>${escapeHtml(message)}</p>\n<p><a href="/_sandbox/inbox">Inbox</a></p>`);
}

function article(sandbox: Sandbox, mail: Mail): string {
  const link = verificationLink(sandbox, mail);
  const action =
    link === undefined || mail.verification === undefined
      ? ''
      : `<p><a href="${escapeHtml(link)}">Verify ${escapeHtml(mail.to)}</a>, until ${time(mail.verification.expiresAt)}</p>`;
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to)}</dd>
<dt>Sent</dt><dd>${time(mail.sentAt)}</dd></dl>
<p>${escapeHtml(mail.body)}</p>
${action}
</article>`;
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}
</main></body>
</html>
`;
}

function time(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
