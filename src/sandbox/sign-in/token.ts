import { randomUUID } from 'node:crypto';
import type { AuthorizationCode, KoaContextWithOIDC, Provider } from 'oidc-provider';
import {
  findRefreshToken,
  issueRefreshToken,
  issueTokens,
  refreshedSession,
  type Session,
} from '../cognito/tokens.ts';
import type { Client, User } from '../state.ts';
import type { Library } from './library.ts';
import { tokenError } from './protocol-errors.ts';
import { findActiveUser, findClient, type Site } from './site.ts';

/**
 * Makes oidc-provider's token endpoint Cognito's. oidc-provider authenticates the client and checks the code, its
 * redirect and PKCE; the tokens are made where those of the API are made, because the claims of Cognito's access token,
 * and an ID token with all attributes, are not in its configuration. Its refresh grant looks for a grant of the same
 * process, and Cognito's refresh tokens live for years.
 */
export function installTokenEndpoint(provider: Provider, site: Site, library: Library): void {
  const { errors } = library;
  provider.use(async (ctx, next) => {
    await next();
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    const code = oidc?.route === 'token' && ctx.status === 200 ? oidc.entities.AuthorizationCode : undefined;
    if (code) ctx.body = await redeem(code, site);
  });
  provider.registerGrantType<{ refresh_token?: string }>(
    'refresh_token',
    async (ctx) => {
      const token = ctx.oidc.params.refresh_token;
      if (!token) throw new errors.InvalidRequest('missing required parameter: refresh_token');
      const client = findClient(site, ctx.oidc.client.clientId);
      const body = client && (await refresh(token, client, site));
      if (!body) throw new errors.InvalidGrant('refresh token not found');
      ctx.body = body;
    },
    ['refresh_token', 'scope'],
  );
  provider.registerGrantType('client_credentials', () => {
    // Its scopes are those of resource servers, and the sandbox has none.
    throw new errors.InvalidScope('The user pool has no resource server', '');
  });
  provider.on('grant.error', (ctx, error) => {
    const grant = ctx.oidc.params?.grant_type;
    const allowed = typeof grant === 'string' && ctx.oidc.client?.grantTypeAllowed(grant) !== false;
    ctx.status = 400;
    ctx.remove('www-authenticate');
    ctx.body = { error: tokenError(error, errors, allowed || grant === undefined) };
  });
}

async function redeem(code: AuthorizationCode, site: Site): Promise<object> {
  const client = findClient(site, code.clientId);
  const user = findActiveUser(site, code.accountId);
  if (!client || !user) throw new Error('oidc-provider redeemed a code of nobody.');
  const session: Session = {
    authTime: (code.authTime ?? 0) * 1000,
    originJti: randomUUID(),
    scopes: (code.scope ?? '').split(' '),
    ...(code.nonce !== undefined && { nonce: code.nonce }),
  };
  return {
    ...(await tokens(site, client, user, session)),
    refresh_token: issueRefreshToken(site.sandbox, site.pool, client, user, session),
  };
}

/** A refresh token stays the same, unless the client rotates them (developer guide, "Refresh token rotation"). */
async function refresh(token: string, client: Client, site: Site): Promise<object | undefined> {
  const { sandbox, pool } = site;
  const known = findRefreshToken(sandbox, pool, token, client);
  const user = findActiveUser(site, known?.sub);
  if (!known || !user) return undefined;
  const session = refreshedSession(known);
  const body = await tokens(site, client, user, session);
  const rotation = client.settings.RefreshTokenRotation;
  if (rotation?.Feature !== 'ENABLED') return body;
  const next = issueRefreshToken(sandbox, pool, client, user, session, known.expiresAt);
  known.expiresAt = Math.min(known.expiresAt, sandbox.now() + (rotation.RetryGracePeriodSeconds ?? 0) * 1000);
  return { ...body, refresh_token: next };
}

async function tokens(site: Site, client: Client, user: User, session: Session): Promise<object> {
  const made = await issueTokens(site.sandbox, site.pool, client, user, session);
  return {
    // "An ID token is only returned if openid scope is requested."
    ...(session.scopes.includes('openid') && { id_token: made.idToken }),
    access_token: made.accessToken,
    expires_in: made.expiresIn,
    token_type: 'Bearer',
  };
}
