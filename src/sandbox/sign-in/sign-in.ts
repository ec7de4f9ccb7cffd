import { decodeJwt } from 'jose';
import { isServing } from '../cognito/domain-state.ts';
import { hasKeys } from '../cognito/signing-keys.ts';
import { DOMAINS_PATH } from '../discovery.ts';
import { AwsError } from '../errors.ts';
import { type Answer, json, type Request } from '../http.ts';
import type { Sandbox } from '../sandbox.ts';
import { authorize, resume } from './authorize.ts';
import {
  domainNotFound,
  errorPage,
  failed,
  pageNotFound,
  refusedByCognito,
  wrongMethod,
} from './error-pages.ts';
import { readForm } from './form.ts';
import { loadLibrary } from './library.ts';
import { showLogin, submitLogin } from './login.ts';
import { signOut } from './logout.ts';
import {
  resendConfirmation,
  showForgot,
  showSignUp,
  submitConfirmation,
  submitForgot,
  submitReset,
  submitSignUp,
} from './sign-up.ts';
import { findClient, newSite, type Site } from './site.ts';
import { answerJson } from './token-endpoints.ts';
import { userInfo } from './user-info.ts';

type Handler = (request: Request, site: Site) => Answer | Promise<Answer>;

const ROUTES = new Map<string, Partial<Record<'GET' | 'POST', Handler>>>([
  ['/oauth2/authorize', { GET: authorize }],
  ['/oauth2/token', { POST: answerJson }],
  ['/oauth2/userInfo', { GET: userInfo }],
  ['/oauth2/revoke', { POST: answerJson }],
  ['/login', { GET: showLogin, POST: submitLogin }],
  ['/signup', { GET: showSignUp, POST: submitSignUp }],
  ['/confirmUser', { POST: submitConfirmation }],
  ['/resendcode', { POST: resendConfirmation }],
  ['/forgotPassword', { GET: showForgot, POST: submitForgot }],
  ['/confirmForgotPassword', { POST: submitReset }],
  ['/logout', { GET: signOut }],
  ['/error', { GET: (request) => errorPage(request.url.searchParams) }],
]);

/** Where the sign-in page leads back to. */
const RESUME = /^\/oauth2\/authorize\/[\w-]+$/;

/** Answers for the domains of all user pools (developer guide, "User pool endpoints and managed login reference"). */
export async function answerSignIn(request: Request, sandbox: Sandbox): Promise<Answer> {
  const [, name = '', path = ''] =
    /^([^/]*)(.*)$/.exec(request.url.pathname.slice(DOMAINS_PATH.length)) ?? [];
  const site = findSite(name, request, sandbox);
  if (!site) return domainNotFound();
  const route = RESUME.test(path) ? { GET: resume } : ROUTES.get(path);
  if (!route) return pageNotFound();
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const handler = method === 'GET' || method === 'POST' ? route[method] : undefined;
  if (!handler) {
    const allowed = Object.keys(route).join(', ');
    return path.startsWith('/oauth2/') && !('GET' in route)
      ? json(405, { error: 'invalid_request' }, { allow: allowed })
      : wrongMethod(allowed);
  }
  try {
    // Loading takes a while; other requests need not wait for it.
    await loadLibrary();
    const writes = method === 'POST' || !hasKeys(site.pool);
    return await sandbox.inTurn(() => handler(request, site), writes);
  } catch (error) {
    // What no form of the page could say: a code that cannot be mailed, for one.
    if (error instanceof AwsError) return refusedByCognito(error.message);
    sandbox.report(error);
    return failed();
  }
}

/** A prefix is unique in its Region only: two pools of two Regions that share one are told apart by the request's client. */
function findSite(name: string, request: Request, sandbox: Sandbox): Site | undefined {
  const sites = sandbox.state.pools.flatMap((pool) =>
    pool.domains
      .filter((domain) => domain.name === name && isServing(domain, sandbox.now()))
      .map((domain) => newSite(sandbox, pool, domain)),
  );
  if (sites.length < 2) return sites[0];
  const clientId = clientIdOf(request);
  return sites.find((site) => findClient(site, clientId)) ?? sites[0];
}

function clientIdOf(request: Request): string | undefined {
  const named = request.url.searchParams.get('client_id') ?? readForm(request)?.get('client_id');
  if (named !== undefined) return named;
  const [scheme, value = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic') return Buffer.from(value, 'base64').toString().split(':')[0];
  try {
    return String(decodeJwt(value).client_id);
  } catch {
    return undefined;
  }
}
