import { checkPassword, signInUser } from '../cognito/auth.ts';
import { changePassword } from '../cognito/challenge-response.ts';
import { startChallenge } from '../cognito/challenges.ts';
import { matchesPassword } from '../cognito/password-hash.ts';
import { AwsError } from '../errors.ts';
import { type Answer, type Request, redirect } from '../http.ts';
import type { Client, User } from '../state.ts';
import { alreadyDone, badForm, noSecondFactor, pagesUnavailable, somethingWrong } from './error-pages.ts';
import { ATTRIBUTE_PREFIX } from './fields.ts';
import { readForm } from './form.ts';
import { loginPage, newPasswordPage } from './login-pages.ts';
import { endLogin, findCompleted, findLogin, type LoginRequest, loginId, sameText } from './login-request.ts';
import { providerOf } from './provider.ts';
import { cookie, findClient, SESSION_COOKIE, type Site } from './site.ts';

type Form = ReadonlyMap<string, string>;

/** The sign-in page. A direct link to it goes by the authorize endpoint, which takes the same parameters. */
export async function showLogin(request: Request, site: Site): Promise<Answer> {
  if (!request.url.searchParams.has('interaction')) {
    return redirect(302, `${site.base}/oauth2/authorize${request.url.search}`);
  }
  const login = await findLogin(request, site, await providerOf(site));
  const client = login && findClient(site, login.clientId);
  if (!client) return overOrDone(request, site, loginId(request));
  const obstacle = findObstacle(site, client);
  return obstacle === undefined ? loginPage(site, login) : pagesUnavailable(obstacle);
}

/** The form of the sign-in page, or of the one for a new password. */
export async function submitLogin(request: Request, site: Site): Promise<Answer> {
  const login = await findLogin(request, site, await providerOf(site));
  const client = login && findClient(site, login.clientId);
  if (!client) return overOrDone(request, site, loginId(request));
  const obstacle = findObstacle(site, client);
  if (obstacle !== undefined) return pagesUnavailable(obstacle);
  const form = readForm(request);
  if (!form) return badForm();
  if (!sameText(form.get('_csrf'), login.formToken)) return somethingWrong();
  const session = form.get('session');
  return session === undefined
    ? withPassword(request, site, login, client, form)
    : withNewPassword(request, site, login, client, session, form);
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
function findObstacle(site: Site, client: Client): string | undefined {
  if (!client.settings.SupportedIdentityProviders?.includes('COGNITO')) {
    return 'The app client has no identity provider.';
  }
  const branded = site.pool.brandings.some((branding) => branding.clientId === client.id);
  if (site.domain.settings.ManagedLoginVersion !== 2 || branded) return undefined;
  return 'The app client has no managed login branding style.';
}

async function withPassword(
  request: Request,
  site: Site,
  login: LoginRequest,
  client: Client,
  form: Form,
): Promise<Answer> {
  let user: User;
  try {
    user = await authenticate(site, client, form.get('username')?.trim() ?? '', form.get('password') ?? '');
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return loginPage(site, login, { error: error.message, values: form });
  }
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const challenge = startChallenge('NEW_PASSWORD_REQUIRED', site.pool, client, user, site.sandbox);
    return newPasswordPage(site, login, user, challenge.Session);
  }
  return finish(request, site, login, user);
}

async function authenticate(site: Site, client: Client, name: string, password: string): Promise<User> {
  let user: User;
  try {
    user = signInUser(site.pool, client, name);
  } catch (error) {
    // Takes as long as a wrong password does: the time must not tell who exists.
    await matchesPassword(password, '');
    throw error;
  }
  await checkPassword(site.pool, user, password, site.sandbox.now());
  return user;
}

async function withNewPassword(
  request: Request,
  site: Site,
  login: LoginRequest,
  client: Client,
  session: string,
  form: Form,
): Promise<Answer> {
  const { pool, sandbox } = site;
  const challenge = pool.challenges.find((each) => each.session === session);
  const user = pool.users.find((each) => each.sub === challenge?.sub);
  if (!user) return somethingWrong();
  const refuse = (error: string) => newPasswordPage(site, login, user, session, { error, values: form });
  const password = form.get('new_password') ?? '';
  if (password !== form.get('confirm_password')) return refuse('The two passwords are not the same.');
  if (!/^\S{1,256}$/.test(password)) return refuse('A password has 1 to 256 characters and no spaces.');
  const attributes = [...form]
    .filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(ATTRIBUTE_PREFIX.length), Value: Value.trim() }));
  try {
    await changePassword(pool, client, user, { session, password, attributes }, sandbox.now());
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.type === 'NotAuthorizedException' ? somethingWrong() : refuse(error.message);
  }
  return finish(request, site, login, user);
}

/** The password was right: oidc-provider goes on with the authorize request. */
async function finish(request: Request, site: Site, login: LoginRequest, user: User): Promise<Answer> {
  if (site.pool.settings.MfaConfiguration === 'ON') return noSecondFactor();
  const provider = await providerOf(site);
  // A new sign-in replaces the browser's session, whoever it was: oidc-provider would ask with a page of its own.
  await (await provider.Session.find(cookie(request, SESSION_COOKIE) ?? ''))?.destroy();
  const { interaction } = login;
  interaction.session = undefined;
  interaction.result = { login: { accountId: user.sub, ts: Math.floor(site.sandbox.now() / 1000) } };
  await interaction.persist();
  endLogin(site, login, user.attributes.email ?? user.username);
  return redirect(303, new URL(interaction.returnTo).pathname);
}
