import { type CreateUserPoolRequest, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool, verifyAddress } from '../support/cognito.ts';
import { openSandbox, postCognito } from '../support/sandbox.ts';

describe('an update of a pool', () => {
  test('puts what it leaves out back to its default, the tags too', async () => {
    const sandbox = await openSandbox();
    const SourceArn = await verifyAddress(sandbox, 'sender@example.com');
    const UserPoolId = await makePool(sandbox, {
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      AutoVerifiedAttributes: ['email'],
      UserPoolTags: { owner: 'ada' },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn },
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    });

    await sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OFF' }));

    const pool = await readPool(sandbox, UserPoolId);
    expect(pool).toMatchObject({
      DeletionProtection: 'INACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    });
    expect(pool.UserPoolTags).toEqual({});
    expect(pool.EmailConfiguration).not.toHaveProperty('SourceArn');
    expect(pool).not.toHaveProperty('AutoVerifiedAttributes');
    expect(pool).not.toHaveProperty('AccountRecoverySetting');
    expect(pool).not.toHaveProperty('UserPoolAddOns');
  });

  test('keeps policies, tier, MFA, updates to verify and client registration that it leaves out', async () => {
    const sandbox = await openSandbox();
    const kept: Partial<CreateUserPoolRequest> = {
      UserPoolTier: 'PLUS',
      Policies: {
        PasswordPolicy: { MinimumLength: 20, TemporaryPasswordValidityDays: 3 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
      },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      DcrConfiguration: { EnableStatus: 'Disabled' },
    };
    const UserPoolId = await makePool(sandbox, { ...kept, AutoVerifiedAttributes: ['email'] });

    await sandbox.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId,
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
      }),
    );

    expect(await readPool(sandbox, UserPoolId)).toMatchObject({
      ...kept,
      Policies: {
        PasswordPolicy: { MinimumLength: 20, TemporaryPasswordValidityDays: 3 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
      },
    });
  });

  test('that leaves out the verified attributes meets the updates that are to be verified', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox, {
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });

    const rename = new UpdateUserPoolCommand({ UserPoolId, PoolName: 'Staff' });

    await expect(sandbox.cognito.send(rename)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    });
  });

  test('keeps what it names, the name, and what no update can change', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox, {
      Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    });
    const before = await readPool(sandbox, UserPoolId);
    sandbox.clock.advance(5_000);

    await sandbox.cognito.send(
      new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'ACTIVE', UserPoolTags: { a: 'b' } }),
    );

    expect(await readPool(sandbox, UserPoolId)).toEqual({
      ...before,
      DeletionProtection: 'ACTIVE',
      UserPoolTags: { a: 'b' },
      LastModifiedDate: new Date(sandbox.clock.now),
    });
    expect(before.SchemaAttributes?.map((each) => each.Name)).toContain('custom:team');
  });

  test('can give the pool another name', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);

    await sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: 'Staff' }));

    expect((await readPool(sandbox, UserPoolId)).Name).toBe('Staff');
  });

  test.each(['UsernameAttributes', 'AliasAttributes', 'UsernameConfiguration', 'Schema', 'Id'])(
    'has no member %s',
    async (member) => {
      const sandbox = await openSandbox();
      const UserPoolId = await makePool(sandbox);

      const answer = await postCognito(sandbox.url, 'UpdateUserPool', { UserPoolId, [member]: [] });

      expect([answer.status, answer.body.__type]).toEqual([400, 'SerializationException']);
    },
  );

  test('that is refused changes nothing', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox, { UserPoolTags: { owner: 'ada' } });
    const before = await readPool(sandbox, UserPoolId);

    const answer = await postCognito(sandbox.url, 'UpdateUserPool', {
      UserPoolId,
      PoolName: 'Other',
      UserPoolTags: { 'aws:owner': 'ada' },
    });

    expect(answer.status).toBe(400);
    expect(await readPool(sandbox, UserPoolId)).toEqual(before);
  });
});
