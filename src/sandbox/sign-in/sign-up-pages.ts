import type { Answer } from '../http.ts';
import { attributeField, fieldHtml, userNameField } from './fields.ts';
import {
  ALERT_ID,
  codeField,
  formPage,
  hiddenUserName,
  newPasswordFields,
  pageLink,
  plainForm,
  type Refused,
} from './form-page.ts';
import type { LoginRequest } from './login-request.ts';
import type { Site } from './site.ts';

const INBOX = 'In the sandbox it arrives in the <a href="/_sandbox/inbox" target="_blank">inbox</a>.';

/** The attributes that a user has to give besides the sign-in name (developer guide, "Signing up users"). */
function requiredAttributes(site: Site): string[] {
  const signIn: readonly string[] = site.pool.origin.UsernameAttributes ?? [];
  const required = site.pool.schema
    .filter((each) => each.Required && each.Name !== 'sub')
    .map(({ Name }) => Name);
  // Where a code is sent to the address, a user name alone would not do.
  const mailed = signIn.length === 0 && site.pool.settings.AutoVerifiedAttributes?.includes('email');
  return [...new Set([...(mailed ? ['email'] : []), ...required])].filter((name) => !signIn.includes(name));
}

/** "Create an account": sign-in name, required attributes and password. */
export function signUpPage(site: Site, login: LoginRequest, refused?: Refused): Answer {
  return formPage(site, login, {
    title: 'Create an account',
    lead: '',
    action: '/signup',
    inputs: [
      fieldHtml({
        name: 'username',
        ...userNameField(site.pool),
        autocomplete: 'username',
        maxLength: 128,
        autofocus: refused === undefined,
        value: refused?.values.get('username') ?? '',
        ...(refused && { describedBy: [ALERT_ID] }),
      }),
      ...requiredAttributes(site)
        .map(attributeField)
        .map((field) => fieldHtml({ ...field, value: refused?.values.get(field.name) ?? '' })),
      ...newPasswordFields(site.pool, 'Password', refused !== undefined, refused),
    ],
    button: 'Create account',
    more: `<p>${pageLink(site, login, '/login', 'Have an account? Sign in')}</p>`,
    refused,
  });
}

/** The page that asks for the code which proves the address of a new account. */
export function confirmPage(site: Site, login: LoginRequest, name: string, refused?: Refused): Answer {
  return formPage(site, login, {
    title: 'Confirm your account',
    lead: `<p>We sent a code to your email address. ${INBOX}</p>`,
    action: '/confirmUser',
    inputs: [hiddenUserName(name), codeField('Code from the email', refused)],
    button: 'Confirm account',
    more: plainForm(site, login, '/resendcode', 'Send a new code'),
    refused,
  });
}

/** "Forgot your password?": who it is. */
export function forgotPage(site: Site, login: LoginRequest, refused?: Refused): Answer {
  return formPage(site, login, {
    title: 'Reset your password',
    lead: '<p>We send a code to your email address. You need it to choose a new password.</p>',
    action: '/forgotPassword',
    inputs: [
      fieldHtml({
        name: 'username',
        ...userNameField(site.pool),
        autocomplete: 'username',
        maxLength: 128,
        autofocus: true,
        value: refused?.values.get('username') ?? '',
        ...(refused && { invalid: true, describedBy: [ALERT_ID] }),
      }),
    ],
    button: 'Send code',
    more: `<p>${pageLink(site, login, '/login', 'Back to sign in')}</p>`,
    refused,
  });
}

/** The code that was sent, and the new password. */
export function resetPage(site: Site, login: LoginRequest, name: string, refused?: Refused): Answer {
  return formPage(site, login, {
    title: 'Choose a new password',
    lead: `<p>If this account exists and has a verified address, we sent a code there. ${INBOX}</p>`,
    action: '/confirmForgotPassword',
    inputs: [
      hiddenUserName(name),
      codeField('Code from the email', refused),
      ...newPasswordFields(site.pool, 'New password', false, refused),
    ],
    button: 'Change password',
    refused,
  });
}
