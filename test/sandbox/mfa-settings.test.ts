import {
  type CreateUserPoolRequest,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool, verifyAddress } from '../support/cognito.ts';
import { openSandbox, refusal, type TestSandbox } from '../support/sandbox.ts';

type Mfa = Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>;
type Pool = Partial<CreateUserPoolRequest>;

const INVALID = 'InvalidParameterException';
const APP: Mfa = { SoftwareTokenMfaConfiguration: { Enabled: true } };
const SMS: Pool = {
  SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' },
  AutoVerifiedAttributes: ['phone_number'],
};
const PASSKEY_OF_ONE = { FactorConfiguration: 'SINGLE_FACTOR' } as const;
const PASSKEY_OF_MORE = { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' } as const;

function setMfa({ cognito }: TestSandbox, UserPoolId: string, mfa: Mfa) {
  return cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa }));
}

function firstFactors(
  ...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[]
): Pool {
  return { Policies: { SignInPolicy: { AllowedFirstAuthFactors } } };
}

describe('the MFA settings', () => {
  test('of authenticator apps stay when the pool is updated, and so does MFA', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await setMfa(sandbox, UserPoolId, { ...APP, MfaConfiguration: 'OPTIONAL' });
    expect((await readPool(sandbox, UserPoolId)).MfaConfiguration).toBe('OPTIONAL');

    await sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: 'Staff' }));

    expect(await sandbox.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({
      ...APP,
      MfaConfiguration: 'OPTIONAL',
    });
  });

  test('are replaced whole', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await setMfa(sandbox, UserPoolId, { ...APP, MfaConfiguration: 'ON' });

    await setMfa(sandbox, UserPoolId, { WebAuthnConfiguration: { UserVerification: 'required' } });

    const answer = await sandbox.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    expect(answer).toMatchObject({
      MfaConfiguration: 'OFF',
      WebAuthnConfiguration: { UserVerification: 'required' },
    });
    expect(answer).not.toHaveProperty('SoftwareTokenMfaConfiguration');
  });

  test('are no longer turned on by an update of the pool', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const update = () =>
      sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'ON' }));
    await setMfa(sandbox, UserPoolId, { ...APP, MfaConfiguration: 'OPTIONAL' });

    await expect(update()).rejects.toMatchObject({
      name: INVALID,
      message: 'Cannot turn MFA functionality ON, once the user pool has been created.',
    });
    await setMfa(sandbox, UserPoolId, { ...APP, MfaConfiguration: 'ON' });
    expect(await refusal(update())).toBe('none');
  });

  test.each<[string, Mfa, string]>([
    ['off, beside an app', { ...APP, MfaConfiguration: 'OFF' }, "can't turn off MFA and configure an MFA"],
    ['left out, beside an app', APP, "can't turn off MFA and configure an MFA"],
    [
      'off, beside email',
      { EmailMfaConfiguration: {}, MfaConfiguration: 'OFF' },
      "can't turn off MFA and configure an MFA",
    ],
    ['on, without a factor', { MfaConfiguration: 'ON' }, "can't disable all MFAs"],
    [
      'on, with an app that is off',
      { SoftwareTokenMfaConfiguration: { Enabled: false }, MfaConfiguration: 'ON' },
      "can't disable all MFAs",
    ],
    [
      'optional, with passkeys alone',
      { WebAuthnConfiguration: PASSKEY_OF_MORE, MfaConfiguration: 'OPTIONAL' },
      'SMS MFA, Email MFA, or Software Token MFA must be enabled.',
    ],
    [
      'by email of Cognito’s own',
      { EmailMfaConfiguration: {}, MfaConfiguration: 'OPTIONAL' },
      'contains an EmailSendingAccount of COGNITO_DEFAULT',
    ],
  ])('are refused: %s', async (_what, mfa, message) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    await expect(setMfa(sandbox, poolId, mfa)).rejects.toMatchObject({
      name: INVALID,
      message: expect.stringContaining(message),
    });
    expect((await readPool(sandbox, poolId)).MfaConfiguration).toBe('OFF');
  });

  test('name text messages where the pool has them', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, SMS);

    await expect(setMfa(sandbox, poolId, { ...APP, MfaConfiguration: 'ON' })).rejects.toThrow(
      "Can't turn off SMS_MFA when SMS configuration is set for the user pool",
    );
    const both: Mfa = { ...APP, SmsMfaConfiguration: {}, MfaConfiguration: 'ON' };
    expect(await refusal(setMfa(sandbox, poolId, both))).toBe('none');
  });

  test('by email ask for a sender and a recovery that is not email alone', async () => {
    const sandbox = await openSandbox();
    const SourceArn = await verifyAddress(sandbox, 'sender@example.com');
    const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn } as const;
    const mfa: Mfa = { EmailMfaConfiguration: {}, MfaConfiguration: 'ON' };
    const recovery = (...names: ('verified_email' | 'verified_phone_number' | 'admin_only')[]): Pool => ({
      AccountRecoverySetting: {
        RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
      },
    });
    const outcome = async (settings: Pool) =>
      refusal(setMfa(sandbox, await makePool(sandbox, { EmailConfiguration, ...settings }), mfa));

    expect(await outcome({})).toBe('none');
    expect(await outcome(recovery('admin_only'))).toBe('none');
    expect(await outcome(recovery('verified_email', 'verified_phone_number'))).toBe('none');
    expect(await outcome(recovery('verified_email'))).toBe(INVALID);
  });
});

describe('first factors', () => {
  test('by text message need a configuration for them', async () => {
    const sandbox = await openSandbox();
    const factors = firstFactors('PASSWORD', 'SMS_OTP');

    expect(await refusal(makePool(sandbox, factors))).toBe(INVALID);
    expect(await refusal(makePool(sandbox, { ...SMS, ...factors }))).toBe('none');
  });

  test.each<[string, Pool, Mfa, string]>([
    ['a code by email, MFA on', firstFactors('PASSWORD', 'EMAIL_OTP'), { MfaConfiguration: 'ON' }, INVALID],
    ['a code by email, MFA optional', firstFactors('EMAIL_OTP'), { MfaConfiguration: 'OPTIONAL' }, 'none'],
    ['a passkey, MFA on', firstFactors('WEB_AUTHN'), { MfaConfiguration: 'ON' }, INVALID],
    [
      'a passkey that is one factor, MFA on',
      firstFactors('WEB_AUTHN'),
      { MfaConfiguration: 'ON', WebAuthnConfiguration: PASSKEY_OF_ONE },
      INVALID,
    ],
    [
      'a passkey that is more, MFA on',
      firstFactors('WEB_AUTHN'),
      { MfaConfiguration: 'ON', WebAuthnConfiguration: PASSKEY_OF_MORE },
      'none',
    ],
  ])('and MFA: %s', async (_what, pool, mfa, outcome) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox, pool);

    expect(await refusal(setMfa(sandbox, poolId, { ...APP, ...mfa }))).toBe(outcome);
  });

  test('are checked when the pool changes, too', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await setMfa(sandbox, UserPoolId, { ...APP, MfaConfiguration: 'ON' });
    const update = new UpdateUserPoolCommand({ UserPoolId, ...firstFactors('PASSWORD', 'EMAIL_OTP') });

    expect(await refusal(sandbox.cognito.send(update))).toBe(INVALID);
  });
});
