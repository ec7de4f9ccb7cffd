import { type Answer, type Request, redirect } from '../http.ts';
import { requestError } from './error-pages.ts';
import { errorAddress } from './protocol-errors.ts';
import { providerOf } from './provider.ts';
import { cookie, findClient, SESSION_COOKIE, type Site } from './site.ts';

/**
 * Cognito's own sign-out, which is not OpenID Connect's (developer guide, "Logout endpoint"): `client_id` with a registered
 * `logout_uri`, or with `redirect_uri` and the other parameters of an authorize request to sign in again at once. Anything
 * else signs out as well, and ends on the error page with the request's own query (streamlit#14601); a `logout_uri` that is
 * not registered is as good as none (amplify-js#2423). Tokens that were given out stay good.
 */
export async function signOut(request: Request, site: Site): Promise<Answer> {
  const query = request.url.searchParams;
  if ([...new Set(query.keys())].some((name) => query.getAll(name).length > 1))
    return requestError('invalid_request');
  const signedOut = await endSession(request, site);
  return redirect(302, targetOf(query, request, site), signedOut);
}

function targetOf(query: URLSearchParams, { url }: Request, site: Site): string {
  const clientId = query.get('client_id');
  const client = findClient(site, clientId ?? undefined);
  if (clientId && !client) return errorAddress(site, 'invalid_client', clientId);
  const logoutUri = query.get('logout_uri');
  if (logoutUri && client?.settings.LogoutURLs?.includes(logoutUri)) return logoutUri;
  const redirectUri = query.get('redirect_uri');
  if (!client || !redirectUri) return `${site.base}/error${url.search}`;
  return client.settings.CallbackURLs?.includes(redirectUri)
    ? `${site.base}/login${url.search}`
    : errorAddress(site, 'redirect_mismatch', client.id);
}

async function endSession(request: Request, site: Site): Promise<Answer['headers']> {
  const provider = await providerOf(site);
  const session = await provider.Session.find(cookie(request, SESSION_COOKIE) ?? '');
  await session?.destroy();
  return { 'set-cookie': `${SESSION_COOKIE}=; Path=${site.base}; Max-Age=0; HttpOnly; SameSite=Lax` };
}
