import { type JWTPayload, jwtVerify } from 'jose';
import { issuerOf } from '../cognito/issuers.ts';
import { attributesInScope } from '../cognito/scopes.ts';
import { signingKey } from '../cognito/signing-keys.ts';
import { type Answer, json, type Request } from '../http.ts';
import { isRevoked } from './revocation.ts';
import { findActiveUser, findClient, type Site } from './site.ts';

/**
 * The claims of an access token's user (developer guide, "The user attributes endpoint"). Cognito has them as text, so
 * that `email_verified` is "true" here and true in the ID token. This is no route of oidc-provider, because that looks for
 * a token that it stored, and these live on through a restart.
 */
export async function userInfo(request: Request, site: Site): Promise<Answer> {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    return refuse(400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint');
  }
  const claims = await verify(token, site);
  const client = findClient(site, text(claims?.client_id));
  const user = findActiveUser(site, claims?.sub);
  const scopes = text(claims?.scope)?.split(' ') ?? [];
  if (!client || !user || !scopes.includes('openid') || isRevoked(site, claims?.origin_jti)) {
    return refuse(
      401,
      'invalid_token',
      'Access token is expired, disabled, or deleted, or the user has globally signed out.',
    );
  }
  const attributes = attributesInScope(client, user, scopes);
  return json(
    200,
    { sub: user.sub, ...attributes, username: user.username },
    { 'cache-control': 'no-store' },
  );
}

async function verify(token: string, site: Site): Promise<JWTPayload | undefined> {
  const { publicJwk } = await signingKey(site.pool, 'access');
  try {
    const { payload } = await jwtVerify(token, publicJwk, {
      algorithms: ['RS256'],
      issuer: issuerOf(site.pool, site.sandbox),
      currentDate: new Date(site.sandbox.now()),
    });
    return payload.token_use === 'access' ? payload : undefined;
  } catch {
    return undefined;
  }
}

function refuse(status: number, error: string, description: string): Answer {
  return json(
    status,
    { error, error_description: description },
    {
      'www-authenticate': `Bearer error="${error}", error_description="${description}"`,
      'cache-control': 'no-store',
    },
  );
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
