import { renderSVG } from 'uqr';
import { escapeHtml } from '../escape-html.ts';
import type { Answer } from '../http.ts';
import type { Pool, User } from '../state.ts';
import { codeField, formPage, hidden, type Refused } from './form-page.ts';
import type { LoginRequest } from './login-request.ts';

/** The page that asks for the code of an authenticator app, or for the one that was mailed. */
export function codePage(
  login: LoginRequest,
  factor: 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP',
  session: string,
  refused?: Refused,
): Answer {
  const app = factor === 'SOFTWARE_TOKEN_MFA';
  return formPage(login, {
    title: 'Enter your code',
    lead: app
      ? '<p>Open your authenticator app and type the code that it shows.</p>'
      : '<p>We sent a code to your email address. In the sandbox it arrives in the <a href="/_sandbox/inbox" target="_blank">inbox</a>.</p>',
    action: '/login',
    inputs: [
      hidden('session', session),
      codeField(app ? 'Code from the app' : 'Code from the email', refused),
    ],
    button: 'Sign in',
    refused,
  });
}

/** The page on which a user connects an authenticator app: a QR code, the key in it, and the first code. */
export function setUpPage(login: LoginRequest, user: User, session: string, refused?: Refused): Answer {
  const secret = user.totp?.secret ?? '';
  // Black on white in every colour scheme: cameras need it so.
  const address = appAddress(login.site.pool, user, secret);
  const code = renderSVG(address, { border: 2, pixelSize: 4 });
  const groups = secret.match(/.{1,4}/g) ?? [];
  return formPage(login, {
    title: 'Set up your authenticator app',
    lead: `<p>This user pool asks for a second factor. Scan the code with an authenticator app, or type the key into it.</p>
<div class="qr" role="img" aria-label="QR code for the authenticator app">${code}</div>
<details><summary>Show secret key</summary><p class="code" id="key">${groups.map((each) => escapeHtml(each)).join(' ')}</p>
<p><a href="${escapeHtml(address)}">Open in an app on this device</a></p></details>`,
    action: '/login',
    inputs: [hidden('session', session), codeField('Code from the app', refused)],
    button: 'Continue',
    refused,
  });
}

/** What authenticator apps read from the QR code (Google Authenticator wiki, "Key Uri Format"). */
function appAddress(pool: Pool, user: User, secret: string): string {
  const issuer = encodeURIComponent(pool.name.replaceAll(':', ' '));
  const account = encodeURIComponent(user.attributes.email ?? user.username);
  return `otpauth://totp/${issuer}:${account}?secret=${secret}&issuer=${issuer}`;
}
