import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { DesiredAppClient, NewAppClient } from '../../src/resources/app-client-settings.ts';
import type { DesiredUserPool, UserPool } from '../../src/resources/user-pool-settings.ts';

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
    refreshTokenDays: option(fc.integer({ min: 1, max: 3650 })),
  }),
  initialTimes: fc.constant({ sessionMinutes: 3, refreshTokenDays: 30 }),
  tokenRevocation: option(fc.boolean()),
  hideUnknownUsers: option(fc.boolean()),
});

/** The list, and behind it what it lacks of the other. */
function union<T>(present: readonly T[] | undefined, wanted: readonly T[]): T[] {
  return [...new Set([...(present ?? []), ...wanted])];
}

/** What a pool has to be after a run with those answers, told member by member. */
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
  // The same setting under its old name, which Cognito refuses beside the new one.
  if (
    pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined &&
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
  if (pool.DcrConfiguration !== undefined) {
    // Left out, its status would be turned on by the update.
    expected.DcrConfiguration = { EnableStatus: 'Disabled', ...pool.DcrConfiguration };
  }
  return expected;
}

/** A refresh token's time keeps its unit while it is right, and is told in days where it was not. */
function refreshTimes(settings: Omit<UserPoolClientType, 'ClientSecret'>, days: number): object {
  const { RefreshTokenValidity = 30, TokenValidityUnits } = settings;
  const seconds = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[
    TokenValidityUnits?.RefreshToken ?? 'days'
  ];
  if (RefreshTokenValidity * seconds === days * 86_400) return {};
  return { RefreshTokenValidity: days, TokenValidityUnits: { ...TokenValidityUnits, RefreshToken: 'days' } };
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
    ...(times.refreshTokenDays === undefined ? {} : refreshTimes(settings, times.refreshTokenDays)),
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
