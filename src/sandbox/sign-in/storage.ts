import type { Adapter, AdapterPayload } from 'oidc-provider';
import { findRefreshToken } from '../cognito/tokens.ts';
import { memoryOfPool } from './memory.ts';
import { revokeSignIn } from './revocation.ts';
import { findActiveUser, findClient, type Site } from './site.ts';

/** Codes, sign-ins under way and browser sessions end with the process. */
const memoryOf = memoryOfPool<AdapterPayload>();

/** Where oidc-provider looks for and keeps its things, by their kind. */
export function storageFor(kind: string, site: Site): Adapter {
  switch (kind) {
    case 'Client':
      return { ...memoryStorage(kind, site), find: async (id) => clientMetadata(site, id) };
    case 'RefreshToken':
      return refreshTokens(site, memoryStorage(kind, site));
    case 'AccessToken':
      // The tokens that are given out are Cognito's (see token.ts); nobody will ask for this one again.
      return { ...memoryStorage(kind, site), upsert: async () => undefined };
    case 'Session':
      return browserSessions(site, memoryStorage(kind, site));
    default:
      return memoryStorage(kind, site);
  }
}

function memoryStorage(kind: string, site: Site): Adapter {
  const memory = memoryOf(site);
  const key = (id: string) => `${kind}:${id}`;
  return {
    upsert: async (id, payload, seconds = 0) => memory.put(key(id), payload, seconds),
    find: async (id) => memory.get(key(id)),
    // No token ends with a session, there are no device codes, and the tokens of a grant are not kept here.
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
    revokeByGrantId: async () => undefined,
    consume: async (id) => {
      const payload = memory.get(key(id));
      if (payload) payload.consumed = true;
    },
    destroy: async (id) => memory.delete(key(id)),
  };
}

/**
 * A client as oidc-provider knows it. Its redirects, grants and secrets are asked for in provider.ts instead:
 * oidc-provider's own rules for them are not Cognito's.
 */
function clientMetadata(site: Site, id: string): AdapterPayload | undefined {
  const client = findClient(site, id);
  if (!client) return undefined;
  const secret = client.secrets[0]?.value;
  return {
    client_id: client.id,
    redirect_uris: [],
    response_types: [],
    grant_types: [],
    ...(secret === undefined
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret }),
  };
}

/** For the revocation endpoint. Refresh tokens are issued and used by Cognito's own rules, in token.ts. */
function refreshTokens(site: Site, memory: Adapter): Adapter {
  return {
    ...memory,
    find: async (token) => {
      const known = findRefreshToken(site.sandbox, site.pool, token);
      return known && { kind: 'RefreshToken', jti: token, clientId: known.clientId, accountId: known.sub };
    },
    destroy: async (token) => revokeSignIn(site, token),
  };
}

/** A session of a user who was deleted or disabled since is none. */
function browserSessions(site: Site, memory: Adapter): Adapter {
  return {
    ...memory,
    find: async (id) => {
      const payload = await memory.find(id);
      if (!payload) return undefined;
      return payload.accountId === undefined || findActiveUser(site, payload.accountId) ? payload : undefined;
    },
  };
}
