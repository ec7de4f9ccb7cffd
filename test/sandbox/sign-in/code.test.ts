import { createHash } from 'node:crypto';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, makeClient } from '../../support/cognito.ts';
import { raw } from '../../support/sandbox.ts';
import { APP, CALLBACK, openSignInPool } from '../../support/sign-in-pool.ts';
import { outcome, redeem } from '../../support/token-requests.ts';
import { newCode } from '../../support/visitor.ts';

const MINUTE = 60_000;
const VERIFIER = 'a-verifier-of-more-than-forty-three-characters';
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

describe('a code', () => {
  it('is good once', async () => {
    const pool = await openSignInPool();
    const code = await newCode(pool);
    expect((await redeem(pool, code)).status).toBe(200);
    expect(outcome(await redeem(pool, code))).toEqual([400, 'invalid_grant']);
  });

  it('is good once for two requests at the same time', async () => {
    const pool = await openSignInPool();
    const code = await newCode(pool);
    const answers = await Promise.all([redeem(pool, code), redeem(pool, code), redeem(pool, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  it('is good for five minutes', async () => {
    const pool = await openSignInPool();
    const [code, late] = [await newCode(pool), await newCode(pool)];
    pool.clock.advance(5 * MINUTE - 1);
    expect((await redeem(pool, code)).status).toBe(200);
    pool.clock.advance(1);
    expect(outcome(await redeem(pool, late))).toEqual([400, 'invalid_grant']);
  });

  it.each([
    ['an unknown code', { code: 'never-given' }, 'invalid_grant'],
    ['no code', { code: '' }, 'invalid_request'],
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/` }, 'unauthorized_client'],
    ['no redirect_uri', { redirect_uri: '' }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['no grant', { grant_type: '' }, 'invalid_request'],
    ['the grant of machines', { grant_type: 'client_credentials' }, 'unauthorized_client'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('is refused with %s', async (_what, changes, error) => {
    const pool = await openSignInPool();
    const answer = await redeem(pool, await newCode(pool), changes);
    expect(outcome(answer)).toEqual([400, error]);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(pool.log).toEqual([]);
  });

  it('is refused for another client of the pool', async () => {
    const pool = await openSignInPool();
    const other = await makeClient(pool, pool.poolId, APP);
    const answer = await redeem(pool, await newCode(pool), { client_id: other.id }, other.secret);
    expect(outcome(answer)).toEqual([400, 'invalid_grant']);
  });

  it('is refused when its user was disabled meanwhile', async () => {
    const pool = await openSignInPool();
    const code = await newCode(pool);
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    expect(outcome(await redeem(pool, code))).toEqual([400, 'invalid_grant']);
  });

  it('is bound to the verifier of its challenge', async () => {
    const pool = await openSignInPool();
    const code = await newCode(pool, PKCE);
    for (const wrong of [{}, { code_verifier: `${VERIFIER}x` }, { code_verifier: CHALLENGE }]) {
      expect(outcome(await redeem(pool, code, wrong))).toEqual([400, 'invalid_grant']);
    }
    expect((await redeem(pool, code, { code_verifier: VERIFIER })).status).toBe(200);
  });

  it('is refused when a parameter comes twice', async () => {
    const pool = await openSignInPool();
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: await newCode(pool),
      redirect_uri: CALLBACK,
      client_id: pool.client.id,
      client_secret: pool.client.secret,
    });
    body.append('code', 'another');
    expect(outcome(await raw(`${pool.base}/oauth2/token`, { method: 'POST', body }))).toEqual([
      400,
      'invalid_request',
    ]);
  });

  it('is refused as JSON', async () => {
    const pool = await openSignInPool();
    const answer = await raw(`${pool.base}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/html' },
      body: '{}',
    });
    expect(outcome(answer)).toEqual([400, 'invalid_request']);
  });
});
