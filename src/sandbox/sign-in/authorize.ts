import { type Answer, type Request, redirect } from '../http.ts';
import { knownParameters } from './authorize-rules.ts';
import { isEnabledForOAuth } from './client-auth.ts';
import { requestError } from './error-pages.ts';
import { openExchange, play } from './exchange.ts';
import { errorAddress } from './protocol-errors.ts';
import { providerOf } from './provider.ts';
import { findClient, type Site } from './site.ts';

/** `/oauth2/authorize`: to the sign-in page, or with a session straight to the client's callback. */
export async function authorize(request: Request, site: Site): Promise<Answer> {
  const given = request.url.searchParams;
  if (given.getAll('client_id').length > 1) return requestError('invalid_request');
  const client = findClient(site, given.get('client_id') ?? undefined);
  if (client && !isEnabledForOAuth(client.settings)) {
    return redirect(302, errorAddress(site, 'unauthorized_client', client.id));
  }
  const version = site.domain.settings.ManagedLoginVersion ?? 1;
  const known = knownParameters(given, client?.settings, version);
  const exchange = openExchange(request, site, `/oauth2/authorize?${known}`);
  return asCognito(await play(await providerOf(site), exchange), known);
}

/** `/oauth2/authorize/<id>`: goes on after the sign-in page. */
export async function resume(request: Request, site: Site): Promise<Answer> {
  const exchange = openExchange(request, site, request.url.pathname.slice(site.base.length));
  return asCognito(await play(await providerOf(site), exchange));
}

/**
 * oidc-provider redirects with 303, and tells the callback its issuer (RFC 9207), which Cognito does not. `token` is a
 * response type of Cognito's that the client may not use, or the sandbox does not have; any other is the request's fault.
 */
function asCognito(answer: Answer, parameters?: URLSearchParams): Answer {
  const { location } = answer.headers;
  if (typeof location !== 'string') return answer;
  const headers = { ...answer.headers, 'referrer-policy': 'no-referrer' };
  if (location.startsWith('/')) return { status: 302, headers, body: '' };
  const url = new URL(location);
  url.searchParams.delete('iss');
  const error = url.searchParams.get('error') ?? '';
  if (['unsupported_response_type', 'invalid_request'].includes(error)) {
    const implicit = parameters?.get('response_type') === 'token';
    url.searchParams.set('error', implicit ? 'unauthorized_client' : 'invalid_request');
  }
  return { status: 302, headers: { ...headers, location: url.href }, body: '' };
}
