import {
  AdminDisableUserCommand,
  AdminGetUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  ForgotPasswordCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  type SignUpRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import {
  EMAIL,
  makeClient,
  makePool,
  makeUser,
  PASSWORD,
  readInbox,
  secretHash,
  signIn,
} from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

const HOUR = 3_600_000;
const OTHER = 'Difference-1822';

interface Options {
  readonly pool?: Partial<CreateUserPoolRequest>;
  readonly client?: Partial<CreateUserPoolClientRequest>;
}

/** A pool with self sign-up, and its calls with the client and hash that they need. */
async function open(options: Options = {}) {
  const sandbox = await openSandbox();
  const { cognito } = sandbox;
  const poolId = await makePool(sandbox, { AutoVerifiedAttributes: ['email'], ...options.pool });
  const client = await makeClient(sandbox, poolId, options.client);
  const as = (Username: string) => ({
    ClientId: client.id,
    SecretHash: secretHash(client, Username),
    Username,
  });
  return {
    sandbox,
    poolId,
    client,
    signUp: (settings: Partial<SignUpRequest> = {}, name = EMAIL) =>
      cognito.send(new SignUpCommand({ ...as(name), Password: PASSWORD, ...settings })),
    confirm: (ConfirmationCode: string, name = EMAIL) =>
      cognito.send(new ConfirmSignUpCommand({ ...as(name), ConfirmationCode })),
    resend: (name = EMAIL) => cognito.send(new ResendConfirmationCodeCommand(as(name))),
    forgot: (name = EMAIL) => cognito.send(new ForgotPasswordCommand(as(name))),
    reset: (ConfirmationCode: string, name = EMAIL) =>
      cognito.send(new ConfirmForgotPasswordCommand({ ...as(name), ConfirmationCode, Password: OTHER })),
    user: () => cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: EMAIL })),
    code: async () => /\d{6}$/.exec((await readInbox(sandbox.url))[0]?.body ?? '')?.[0] ?? '',
  };
}

/** A code that is not the one that was sent. */
const another = (code: string) => (code === '000000' ? '000001' : '000000');

describe('a sign-up', () => {
  test('waits for the code from the email, which verifies the address', async () => {
    const { sandbox, client, signUp, confirm, user, code } = await open();

    const answer = await signUp();

    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: 'a***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(await user()).toMatchObject({ UserStatus: 'UNCONFIRMED', Username: answer.UserSub });
    expect(await refusal(signIn(sandbox, client))).toBe('UserNotConfirmedException');
    const sent = await code();
    await expect(confirm(another(sent))).rejects.toMatchObject({
      name: 'CodeMismatchException',
      message: 'Invalid verification code provided, please try again.',
    });
    await confirm(sent);
    const { UserAttributes } = await user();
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    expect(await refusal(signIn(sandbox, client))).toBe('none');
    await expect(confirm(sent)).rejects.toThrow('User cannot be confirmed. Current status is CONFIRMED');
  });

  test('has a code that is good for a day, and another when asked', async () => {
    const { sandbox, signUp, confirm, resend, code } = await open();
    await signUp();
    const first = await code();
    sandbox.clock.advance(24 * HOUR);

    await expect(confirm(first)).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
    await resend();
    expect(await refusal(confirm(await code()))).toBe('none');
    expect(await refusal(resend())).toBe('InvalidParameterException');
  });

  test('sends no code where the pool does not verify addresses', async () => {
    const { sandbox, signUp } = await open({ pool: { AutoVerifiedAttributes: [] } });

    expect(await signUp()).not.toHaveProperty('CodeDeliveryDetails');
    expect(await readInbox(sandbox.url)).toEqual([]);
  });

  test.each<[string, Options, Partial<SignUpRequest>, string, string]>([
    [
      'where administrators create users',
      { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } },
      {},
      'NotAuthorizedException',
      'SignUp is not permitted for this user pool',
    ],
    [
      'with a weak password',
      {},
      { Password: 'weak' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      'without a required attribute',
      { pool: { Schema: [{ Name: 'name', Required: true }] } },
      {},
      'InvalidParameterException',
      'Attributes did not conform to the schema: name: The attribute is required',
    ],
    [
      'with a verification of one’s own',
      {},
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    [
      'with an attribute that the client may not write',
      { client: { WriteAttributes: ['email'] } },
      { UserAttributes: [{ Name: 'name', Value: 'Ada' }] },
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
  ])('is refused %s', async (_what, options, settings, name, message) => {
    const { signUp } = await open(options);

    await expect(signUp(settings)).rejects.toMatchObject({ name, message });
  });

  test('is refused with an address that is taken', async () => {
    const { signUp } = await open();
    await signUp();

    await expect(signUp()).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  test('with another user’s alias fails at the confirmation', async () => {
    const { sandbox, poolId, signUp, confirm, code } = await open({
      pool: { UsernameAttributes: [], AliasAttributes: ['email'] },
    });
    const UserAttributes = [{ Name: 'email', Value: EMAIL }];
    await signUp({ UserAttributes }, 'ada');
    await confirm(await code(), 'ada');

    await signUp({ UserAttributes }, 'other');

    await expect(confirm(await code(), 'other')).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the email already exists.',
    });
    expect(sandbox.log).toEqual([]);
    expect(poolId).not.toBe('');
  });
});

describe('a forgotten password', () => {
  test('is replaced with the code from the email, which is good for an hour and once', async () => {
    const { sandbox, poolId, client, forgot, reset, code } = await open();
    await makeUser(sandbox, poolId);
    await forgot();
    const late = await code();
    sandbox.clock.advance(HOUR);
    expect(await refusal(reset(late))).toBe('ExpiredCodeException');

    expect(await forgot()).toMatchObject({ CodeDeliveryDetails: { Destination: 'a***@e***' } });
    const sent = await code();
    expect(await refusal(reset(another(sent)))).toBe('CodeMismatchException');
    await reset(sent);

    expect(await refusal(signIn(sandbox, client, EMAIL, OTHER))).toBe('none');
    expect(await refusal(reset(sent))).toBe('ExpiredCodeException');
  });

  test('is not for a temporary password, nor where administrators recover', async () => {
    const { sandbox, poolId, forgot } = await open();
    await makeUser(sandbox, poolId, 'temporary');
    await expect(forgot()).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User password cannot be reset in the current state.',
    });
    const closed = await open({
      pool: { AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] } },
    });
    await expect(closed.forgot()).rejects.toThrow('Contact administrator to reset password.');
  });

  test.each([
    ['LEGACY', 'UserNotFoundException', 'NotAuthorizedException'],
    ['ENABLED', 'none', 'none'],
  ] as const)('reports users who are not there, or disabled: %s', async (setting, unknown, disabled) => {
    const { sandbox, poolId, forgot, reset } = await open({
      client: { PreventUserExistenceErrors: setting },
    });
    await makeUser(sandbox, poolId);
    await sandbox.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: EMAIL }));

    expect(await refusal(forgot('nobody@example.com'))).toBe(unknown);
    expect(await refusal(forgot())).toBe(disabled);
    expect(await readInbox(sandbox.url)).toEqual([]);
    const mismatch = setting === 'ENABLED' ? 'CodeMismatchException' : 'UserNotFoundException';
    expect(await refusal(reset('123456', 'nobody@example.com'))).toBe(mismatch);
  });
});
