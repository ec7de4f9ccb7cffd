import {
  AdminConfirmSignUpCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { EMAIL, makeClient, makePool, makeUser, PASSWORD, readInbox, signIn } from '../support/cognito.ts';
import { openSandbox, raw, refusal } from '../support/sandbox.ts';

const SECOND = 1000;

/** A user who can sign in, and who is put into other states. */
async function open() {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  const client = await makeClient(sandbox, UserPoolId);
  await makeUser(sandbox, UserPoolId);
  const user = { UserPoolId, Username: EMAIL };
  const put = (status: string, body: object = { poolId: UserPoolId, user: EMAIL, status }) =>
    raw(`${sandbox.url}/_sandbox/users`, { method: 'POST', body: JSON.stringify(body) });
  return {
    sandbox,
    user,
    put,
    attempt: (password = PASSWORD) => signIn(sandbox, client, EMAIL, password),
    status: async () => (await sandbox.cognito.send(new AdminGetUserCommand(user))).UserStatus,
  };
}

describe('a user', () => {
  test('whose password was reset signs in with none, until another is set', async () => {
    const { sandbox, user, attempt, status } = await open();

    await sandbox.cognito.send(new AdminResetUserPasswordCommand(user));

    expect(await status()).toBe('RESET_REQUIRED');
    expect((await readInbox(sandbox.url))[0]).toMatchObject({
      to: EMAIL,
      body: expect.stringMatching(/code is \d{6}$/),
    });
    for (const password of [PASSWORD, 'Another-1843']) {
      await expect(attempt(password)).rejects.toMatchObject({
        name: 'PasswordResetRequiredException',
        message: 'Password reset required for the user',
      });
    }
    await sandbox.cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }),
    );
    expect(await refusal(attempt())).toBe('none');
  });

  test('without a verified address, or with a temporary password, cannot be reset', async () => {
    const { sandbox, user } = await open();
    const reset = () => sandbox.cognito.send(new AdminResetUserPasswordCommand(user));
    const unverify = [{ Name: 'email_verified', Value: 'false' }];
    await sandbox.cognito.send(new AdminUpdateUserAttributesCommand({ ...user, UserAttributes: unverify }));

    await expect(reset()).rejects.toThrow('there is no registered/verified email or phone_number');
    await sandbox.cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD }));
    await expect(reset()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
  });

  test('who is not confirmed signs in after an administrator has confirmed the sign-up', async () => {
    const { sandbox, user, put, attempt, status } = await open();
    const confirm = () => sandbox.cognito.send(new AdminConfirmSignUpCommand(user));

    await expect(confirm()).rejects.toThrow('User cannot be confirmed. Current status is CONFIRMED');
    await put('UNCONFIRMED');

    await expect(attempt()).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
    expect(await refusal(attempt('Another-1843'))).toBe('NotAuthorizedException');
    await confirm();
    expect([await status(), await refusal(attempt())]).toEqual(['CONFIRMED', 'none']);
  });

  test.each(['COMPROMISED', 'disabled'])('who is %s does not sign in', async (state) => {
    const { sandbox, user, put, attempt } = await open();

    if (state === 'disabled') await sandbox.cognito.send(new AdminDisableUserCommand(user));
    else expect((await put(state)).status).toBe(200);

    await expect(attempt()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
  });

  test('is put into a state that there is, from this machine alone', async () => {
    const { sandbox, user, put, status } = await open();
    const known = { poolId: user.UserPoolId, user: EMAIL, status: 'COMPROMISED' };

    for (const wrong of [{ status: 'HAPPY' }, { user: 'nobody' }, { poolId: 'eu-west-1_none' }]) {
      expect((await put('', { ...known, ...wrong })).status).toBe(400);
    }
    const foreign = await raw(`${sandbox.url}/_sandbox/users`, {
      method: 'POST',
      headers: { origin: 'https://example.com' },
      body: JSON.stringify(known),
    });
    expect([foreign.status, await status()]).toEqual([403, 'CONFIRMED']);
  });
});

describe('wrong passwords', () => {
  test('lock out after the fifth, for a second and then twice as long each time', async () => {
    const { sandbox, attempt } = await open();
    const wrong = async () => {
      const error: unknown = await attempt('Wrong-1843').catch((each: unknown) => each);
      return error instanceof Error ? error.message : 'none';
    };
    for (let number = 0; number < 5; number += 1)
      expect(await wrong()).toBe('Incorrect username or password.');

    await expect(attempt()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Password attempts exceeded',
    });
    sandbox.clock.advance(SECOND);
    expect(await wrong()).toBe('Incorrect username or password.');
    sandbox.clock.advance(2 * SECOND - 1);
    expect(await wrong()).toBe('Password attempts exceeded');
    sandbox.clock.advance(1);
    expect(await refusal(attempt())).toBe('none');
    expect(await wrong()).toBe('Incorrect username or password.');
    expect(await refusal(attempt())).toBe('none');
  });

  test('are forgotten after 15 minutes without any', async () => {
    const { sandbox, attempt } = await open();
    for (let number = 0; number < 20; number += 1) {
      await refusal(attempt('Wrong-1843'));
      sandbox.clock.advance(14 * 60 * SECOND);
    }

    expect(await refusal(attempt('Wrong-1843'))).toBe('NotAuthorizedException');
    await expect(attempt()).rejects.toThrow('Password attempts exceeded');
    sandbox.clock.advance(15 * 60 * SECOND);
    for (let number = 0; number < 4; number += 1) await refusal(attempt('Wrong-1843'));
    expect(await refusal(attempt())).toBe('none');
  });
});
