import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool, makeUser, signIn, tokensOf } from '../support/cognito.ts';
import { openSandbox, raw } from '../support/sandbox.ts';
import { openSignInPool } from '../support/sign-in-pool.ts';
import { newTokens, userInfo } from '../support/token-requests.ts';

describe('the issuer of a pool', () => {
  test.each([
    ['ORIGINAL', ''],
    ['UPDATED', '/_issuer'],
  ] as const)('is the one of its configuration: %s', async (Type, path) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, { IssuerConfiguration: { Type } });
    await makeUser(sandbox, poolId);
    const client = await makeClient(sandbox, poolId);
    const issuer = `${sandbox.url}${path}/${poolId}`;

    const { IdToken, AccessToken } = tokensOf(await signIn(sandbox, client));

    const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
    const currentDate = new Date(sandbox.clock.now);
    for (const token of [IdToken, AccessToken]) await jwtVerify(token, keys, { issuer, currentDate });
  });

  test('is known at the endpoint for user attributes', async () => {
    const pool = await openSignInPool({ pool: { IssuerConfiguration: { Type: 'UPDATED' } } });
    const tokens = await newTokens(pool);

    expect((await userInfo(pool, `Bearer ${tokens.access}`)).status).toBe(200);
  });

  test('has a document at both places, each naming its own', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, { IssuerConfiguration: { Type: 'UPDATED' } });

    for (const issuer of [`${sandbox.url}/${poolId}`, `${sandbox.url}/_issuer/${poolId}`]) {
      const { body } = await raw(`${issuer}/.well-known/openid-configuration`);
      expect(body).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });
      expect((await raw(`${issuer}/.well-known/jwks.json`)).body.keys).toHaveLength(2);
    }
  });
});
