import { missingAttributes } from '../cognito/user-attributes.ts';
import { escapeHtml } from '../escape-html.ts';
import { page } from '../frame.ts';
import { type Answer, html } from '../http.ts';
import type { Pool, User } from '../state.ts';
import { attributeField, type Field, fieldHtml, userNameField } from './fields.ts';
import type { LoginRequest } from './login-request.ts';
import type { Site } from './site.ts';

/** What a page says again after a form that was refused. */
export interface Refused {
  /** Why, in a sentence for the user. */
  readonly error: string;
  /** What was typed, but never a password. */
  readonly values: ReadonlyMap<string, string>;
}

const ALERT_ID = 'alert';

/** The page that asks who and for the password. */
export function loginPage(site: Site, login: LoginRequest, refused?: Refused): Answer {
  const hint = login.interaction.params.login_hint;
  const typed = refused?.values.get('username') ?? (typeof hint === 'string' ? hint : '');
  const failure = refused ? { invalid: true, describedBy: [ALERT_ID] } : {};
  const fields: Field[] = [
    {
      name: 'username',
      ...userNameField(site.pool),
      autocomplete: 'username',
      maxLength: 128,
      autofocus: typed === '',
      ...(typed !== '' && { value: typed }),
      ...failure,
    },
    {
      name: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'current-password',
      maxLength: 256,
      autofocus: typed !== '',
      ...failure,
    },
  ];
  const inputs = fields.map((field) => fieldHtml(field)).join('\n');
  return answer(
    login,
    'Sign in',
    `<p>${destination(login.redirectUri)}</p>\n${alert(refused)}${form(site, login, inputs, 'Sign in')}`,
    refused,
  );
}

/** The page of a user who has a temporary password: a new one, and the required attributes that are missing. */
export function newPasswordPage(
  site: Site,
  login: LoginRequest,
  user: User,
  session: string,
  refused?: Refused,
): Answer {
  const rules = passwordRules(site.pool);
  const hints = [...(rules.length > 0 ? ['rules'] : []), ...(refused ? [ALERT_ID] : [])];
  const attributes = missingAttributes(site.pool, user.attributes).map(attributeField);
  const inputs = [
    `<input type="hidden" name="session" value="${escapeHtml(session)}">`,
    // Password managers take the name that belongs to the new password from here.
    `<input type="hidden" name="username" autocomplete="username" value="${escapeHtml(user.attributes.email ?? user.username)}">`,
    fieldHtml(
      {
        name: 'new_password',
        label: 'New password',
        type: 'password',
        autocomplete: 'new-password',
        maxLength: 256,
        autofocus: true,
        invalid: refused !== undefined,
        describedBy: hints,
      },
      rules.length > 0
        ? `<div id="rules" class="hint">The password needs\n<ul>${rules.map((rule) => `<li>${rule}</li>`).join('')}</ul></div>`
        : '',
    ),
    fieldHtml({
      name: 'confirm_password',
      label: 'Confirm new password',
      type: 'password',
      autocomplete: 'new-password',
      maxLength: 256,
      invalid: refused !== undefined,
      describedBy: refused ? [ALERT_ID] : [],
    }),
    ...attributes.map((field) => fieldHtml({ ...field, value: refused?.values.get(field.name) ?? '' })),
  ];
  return answer(
    login,
    'Change password',
    `<p>Your password is a temporary one. Choose one of your own to go on.</p>\n${alert(refused)}${form(site, login, inputs.join('\n'), 'Change password')}`,
    refused,
  );
}

function passwordRules(pool: Pool): string[] {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  return [
    policy.MinimumLength && `at least ${policy.MinimumLength} characters`,
    policy.RequireUppercase && 'an uppercase letter',
    policy.RequireLowercase && 'a lowercase letter',
    policy.RequireNumbers && 'a number',
    policy.RequireSymbols && 'a special character',
  ].filter((rule) => typeof rule === 'string');
}

function alert(refused: Refused | undefined): string {
  return refused ? `<p id="${ALERT_ID}" class="alert" role="alert">${escapeHtml(refused.error)}</p>\n` : '';
}

/** The form goes to the page's own address, which tells the request it belongs to. */
function form(site: Site, login: LoginRequest, inputs: string, button: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(login.interaction.params)) query.set(name, String(value));
  query.set('interaction', login.interaction.uid);
  return `<form method="post" action="${escapeHtml(`${site.base}/login?${query}`)}">
<input type="hidden" name="_csrf" value="${escapeHtml(login.formToken)}">
${inputs}
<button type="submit">${button}</button>
</form>`;
}

function answer(login: LoginRequest, title: string, content: string, refused: Refused | undefined): Answer {
  return html(refused ? 400 : 200, page(title, content), { formTargets: [formTarget(login.redirectUri)] });
}

/** Where the user goes on to, as far as an address tells. */
function destination(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return /^https?:$/.test(protocol)
    ? `Sign in to continue to <strong>${escapeHtml(host)}</strong>.`
    : 'Sign in to your account.';
}

/** The CSP source of the app that a successful form leads to. CSP has no way to name an IPv6 host. */
function formTarget(redirectUri: string): string {
  const url = new URL(redirectUri);
  return /^https?:$/.test(url.protocol) && !url.hostname.startsWith('[') ? url.origin : url.protocol;
}
