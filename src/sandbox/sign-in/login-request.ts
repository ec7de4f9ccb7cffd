import { randomBytes } from 'node:crypto';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Request } from '../http.ts';
import { sameText } from '../same-text.ts';
import type { Client, User } from '../state.ts';
import { memoryOfPool } from './memory.ts';
import { cookie, findClient, SESSION_COOKIE, type Site } from './site.ts';

/** How long the sign-in page may stand before it ends in "Something went wrong". */
export const LOGIN_SECONDS = 300;

/** How long a browser stays signed in. */
export const SESSION_SECONDS = 3600;

/** Distinguishes browsers before anybody is signed in. */
const BROWSER_COOKIE = 'cognito-browser';

type Interaction = InstanceType<Provider['Interaction']>;

/** An authorize request that waits for its user. */
export interface LoginRequest {
  readonly site: Site;
  readonly interaction: Interaction;
  readonly client: Client;
  readonly redirectUri: string;
  /** The session that the browser has already, whosever it is. */
  readonly browserSession: string | undefined;
  /** Has to come back with each form. */
  readonly formToken: string;
}

interface Started {
  readonly browser: string;
  readonly formToken: string;
  /** The `sub` of the user whose password was right here, or who signed up here. */
  readonly vouched?: string;
  /** Once the user is signed in. */
  readonly done?: CompletedLogin;
}

/** A sign-in that is over because it succeeded. */
export interface CompletedLogin {
  readonly userName: string;
  readonly redirectUri: string;
}

const loginsOf = memoryOfPool<Started>();

/**
 * Where a browser goes to sign in: Cognito's `/login` with the parameters of the authorize request. The request is tied
 * to the browser that made it, else somebody could send a link to a request of their own and be signed in as the one who
 * types the password. Each tab has a request of its own.
 */
export function beginLogin(
  ctx: KoaContextWithOIDC,
  interaction: Pick<Interaction, 'uid' | 'params'>,
  site: Site,
): string {
  const known = ctx.cookies.get(BROWSER_COOKIE);
  const browser = known !== undefined && /^[\w-]{43}$/.test(known) ? known : newToken();
  ctx.cookies.set(BROWSER_COOKIE, browser, { path: site.base, httpOnly: true, sameSite: 'lax' });
  loginsOf(site).put(interaction.uid, { browser, formToken: newToken() }, LOGIN_SECONDS);
  return loginAddress(site, interaction, '/login');
}

/** The address of a page of a sign-in. */
export function loginAddress(
  site: Site,
  interaction: Pick<Interaction, 'uid' | 'params'>,
  path: string,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(interaction.params)) query.set(name, String(value));
  query.set('interaction', interaction.uid);
  return `${site.base}${path}?${query}`;
}

/** The id of the request that a visit of `/login` names. */
export function loginId(request: Request): string {
  return request.url.searchParams.get('interaction') ?? '';
}

/** The request that a visit of `/login` belongs to; undefined when it is over, or another browser's. */
export async function findLogin(
  request: Request,
  site: Site,
  provider: Provider,
): Promise<LoginRequest | undefined> {
  const uid = loginId(request);
  const started = loginsOf(site).get(uid);
  if (!started || !isBrowserOf(started, request)) return undefined;
  const interaction = await provider.Interaction.find(uid);
  const client = interaction && findClient(site, String(interaction.params.client_id));
  if (!client) return undefined;
  return {
    site,
    interaction,
    client,
    redirectUri: String(interaction.params.redirect_uri),
    browserSession: cookie(request, SESSION_COOKIE),
    formToken: started.formToken,
  };
}

/** Remembers that this browser knew a user's password, for a sign-in that first asks for something else. */
export function vouchFor(login: LoginRequest, user: User): void {
  const logins = loginsOf(login.site);
  const started = logins.get(login.interaction.uid);
  if (started) logins.put(login.interaction.uid, { ...started, vouched: user.sub }, LOGIN_SECONDS);
}

export function isVouched(login: LoginRequest, user: User): boolean {
  return loginsOf(login.site).get(login.interaction.uid)?.vouched === user.sub;
}

/** Remembers how a request ended, for as long as its browser may show the pages again. */
export function endLogin(login: LoginRequest, userName: string): void {
  const logins = loginsOf(login.site);
  const started = logins.get(login.interaction.uid);
  const done = { userName, redirectUri: login.redirectUri };
  if (started) logins.put(login.interaction.uid, { ...started, done }, SESSION_SECONDS);
}

/** How the request of that id ended, for the browser that it belongs to. */
export function findCompleted(request: Request, site: Site, uid: string): CompletedLogin | undefined {
  const started = loginsOf(site).get(uid);
  return started && isBrowserOf(started, request) ? started.done : undefined;
}

function isBrowserOf(started: Started, request: Request): boolean {
  return sameText(cookie(request, BROWSER_COOKIE) ?? '', started.browser);
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}
