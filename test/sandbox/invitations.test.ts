import {
  AdminCreateUserCommand,
  type AdminCreateUserRequest,
  AdminGetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import {
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  readInbox,
  signIn,
  verifyAddress,
} from '../support/cognito.ts';
import { type Clients, openSandbox, refusal } from '../support/sandbox.ts';

function invite(
  { cognito }: Pick<Clients, 'cognito'>,
  UserPoolId: string,
  settings: Partial<AdminCreateUserRequest> = { DesiredDeliveryMediums: ['EMAIL'] },
) {
  return cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: EMAIL, ...settings }));
}

describe('an invitation', () => {
  test('arrives by email with a temporary password that works', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const client = await makeClient(sandbox, poolId);

    await invite(sandbox, poolId);

    const [mail] = await readInbox(sandbox.url);
    expect(mail).toMatchObject({ to: EMAIL, subject: 'Your temporary password', link: null });
    const password = /^Your username is ada@example\.com and temporary password is (\S+)\.$/.exec(
      mail?.body ?? '',
    );
    expect((await signIn(sandbox, client, EMAIL, password?.[1])).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('goes out by SMS unless another way is asked for, and not at all to a user without a number', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    expect(await refusal(invite(sandbox, poolId, {}))).toBe('none');

    const get = new AdminGetUserCommand({ UserPoolId: poolId, Username: EMAIL });
    expect((await sandbox.cognito.send(get)).UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect(await readInbox(sandbox.url)).toEqual([]);
  });

  test('goes out by SMS to a number, which a pool without SMS cannot do', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const UserAttributes = [{ Name: 'phone_number', Value: '+4930123456' }];

    expect(await refusal(invite(sandbox, poolId, { UserAttributes }))).toBe('CodeDeliveryFailureException');
  });

  test('does not go out when it is suppressed', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    await makeUser(sandbox, poolId);

    expect(await readInbox(sandbox.url)).toEqual([]);
  });

  test('has the pool’s own words, with the password as it is', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, {
      AdminCreateUserConfig: {
        InviteMessageTemplate: { EmailSubject: 'Welcome', EmailMessage: 'You are {username}: {####}' },
      },
    });

    // `$&` would stand for what was matched, if it were not put in as it is.
    await invite(sandbox, poolId, { DesiredDeliveryMediums: ['EMAIL'], TemporaryPassword: 'Aa1-$&$1' });

    expect(await readInbox(sandbox.url)).toMatchObject([
      { subject: 'Welcome', body: 'You are ada@example.com: Aa1-$&$1' },
    ]);
  });

  test('goes to verified recipients only when the pool sends through SES', async () => {
    const sandbox = await openSandbox();
    const SourceArn = await verifyAddress(sandbox, 'sender@example.com');
    const poolId = await makePool(sandbox, {
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn, From: 'Us <sender@example.com>' },
    });

    await expect(invite(sandbox, poolId)).rejects.toMatchObject({
      name: 'CodeDeliveryFailureException',
      message: expect.stringContaining('Email address is not verified'),
    });
    await verifyAddress(sandbox, EMAIL);
    await invite(sandbox, poolId);

    expect((await readInbox(sandbox.url))[0]).toMatchObject({ to: EMAIL, from: 'Us <sender@example.com>' });
  });

  test('is sent again with a new password, while the user has not used the old one', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    const again = { DesiredDeliveryMediums: ['EMAIL' as const], MessageAction: 'RESEND' as const };
    expect(await refusal(invite(sandbox, poolId, again))).toBe('UserNotFoundException');
    await invite(sandbox, poolId);

    await invite(sandbox, poolId, again);

    const bodies = (await readInbox(sandbox.url)).map((each) => each.body);
    expect(new Set(bodies).size).toBe(2);
    const done = await makePool(sandbox);
    await makeUser(sandbox, done);
    expect(await refusal(invite(sandbox, done, again))).toBe('UnsupportedUserStateException');
  });

  test('is shown on the inbox page, where markup in it is text', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, {
      AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: '<script>alert(1)</script>{####}' } },
    });
    await invite(sandbox, poolId, { DesiredDeliveryMediums: ['EMAIL'], TemporaryPassword: PASSWORD });

    const response = await fetch(`${sandbox.url}/_sandbox/inbox`);
    const page = await response.text();

    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
