import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type PasswordPolicyType,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { EMAIL, makeClient, makePool, makeUser, PASSWORD, signIn } from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

/** A user in a pool with this policy, and a call that gives the user a password. */
async function open(PasswordPolicy?: PasswordPolicyType) {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox, PasswordPolicy && { Policies: { PasswordPolicy } });
  await sandbox.cognito.send(
    new AdminCreateUserCommand({ UserPoolId, Username: EMAIL, MessageAction: 'SUPPRESS' }),
  );
  const set = (Password: string, Permanent = true) =>
    refusal(
      sandbox.cognito.send(
        new AdminSetUserPasswordCommand({ UserPoolId, Username: EMAIL, Password, Permanent }),
      ),
    );
  const status = async () =>
    (await sandbox.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: EMAIL }))).UserStatus;
  return { sandbox, UserPoolId, set, status };
}

const REFUSED = 'InvalidPasswordException';

describe('a password', () => {
  test.each([
    ['is too short', 'Aa1-567', REFUSED],
    ['has no upper-case letter', 'analytical-1843', REFUSED],
    ['has no lower-case letter', 'ANALYTICAL-1843', REFUSED],
    ['has no digit', 'Analytical-Engine', REFUSED],
    ['has no symbol', 'Analytical1843', REFUSED],
    ['has a symbol that does not count', 'Analytical1843§', REFUSED],
    ['has it all', 'Aa1-5678', 'none'],
    ['has 256 characters', `Aa1-${'a'.repeat(252)}`, 'none'],
    ['has 257 characters', `Aa1-${'a'.repeat(253)}`, 'InvalidParameterException'],
    ['has a space', 'Analytical -1843', 'InvalidParameterException'],
    ['is empty', '', 'InvalidParameterException'],
  ])('that %s: %s ends with %s', async (_what, password, outcome) => {
    const { set } = await open();

    expect(await set(password)).toBe(outcome);
  });

  test.each(['^', '$', '*', '.', '[', ']', '{', '}', '(', ')', '?', '"', '!', '@', '#', '%', '&', '/', '\\'])(
    'counts %s as a symbol',
    async (symbol) => {
      const { set } = await open();

      expect(await set(`Analytical1843${symbol}`)).toBe('none');
    },
  );

  test('meets the policy of its pool, and of no other', async () => {
    const { set } = await open({ MinimumLength: 12 });

    // A class that a given policy leaves out is not asked for.
    expect(await set('a'.repeat(11))).toBe(REFUSED);
    expect(await set('a'.repeat(12))).toBe('none');
  });

  test('that is temporary meets the policy as well', async () => {
    const { sandbox, UserPoolId } = await open();
    const call = new AdminCreateUserCommand({
      UserPoolId,
      Username: 'other@example.com',
      TemporaryPassword: 'short',
      MessageAction: 'SUPPRESS',
    });

    expect(await refusal(sandbox.cognito.send(call))).toBe(REFUSED);
    const get = new AdminGetUserCommand({ UserPoolId, Username: 'other@example.com' });
    expect(await refusal(sandbox.cognito.send(get))).toBe('UserNotFoundException');
  });

  test('confirms the user when it is permanent, and has to be changed when it is not', async () => {
    const { set, status } = await open();

    expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
    await set(PASSWORD);
    expect(await status()).toBe('CONFIRMED');
    await set(PASSWORD, false);
    expect(await status()).toBe('FORCE_CHANGE_PASSWORD');
  });

  test('is none of the last ones that the policy remembers', async () => {
    const { set } = await open({ PasswordHistorySize: 2, MinimumLength: 6 });
    const name = 'PasswordHistoryPolicyViolationException';
    for (const password of ['first-1', 'second-2', 'third-3']) expect(await set(password)).toBe('none');

    expect(await set('third-3')).toBe(name);
    expect(await set('second-2')).toBe(name);
    expect(await set('first-1')).toBe('none');
  });

  test('may be the old one again where the policy remembers none', async () => {
    const { set } = await open();

    expect(await set(PASSWORD)).toBe('none');
    expect(await set(PASSWORD)).toBe('none');
  });

  test('is for a user that is there', async () => {
    const { sandbox, UserPoolId } = await open();
    const call = new AdminSetUserPasswordCommand({
      UserPoolId,
      Username: 'nobody@example.com',
      Password: PASSWORD,
    });

    expect(await refusal(sandbox.cognito.send(call))).toBe('UserNotFoundException');
  });
});

test('a temporary password ends with the days of the policy', async () => {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox, {
    Policies: { PasswordPolicy: { MinimumLength: 8, TemporaryPasswordValidityDays: 1 } },
  });
  const client = await makeClient(sandbox, poolId);
  await makeUser(sandbox, poolId, 'temporary');

  sandbox.clock.advance(24 * 60 * 60 * 1000 - 1);
  expect((await signIn(sandbox, client)).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  sandbox.clock.advance(1);
  await expect(signIn(sandbox, client)).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: expect.stringContaining('Temporary password has expired'),
  });
});
