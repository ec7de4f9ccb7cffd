import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  type UserPoolClientType,
  type UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Aws, openAws } from '../../src/aws/clients.ts';
import { readAppClient, writeAppClient } from '../../src/resources/app-client.ts';
import { diffAppClient } from '../../src/resources/app-client-diff.ts';
import type { NewAppClient } from '../../src/resources/app-client-settings.ts';
import { readUserPool, writeUserPool } from '../../src/resources/user-pool.ts';
import { diffUserPool, type UserPool } from '../../src/resources/user-pool-settings.ts';
import { holds } from '../support/cases.ts';
import { makePool, verifyAddress } from '../support/cognito.ts';
import { DESIRED_CLIENT, DESIRED_POOL, expectedClient, expectedPool } from '../support/expected.ts';
import { CLIENT, POOL } from '../support/observed.ts';
import { openSandbox } from '../support/sandbox.ts';

const REGION = 'eu-central-1';

/** The program's own clients on a sandbox of the test. */
async function openWorld() {
  const sandbox = await openSandbox();
  const aws = await openAws({
    region: REGION,
    sandboxUrl: sandbox.url,
    signal: new AbortController().signal,
  });
  onTestFinished(() => {
    for (const client of [aws.cognito, aws.cognitoOnce, aws.sts]) client.destroy();
  });
  const clients = { ...sandbox.inRegion(REGION), url: sandbox.url };
  await verifyAddress(clients, 'noreply@example.com');
  return { aws, sandbox };
}

/** The pool as one call makes it: what no pool can have together is left out. */
function creatable(pool: UserPoolType): CreateUserPoolRequest {
  const { VerificationMessageTemplate: template, EmailConfiguration: email } = pool;
  const { EmailMessage: _message, ...byLink } = template ?? {};
  const verified = pool.AutoVerifiedAttributes ?? [];
  const beforeUpdate = pool.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate;
  const days = pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  const { UnusedAccountValidityDays: _days, ...admin } = pool.AdminCreateUserConfig ?? {};
  const { SourceArn: _arn, EmailSendingAccount: _account, From: _from, ...plainEmail } = email ?? {};
  const mfa = pool.SmsConfiguration === undefined ? 'OFF' : pool.MfaConfiguration;
  // Others than a password need what was not set up, or do not go with MFA.
  const factors = pool.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.filter(
    (each) => each === 'PASSWORD' || (mfa !== 'ON' && (each !== 'SMS_OTP' || pool.SmsConfiguration)),
  );
  return {
    PoolName: pool.Name ?? '',
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    Policies: {
      ...(pool.Policies?.PasswordPolicy && { PasswordPolicy: pool.Policies.PasswordPolicy }),
      ...(factors?.length && { SignInPolicy: { AllowedFirstAuthFactors: factors } }),
    },
    DeletionProtection: pool.DeletionProtection,
    LambdaConfig: pool.LambdaConfig,
    AutoVerifiedAttributes: verified,
    SmsVerificationMessage: pool.SmsVerificationMessage,
    EmailVerificationMessage: pool.EmailVerificationMessage,
    EmailVerificationSubject: pool.EmailVerificationSubject,
    VerificationMessageTemplate: template?.EmailMessageByLink === undefined ? template : byLink,
    SmsAuthenticationMessage: pool.SmsAuthenticationMessage,
    MfaConfiguration: mfa,
    UserAttributeUpdateSettings: beforeUpdate && {
      AttributesRequireVerificationBeforeUpdate: beforeUpdate.filter((each) => verified.includes(each)),
    },
    DeviceConfiguration: pool.DeviceConfiguration,
    EmailConfiguration: email?.SourceArn
      ? {
          ...email,
          SourceArn: `arn:aws:ses:${REGION}:123456789012:identity/noreply@example.com`,
          From: undefined,
        }
      : email && plainEmail,
    SmsConfiguration: pool.SmsConfiguration,
    UserPoolTags: pool.UserPoolTags,
    AdminCreateUserConfig: days === undefined ? pool.AdminCreateUserConfig : admin,
    Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    UserPoolAddOns: pool.UserPoolAddOns,
    UserPoolTier: 'PLUS',
    KeyConfiguration: pool.KeyConfiguration?.KmsKeyArn === undefined ? undefined : pool.KeyConfiguration,
    IssuerConfiguration: pool.IssuerConfiguration,
    AccountRecoverySetting: pool.AccountRecoverySetting,
  };
}

function creatableClient(client: UserPoolClientType, poolId: string) {
  const {
    ClientSecret: _secret,
    CreationDate: _created,
    LastModifiedDate: _modified,
    ClientType: _type,
    ClientId: _id,
    AccessTokenValidity,
    IdTokenValidity,
    RefreshTokenValidity,
    TokenValidityUnits,
    ...settings
  } = client;
  const callbacks = settings.CallbackURLs ?? [];
  const scopes = (settings.AllowedOAuthScopes ?? []).filter((scope) => scope !== 'api/read');
  const machine = settings.AllowedOAuthFlows?.includes('client_credentials');
  const flows = machine ? ['code' as const] : settings.AllowedOAuthFlows;
  const oauth =
    settings.AllowedOAuthFlowsUserPoolClient && callbacks.length > 0 && scopes.length > 0 && flows?.length;
  const rotates = settings.RefreshTokenRotation?.Feature === 'ENABLED';
  const auth = settings.ExplicitAuthFlows ?? [];
  const modern = auth.length > 0 && auth.every((flow) => flow.startsWith('ALLOW_'));
  return {
    ...settings,
    UserPoolId: poolId,
    ClientName: settings.ClientName ?? '',
    GenerateSecret: true,
    SupportedIdentityProviders: settings.SupportedIdentityProviders?.filter((name) => name === 'COGNITO'),
    // None of these is there while OAuth is off.
    ...(oauth
      ? {
          AllowedOAuthScopes: [...new Set([...scopes, 'openid'])],
          AllowedOAuthFlows: flows,
          DefaultRedirectURI: callbacks[0],
        }
      : {
          AllowedOAuthScopes: [],
          AllowedOAuthFlows: [],
          CallbackURLs: [],
          LogoutURLs: [],
          DefaultRedirectURI: undefined,
        }),
    AllowedOAuthFlowsUserPoolClient: Boolean(oauth),
    ReadAttributes: settings.ReadAttributes,
    WriteAttributes: settings.WriteAttributes?.filter((name) => name !== 'sub'),
    ExplicitAuthFlows: modern
      ? [
          ...auth.filter((flow) => flow !== 'ALLOW_REFRESH_TOKEN_AUTH'),
          ...(rotates ? [] : ['ALLOW_REFRESH_TOKEN_AUTH' as const]),
        ]
      : auth,
    // Between 5 minutes and a day, and an hour and ten years, in whatever unit.
    ...(AccessTokenValidity && { AccessTokenValidity: 300 + (AccessTokenValidity % 1000) }),
    ...(IdTokenValidity && { IdTokenValidity: 5 + (IdTokenValidity % 1000) }),
    ...(RefreshTokenValidity && { RefreshTokenValidity: 1 + (RefreshTokenValidity % 3000) }),
    TokenValidityUnits: {
      ...TokenValidityUnits,
      AccessToken: 'seconds' as const,
      IdToken: 'minutes' as const,
      RefreshToken: TokenValidityUnits?.RefreshToken === 'hours' ? ('hours' as const) : ('days' as const),
    },
  };
}

const timeless = ({ LastModifiedDate: _, ...others }: UserPool): UserPool => others;

async function poolIn(aws: Aws, id: string): Promise<UserPool> {
  const pool = await readUserPool(aws, id);
  if (pool === undefined) throw new Error('The pool is gone.');
  return pool;
}

describe('what others have set, through the real calls', () => {
  it('survives any change of the pool', async (context) => {
    const { aws } = await openWorld();
    await holds(
      context,
      'property',
      150,
      fc.asyncProperty(POOL, DESIRED_POOL, async (described, wanted) => {
        // A lower tier is refused for what only PLUS has: that is reported, and changes nothing.
        const desired = { ...wanted, tier: wanted.tier === undefined ? undefined : ('PLUS' as const) };
        const { UserPool: made } = await aws.cognito.send(new CreateUserPoolCommand(creatable(described)));
        const before = await poolIn(aws, made?.Id ?? '');
        await writeUserPool(aws, before.Id, desired, async () => undefined);
        const after = await poolIn(aws, before.Id);
        // The sandbox goes on showing the old name of the setting, as AWS does.
        const expected = expectedPool(before, desired);
        const UnusedAccountValidityDays =
          desired.passwords?.temporaryDays ?? before.AdminCreateUserConfig?.UnusedAccountValidityDays;
        const AdminCreateUserConfig = { ...expected.AdminCreateUserConfig, UnusedAccountValidityDays };
        expect(timeless(after)).toEqual(timeless({ ...expected, AdminCreateUserConfig }));
        expect(diffUserPool(after, desired)).toEqual({ action: 'none' });
        // A second run changes nothing, not even the date.
        await writeUserPool(aws, before.Id, desired, async () => undefined);
        expect(await poolIn(aws, before.Id)).toEqual(after);
        if (after.DeletionProtection !== 'ACTIVE') {
          await aws.cognito.send(new DeleteUserPoolCommand({ UserPoolId: before.Id }));
        }
      }),
    );
  });

  it('survives any change of the app client', async (context) => {
    const { aws, sandbox } = await openWorld();
    const poolId = await makePool(sandbox.inRegion(REGION), {
      Schema: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
    });
    await holds(
      context,
      'property',
      150,
      fc.asyncProperty(CLIENT, DESIRED_CLIENT, async (described, given) => {
        const desired: NewAppClient = {
          ...given,
          callbackUrls: given.callbackUrls.length > 0 ? given.callbackUrls : ['https://a.example.com/cb'],
        };
        const { UserPoolClient: made } = await aws.cognito.send(
          new CreateUserPoolClientCommand(creatableClient(described, poolId)),
        );
        const id = made?.ClientId ?? '';
        const before = await readAppClient(aws, poolId, id);
        await writeAppClient(aws, poolId, id, desired);
        const after = await readAppClient(aws, poolId, id);
        if (before === undefined || after === undefined) throw new Error('The client is gone.');
        expect(after.secret?.reveal()).toBe(made?.ClientSecret);
        expect({ ...after.settings, LastModifiedDate: 0 }).toEqual({
          ...expectedClient(before.settings, desired),
          LastModifiedDate: 0,
        });
        expect(diffAppClient(after, desired)).toEqual({ action: 'none' });
        await writeAppClient(aws, poolId, id, desired);
        expect((await readAppClient(aws, poolId, id))?.settings).toEqual(after.settings);
        await aws.cognito.send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: id }));
      }),
    );
  });
});
