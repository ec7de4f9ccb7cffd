import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  InitiateAuthCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import {
  type ClientKeys,
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  secretHash,
  signIn,
  tokensOf,
} from '../support/cognito.ts';
import { openSandbox, postCognito, refusal } from '../support/sandbox.ts';

const REFUSED = 'NotAuthorizedException';

async function open(clientSettings = {}) {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox);
  const client = await makeClient(sandbox, poolId, clientSettings);
  const username = await makeUser(sandbox, poolId);
  const initiate = (AuthFlow: string, AuthParameters?: Record<string, string>) =>
    sandbox.cognito.send(
      new InitiateAuthCommand({
        AuthFlow: AuthFlow as 'USER_AUTH',
        ClientId: client.id,
        ...(AuthParameters && { AuthParameters }),
      }),
    );
  return { sandbox, poolId, client, username, initiate };
}

describe('a sign-in by user name and password', () => {
  test('ends with tokens, for the email in whatever case and for the user’s own name', async () => {
    const { sandbox, client, username } = await open();

    for (const name of [EMAIL, 'ADA@example.com', username]) {
      const answer = await signIn(sandbox, client, name);
      expect(answer.AuthenticationResult).toMatchObject({ TokenType: 'Bearer', ExpiresIn: 3600 });
      expect(tokensOf(answer).RefreshToken).toBeDefined();
    }
  });

  test('is an unsigned call', async () => {
    const { sandbox, client } = await open();
    const AuthParameters = { USERNAME: EMAIL, PASSWORD, SECRET_HASH: secretHash(client, EMAIL) };

    const answer = await postCognito(
      sandbox.url,
      'InitiateAuth',
      { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: client.id, AuthParameters },
      {},
    );

    expect(answer.body).toMatchObject({
      AuthenticationResult: { TokenType: 'Bearer' },
      ChallengeParameters: {},
    });
  });

  test('fails with a wrong password', async () => {
    const { sandbox, client } = await open();

    await expect(signIn(sandbox, client, EMAIL, `${PASSWORD}x`)).rejects.toMatchObject({
      name: REFUSED,
      message: 'Incorrect username or password.',
    });
  });

  test.each([
    ['LEGACY', 'UserNotFoundException'],
    ['ENABLED', REFUSED],
  ] as const)('reports with %s an unknown user by %s', async (PreventUserExistenceErrors, name) => {
    const { sandbox, client } = await open({ PreventUserExistenceErrors });

    expect(await refusal(signIn(sandbox, client, 'nobody@example.com'))).toBe(name);
  });

  test('fails for a disabled user until the user is enabled again', async () => {
    const { sandbox, client, poolId } = await open();
    const user = { UserPoolId: poolId, Username: EMAIL };

    await sandbox.cognito.send(new AdminDisableUserCommand(user));
    expect(await refusal(signIn(sandbox, client))).toBe(REFUSED);
    await sandbox.cognito.send(new AdminEnableUserCommand(user));
    expect(await refusal(signIn(sandbox, client))).toBe('none');
  });

  test('needs the flow that the client allows', async () => {
    const { sandbox, client } = await open({ ExplicitAuthFlows: [] });

    expect(await refusal(signIn(sandbox, client))).toBe('InvalidParameterException');
  });

  test('works with the flow’s old name', async () => {
    const { sandbox, client } = await open({ ExplicitAuthFlows: ['USER_PASSWORD_AUTH'] });

    expect(await refusal(signIn(sandbox, client))).toBe('none');
  });

  test.each(['USERNAME', 'PASSWORD'])('needs %s', async (left) => {
    const { client, initiate } = await open();
    const all = { USERNAME: EMAIL, PASSWORD, SECRET_HASH: secretHash(client, EMAIL) };

    const call = initiate(
      'USER_PASSWORD_AUTH',
      Object.fromEntries(Object.entries(all).filter(([n]) => n !== left)),
    );

    expect(await refusal(call)).toBe('InvalidParameterException');
  });

  test.each([
    ['ADMIN_USER_PASSWORD_AUTH', 'InvalidParameterException'],
    ['USER_SRP_AUTH', 'UnsupportedOperationException'],
    ['NONE', 'InvalidParameterException'],
  ])('is no sign-in by %s', async (flow, name) => {
    const { initiate } = await open();

    expect(await refusal(initiate(flow))).toBe(name);
  });

  test('stops where MFA is required, since the sandbox has no second factor', async () => {
    const { sandbox, client, poolId } = await open();
    await sandbox.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: poolId,
        MfaConfiguration: 'ON',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );

    const answer = await signIn(sandbox, client);

    expect(answer.ChallengeName).toBe('MFA_SETUP');
    expect(answer.AuthenticationResult).toBeUndefined();
    expect(answer.ChallengeParameters?.MFAS_CAN_SETUP).toBe('["SOFTWARE_TOKEN_MFA"]');
  });
});

describe('the SECRET_HASH', () => {
  const attempt = async (
    hash: (client: ClientKeys) => string | undefined,
    clientSettings = {},
  ): Promise<unknown> => {
    const { initiate, client } = await open(clientSettings);
    const SECRET_HASH = hash(client);
    const parameters = { USERNAME: EMAIL, PASSWORD, ...(SECRET_HASH !== undefined && { SECRET_HASH }) };
    return initiate('USER_PASSWORD_AUTH', parameters);
  };

  test('is asked for where the client has a secret', async () => {
    await expect(attempt(() => undefined)).rejects.toMatchObject({
      name: REFUSED,
      message: expect.stringMatching(
        /^Client \w+ is configured with secret but SECRET_HASH was not received$/,
      ),
    });
  });

  test.each<[string, (client: ClientKeys) => string]>([
    ['with another secret', (client) => secretHash({ ...client, secret: 'other' }, EMAIL)],
    ['of another user name', (client) => secretHash(client, 'ADA@example.com')],
    ['of another client', (client) => secretHash({ ...client, id: 'other' }, EMAIL)],
    ['that is empty', () => ''],
  ])('is refused %s', async (_what, hash) => {
    await expect(attempt(hash)).rejects.toMatchObject({
      name: REFUSED,
      message: expect.stringContaining('Unable to verify secret hash for client'),
    });
  });

  test('is refused where the client has no secret', async () => {
    expect(await refusal(attempt(() => 'hash', { GenerateSecret: false }))).toBe(REFUSED);
    expect(await refusal(attempt(() => undefined, { GenerateSecret: false }))).toBe('none');
  });

  test('is checked before the user and the password', async () => {
    const { initiate } = await open();
    const parameters = { USERNAME: 'nobody@example.com', PASSWORD: 'wrong', SECRET_HASH: 'wrong' };

    await expect(initiate('USER_PASSWORD_AUTH', parameters)).rejects.toThrow(/Unable to verify secret hash/);
  });
});

describe('a refresh token', () => {
  test('gives new tokens, with the hash of the user’s own name, and no new refresh token', async () => {
    const { sandbox, client, username, initiate } = await open();
    const first = tokensOf(await signIn(sandbox, client));
    const REFRESH_TOKEN = first.RefreshToken ?? '';
    sandbox.clock.advance(60_000);

    const hash = secretHash(client, username);
    const answer = await initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH: hash });
    const typed = initiate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH: secretHash(client, EMAIL) });

    expect(tokensOf(answer).AccessToken).not.toBe(first.AccessToken);
    expect(tokensOf(answer).RefreshToken).toBeUndefined();
    expect(await refusal(typed)).toBe(REFUSED);
  });

  test.each(['runs out', 'is another client’s', 'is made up', 'belongs to a disabled user'])(
    'is refused when it %s',
    async (why) => {
      const { sandbox, client, poolId, username, initiate } = await open();
      const other = await makeClient(sandbox, poolId);
      const from = why === 'is another client’s' ? other : client;
      const token = tokensOf(await signIn(sandbox, from)).RefreshToken ?? '';
      if (why === 'runs out') sandbox.clock.advance(30 * 24 * 60 * 60 * 1000);
      if (why === 'belongs to a disabled user') {
        await sandbox.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: EMAIL }));
      }

      const call = initiate('REFRESH_TOKEN_AUTH', {
        REFRESH_TOKEN: why === 'is made up' ? 'x'.repeat(128) : token,
        SECRET_HASH: secretHash(client, username),
      });

      expect(await refusal(call)).toBe(REFUSED);
    },
  );
});
