import { servingDomain } from './cognito/domain-state.ts';
import { issuerOf, UPDATED_ISSUER_PATH } from './cognito/issuers.ts';
import { hasKeys, keySet } from './cognito/signing-keys.ts';
import { type Answer, json, type Request } from './http.ts';
import type { Sandbox } from './sandbox.ts';
import type { Pool } from './state.ts';

const PATH = new RegExp(
  `^(${UPDATED_ISSUER_PATH})?/([\\w-]+_[0-9a-zA-Z]+)/\\.well-known/(openid-configuration|jwks\\.json)$`,
);

/** True for the documents below `/<pool id>/.well-known/`, of both issuers. */
export function isDiscovery(path: string): boolean {
  return PATH.test(path);
}

/**
 * A pool's discovery document and keys (developer guide, "User pool endpoints and managed login reference"). Each of the two
 * documents names its own issuer, as OpenID Connect Discovery asks: nobody recorded what AWS's say.
 */
export async function answerDiscovery(request: Request, sandbox: Sandbox): Promise<Answer> {
  const [, updated, id, document] = PATH.exec(request.url.pathname) ?? [];
  const pool = sandbox.state.pools.find((each) => each.id === id);
  if (!pool) return json(400, { message: `User pool ${id} does not exist.` });
  if (document === 'openid-configuration') {
    return json(200, configuration(pool, sandbox, issuerOf(pool, sandbox, updated ? 'UPDATED' : 'ORIGINAL')));
  }
  const isNew = !hasKeys(pool);
  return json(200, await sandbox.inTurn(() => keySet(pool), isNew));
}

/** Below this are the sign-in pages of all pools, each under its domain's name. */
export const DOMAINS_PATH = '/_domain/';

/** Where a pool's sign-in pages are: its domain's own path, or the regional host, where nothing answers. */
function hostedBase(pool: Pool, sandbox: Sandbox): string {
  const domain = servingDomain(pool, sandbox.now());
  return domain ? `${sandbox.url}${DOMAINS_PATH}${domain.name}` : sandbox.url;
}

function configuration(pool: Pool, sandbox: Sandbox, issuer: string): object {
  const base = hostedBase(pool, sandbox);
  return {
    authorization_endpoint: `${base}/oauth2/authorize`,
    end_session_endpoint: `${base}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${base}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${base}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${base}/oauth2/userInfo`,
  };
}
