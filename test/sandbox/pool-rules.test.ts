import {
  CreateUserPoolDomainCommand,
  type CreateUserPoolRequest,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool } from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

const INVALID = 'InvalidParameterException';
const LAMBDA = 'arn:aws:lambda:eu-west-1:123456789012:function:tokens';

describe('a tier', () => {
  test.each<[string, Partial<CreateUserPoolRequest>]>([
    [
      'threat protection on LITE',
      { UserPoolTier: 'LITE', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } },
    ],
    ['threat protection on ESSENTIALS', { UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' } }],
    [
      'choice-based sign-in on LITE',
      { UserPoolTier: 'LITE', Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['EMAIL_OTP'] } } },
    ],
    [
      'password history on LITE',
      { UserPoolTier: 'LITE', Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } },
    ],
    [
      'access token customization on LITE',
      {
        UserPoolTier: 'LITE',
        LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: LAMBDA } },
      },
    ],
  ])('does not have %s', async (_what, settings) => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, settings))).toBe('FeatureUnavailableInTierException');
  });

  test.each<[string, Partial<CreateUserPoolRequest>]>([
    ['PLUS, threat protection', { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }],
    ['ESSENTIALS, password history', { Policies: { PasswordPolicy: { PasswordHistorySize: 3 } } }],
    [
      'LITE, identity token customization',
      {
        UserPoolTier: 'LITE',
        LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V1_0', LambdaArn: LAMBDA } },
      },
    ],
  ])('has what is its own: %s', async (_what, settings) => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, settings))).toBe('none');
  });

  test('cannot become LITE while the domain has managed login', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await sandbox.cognito.send(
      new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people', ManagedLoginVersion: 2 }),
    );

    const call = new UpdateUserPoolCommand({ UserPoolId, UserPoolTier: 'LITE' });

    expect(await refusal(sandbox.cognito.send(call))).toBe('FeatureUnavailableInTierException');
    expect((await readPool(sandbox, UserPoolId)).UserPoolTier).toBe('ESSENTIALS');
  });

  test('LITE has no email MFA', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox, { UserPoolTier: 'LITE' });

    const call = new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      EmailMfaConfiguration: {},
    });

    expect(await refusal(sandbox.cognito.send(call))).toBe('FeatureUnavailableInTierException');
  });
});

describe('settings that do not go together', () => {
  test.each<[string, Partial<CreateUserPoolRequest>]>([
    ['MFA without a factor', { MfaConfiguration: 'OPTIONAL' }],
    [
      'the old and the new name of the temporary password’s life',
      {
        AdminCreateUserConfig: { UnusedAccountValidityDays: 3 },
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 3 } },
      },
    ],
    [
      'two recovery mechanisms of one priority',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'verified_email', Priority: 1 },
            { Name: 'verified_phone_number', Priority: 1 },
          ],
        },
      },
    ],
    [
      'recovery by administrators only, and by email',
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Name: 'admin_only', Priority: 1 },
            { Name: 'verified_email', Priority: 2 },
          ],
        },
      },
    ],
    [
      'verification before update of an attribute that is not verified at all',
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] } },
    ],
    ['a customer’s key without its ARN', { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY' } }],
    [
      'a required custom attribute',
      { Schema: [{ Name: 'team', AttributeDataType: 'String', Required: true }] },
    ],
    ['a custom attribute without a type', { Schema: [{ Name: 'team' }] }],
    ['a standard attribute of another type', { Schema: [{ Name: 'email', AttributeDataType: 'Number' }] }],
    ['a change to sub', { Schema: [{ Name: 'sub', Required: true }] }],
    [
      'one attribute twice',
      {
        Schema: [
          { Name: 'team', AttributeDataType: 'String' },
          { Name: 'team', AttributeDataType: 'String' },
        ],
      },
    ],
  ])('are refused: %s', async (_what, settings) => {
    const sandbox = await openSandbox();

    expect(await refusal(makePool(sandbox, settings))).toBe(INVALID);
  });
});

test('a temporary password lives seven days where the policy says 0', async () => {
  const sandbox = await openSandbox();

  const poolId = await makePool(sandbox, {
    Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 0 } },
  });

  const { Policies, AdminCreateUserConfig } = await readPool(sandbox, poolId);
  expect(Policies?.PasswordPolicy?.TemporaryPasswordValidityDays).toBe(7);
  expect(AdminCreateUserConfig?.UnusedAccountValidityDays).toBe(7);
});

test('a verification mail may have a text with a code and one with a link', async () => {
  const sandbox = await openSandbox();
  const template = { EmailMessage: 'Code {####}', EmailMessageByLink: '{##Link##}' };

  const poolId = await makePool(sandbox, { VerificationMessageTemplate: template });

  expect((await readPool(sandbox, poolId)).VerificationMessageTemplate).toMatchObject(template);
});

describe('the texts of verification messages', () => {
  const older = {
    EmailVerificationMessage: 'Code {####}',
    EmailVerificationSubject: 'Your code',
    SmsVerificationMessage: 'Code: {####}',
  };
  const template = { EmailMessage: 'Code {####}', EmailSubject: 'Your code', SmsMessage: 'Code: {####}' };

  test.each<[string, Partial<CreateUserPoolRequest>]>([
    ['the older members', older],
    ['the template', { VerificationMessageTemplate: template }],
  ])('are shown in both places when they are given by %s', async (_what, settings) => {
    const sandbox = await openSandbox();

    expect(await readPool(sandbox, await makePool(sandbox, settings))).toMatchObject({
      ...older,
      VerificationMessageTemplate: { ...template, DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    });
  });
});

test('an empty list of verified attributes is shown as none', async () => {
  const sandbox = await openSandbox();

  const poolId = await makePool(sandbox, { AutoVerifiedAttributes: [] });

  expect(await readPool(sandbox, poolId)).not.toHaveProperty('AutoVerifiedAttributes');
});

test('dynamic client registration without a status is on', async () => {
  const sandbox = await openSandbox();

  const poolId = await makePool(sandbox, { DcrConfiguration: { OpenDcrEnabled: false } });

  expect((await readPool(sandbox, poolId)).DcrConfiguration).toEqual({
    EnableStatus: 'Enabled',
    OpenDcrEnabled: false,
  });
});
