import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { Sandbox } from '../sandbox.ts';
import type { Client, Pool, RefreshToken, SigningKey, User } from '../state.ts';
import { tokenSeconds } from './client-defaults.ts';
import { groupsOf } from './groups.ts';
import { issuerOf } from './issuers.ts';
import { attributesInScope } from './scopes.ts';
import { signingKey } from './signing-keys.ts';

/** What a sign-in was, for all tokens that come from it. */
export interface Session {
  /** Epoch milliseconds. */
  readonly authTime: number;
  readonly originJti: string;
  /** The access token's scopes. */
  readonly scopes: readonly string[];
  readonly nonce?: string;
}

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** Life of the access token, in seconds. */
  readonly expiresIn: number;
}

/** The one scope of a sign-in through the API. */
const API_SCOPES: readonly string[] = ['aws.cognito.signin.user.admin'];

/** Starts a session now. Sign-in through the API carries the one scope of the API. */
export function newSession(sandbox: Sandbox): Session {
  return { authTime: sandbox.now(), originJti: randomUUID(), scopes: API_SCOPES };
}

/** The session that a refresh token goes on with. */
export function refreshedSession(token: RefreshToken): Session {
  return { authTime: token.authTime, originJti: token.originJti, scopes: token.scopes ?? API_SCOPES };
}

/**
 * An ID and an access token with the claims of the developer guide, "Understanding the identity (ID) token" and
 * "Understanding the access token".
 */
export async function issueTokens(
  sandbox: Sandbox,
  pool: Pool,
  client: Client,
  user: User,
  session: Session,
): Promise<Tokens> {
  const lives = tokenSeconds(client.settings);
  const common = {
    sub: user.sub,
    iss: issuerOf(pool, sandbox),
    origin_jti: session.originJti,
    event_id: randomUUID(),
    auth_time: Math.floor(session.authTime / 1000),
    ...groupClaims(pool, user),
  };
  const accessToken = await sign(sandbox, await signingKey(pool, 'access'), lives.access, {
    ...common,
    client_id: client.id,
    username: user.username,
    scope: session.scopes.join(' '),
    token_use: 'access',
    version: 2,
  });
  const idToken = await sign(sandbox, await signingKey(pool, 'id'), lives.id, {
    ...attributeClaims(client, user, session),
    // Only tokens of the token endpoint are bound to each other (OpenID Connect Core, 3.1.3.6).
    ...(session.scopes.includes('openid') && { at_hash: accessTokenHash(accessToken) }),
    ...common,
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
    ...(session.nonce !== undefined && { nonce: session.nonce }),
  });
  return { idToken, accessToken, expiresIn: lives.access };
}

/** Makes a refresh token for a session. The state keeps a digest of it. One that replaces another ends when that does. */
export function issueRefreshToken(
  sandbox: Sandbox,
  pool: Pool,
  client: Client,
  user: User,
  session: Session,
  expiresAt?: number,
): string {
  const now = sandbox.now();
  const token = randomBytes(96).toString('base64url');
  pool.refreshTokens = pool.refreshTokens.filter((each) => each.expiresAt > now);
  pool.refreshTokens.push({
    digest: digest(token),
    clientId: client.id,
    sub: user.sub,
    authTime: session.authTime,
    originJti: session.originJti,
    scopes: [...session.scopes],
    expiresAt: expiresAt ?? now + tokenSeconds(client.settings).refresh * 1000,
  });
  return token;
}

/**
 * The session behind a refresh token, or undefined when it is unknown or expired.
 *
 * @param client whose token it has to be; without one it may be any client's
 */
export function findRefreshToken(
  sandbox: Sandbox,
  pool: Pool,
  token: string,
  client?: Client,
): RefreshToken | undefined {
  const wanted = digest(token);
  const known = pool.refreshTokens.find((each) => each.digest === wanted && each.expiresAt > sandbox.now());
  return client === undefined || known?.clientId === client.id ? known : undefined;
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

async function sign(
  sandbox: Sandbox,
  key: SigningKey,
  lifeSeconds: number,
  claims: JWTPayload,
): Promise<string> {
  const now = Math.floor(sandbox.now() / 1000);
  return new SignJWT({ ...claims, iat: now, exp: now + lifeSeconds, jti: randomUUID() })
    .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
    .sign(key.privateJwk);
}

function attributeClaims(client: Client, user: User, session: Session): JWTPayload {
  const claims = Object.entries(attributesInScope(client, user, session.scopes)).map(
    ([name, value]) => [name, name.endsWith('_verified') ? value === 'true' : value] as const,
  );
  return Object.fromEntries(claims);
}

function accessTokenHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url');
}

function groupClaims(pool: Pool, user: User): JWTPayload {
  const groups = groupsOf(pool, user);
  return groups.length > 0 ? { 'cognito:groups': groups.map((group) => group.name) } : {};
}
