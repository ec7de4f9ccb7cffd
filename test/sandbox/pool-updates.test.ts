import {
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makePool, readPool, verifyAddress } from '../support/cognito.ts';
import { openSandbox, postCognito } from '../support/sandbox.ts';

describe('an update of a pool', () => {
  test('puts every setting that it leaves out back to its default, the tags too', async () => {
    const sandbox = await openSandbox();
    const SourceArn = await verifyAddress(sandbox, 'sender@example.com');
    const UserPoolId = await makePool(sandbox, {
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      AutoVerifiedAttributes: ['email'],
      UserPoolTags: { owner: 'ada' },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      Policies: { PasswordPolicy: { MinimumLength: 20, TemporaryPasswordValidityDays: 3 } },
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn },
      UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    });

    await sandbox.cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OFF' }));

    const pool = await readPool(sandbox, UserPoolId);
    expect(pool).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'INACTIVE',
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: true } },
      EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    });
    expect(pool.UserPoolTags).toEqual({});
    expect(pool.EmailConfiguration).not.toHaveProperty('SourceArn');
    expect(pool).not.toHaveProperty('AutoVerifiedAttributes');
    expect(pool).not.toHaveProperty('AccountRecoverySetting');
    expect(pool).not.toHaveProperty('UserPoolAddOns');
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

describe('the MFA settings', () => {
  test('of authenticator apps stay when the pool is updated', async () => {
    const sandbox = await openSandbox();
    const { cognito } = sandbox;
    const UserPoolId = await makePool(sandbox);
    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
    expect((await readPool(sandbox, UserPoolId)).MfaConfiguration).toBe('OPTIONAL');

    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'ON' }));

    expect(await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
  });

  test('are replaced whole', async () => {
    const sandbox = await openSandbox();
    const { cognito } = sandbox;
    const UserPoolId = await makePool(sandbox);
    const first = { UserPoolId, SoftwareTokenMfaConfiguration: { Enabled: true } };
    await cognito.send(new SetUserPoolMfaConfigCommand({ ...first, MfaConfiguration: 'ON' }));

    await cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId,
        WebAuthnConfiguration: { UserVerification: 'required' },
      }),
    );

    const answer = await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
    expect(answer).toMatchObject({
      MfaConfiguration: 'OFF',
      WebAuthnConfiguration: { UserVerification: 'required' },
    });
    expect(answer).not.toHaveProperty('SoftwareTokenMfaConfiguration');
  });
});
