import { describe, expect, it } from 'vitest';
import type { Difference } from '../../src/resources/contract.ts';
import {
  type DesiredUserPool,
  diffUserPool,
  type UserPool,
  updateInputOf,
} from '../../src/resources/user-pool-settings.ts';

const TAGS = { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo/domain=demo' } as const;

/** A pool as the wizard makes it. */
const POOL: UserPool = {
  Id: 'eu-central-1_Example01',
  Name: 'demo',
  Arn: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Example01',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  UserPoolTier: 'ESSENTIALS',
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: true, UnusedAccountValidityDays: 7 },
  EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
  UserPoolTags: TAGS,
};

/** Wants what the wizard makes, and names nothing that has a default. */
const DESIRED: DesiredUserPool = {
  alias: 'demo',
  creates: { clients: [], domain: undefined },
  name: undefined,
  tier: undefined,
  selfSignUp: undefined,
  deletionProtection: undefined,
  email: undefined,
};

const EMAIL = {
  from: 'noreply@example.com',
  identityArn: 'arn:aws:ses:eu-central-1:123456789012:identity/example.com',
};

const change = (field: string, from: unknown, to: unknown): Difference => ({
  action: 'update',
  fields: [{ field, from, to }],
});

/** A pool that lacks a member altogether. */
function without(member: keyof UserPool): UserPool {
  const { [member]: _, ...pool } = POOL;
  return pool as UserPool;
}

describe('the difference of a user pool', () => {
  it('is a create where there is none', () => {
    expect(diffUserPool(undefined, DESIRED)).toEqual({ action: 'create', fields: [] });
  });

  it('is none where all is as wanted, whatever the pool has besides', () => {
    expect(diffUserPool(POOL, DESIRED)).toEqual({ action: 'none' });
    const configured: UserPool = {
      ...POOL,
      Name: 'Renamed in the console',
      UserPoolTier: 'PLUS',
      MfaConfiguration: 'OPTIONAL',
      LambdaConfig: { PreSignUp: 'arn:aws:lambda:eu-central-1:123456789012:function:f' },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      AutoVerifiedAttributes: ['phone_number'],
      DeletionProtection: 'INACTIVE',
      UserPoolTags: { ...TAGS, team: 'hr' },
      EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn: 'arn:of:somebody' },
    };
    expect(diffUserPool(configured, DESIRED)).toEqual({ action: 'none' });
  });

  it.each<[string, UserPool, DesiredUserPool, Difference]>([
    [
      'its tags',
      without('UserPoolTags'),
      { ...DESIRED, creates: { clients: ['demo'], domain: 'demo' } },
      {
        action: 'update',
        fields: [
          { field: 'tag mendix-cognito', from: undefined, to: 'joined' },
          { field: 'tag mendix-cognito:app:demo', from: undefined, to: 'client=demo/domain=demo' },
        ],
      },
    ],
    [
      'the tag of another app',
      POOL,
      { ...DESIRED, alias: 'b', creates: { clients: ['b, the second'], domain: undefined } },
      change('tag mendix-cognito:app:b', undefined, 'client=b: the second'),
    ],
    [
      'the tag of another app, for which nothing is created',
      POOL,
      { ...DESIRED, alias: 'b' },
      change('tag mendix-cognito:app:b', undefined, 'nothing'),
    ],
    [
      'a second client in its tag',
      POOL,
      { ...DESIRED, creates: { clients: ['web'], domain: undefined } },
      change('tag mendix-cognito:app:demo', 'client=demo/domain=demo', 'client=demo/client=web/domain=demo'),
    ],
    ['a name', POOL, { ...DESIRED, name: 'People' }, change('name', 'demo', 'People')],
    [
      'protection',
      without('DeletionProtection'),
      { ...DESIRED, deletionProtection: true },
      change('deletion protection', false, true),
    ],
    [
      'no protection',
      POOL,
      { ...DESIRED, deletionProtection: false },
      change('deletion protection', true, false),
    ],
    ['a tier', POOL, { ...DESIRED, tier: 'PLUS' }, change('tier', 'ESSENTIALS', 'PLUS')],
    ['self sign-up', POOL, { ...DESIRED, selfSignUp: true }, change('self sign-up', false, true)],
    [
      'no self sign-up',
      without('AdminCreateUserConfig'),
      { ...DESIRED, selfSignUp: false },
      change('self sign-up', true, false),
    ],
    ['a sender', POOL, { ...DESIRED, email: EMAIL }, change('email from', undefined, 'noreply@example.com')],
    [
      'another identity for the sender',
      { ...POOL, EmailConfiguration: { From: EMAIL.from, SourceArn: 'arn:of:somebody' } },
      { ...DESIRED, email: EMAIL },
      change('email from', 'noreply@example.com', 'noreply@example.com'),
    ],
  ])('is an update for %s', (_what, pool, desired, difference) => {
    expect(diffUserPool(pool, desired)).toEqual(difference);
  });

  it('is none for the sender that is there', () => {
    const pool = { ...POOL, EmailConfiguration: { From: EMAIL.from, SourceArn: EMAIL.identityArn } };
    expect(diffUserPool(pool, { ...DESIRED, email: EMAIL })).toEqual({ action: 'none' });
  });

  it.each<[string, UserPool]>([
    ['sign-in by user name', without('UsernameAttributes')],
    ['sign-in by phone', { ...POOL, UsernameAttributes: ['phone_number'] }],
    ['names by letter case', without('UsernameConfiguration')],
    ['names by letter case, set so', { ...POOL, UsernameConfiguration: { CaseSensitive: true } }],
  ])('is nothing that %s would stand in the way of', (_what, pool) => {
    expect(diffUserPool(pool, DESIRED)).toEqual({ action: 'none' });
  });

  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, '']));

  it.each<[string, UserPool, number]>([
    ['pool of somebody else', { ...POOL, UserPoolTags: tags(49) }, 49],
    [
      'pool of ours, with another app',
      { ...POOL, UserPoolTags: { ...tags(49), 'mendix-cognito': 'made' } },
      50,
    ],
  ])('is blocked by tags that leave no room for the app, with two ways out: a %s', (_what, pool, count) => {
    expect(diffUserPool(pool, { ...DESIRED, name: 'People' })).toMatchObject({
      action: 'blocked',
      blocked: [
        {
          why: expect.stringContaining(`this one has ${count}`),
          choices: [expect.anything(), expect.anything()],
        },
      ],
      // What could be changed is shown as well.
      fields: expect.arrayContaining([{ field: 'name', from: 'demo', to: 'People' }]),
    });
  });

  it('is blocked by one client more than the value of a tag can name', () => {
    const creates = { clients: ['a'.repeat(128), 'b'.repeat(128)], domain: undefined };
    expect(diffUserPool(POOL, { ...DESIRED, creates })).toMatchObject({
      action: 'blocked',
      blocked: [
        {
          field: 'tag mendix-cognito:app:demo',
          choices: [{ act: expect.stringContaining('--client-name') }],
        },
      ],
    });
  });
});

describe('an update of a user pool', () => {
  const KEPT = {
    Policies: {
      PasswordPolicy: { MinimumLength: 12 },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'ACTIVE',
    LambdaConfig: { PreSignUp: 'arn:aws:lambda:eu-central-1:123456789012:function:f' },
    AutoVerifiedAttributes: ['email', 'phone_number'],
    SmsVerificationMessage: 'Your code is {####}',
    EmailVerificationMessage: 'Your code is {####}',
    EmailVerificationSubject: 'Your code',
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    SmsAuthenticationMessage: 'Your code is {####}',
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms' },
    UserPoolTags: { ...TAGS, team: 'hr' },
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    UserPoolTier: 'PLUS',
  } as const;
  const DROPPED = {
    // Stays when it is left out, and may be refused when it is sent.
    MfaConfiguration: 'OPTIONAL',
    Arn: 'arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Example01',
    CreationDate: new Date(0),
    LastModifiedDate: new Date(0),
    Status: 'Enabled',
    Domain: 'demo',
    CustomDomain: 'login.example.com',
    SchemaAttributes: [{ Name: 'sub' }],
    AliasAttributes: ['preferred_username'],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    EstimatedNumberOfUsers: 5,
    EmailConfigurationFailure: 'none',
    SmsConfigurationFailure: 'none',
  } as const;

  it('sends all that UpdateUserPool takes as it is, and nothing that it does not take', () => {
    const pool = { Id: POOL.Id, Name: 'demo', ...KEPT, ...DROPPED } as unknown as UserPool;
    expect(updateInputOf(pool)).toEqual({ UserPoolId: POOL.Id, PoolName: 'demo', ...KEPT });
  });

  it('leaves out the account validity that UpdateUserPool refuses beside the password policy', () => {
    const template = { EmailSubject: 'Welcome', EmailMessage: '{username} {####}' };
    const AdminCreateUserConfig = {
      AllowAdminCreateUserOnly: true,
      UnusedAccountValidityDays: 7,
      InviteMessageTemplate: template,
    };
    const Policies = { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } };
    expect(updateInputOf({ ...POOL, Policies, AdminCreateUserConfig }).AdminCreateUserConfig).toEqual({
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: template,
    });
    // Without the policy's own it is the setting itself.
    expect(updateInputOf({ ...POOL, Policies: {}, AdminCreateUserConfig }).AdminCreateUserConfig).toEqual(
      AdminCreateUserConfig,
    );
  });

  it('does not invent what is not there', () => {
    expect(updateInputOf({ Id: 'eu-central-1_a' })).toEqual({ UserPoolId: 'eu-central-1_a' });
  });
});
