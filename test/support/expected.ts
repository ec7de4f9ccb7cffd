import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { DesiredAppClient, NewAppClient } from '../../src/resources/app-client-settings.ts';
import { PASSWORD_RULES } from '../../src/resources/password-policy.ts';
import type { DesiredUserPool, UserPool } from '../../src/resources/user-pool-settings.ts';
import { INITIAL_TIMES } from './present.ts';

const option = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

/** Whatever the answers may want of a pool. */
export const DESIRED_POOL: fc.Arbitrary<DesiredUserPool> = fc.record({
  alias: fc.constantFrom('demo', 'other', 'A.b-c_1'),
  creates: fc.constant({ clients: ['web'], domain: undefined }),
  name: option(fc.constantFrom('demo', 'People of the app')),
  tier: option(fc.constantFrom('LITE', 'ESSENTIALS', 'PLUS')),
  selfSignUp: option(fc.boolean()),
  deletionProtection: option(fc.boolean()),
  email: option(
    fc.constant({
      from: 'noreply@example.com',
      identityArn: 'arn:aws:ses:eu-central-1:123456789012:identity/noreply@example.com',
    }),
  ),
  emailReplyTo: option(fc.constant('help@example.com')),
  passwords: fc.record({
    length: option(fc.integer({ min: 6, max: 99 })),
    rules: option(fc.subarray([...PASSWORD_RULES])),
    temporaryDays: option(fc.integer({ min: 1, max: 365 })),
    history: option(fc.integer({ min: 0, max: 24 })),
  }),
  recovery: option(fc.constantFrom('email', 'none')),
});

const urls = fc.uniqueArray(
  fc.constantFrom('https://a.example.com/oauth/v2/callback', 'http://localhost:8080/oauth/v2/callback'),
  { maxLength: 2 },
);

/** Whatever the answers may want of an app client. */
export const DESIRED_CLIENT: fc.Arbitrary<NewAppClient> = fc.record({
  name: fc.constant('demo'),
  callbackUrls: urls,
  signOutUrls: fc.uniqueArray(fc.constantFrom('https://a.example.com', 'https://a.example.com/'), {
    maxLength: 2,
  }),
  times: fc.record({
    sessionMinutes: option(fc.integer({ min: 3, max: 15 })),
    idTokenMinutes: option(fc.integer({ min: 5, max: 1440 })),
    accessTokenMinutes: option(fc.integer({ min: 5, max: 1440 })),
    refreshTokenDays: option(fc.integer({ min: 1, max: 3650 })),
  }),
  initialTimes: fc.constant(INITIAL_TIMES),
  tokenRevocation: option(fc.boolean()),
  hideUnknownUsers: option(fc.boolean()),
});

/** The list, and behind it what it lacks of the other. */
function union<T>(present: readonly T[] | undefined, wanted: readonly T[]): T[] {
  return [...new Set([...(present ?? []), ...wanted])];
}

/** What a pool has to be after a run with those answers, member by member. */
export function expectedPool(pool: UserPool, desired: DesiredUserPool): UserPool {
  const expected: UserPool = {
    ...pool,
    UserPoolTags: {
      ...pool.UserPoolTags,
      'mendix-cognito': pool.UserPoolTags?.['mendix-cognito'] === 'made' ? 'made' : 'joined',
      [`mendix-cognito:app:${desired.alias}`]: 'client=web',
    },
  };
  const isProtected = pool.DeletionProtection === 'ACTIVE';
  if (desired.deletionProtection !== undefined && desired.deletionProtection !== isProtected) {
    expected.DeletionProtection = desired.deletionProtection ? 'ACTIVE' : 'INACTIVE';
  }
  if (desired.name !== undefined) expected.Name = desired.name;
  if (desired.tier !== undefined) expected.UserPoolTier = desired.tier;
  const open = pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
  if (desired.selfSignUp !== undefined && desired.selfSignUp !== open) {
    expected.AdminCreateUserConfig = {
      ...pool.AdminCreateUserConfig,
      AllowAdminCreateUserOnly: !desired.selfSignUp,
    };
  }
  Object.assign(expected, expectedPasswords(pool, desired));
  const names = pool.AccountRecoverySetting?.RecoveryMechanisms?.map(({ Name }) => Name) ?? [
    'verified_email',
  ];
  if (desired.recovery === 'none' && !names.includes('admin_only')) {
    expected.AccountRecoverySetting = { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] };
  }
  if (desired.recovery === 'email' && !names.includes('verified_email')) {
    const phone = names.includes('verified_phone_number')
      ? [{ Name: 'verified_phone_number' as const, Priority: 1 }]
      : [];
    expected.AccountRecoverySetting = {
      RecoveryMechanisms: [...phone, { Name: 'verified_email', Priority: phone.length + 1 }],
    };
  }
  // The same setting under its old name, which Cognito refuses beside the new one.
  if (
    expected.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined &&
    expected.AdminCreateUserConfig
  ) {
    const { UnusedAccountValidityDays: _, ...config } = expected.AdminCreateUserConfig;
    expected.AdminCreateUserConfig = config;
  }
  if (desired.email !== undefined) {
    const { from, identityArn } = desired.email;
    const { EmailConfiguration: now } = pool;
    expected.EmailConfiguration = {
      ...now,
      EmailSendingAccount: 'DEVELOPER',
      From: from,
      SourceArn: identityArn,
    };
  }
  if (desired.emailReplyTo !== undefined) {
    expected.EmailConfiguration = {
      ...expected.EmailConfiguration,
      ReplyToEmailAddress: desired.emailReplyTo,
    };
  }
  if (pool.DcrConfiguration !== undefined) {
    // Left out, its status would be turned on by the update.
    expected.DcrConfiguration = { EnableStatus: 'Disabled', ...pool.DcrConfiguration };
  }
  return expected;
}

/** Of the policy only what was asked for and is not so already; 0 days are 7. */
function expectedPasswords(pool: UserPool, { passwords = {} }: DesiredUserPool): Partial<UserPool> {
  const policy = pool.Policies?.PasswordPolicy ?? {};
  const days =
    (policy.TemporaryPasswordValidityDays ?? pool.AdminCreateUserConfig?.UnusedAccountValidityDays) || 7;
  const has = [
    policy.RequireUppercase,
    policy.RequireLowercase,
    policy.RequireNumbers,
    policy.RequireSymbols,
  ];
  const wants = PASSWORD_RULES.map((rule) => passwords.rules?.includes(rule) === true);
  const same =
    [undefined, policy.MinimumLength ?? 8].includes(passwords.length) &&
    (passwords.rules === undefined || wants.every((wanted, place) => wanted === (has[place] === true))) &&
    [undefined, days].includes(passwords.temporaryDays) &&
    [undefined, policy.PasswordHistorySize ?? 0].includes(passwords.history);
  if (same) return {};
  const [RequireUppercase, RequireLowercase, RequireNumbers, RequireSymbols] = wants;
  return {
    Policies: {
      ...pool.Policies,
      PasswordPolicy: {
        ...policy,
        ...(passwords.length !== undefined && { MinimumLength: passwords.length }),
        ...(passwords.rules !== undefined && {
          ...{ RequireUppercase, RequireLowercase, RequireNumbers, RequireSymbols },
        }),
        ...(passwords.temporaryDays !== undefined && {
          TemporaryPasswordValidityDays: passwords.temporaryDays,
        }),
        ...(passwords.history !== undefined && { PasswordHistorySize: passwords.history }),
      },
    },
  };
}

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** A token's time keeps its unit while it is right, and is said in the unit of its flag where it was not. */
function tokenTimes(
  settings: Omit<UserPoolClientType, 'ClientSecret'>,
  { times }: DesiredAppClient,
): Partial<UserPoolClientType> {
  const { TokenValidityUnits } = settings;
  const wanted = [
    ['IdToken', 'minutes', times.idTokenMinutes, 'hours', 1],
    ['AccessToken', 'minutes', times.accessTokenMinutes, 'hours', 1],
    ['RefreshToken', 'days', times.refreshTokenDays, 'days', 30],
  ] as const;
  const changed = wanted.filter(([token, unit, to, usual, byDefault]) => {
    const present = settings[`${token}Validity`];
    const seconds = present
      ? present * SECONDS[TokenValidityUnits?.[token] ?? usual]
      : byDefault * SECONDS[usual];
    return to !== undefined && to * SECONDS[unit] !== seconds;
  });
  if (changed.length === 0) return {};
  const sameUnits = changed.every(([token, unit]) => TokenValidityUnits?.[token] === unit);
  return {
    ...Object.fromEntries(changed.map(([token, , to]) => [`${token}Validity`, to])),
    ...(!sameUnits && {
      TokenValidityUnits: {
        ...TokenValidityUnits,
        ...Object.fromEntries(changed.map(([token, unit]) => [token, unit])),
      },
    }),
  };
}

/** Email and name are added to a list of attributes that may be read; no list is none. */
function readAttributes({ ReadAttributes = [] }: Omit<UserPoolClientType, 'ClientSecret'>): object {
  return ReadAttributes.length === 0 ? {} : { ReadAttributes: union(ReadAttributes, ['email', 'name']) };
}

/** What an app client has to be after a run with those answers; its authentication flows have a test of their own. */
export function expectedClient(
  settings: Omit<UserPoolClientType, 'ClientSecret'>,
  desired: DesiredAppClient,
): object {
  const { times } = desired;
  const lists = {
    CallbackURLs: union(settings.CallbackURLs, desired.callbackUrls),
    LogoutURLs: union(settings.LogoutURLs, desired.signOutUrls),
  };
  return {
    ...settings,
    ...Object.fromEntries(
      Object.entries(lists).filter(([name, list]) => list.length > 0 || name in settings),
    ),
    AllowedOAuthScopes: union(settings.AllowedOAuthScopes, ['openid', 'email', 'profile']),
    AllowedOAuthFlows: union(settings.AllowedOAuthFlows, ['code']),
    SupportedIdentityProviders: union(settings.SupportedIdentityProviders, ['COGNITO']),
    ExplicitAuthFlows: expect.any(Array),
    AllowedOAuthFlowsUserPoolClient: true,
    ...(times.sessionMinutes === undefined ? {} : { AuthSessionValidity: times.sessionMinutes }),
    ...tokenTimes(settings, desired),
    ...readAttributes(settings),
    ...(desired.hideUnknownUsers === undefined ||
    (settings.PreventUserExistenceErrors === undefined && !desired.hideUnknownUsers)
      ? {}
      : { PreventUserExistenceErrors: desired.hideUnknownUsers ? 'ENABLED' : 'LEGACY' }),
    ...(desired.tokenRevocation === undefined ||
    (settings.EnableTokenRevocation ?? false) === desired.tokenRevocation
      ? {}
      : { EnableTokenRevocation: desired.tokenRevocation }),
  };
}
