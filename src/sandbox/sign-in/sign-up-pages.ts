import type { Answer } from '../http.ts';
import type { Pool } from '../state.ts';
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

const INBOX = 'In the sandbox it arrives in the <a href="/_sandbox/inbox" target="_blank">inbox</a>.';

/** The attributes that a user has to give besides the sign-in name (developer guide, "Signing up users"). */
function requiredAttributes(pool: Pool): string[] {
  const signIn: readonly string[] = pool.origin.UsernameAttributes ?? [];
  const required = pool.schema.filter((each) => each.Required && each.Name !== 'sub').map(({ Name }) => Name);
  // Where a code is sent to the address, a user name alone would not do.
  const mailed = signIn.length === 0 && pool.settings.AutoVerifiedAttributes?.includes('email');
  return [...new Set([...(mailed ? ['email'] : []), ...required])].filter((name) => !signIn.includes(name));
}

/** "Create an account": sign-in name, required attributes and password. */
export function signUpPage(login: LoginRequest, refused?: Refused): Answer {
  return formPage(login, {
    title: 'Create an account',
    lead: '',
    action: '/signup',
    inputs: [
      fieldHtml({
        ...userNameField(login.site.pool),
        autofocus: refused === undefined,
        value: refused?.values.get('username') ?? '',
        ...(refused && { describedBy: [ALERT_ID] }),
      }),
      ...requiredAttributes(login.site.pool)
        .map(attributeField)
        .map((field) => fieldHtml({ ...field, value: refused?.values.get(field.name) ?? '' })),
      ...newPasswordFields(login.site.pool, 'Password', refused !== undefined, refused),
    ],
    button: 'Create account',
    more: `<p>${pageLink(login, '/login', 'Have an account? Sign in')}</p>`,
    refused,
  });
}

/** The page that asks for the code which proves the address of a new account. */
export function confirmPage(login: LoginRequest, name: string, refused?: Refused): Answer {
  return formPage(login, {
    title: 'Confirm your account',
    lead: `<p>We sent a code to your email address. ${INBOX}</p>`,
    action: '/confirmUser',
    inputs: [hiddenUserName(name), codeField('Code from the email', refused)],
    button: 'Confirm account',
    more: plainForm(login, '/resendcode', 'Send a new code'),
    refused,
  });
}

/** "Forgot your password?": who it is. */
export function forgotPage(login: LoginRequest, refused?: Refused): Answer {
  return formPage(login, {
    title: 'Reset your password',
    lead: '<p>We send a code to your email address. You need it to choose a new password.</p>',
    action: '/forgotPassword',
    inputs: [
      fieldHtml({
        ...userNameField(login.site.pool),
        autofocus: true,
        value: refused?.values.get('username') ?? '',
        ...(refused && { invalid: true, describedBy: [ALERT_ID] }),
      }),
    ],
    button: 'Send code',
    more: `<p>${pageLink(login, '/login', 'Back to sign in')}</p>`,
    refused,
  });
}

/** The code that was sent, and the new password. */
export function resetPage(login: LoginRequest, name: string, refused?: Refused): Answer {
  return formPage(login, {
    title: 'Choose a new password',
    lead: `<p>If this account exists and has a verified address, we sent a code there. ${INBOX}</p>`,
    action: '/confirmForgotPassword',
    inputs: [
      hiddenUserName(name),
      codeField('Code from the email', refused),
      ...newPasswordFields(login.site.pool, 'New password', false, refused),
    ],
    button: 'Change password',
    refused,
  });
}
