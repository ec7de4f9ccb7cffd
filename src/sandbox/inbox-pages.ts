import { escapeHtml } from './escape-html.ts';
import { page } from './frame.ts';
import { emails, verificationLink } from './inbox.ts';
import type { Sandbox } from './sandbox.ts';
import type { Mail } from './state.ts';

/** The inbox as a page, newest mail first. */
export function inboxPage(sandbox: Sandbox): string {
  const all = emails(sandbox);
  const list = all.map((mail) => article(sandbox, mail)).join('\n');
  return page(
    'Sandbox inbox',
    `${all.length > 0 ? list : '<p>No email yet. Emails from Amazon SES and Cognito arrive here.</p>'}
<p><a href="/">Sandbox</a></p>`,
    'wide',
  );
}

/** A page that says one thing. */
export function messagePage(title: string, message: string): string {
  return page(title, `<p>${escapeHtml(message)}</p>\n<p><a href="/_sandbox/inbox">Inbox</a></p>`);
}

function article(sandbox: Sandbox, mail: Mail): string {
  const { verification } = mail;
  const action = verification
    ? `<p><a href="${escapeHtml(verificationLink(sandbox, verification))}">Verify ${escapeHtml(mail.to)}</a>, until ${time(verification.expiresAt)}</p>`
    : '';
  return `<article>
<h2>${escapeHtml(mail.subject)}</h2>
<dl><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>To</dt><dd>${escapeHtml(mail.to)}</dd>
<dt>Sent</dt><dd>${time(mail.sentAt)}</dd></dl>
<p>${escapeHtml(mail.body)}</p>
${action}
</article>`;
}

function time(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
