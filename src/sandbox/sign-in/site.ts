import { DOMAINS_PATH } from '../discovery.ts';
import type { Request } from '../http.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Client, Domain, Pool, User } from '../state.ts';

/** The sign-in pages of one user pool on one of its domains. */
export interface Site {
  readonly sandbox: Sandbox;
  readonly pool: Pool;
  readonly domain: Domain;
  /** The path that stands for the domain's host: no slash at its end. */
  readonly base: string;
}

/** Cognito's name for the cookie of a browser that is signed in. */
export const SESSION_COOKIE = 'cognito';

export function newSite(sandbox: Sandbox, pool: Pool, domain: Domain): Site {
  return { sandbox, pool, domain, base: `${DOMAINS_PATH}${domain.name}` };
}

/** Looked up in the state at each request, so that a change by API counts from the next one on. */
export function findClient(site: Site, id: string | undefined): Client | undefined {
  return site.pool.clients.find((client) => client.id === id);
}

/** The user behind a sign-in, unless deleted or disabled since. */
export function findActiveUser(site: Site, sub: string | undefined): User | undefined {
  return site.pool.users.find((user) => user.sub === sub && user.enabled);
}

/** What stands behind the site's base in the address of a request, without the query. */
export function pathOf(site: Site, request: Request): string {
  return request.url.pathname.slice(site.base.length);
}

/** The value of a request's cookie. */
export function cookie(request: Request, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.split('=');
    if (key?.trim() === name) return value.join('=').trim();
  }
  return undefined;
}
