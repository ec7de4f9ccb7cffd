import { escapeHtml } from '../escape-html.ts';
import { page } from '../frame.ts';
import { type Answer, html } from '../http.ts';
import type { Pool } from '../state.ts';
import { fieldHtml } from './fields.ts';
import { type LoginRequest, loginAddress } from './login-request.ts';

/** What a page says again after a form that was refused. */
export interface Refused {
  /** Why, in a sentence for the user. */
  readonly error: string;
  /** What was typed, but never a password. */
  readonly values: ReadonlyMap<string, string>;
}

export const ALERT_ID = 'alert';

/** A page of a sign-in that has one form. */
export interface FormPage {
  readonly title: string;
  /** HTML before the form, with everything escaped. */
  readonly lead: string;
  /** Where the form goes, below the site: `/login`. */
  readonly action: string;
  /** HTML of the inputs. */
  readonly inputs: readonly string[];
  readonly button: string;
  /** HTML after the form. */
  readonly more?: string;
  readonly refused?: Refused | undefined;
}

/** The form goes to an address that names the request it belongs to. */
export function formPage(login: LoginRequest, content: FormPage): Answer {
  const { title, lead, action, inputs, button, more = '', refused } = content;
  const body = `${lead}
${refused ? `<p id="${ALERT_ID}" class="alert" role="alert">${escapeHtml(refused.error)}</p>` : ''}
<form method="post" action="${escapeHtml(loginAddress(login.site, login.interaction, action))}">
${hidden('_csrf', login.formToken)}
${inputs.join('\n')}
<button type="submit">${escapeHtml(button)}</button>
</form>
${more}`;
  return html(refused ? 400 : 200, page(title, body), { formTargets: [formTarget(login.redirectUri)] });
}

/** A link to another page of the same sign-in. */
export function pageLink(login: LoginRequest, path: string, words: string): string {
  return `<a href="${escapeHtml(loginAddress(login.site, login.interaction, path))}">${escapeHtml(words)}</a>`;
}

/** A form of nothing but a button. */
export function plainForm(login: LoginRequest, path: string, button: string): string {
  return `<form method="post" action="${escapeHtml(loginAddress(login.site, login.interaction, path))}">
${hidden('_csrf', login.formToken)}
<button type="submit" class="plain">${escapeHtml(button)}</button>
</form>`;
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
}

/** Whose password it is: password managers take the name from here. */
export function hiddenUserName(name: string): string {
  return `<input type="hidden" name="username" autocomplete="username" value="${escapeHtml(name)}">`;
}

/** A code of six digits. */
export function codeField(label: string, refused: Refused | undefined): string {
  return fieldHtml({
    name: 'code',
    label,
    type: 'text',
    autocomplete: 'one-time-code',
    inputMode: 'numeric',
    maxLength: 6,
    autofocus: true,
    ...(refused && { invalid: true, describedBy: [ALERT_ID] }),
  });
}

/** A new password with the pool's rules, and the same again. */
export function newPasswordFields(
  pool: Pool,
  label: string,
  focus: boolean,
  refused: Refused | undefined,
): string[] {
  const rules = passwordRules(pool);
  const hints = [...(rules.length > 0 ? ['rules'] : []), ...(refused ? [ALERT_ID] : [])];
  const shared = {
    type: 'password',
    autocomplete: 'new-password',
    maxLength: 256,
    invalid: refused !== undefined,
  };
  return [
    fieldHtml(
      { name: 'new_password', label, autofocus: focus, describedBy: hints, ...shared },
      rules.length > 0
        ? `<div id="rules" class="hint">The password needs\n<ul>${rules.map((rule) => `<li>${rule}</li>`).join('')}</ul></div>`
        : '',
    ),
    fieldHtml({
      name: 'confirm_password',
      label: `Confirm ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
      describedBy: refused ? [ALERT_ID] : [],
      ...shared,
    }),
  ];
}

/** What is wrong with a new password before Cognito is asked; undefined when nothing is. */
export function passwordFault(form: ReadonlyMap<string, string>): string | undefined {
  const password = form.get('new_password') ?? '';
  if (password !== form.get('confirm_password')) return 'The two passwords are not the same.';
  return /^\S{1,256}$/.test(password) ? undefined : 'A password has 1 to 256 characters and no spaces.';
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

/** The CSP source of the app that a successful form leads to. CSP has no way to name an IPv6 host. */
function formTarget(redirectUri: string): string {
  const url = new URL(redirectUri);
  return /^https?:$/.test(url.protocol) && !url.hostname.startsWith('[') ? url.origin : url.protocol;
}
