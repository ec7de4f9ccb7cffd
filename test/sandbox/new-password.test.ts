import {
  AdminGetUserCommand,
  type CreateUserPoolRequest,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import {
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  secretHash,
  signIn,
  tokensOf,
} from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

const NEW_PASSWORD = 'Difference-1822';
const REFUSED = 'NotAuthorizedException';

/** A user with a temporary password, signed in as far as the challenge. */
async function open(poolSettings: Partial<CreateUserPoolRequest> = {}, clientSettings = {}) {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox, poolSettings);
  const client = await makeClient(sandbox, poolId, clientSettings);
  const username = await makeUser(sandbox, poolId, 'temporary');
  const challenge = await signIn(sandbox, client);
  const respond = (responses: Record<string, string | undefined> = {}, session = challenge.Session) => {
    const all: Record<string, string | undefined> = {
      USERNAME: EMAIL,
      NEW_PASSWORD,
      SECRET_HASH: secretHash(client, username),
      ...responses,
    };
    const entries = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return sandbox.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: client.id,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ChallengeResponses: Object.fromEntries(entries),
        ...(session !== undefined && { Session: session }),
      }),
    );
  };
  return { sandbox, poolId, client, challenge, respond };
}

test('a challenge wants the hash over the stored name, not over the address that was typed', async () => {
  const { respond, client, challenge } = await open();

  expect(await refusal(respond({ SECRET_HASH: secretHash(client, EMAIL) }))).toBe(REFUSED);
  const stored = challenge.ChallengeParameters?.USER_ID_FOR_SRP ?? '';
  const answer = await respond({ USERNAME: stored, SECRET_HASH: secretHash(client, stored) });
  expect(answer.AuthenticationResult?.IdToken).toBeDefined();
});

describe('a sign-in with a temporary password', () => {
  test('stops at NEW_PASSWORD_REQUIRED, which means that the password was right', async () => {
    const { challenge, sandbox, client } = await open();

    expect(challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(challenge.AuthenticationResult).toBeUndefined();
    expect(JSON.parse(challenge.ChallengeParameters?.userAttributes ?? '')).toMatchObject({ email: EMAIL });
    expect(await refusal(signIn(sandbox, client, EMAIL, NEW_PASSWORD))).toBe(REFUSED);
  });

  test('goes on with a new password, and the old one is no longer good', async () => {
    const { respond, sandbox, client, poolId } = await open();

    tokensOf(await respond());

    const { UserStatus } = await sandbox.cognito.send(
      new AdminGetUserCommand({ UserPoolId: poolId, Username: EMAIL }),
    );
    expect(UserStatus).toBe('CONFIRMED');
    expect(await refusal(signIn(sandbox, client))).toBe(REFUSED);
    tokensOf(await signIn(sandbox, client, EMAIL, NEW_PASSWORD));
  });

  test('goes on once for each session', async () => {
    const { respond } = await open();
    await respond();

    expect(await refusal(respond())).toBe(REFUSED);
  });

  test('ends with the minutes of the client’s session', async () => {
    const { respond, sandbox } = await open({}, { AuthSessionValidity: 5 });
    sandbox.clock.advance(5 * 60_000);

    await expect(respond()).rejects.toThrow(/session is expired/);
  });

  test.each<[string, Record<string, string | undefined>, string]>([
    ['without a new password', { NEW_PASSWORD: undefined }, 'InvalidParameterException'],
    ['without a user name', { USERNAME: undefined }, 'InvalidParameterException'],
    ['without a hash', { SECRET_HASH: undefined }, REFUSED],
    ['with a wrong hash', { SECRET_HASH: 'wrong' }, REFUSED],
    ['with a password that the policy refuses', { NEW_PASSWORD: 'short' }, 'InvalidPasswordException'],
    ['with an attribute that has a value', { 'userAttributes.email': 'other@example.com' }, REFUSED],
    ['with an unknown attribute', { 'userAttributes.custom:none': 'a' }, 'InvalidParameterException'],
  ])('does not go on %s, and then still can', async (_what, responses, name) => {
    const { respond } = await open();

    expect(await refusal(respond(responses))).toBe(name);
    tokensOf(await respond());
  });

  test('does not go on with another session, or none', async () => {
    const { respond } = await open();

    expect(await refusal(respond({}, 'x'.repeat(20)))).toBe(REFUSED);
    expect(await refusal(respond({}, 'x'.repeat(19)))).toBe('InvalidParameterException');
  });

  test('asks for the required attributes that are missing', async () => {
    const { respond, challenge } = await open({ Schema: [{ Name: 'name', Required: true }] });
    expect(challenge.ChallengeParameters?.requiredAttributes).toBe('["userAttributes.name"]');

    expect(await refusal(respond())).toBe('InvalidParameterException');
    tokensOf(await respond({ 'userAttributes.name': 'Ada' }));
  });
});

test('a challenge of another user’s session is refused', async () => {
  const { respond, sandbox, client, poolId } = await open();
  await makeUser(sandbox, poolId, 'temporary', 'other@example.com');
  const { Session } = await sandbox.cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client.id,
      AuthParameters: {
        USERNAME: 'other@example.com',
        PASSWORD,
        SECRET_HASH: secretHash(client, 'other@example.com'),
      },
    }),
  );

  expect(await refusal(respond({}, Session))).toBe(REFUSED);
});
