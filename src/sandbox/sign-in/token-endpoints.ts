import type { Answer, Request } from '../http.ts';
import { openExchange, play } from './exchange.ts';
import { providerOf } from './provider.ts';
import type { Site } from './site.ts';

/** `/oauth2/token` (developer guide, "Token endpoint"). */
export function token(request: Request, site: Site): Promise<Answer> {
  return answerJson(request, site, '/oauth2/token');
}

/** `/oauth2/revoke` (developer guide, "Revoke endpoint"). */
export function revoke(request: Request, site: Site): Promise<Answer> {
  return answerJson(request, site, '/oauth2/revoke');
}

/** oidc-provider answers a browser with a page, and Cognito answers JSON whoever asks. A query has no say here. */
async function answerJson(request: Request, site: Site, path: string): Promise<Answer> {
  const headers = { ...request.headers, accept: 'application/json' };
  return play(await providerOf(site), openExchange({ ...request, headers }, site, path));
}
