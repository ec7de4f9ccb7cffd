import { createHash } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { EMAIL } from '../../support/cognito.ts';
import { openSignInPool } from '../../support/sign-in-pool.ts';
import { newTokens, outcome, redeem, refresh, userInfo } from '../../support/token-requests.ts';
import { newCode } from '../../support/visitor.ts';

const MINUTE = 60_000;

describe('the tokens', () => {
  it('have Cognito’s claims', async () => {
    const pool = await openSignInPool();
    const ids = { UserPoolId: pool.poolId };
    await pool.cognito.send(new CreateGroupCommand({ ...ids, GroupName: 'Editors' }));
    await pool.cognito.send(
      new AdminAddUserToGroupCommand({ ...ids, Username: EMAIL, GroupName: 'Editors' }),
    );
    const { status, body, headers } = await redeem(pool, await newCode(pool));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'token_type',
    ]);
    expect([body.token_type, body.expires_in]).toEqual(['Bearer', 3600]);
    const keys = createRemoteJWKSet(new URL(`${pool.issuer}/.well-known/jwks.json`));
    const options = { issuer: pool.issuer, currentDate: new Date(pool.clock.now), algorithms: ['RS256'] };
    const id = (await jwtVerify(String(body.id_token), keys, { ...options, audience: pool.client.id }))
      .payload;
    const access = (await jwtVerify(String(body.access_token), keys, options)).payload;
    const seconds = Math.floor(pool.clock.now / 1000);
    expect(id).toMatchObject({
      token_use: 'id',
      email: EMAIL,
      email_verified: true,
      nonce: 'nonce-1',
      'cognito:username': id.sub,
      'cognito:groups': ['Editors'],
      auth_time: seconds,
      exp: seconds + 3600,
      origin_jti: access.origin_jti,
    });
    expect(access).toMatchObject({
      token_use: 'access',
      client_id: pool.client.id,
      username: id.sub,
      scope: 'openid profile email',
      version: 2,
      'cognito:groups': ['Editors'],
    });
    expect(access).not.toHaveProperty('aud');
    const hash = createHash('sha256').update(String(body.access_token)).digest().subarray(0, 16);
    expect(id.at_hash).toBe(hash.toString('base64url'));
  });

  it.each([
    ['openid', ['email', 'email_verified', 'name']],
    ['openid email', ['email', 'email_verified']],
    ['openid profile', ['name']],
    ['openid profile email', ['email', 'email_verified', 'name']],
  ])('show what the scopes let through: %s', async (scope, attributes) => {
    const pool = await openSignInPool();
    await pool.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: EMAIL,
        UserAttributes: [{ Name: 'name', Value: 'Ada' }],
      }),
    );
    const tokens = await newTokens(pool, scope);
    const shown = ['email', 'email_verified', 'name', 'phone_number'];
    expect(
      Object.keys(decodeJwt(tokens.id))
        .filter((name) => shown.includes(name))
        .sort(),
    ).toEqual(attributes);
    const info = await userInfo(pool, `Bearer ${tokens.access}`);
    expect(
      Object.keys(info.body)
        .filter((name) => shown.includes(name))
        .sort(),
    ).toEqual(attributes);
  });

  it('are without an ID token when openid was not asked for', async () => {
    const pool = await openSignInPool({
      client: { AllowedOAuthScopes: ['openid', 'aws.cognito.signin.user.admin'] },
    });
    const { body } = await redeem(pool, await newCode(pool, { scope: 'aws.cognito.signin.user.admin' }));
    expect(Object.keys(body)).not.toContain('id_token');
    expect(decodeJwt(String(body.access_token)).scope).toBe('aws.cognito.signin.user.admin');
    expect(outcome(await userInfo(pool, `Bearer ${body.access_token}`))).toEqual([401, 'invalid_token']);
  });

  it('live as long as the client says', async () => {
    const pool = await openSignInPool({
      client: {
        AccessTokenValidity: 5,
        IdTokenValidity: 2,
        RefreshTokenValidity: 60,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours', RefreshToken: 'minutes' },
      },
    });
    const { body } = await redeem(pool, await newCode(pool));
    const life = (token: unknown) => {
      const { exp = 0, iat = 0 } = decodeJwt(String(token));
      return exp - iat;
    };
    expect([body.expires_in, life(body.access_token), life(body.id_token)]).toEqual([300, 300, 7200]);
    pool.clock.advance(60 * MINUTE - 1);
    expect((await refresh(pool, String(body.refresh_token))).status).toBe(200);
    pool.clock.advance(1);
    expect(outcome(await refresh(pool, String(body.refresh_token)))).toEqual([400, 'invalid_grant']);
  });
});
