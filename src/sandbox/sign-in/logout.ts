import { type Answer, type Request, redirect } from '../http.ts';
import { missingParameter, requestError } from './error-pages.ts';
import { errorAddress } from './protocol-errors.ts';
import { providerOf } from './provider.ts';
import { cookie, findClient, SESSION_COOKIE, type Site } from './site.ts';

/**
 * Cognito's own sign-out, which is not OpenID Connect's (developer guide, "Logout endpoint"): `client_id` with a registered
 * `logout_uri`, or with `redirect_uri` and the other parameters of an authorize request to sign in again at once. The
 * signed-out browser keeps nothing; tokens that were given out stay good.
 */
export async function signOut(request: Request, site: Site): Promise<Answer> {
  const query = request.url.searchParams;
  if ([...new Set(query.keys())].some((name) => query.getAll(name).length > 1))
    return requestError('invalid_request');
  const clientId = query.get('client_id');
  if (!clientId) return missingParameter('client_id');
  const client = findClient(site, clientId);
  if (!client) return redirect(302, errorAddress(site, 'invalid_client', clientId));
  const logoutUri = query.get('logout_uri');
  if (logoutUri) {
    if (!client.settings.LogoutURLs?.includes(logoutUri)) return mismatch(site, clientId);
    return redirect(302, logoutUri, await endSession(request, site));
  }
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri) return missingParameter('logout_uri');
  if (!client.settings.CallbackURLs?.includes(redirectUri)) return mismatch(site, clientId);
  return redirect(302, `${site.base}/login${request.url.search}`, await endSession(request, site));
}

function mismatch(site: Site, clientId: string): Answer {
  return redirect(302, errorAddress(site, 'redirect_mismatch', clientId));
}

async function endSession(request: Request, site: Site): Promise<Answer['headers']> {
  const provider = await providerOf(site);
  const session = await provider.Session.find(cookie(request, SESSION_COOKIE) ?? '');
  await session?.destroy();
  return { 'set-cookie': `${SESSION_COOKIE}=; Path=${site.base}; Max-Age=0; HttpOnly; SameSite=Lax` };
}
