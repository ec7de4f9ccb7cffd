import type { PasswordPolicyType, UserPoolTierType } from '@aws-sdk/client-cognito-identity-provider';
import type { Desired, PoolSelector, Target } from '../engine/desired.ts';
import { callbackUrlOf, signOutUrlsOf } from '../mendix/settings.ts';
import type { NewAppClient } from '../resources/app-client-settings.ts';
import type { WantedTimes } from '../resources/client-times.ts';
import type { DesiredDomain, ManagedLoginVersion } from '../resources/domain.ts';
import { derivedPrefix } from '../resources/domain-prefix.ts';
import { DEFAULT_POLICY, generatePassword } from '../resources/password.ts';
import {
  PASSWORD_RULES,
  type PasswordRule,
  policyWith,
  type WantedPasswords,
} from '../resources/password-policy.ts';
import type { DesiredMfa } from '../resources/pool-mfa-settings.ts';
import { ATTRIBUTE_TYPES, type CustomAttribute } from '../resources/pool-schema.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import type { DesiredUser } from '../resources/user-settings.ts';
import type { Secret } from '../secret.ts';
import { CLIENT_SETTINGS, type Wishes, withDefaults } from './definitions.ts';

/** A user that a command is about. */
export interface GivenUser {
  readonly email: string;
  /** Undefined where users sign in with their email address. */
  readonly username?: string | undefined;
  readonly fullName: string | undefined;
}

/** What a run reads that is about the pool and the app client of the answers, and what a command reads beside. */
export function targetOf(answers: Wishes, more: Partial<Target> = {}): Target {
  return {
    selector: selectorOf(answers),
    clientName: answers.clientName,
    identities: [],
    emailFrom: undefined,
    mfa: false,
    prefix: undefined,
    users: [],
    ...more,
  };
}

/** Which pool the answers name. */
export function selectorOf(answers: Wishes): PoolSelector {
  return {
    alias: answers.alias ?? aliasFrom(answers.appUrl?.[0]),
    poolName: answers.poolName,
    poolId: answers.poolId,
    adopt: answers.adopt === true,
  };
}

const LONGEST_ALIAS = 100;

/** The alias that an app's address suggests: its host, less what every Mendix Cloud address has in common. */
export function aliasFrom(appUrl: string | undefined): string | undefined {
  if (appUrl === undefined) return undefined;
  const host = new URL(appUrl).hostname.replace(/^www\./, '').replace(/\.mendixcloud\.com$/, '');
  return (
    host
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, LONGEST_ALIAS)
      .replace(/^-+|-+$/g, '') || undefined
  );
}

const TIERS: Record<'lite' | 'essentials' | 'plus', UserPoolTierType> = {
  lite: 'LITE',
  essentials: 'ESSENTIALS',
  plus: 'PLUS',
};

const not = (answer: boolean | undefined): boolean | undefined =>
  answer === undefined ? undefined : !answer;

const passwordsWanted = (answers: Wishes): WantedPasswords => ({
  length: answers.passwordLength,
  rules: answers.passwordRules === undefined ? undefined : rulesOf(answers.passwordRules),
  temporaryDays: answers.temporaryPasswordDays,
  history: answers.passwordHistory,
});

/** The pool that the answers describe. */
export function desiredPool(answers: Wishes, alias: string): NonNullable<Desired['pool']> {
  return {
    alias,
    name: answers.poolName,
    tier: answers.tier === undefined ? undefined : TIERS[answers.tier],
    selfSignUp: answers.selfSignUp,
    deletionProtection: answers.deletionProtection ?? not(answers.noDeletionProtection),
    signIn: answers.signIn,
    passwords: passwordsWanted(answers),
    recovery: answers.accountRecovery,
    attributes: { required: answers.requiredAttribute, custom: answers.customAttribute?.map(attributeOf) },
    emailFromName: answers.emailFromName,
    emailReplyTo: answers.emailReplyTo,
  };
}

/** The rules that a password has to meet once the answers' pool is there. */
export const passwordPolicy = (pool: UserPool | undefined, answers: Wishes): PasswordPolicyType =>
  policyWith(pool?.Policies?.PasswordPolicy ?? DEFAULT_POLICY, passwordsWanted(answers));

const rulesOf = (text: string): PasswordRule[] =>
  PASSWORD_RULES.filter((rule) => text.split(',').includes(rule));

function attributeOf(text: string): CustomAttribute {
  const [name = '', type = ''] = text.split(':');
  return { name, type: ATTRIBUTE_TYPES[type as keyof typeof ATTRIBUTE_TYPES] };
}

/** The second factor that the answers describe, or undefined when they leave it alone. */
export const desiredMfa = ({ mfa, mfaMethod }: Wishes): DesiredMfa | undefined =>
  mfa === undefined ? undefined : { mode: mfa, methods: mfaMethod ?? [] };

/** The first prefix that the answers' domain takes. */
export const firstPrefix = ({ domainPrefix }: Wishes, alias: string): string =>
  domainPrefix ?? derivedPrefix(alias);

/** The domain that the answers describe; the LITE tier has the classic sign-in pages only. */
export function desiredDomain(answers: Wishes, alias: string): DesiredDomain {
  const byTier: ManagedLoginVersion | undefined = answers.tier === 'lite' ? 1 : undefined;
  const version = answers.managedLogin;
  return {
    prefix: answers.domainPrefix,
    alias,
    managedLogin: version === undefined ? byTier : version === '2' ? 2 : 1,
  };
}

const timesOf = <Times extends WantedTimes>({
  sessionMinutes,
  idTokenMinutes,
  accessTokenMinutes,
  refreshTokenDays,
}: Times): Pick<Times, keyof WantedTimes> => ({
  sessionMinutes,
  idTokenMinutes,
  accessTokenMinutes,
  refreshTokenDays,
});

/** The app client that the answers describe: callback and sign-out URLs of each app, and callback URLs of their own. */
export function desiredClient(answers: Wishes, alias: string): NewAppClient {
  const appUrls = answers.appUrl ?? [];
  return {
    name: answers.clientName ?? alias,
    callbackUrls: unique([...appUrls.map(callbackUrlOf), ...(answers.callbackUrl ?? [])]),
    signOutUrls: unique(appUrls.flatMap(signOutUrlsOf)),
    times: timesOf(answers),
    initialTimes: timesOf(withDefaults(CLIENT_SETTINGS, answers)),
    tokenRevocation: answers.tokenRevocation,
    hideUnknownUsers: answers.hideUnknownUsers,
    ...(answers.moveSecret === true ? { moveSecret: true } : {}),
    ...(answers.removeAppUrl === undefined
      ? {}
      : {
          unwanted: {
            callbackUrls: answers.removeAppUrl.map(callbackUrlOf),
            signOutUrls: answers.removeAppUrl.flatMap(signOutUrlsOf),
          },
        }),
  };
}

/** The user that the answers name, where they name one. */
export function givenUsers({ userEmail, username, userFullName }: Wishes): GivenUser[] {
  return userEmail === undefined ? [] : [{ email: userEmail, username, fullName: userFullName }];
}

/**
 * A user that the answers describe.
 *
 * @param given the password that somebody brought; without one it is made, for a policy that may ask for a length
 */
export function desiredUser(
  answers: Wishes,
  { email, username, fullName }: GivenUser,
  given: Secret | undefined,
  minimumLength?: number,
): DesiredUser {
  return {
    email,
    username,
    attributes: fullName === undefined ? {} : { name: fullName },
    password: given ?? generatePassword(minimumLength),
    generated: given === undefined,
    permanent: answers.temporaryPassword !== true,
    resetPassword: answers.resetPassword === true,
    ...(answers.groups === undefined ? {} : { groups: answers.groups.split(',') }),
    ...(answers.resetMfa === true ? { resetMfa: true } : {}),
    ...(answers.enable === true ? { enable: true } : {}),
  };
}

function unique(urls: readonly string[]): string[] {
  return [...new Set(urls)];
}
