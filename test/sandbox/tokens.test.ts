import {
  AdminAddUserToGroupCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { EMAIL, makeClient, makePool, makeUser, signIn, tokensOf } from '../support/cognito.ts';
import { openSandbox, raw } from '../support/sandbox.ts';

async function open(clientSettings = {}) {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox, {
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
  });
  const client = await makeClient(sandbox, poolId, clientSettings);
  const username = await makeUser(sandbox, poolId);
  await sandbox.cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username: EMAIL,
      UserAttributes: [
        { Name: 'name', Value: 'Ada Lovelace' },
        { Name: 'custom:team', Value: 'Engines' },
      ],
    }),
  );
  const issuer = `${sandbox.url}/${poolId}`;
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const verify = async (token: string, audience?: string) =>
    (
      await jwtVerify(token, keys, {
        issuer,
        algorithms: ['RS256'],
        currentDate: new Date(sandbox.clock.now),
        ...(audience !== undefined && { audience }),
      })
    ).payload;
  return { sandbox, poolId, client, username, issuer, verify };
}

const UUID = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('the ID token', () => {
  test('is signed with the pool’s key and has Cognito’s claims', async () => {
    const { sandbox, client, username, issuer, verify } = await open();
    const { IdToken } = tokensOf(await signIn(sandbox, client));

    const now = Math.floor(sandbox.clock.now / 1000);
    expect(await verify(IdToken, client.id)).toEqual({
      iss: issuer,
      aud: client.id,
      sub: username,
      'cognito:username': username,
      email: EMAIL,
      email_verified: true,
      name: 'Ada Lovelace',
      token_use: 'id',
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: UUID,
      origin_jti: UUID,
      event_id: UUID,
    });
  });

  test('has the attributes that the client may read', async () => {
    const { sandbox, client, verify } = await open({ ReadAttributes: ['email', 'custom:team'] });

    const claims = await verify(tokensOf(await signIn(sandbox, client)).IdToken);

    expect(claims).toMatchObject({ email: EMAIL, 'custom:team': 'Engines' });
    expect(claims).not.toHaveProperty('name');
  });

  test('and the access token name the groups, the first by precedence first', async () => {
    const { sandbox, client, poolId, verify } = await open();
    for (const [GroupName, Precedence] of [
      ['Users', 5],
      ['Admins', 1],
    ] as const) {
      await sandbox.cognito.send(new CreateGroupCommand({ UserPoolId: poolId, GroupName, Precedence }));
      await sandbox.cognito.send(
        new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: EMAIL, GroupName }),
      );
    }

    const { IdToken, AccessToken } = tokensOf(await signIn(sandbox, client));

    for (const token of [IdToken, AccessToken]) {
      expect((await verify(token))['cognito:groups']).toEqual(['Admins', 'Users']);
    }
  });
});

describe('the access token', () => {
  test('has Cognito’s claims, a client instead of an audience, and no attributes', async () => {
    const { sandbox, client, username, issuer, verify } = await open();
    const { AccessToken } = tokensOf(await signIn(sandbox, client));

    const now = Math.floor(sandbox.clock.now / 1000);
    expect(await verify(AccessToken)).toMatchObject({
      iss: issuer,
      client_id: client.id,
      sub: username,
      username,
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      exp: now + 3600,
      jti: UUID,
    });
    expect(await verify(AccessToken)).not.toHaveProperty('aud');
    expect(await verify(AccessToken)).not.toHaveProperty('email');
  });

  test('lives as long as the client says, and the ID token too', async () => {
    const { sandbox, client, verify } = await open({
      AccessTokenValidity: 10,
      IdTokenValidity: 1,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'days' },
    });

    const tokens = tokensOf(await signIn(sandbox, client));

    const now = Math.floor(sandbox.clock.now / 1000);
    expect(tokens.ExpiresIn).toBe(600);
    expect((await verify(tokens.AccessToken)).exp).toBe(now + 600);
    expect((await verify(tokens.IdToken)).exp).toBe(now + 86_400);
    sandbox.clock.advance(600_000);
    await expect(verify(tokens.AccessToken)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });
});

describe('a pool’s key', () => {
  test('is one of two public RS256 keys, one for each kind of token', async () => {
    const { sandbox, client, issuer } = await open();

    const { keys } = (await raw(`${issuer}/.well-known/jwks.json`)).body as {
      keys: Record<string, string>[];
    };

    const key = {
      kty: 'RSA',
      alg: 'RS256',
      use: 'sig',
      e: 'AQAB',
      kid: expect.any(String),
      n: expect.any(String),
    };
    expect(keys).toEqual([key, key]);
    const { IdToken, AccessToken } = tokensOf(await signIn(sandbox, client));
    expect([IdToken, AccessToken].map(decodeProtectedHeader)).toEqual([
      { alg: 'RS256', kid: keys[0]?.kid },
      { alg: 'RS256', kid: keys[1]?.kid },
    ]);
    expect(keys[0]?.kid).not.toBe(keys[1]?.kid);
  });

  test('is the pool’s own: another pool’s does not verify its tokens', async () => {
    const { sandbox, client } = await open();
    const other = await makePool(sandbox);
    const keys = createRemoteJWKSet(new URL(`${sandbox.url}/${other}/.well-known/jwks.json`), {
      timeoutDuration: 60_000,
    });
    const { IdToken } = tokensOf(await signIn(sandbox, client));

    await expect(jwtVerify(IdToken, keys)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  test('is made once, whoever asks for it first', async () => {
    const { issuer } = await open();

    const answers = await Promise.all(
      Array.from({ length: 5 }, () => raw(`${issuer}/.well-known/jwks.json`)),
    );

    expect(new Set(answers.map((each) => each.text)).size).toBe(1);
  });
});
