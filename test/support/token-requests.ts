import { type RawAnswer, raw } from './sandbox.ts';
import { CALLBACK, type SignInPool } from './sign-in-pool.ts';
import { newCode } from './visitor.ts';

/** Posts to an endpoint of the domain with client_secret_post. */
export function post(
  pool: SignInPool,
  endpoint: string,
  parameters: Record<string, string>,
  secret = pool.client.secret,
): Promise<RawAnswer> {
  return raw(`${pool.base}${endpoint}`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: pool.client.id, client_secret: secret, ...parameters }),
  });
}

/** Sends a code to the token endpoint. */
export function redeem(
  pool: SignInPool,
  code: string,
  changes: Record<string, string> = {},
  secret?: string,
): Promise<RawAnswer> {
  return post(
    pool,
    '/oauth2/token',
    { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...changes },
    secret,
  );
}

export function refresh(pool: SignInPool, token: string): Promise<RawAnswer> {
  return post(pool, '/oauth2/token', { grant_type: 'refresh_token', refresh_token: token });
}

/** The tokens of a new sign-in. */
export async function newTokens(
  pool: SignInPool,
  scope?: string,
): Promise<Record<'access' | 'id' | 'refresh', string>> {
  const { body } = await redeem(pool, await newCode(pool, scope === undefined ? {} : { scope }));
  return {
    access: String(body.access_token),
    id: String(body.id_token),
    refresh: String(body.refresh_token),
  };
}

/** Asks userInfo with this Authorization header, or with none. */
export function userInfo(pool: SignInPool, authorization: string | undefined): Promise<RawAnswer> {
  return raw(
    `${pool.base}/oauth2/userInfo`,
    authorization === undefined ? {} : { headers: { authorization } },
  );
}

/** What an endpoint said, in short. */
export function outcome({ status, body }: RawAnswer): [status: number, error: unknown] {
  return [status, body.error];
}
