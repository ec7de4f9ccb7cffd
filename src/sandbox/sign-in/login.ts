import { checkPassword, signInUser } from '../cognito/auth.ts';
import { changePassword } from '../cognito/challenge-response.ts';
import { spend, startChallenge } from '../cognito/challenges.ts';
import { matchesPassword } from '../cognito/password-hash.ts';
import { nextFactor, takeAppCode, takeFactorCode } from '../cognito/second-factor.ts';
import { sendSignUpCode } from '../cognito/sign-up.ts';
import { beginApp } from '../cognito/software-token.ts';
import { type AttributeInput, attributesOf } from '../cognito/user-attributes.ts';
import { lookUpUser } from '../cognito/user-lookup.ts';
import { AwsError } from '../errors.ts';
import { type Answer, type Request, redirect } from '../http.ts';
import { sameText } from '../same-text.ts';
import type { Client, User } from '../state.ts';
import { alreadyDone, badForm, noSecondFactor, pagesUnavailable, somethingWrong } from './error-pages.ts';
import { readForm } from './form.ts';
import { passwordFault } from './form-page.ts';
import { loginPage, newPasswordPage } from './login-pages.ts';
import { endLogin, findCompleted, findLogin, type LoginRequest, loginId, vouchFor } from './login-request.ts';
import { providerOf } from './provider.ts';
import { codePage, setUpPage } from './second-factor-pages.ts';
import { confirmPage, resetPage } from './sign-up-pages.ts';
import type { Site } from './site.ts';

type Form = ReadonlyMap<string, string>;

/** The sign-in page. A direct link to it goes by the authorize endpoint, which takes the same parameters. */
export async function showLogin(request: Request, site: Site): Promise<Answer> {
  if (!request.url.searchParams.has('interaction')) {
    return redirect(302, `${site.base}/oauth2/authorize${request.url.search}`);
  }
  return withLogin(request, site, loginPage);
}

/** The form of the sign-in page, or of what follows the password. */
export function submitLogin(request: Request, site: Site): Promise<Answer> {
  return withForm(request, site, (login, form) => {
    const session = form.get('session');
    return session === undefined ? withPassword(login, form) : withSession(login, session, form);
  });
}

/** Answers for a sign-in under way, in the browser that it belongs to. */
export async function withLogin(
  request: Request,
  site: Site,
  answer: (login: LoginRequest) => Answer | Promise<Answer>,
): Promise<Answer> {
  const login = await findLogin(request, site, await providerOf(site));
  if (!login) return overOrDone(request, site, loginId(request));
  const obstacle = findObstacle(login);
  return obstacle === undefined ? answer(login) : pagesUnavailable(obstacle);
}

/** The same for a form, which has to have the token of its page. */
export function withForm(
  request: Request,
  site: Site,
  answer: (login: LoginRequest, form: Form) => Answer | Promise<Answer>,
): Promise<Answer> {
  return withLogin(request, site, (login) => {
    const form = readForm(request);
    if (!form) return badForm();
    if (!sameText(form.get('_csrf') ?? '', login.formToken)) return somethingWrong();
    return answer(login, form);
  });
}

/** What a browser sees that comes back to a sign-in: how it ended, or that it is over. */
export function overOrDone(request: Request, site: Site, uid: string): Answer {
  const done = findCompleted(request, site, uid);
  return done ? alreadyDone(done.userName, done.redirectUri) : somethingWrong();
}

/**
 * Why there is no page to sign in on: managed login (version 2) has pages for the clients with a branding style only, and
 * neither version has any for a client without an identity provider.
 */
function findObstacle({ site, client }: LoginRequest): string | undefined {
  if (!client.settings.SupportedIdentityProviders?.includes('COGNITO')) {
    return 'The app client has no identity provider.';
  }
  const branded = site.pool.brandings.some((branding) => branding.clientId === client.id);
  if (site.domain.settings.ManagedLoginVersion !== 2 || branded) return undefined;
  return 'The app client has no managed login branding style.';
}

async function withPassword(login: LoginRequest, form: Form): Promise<Answer> {
  const { site, client } = login;
  const name = form.get('username')?.trim() ?? '';
  let user: User;
  try {
    user = await authenticate(site, client, name, form.get('password') ?? '');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const waiting = lookUpUser(site.pool, name);
    // Managed login goes on with what is missing, for who knew the password.
    if (error.type === 'UserNotConfirmedException' && waiting) {
      vouchFor(login, waiting);
      sendSignUpCode(site.pool, waiting, site.sandbox);
      return confirmPage(login, name);
    }
    if (error.type === 'PasswordResetRequiredException') return resetPage(login, name);
    return loginPage(login, { error: error.message, values: form });
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const challenge = startChallenge('NEW_PASSWORD_REQUIRED', site.pool, client, user, site.sandbox);
    return newPasswordPage(login, user, challenge.Session);
  }
  return afterPassword(login, user);
}

async function authenticate(site: Site, client: Client, name: string, password: string): Promise<User> {
  let user: User;
  try {
    user = signInUser(site.pool, client, name);
  } catch (error) {
    // Takes as long as a wrong password does: the time must not show who exists.
    await matchesPassword(password, '');
    throw error;
  }
  await checkPassword(site.pool, user, password, site.sandbox.now());
  return user;
}

/** What a challenge asked for: a new password, the code of a second factor, or the first code of an app. */
async function withSession(login: LoginRequest, session: string, form: Form): Promise<Answer> {
  const { client } = login;
  const { pool, sandbox } = login.site;
  const challenge = pool.challenges.find((each) => each.session === session && each.clientId === client.id);
  const user = pool.users.find((each) => each.sub === challenge?.sub);
  if (!challenge || !user || challenge.expiresAt <= sandbox.now()) return somethingWrong();
  const { name } = challenge;
  if (name === 'NEW_PASSWORD_REQUIRED') return withNewPassword(login, user, session, form);
  const again = (error: string) =>
    name === 'MFA_SETUP'
      ? setUpPage(login, user, session, { error, values: form })
      : codePage(login, name, session, { error, values: form });
  try {
    if (name === 'MFA_SETUP') takeAppCode(user, form.get('code') ?? '', sandbox.now());
    else takeFactorCode(name, user, form.get('code') ?? '', sandbox);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return again(error.message);
  }
  spend(pool, challenge);
  return finish(login, user);
}

async function withNewPassword(
  login: LoginRequest,
  user: User,
  session: string,
  form: Form,
): Promise<Answer> {
  const { pool, sandbox } = login.site;
  const refuse = (error: string) => newPasswordPage(login, user, session, { error, values: form });
  const fault = passwordFault(form);
  if (fault !== undefined) return refuse(fault);
  const password = form.get('new_password') ?? '';
  const attributes = typedAttributes(form);
  try {
    await changePassword(pool, login.client, user, { session, password, attributes }, sandbox.now());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.type === 'NotAuthorizedException' ? somethingWrong() : refuse(error.message);
  }
  return afterPassword(login, user);
}

/** The attributes in a form, as the API takes them. */
export function typedAttributes(form: Form): AttributeInput[] {
  return attributesOf([...form].map(([name, value]) => [name, value.trim()]));
}

/** What follows the right password: the page for a second factor, or the way back to the app. */
export async function afterPassword(login: LoginRequest, user: User): Promise<Answer> {
  const { pool, sandbox } = login.site;
  const factor = nextFactor(pool, user);
  if (factor === undefined) return finish(login, user);
  if (factor === 'MFA_SETUP' && !pool.mfa.SoftwareTokenMfaConfiguration?.Enabled) return noSecondFactor();
  const { Session } = startChallenge(factor, pool, login.client, user, sandbox);
  if (factor !== 'MFA_SETUP') return codePage(login, factor, Session);
  beginApp(user);
  return setUpPage(login, user, Session);
}

/** The user is proved: oidc-provider goes on with the authorize request. */
export async function finish(login: LoginRequest, user: User): Promise<Answer> {
  const { site, interaction, browserSession } = login;
  const provider = await providerOf(site);
  // A new sign-in replaces the browser's session, whoever it was: oidc-provider would ask with a page of its own.
  await (await provider.Session.find(browserSession ?? ''))?.destroy();
  interaction.session = undefined;
  interaction.result = { login: { accountId: user.sub, ts: Math.floor(site.sandbox.now() / 1000) } };
  await interaction.persist();
  endLogin(login, user.attributes.email ?? user.username);
  return redirect(303, new URL(interaction.returnTo).pathname);
}
