import { mayRecover } from '../cognito/forgot-password.ts';
import { mayRegister } from '../cognito/sign-up.ts';
import { missingAttributes } from '../cognito/user-attributes.ts';
import { escapeHtml } from '../escape-html.ts';
import type { Answer } from '../http.ts';
import type { User } from '../state.ts';
import { attributeField, fieldHtml, userNameField } from './fields.ts';
import {
  ALERT_ID,
  formPage,
  hidden,
  hiddenUserName,
  newPasswordFields,
  pageLink,
  type Refused,
} from './form-page.ts';
import type { LoginRequest } from './login-request.ts';

/** The page that asks who and for the password. */
export function loginPage(login: LoginRequest, refused?: Refused): Answer {
  const hint = login.interaction.params.login_hint;
  const typed = refused?.values.get('username') ?? (typeof hint === 'string' ? hint : '');
  const failure = refused ? { invalid: true, describedBy: [ALERT_ID] } : {};
  const links = [
    mayRecover(login.site.pool) && pageLink(login, '/forgotPassword', 'Forgot your password?'),
    mayRegister(login.site.pool) && pageLink(login, '/signup', 'Create an account'),
  ].filter((each) => typeof each === 'string');
  return formPage(login, {
    title: 'Sign in',
    lead: `<p>${destination(login.redirectUri)}</p>`,
    action: '/login',
    inputs: [
      fieldHtml({
        ...userNameField(login.site.pool),
        autofocus: typed === '',
        ...(typed !== '' && { value: typed }),
        ...failure,
      }),
      fieldHtml({
        name: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
        maxLength: 256,
        autofocus: typed !== '',
        ...failure,
      }),
    ],
    button: 'Sign in',
    more:
      links.length > 0 ? `<ul class="links">${links.map((link) => `<li>${link}</li>`).join('')}</ul>` : '',
    refused,
  });
}

/** The page of a user who has a temporary password: a new one, and the required attributes that are missing. */
export function newPasswordPage(login: LoginRequest, user: User, session: string, refused?: Refused): Answer {
  const attributes = missingAttributes(login.site.pool, user.attributes).map(attributeField);
  return formPage(login, {
    title: 'Change password',
    lead: '<p>Your password is a temporary one. Choose one of your own to go on.</p>',
    action: '/login',
    inputs: [
      hidden('session', session),
      hiddenUserName(user.attributes.email ?? user.username),
      ...newPasswordFields(login.site.pool, 'New password', true, refused),
      ...attributes.map((field) => fieldHtml({ ...field, value: refused?.values.get(field.name) ?? '' })),
    ],
    button: 'Change password',
    refused,
  });
}

/** Where the user goes on to, as far as an address shows. */
function destination(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return /^https?:$/.test(protocol)
    ? `Sign in to continue to <strong>${escapeHtml(host)}</strong>.`
    : 'Sign in to your account.';
}
