import type { Answer, Request } from '../http.ts';
import { play } from './exchange.ts';
import { providerOf } from './provider.ts';
import { pathOf, type Site } from './site.ts';

/**
 * `/oauth2/token` and `/oauth2/revoke` (developer guide, "Token endpoint" and "Revoke endpoint"). oidc-provider answers a
 * browser with a page, and Cognito answers JSON whoever asks. A query has no say here.
 */
export async function answerJson(request: Request, site: Site): Promise<Answer> {
  const headers = { ...request.headers, accept: 'application/json' };
  return play(await providerOf(site), { ...request, headers }, site, pathOf(site, request));
}
