import { sendResetCode, setForgotten } from '../cognito/forgot-password.ts';
import { confirm, mayRegister, register, sendSignUpCode } from '../cognito/sign-up.ts';
import { lookUpUser } from '../cognito/user-lookup.ts';
import { AwsError } from '../errors.ts';
import type { Answer, Request } from '../http.ts';
import type { User } from '../state.ts';
import { pageNotFound, somethingWrong } from './error-pages.ts';
import { passwordFault } from './form-page.ts';
import { afterPassword, finish, typedAttributes, withForm, withLogin } from './login.ts';
import { isVouched, vouchFor } from './login-request.ts';
import { confirmPage, forgotPage, resetPage, signUpPage } from './sign-up-pages.ts';
import type { Site } from './site.ts';

/** "Create an account", where anybody may. */
export function showSignUp(request: Request, site: Site): Promise<Answer> {
  return withLogin(request, site, (login) => (mayRegister(site.pool) ? signUpPage(login) : pageNotFound()));
}

export function submitSignUp(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, async (login, form) => {
    const refuse = (error: string) => signUpPage(login, { error, values: form });
    const fault = passwordFault(form);
    if (fault !== undefined) return refuse(fault);
    const name = form.get('username')?.trim() ?? '';
    const asked = { name, password: form.get('new_password') ?? '', attributes: typedAttributes(form) };
    try {
      const { user, sent } = await register(site.pool, login.client, asked, site.sandbox);
      vouchFor(login, user);
      return sent ? confirmPage(login, name) : refuse('An administrator must confirm this account.');
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return refuse(error.message);
    }
  });
}

/** The code of a new account, which signs in whoever has proved the password in this browser. */
export function submitConfirmation(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, async (login, form) => {
    const name = form.get('username') ?? '';
    const user = lookUpUser(site.pool, name);
    if (!user || !isVouched(login, user)) return somethingWrong();
    try {
      confirm(site.pool, user, form.get('code') ?? '', false, site.sandbox.now());
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return confirmPage(login, name, { error: error.message, values: form });
    }
    // Who has just signed up is not asked for a second factor yet (developer guide, "Adding MFA").
    return finish(login, user);
  });
}

/** Another code for an account that waits to be confirmed. */
export function resendConfirmation(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, (login) => {
    const user = site.pool.users.find((each) => isVouched(login, each));
    if (user?.status !== 'UNCONFIRMED') return somethingWrong();
    sendSignUpCode(site.pool, user, site.sandbox);
    return confirmPage(login, user.attributes.email ?? user.username);
  });
}

/** "Forgot your password?" */
export function showForgot(request: Request, site: Site): Promise<Answer> {
  return withLogin(request, site, forgotPage);
}

export function submitForgot(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, (login, form) => {
    const name = form.get('username')?.trim() ?? '';
    try {
      sendResetCode(site.pool, login.client, name, site.sandbox);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return forgotPage(login, { error: error.message, values: form });
    }
    return resetPage(login, name);
  });
}

/** The code and the new password; who has both is signed in, after a second factor. */
export function submitReset(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, async (login, form) => {
    const name = form.get('username') ?? '';
    const refuse = (error: string) => resetPage(login, name, { error, values: form });
    const fault = passwordFault(form);
    if (fault !== undefined) return refuse(fault);
    const answer = { name, code: form.get('code') ?? '', password: form.get('new_password') ?? '' };
    let user: User;
    try {
      user = await setForgotten(site.pool, login.client, answer, site.sandbox.now());
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return refuse(error.message);
    }
    return afterPassword(login, user);
  });
}
