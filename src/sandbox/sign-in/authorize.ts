import { type Answer, type Request, redirect } from '../http.ts';
import { knownParameters } from './authorize-rules.ts';
import { isEnabledForOAuth } from './client-auth.ts';
import { requestError } from './error-pages.ts';
import { play } from './exchange.ts';
import { overOrDone } from './login.ts';
import { errorAddress } from './protocol-errors.ts';
import { providerOf } from './provider.ts';
import { findClient, pathOf, type Site } from './site.ts';

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
  return asCognito(await play(await providerOf(site), request, site, `/oauth2/authorize?${known}`), known);
}

/** `/oauth2/authorize/<id>`: goes on after the sign-in page. */
export async function resume(request: Request, site: Site): Promise<Answer> {
  const path = pathOf(site, request);
  const answer = asCognito(await play(await providerOf(site), request, site, path));
  return answer.status === 400 ? overOrDone(request, site, path.split('/').at(-1) ?? '') : answer;
}

/**
 * oidc-provider redirects with 303, and gives the callback its issuer (RFC 9207) and what it thinks of the request, which
 * Cognito does not. `token` is a response type of Cognito's that the client may not use, or the sandbox does not have; any
 * other is the request's fault. A wrong scope is named in the description (aws-samples/cloudfront-authorization-at-edge#82,
 * and others; the developer guide has `error=invalid_scope`).
 */
function asCognito(answer: Answer, parameters?: URLSearchParams): Answer {
  const { location } = answer.headers;
  if (typeof location !== 'string') return answer;
  const headers = { ...answer.headers, 'referrer-policy': 'no-referrer' };
  if (location.startsWith('/')) return { status: 302, headers, body: '' };
  const url = new URL(location);
  url.searchParams.delete('iss');
  const error = url.searchParams.get('error') ?? '';
  if (error !== '') for (const name of ['error_description', 'scope']) url.searchParams.delete(name);
  if (error === 'invalid_scope') {
    url.searchParams.set('error_description', error);
    url.searchParams.set('error', 'invalid_request');
  }
  if (['unsupported_response_type', 'invalid_request'].includes(error)) {
    const implicit = parameters?.get('response_type') === 'token';
    url.searchParams.set('error', implicit ? 'unauthorized_client' : 'invalid_request');
  }
  return { status: 302, headers: { ...headers, location: url.href }, body: '' };
}
