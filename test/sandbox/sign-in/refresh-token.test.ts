import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMAIL, makeClient } from '../../support/cognito.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { APP, openSignInPool } from '../../support/sign-in-pool.ts';
import { newTokens, outcome, post, refresh, userInfo } from '../../support/token-requests.ts';

const MINUTE = 60_000;

describe('a refresh token', () => {
  it('gives new tokens of the same sign-in and scopes, and stays the same', async () => {
    const pool = await openSignInPool();
    const first = await newTokens(pool);
    pool.clock.advance(30 * MINUTE);
    const { status, body } = await refresh(pool, first.refresh);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type']);
    const [before, after] = [decodeJwt(first.access), decodeJwt(String(body.access_token))];
    expect(after).toMatchObject({
      scope: before.scope,
      auth_time: before.auth_time,
      origin_jti: before.origin_jti,
      iat: (before.iat ?? 0) + 1800,
    });
    expect((await refresh(pool, first.refresh)).status).toBe(200);
  });

  it('lives through a restart, as does an access token, and is not in the state file', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const stateFile = join(directory, 'state.json');
    const pool = await openSignInPool({ sandbox: { stateFile } });
    const tokens = await newTokens(pool);
    await pool.close();
    expect(await readFile(stateFile, 'utf8')).not.toContain(tokens.refresh);
    const again = { ...pool, ...(await openSandbox({ stateFile, port: pool.port })) };
    expect((await userInfo(again, `Bearer ${tokens.access}`)).status).toBe(200);
    expect((await refresh(again, tokens.refresh)).status).toBe(200);
  });

  it('is replaced by each use when the client rotates them', async () => {
    const pool = await openSignInPool({
      client: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      },
    });
    const first = await newTokens(pool);
    const second = String((await refresh(pool, first.refresh)).body.refresh_token);
    expect(second).not.toBe(first.refresh);
    pool.clock.advance(9_000);
    expect((await refresh(pool, first.refresh)).status).toBe(200);
    pool.clock.advance(1_000);
    expect(outcome(await refresh(pool, first.refresh))).toEqual([400, 'invalid_grant']);
    expect((await refresh(pool, second)).status).toBe(200);
  });

  it('is refused when it is unknown, missing, another client’s, or of a disabled user', async () => {
    const pool = await openSignInPool();
    const tokens = await newTokens(pool);
    expect(outcome(await refresh(pool, 'never-given'))).toEqual([400, 'invalid_grant']);
    expect(outcome(await refresh(pool, ''))).toEqual([400, 'invalid_request']);
    const other = { ...pool, client: await makeClient(pool, pool.poolId, APP) };
    expect(outcome(await refresh(other, tokens.refresh))).toEqual([400, 'invalid_grant']);
    await pool.cognito.send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: EMAIL }));
    expect(outcome(await refresh(pool, tokens.refresh))).toEqual([400, 'invalid_grant']);
  });

  it('that is revoked takes its access tokens with it, and leaves other sign-ins', async () => {
    const pool = await openSignInPool();
    const [tokens, others] = [await newTokens(pool), await newTokens(pool)];
    const answer = await post(pool, '/oauth2/revoke', { token: tokens.refresh });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(outcome(await refresh(pool, tokens.refresh))).toEqual([400, 'invalid_grant']);
    expect((await userInfo(pool, `Bearer ${tokens.access}`)).status).toBe(401);
    expect((await refresh(pool, others.refresh)).status).toBe(200);
    expect((await userInfo(pool, `Bearer ${others.access}`)).status).toBe(200);
  });
});

describe('revocation', () => {
  it.each([
    ['an unknown token is done', { token: 'never-given' }, 200, undefined],
    ['no token', {}, 400, 'invalid_request'],
    ['a wrong secret', { token: 'x', client_secret: 'wrong' }, 401, 'invalid_client'],
  ])('%s', async (_what, parameters, status, error) => {
    const pool = await openSignInPool();
    expect(outcome(await post(pool, '/oauth2/revoke', parameters))).toEqual([status, error]);
  });

  it('refuses an access token', async () => {
    const pool = await openSignInPool();
    const { access } = await newTokens(pool);
    expect(outcome(await post(pool, '/oauth2/revoke', { token: access }))).toEqual([
      400,
      'unsupported_token_type',
    ]);
  });

  it('is refused for a client that has it off', async () => {
    const pool = await openSignInPool({ client: { EnableTokenRevocation: false } });
    const { refresh: token } = await newTokens(pool);
    expect(outcome(await post(pool, '/oauth2/revoke', { token }))).toEqual([400, 'invalid_request']);
    expect((await refresh(pool, token)).status).toBe(200);
  });

  it('leaves another client’s token', async () => {
    const pool = await openSignInPool();
    const { refresh: token } = await newTokens(pool);
    const other = { ...pool, client: await makeClient(pool, pool.poolId, APP) };
    await post(other, '/oauth2/revoke', { token });
    expect((await refresh(pool, token)).status).toBe(200);
  });
});
