import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { EMAIL, signIn, tokensOf } from '../../support/cognito.ts';
import { openSignInPool } from '../../support/sign-in-pool.ts';
import { newTokens, outcome, userInfo } from '../../support/token-requests.ts';

const MINUTE = 60_000;

describe('userInfo', () => {
  it('has the attributes as text', async () => {
    const pool = await openSignInPool();
    const tokens = await newTokens(pool);
    const sub = decodeJwt(tokens.id).sub;
    const { status, body } = await userInfo(pool, `Bearer ${tokens.access}`);
    expect(status).toBe(200);
    expect(body).toEqual({ sub, username: sub, email: EMAIL, email_verified: 'true' });
  });

  it('refuses what is no access token of a sign-in page of this pool', async () => {
    const pool = await openSignInPool();
    const other = await openSignInPool();
    const tokens = await newTokens(pool);
    const foreign = await newTokens(other);
    const api = tokensOf(await signIn(pool, pool.client));
    const [head, , signature] = tokens.access.split('.');
    const forged = Buffer.from(JSON.stringify({ ...decodeJwt(tokens.access), sub: 'x' })).toString(
      'base64url',
    );
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${tokens.access.split('.')[1]}.`;
    for (const token of [
      'x',
      tokens.id,
      foreign.access,
      api.AccessToken,
      `${head}.${forged}.${signature}`,
      none,
    ]) {
      const answer = await userInfo(pool, `Bearer ${token}`);
      expect(outcome(answer)).toEqual([401, 'invalid_token']);
      expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
  });

  it('refuses a token that is over', async () => {
    const pool = await openSignInPool();
    const tokens = await newTokens(pool);
    pool.clock.advance(60 * MINUTE);
    expect((await userInfo(pool, `Bearer ${tokens.access}`)).status).toBe(401);
  });

  it('refuses a request without a token', async () => {
    const pool = await openSignInPool();
    for (const authorization of [undefined, 'Bearer', 'Basic eDp5']) {
      expect(outcome(await userInfo(pool, authorization))).toEqual([400, 'invalid_request']);
    }
  });
});
