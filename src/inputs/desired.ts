import type { UserPoolTierType } from '@aws-sdk/client-cognito-identity-provider';
import type { Desired, PoolSelector } from '../engine/desired.ts';
import { callbackUrlOf, signOutUrlsOf } from '../mendix/settings.ts';
import type { DesiredAppClient } from '../resources/app-client-settings.ts';
import type { DesiredDomain, ManagedLoginVersion } from '../resources/domain.ts';
import { generatePassword } from '../resources/password.ts';
import type { DesiredUser } from '../resources/user.ts';
import type { Secret } from '../secret.ts';
import type { Answers } from './definitions.ts';

/** A user that a command is about. */
export interface GivenUser {
  readonly email: string;
  /** Undefined where users sign in with their email address. */
  readonly username?: string | undefined;
  readonly fullName: string | undefined;
}

/** What a run that asks for nothing wants: a base to lay the parts of a command on. */
export function nothingDesired(selector: PoolSelector | undefined, answers: Answers): Desired {
  return {
    selector,
    identities: [],
    pool: undefined,
    emailFrom: undefined,
    domain: undefined,
    clientName: answers.clientName,
    client: undefined,
    users: [],
  };
}

/** Which pool the answers name. */
export function selectorOf(answers: Answers): PoolSelector {
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

/** The pool that the answers describe. */
export function desiredPool(answers: Answers, alias: string): NonNullable<Desired['pool']> {
  return {
    alias,
    name: answers.poolName,
    tier: answers.tier === undefined ? undefined : TIERS[answers.tier],
    selfSignUp: answers.selfSignUp,
    deletionProtection: answers.deletionProtection ?? not(answers.noDeletionProtection),
  };
}

/** The domain that the answers describe; the LITE tier has the classic sign-in pages only. */
export function desiredDomain(answers: Answers, alias: string): DesiredDomain {
  const byTier: ManagedLoginVersion | undefined = answers.tier === 'lite' ? 1 : undefined;
  const version = answers.managedLogin;
  return {
    prefix: answers.domainPrefix,
    alias,
    managedLogin: version === undefined ? byTier : version === '2' ? 2 : 1,
  };
}

/** The app client that the answers describe: callback and sign-out URLs of each app, and callback URLs of their own. */
export function desiredClient(answers: Answers, alias: string): DesiredAppClient {
  const appUrls = answers.appUrl ?? [];
  return {
    name: answers.clientName ?? alias,
    callbackUrls: unique([...appUrls.map(callbackUrlOf), ...(answers.callbackUrl ?? [])]),
    signOutUrls: unique(appUrls.flatMap(signOutUrlsOf)),
    sessionMinutes: answers.sessionMinutes,
    tokenRevocation: answers.tokenRevocation,
    hideUnknownUsers: answers.hideUnknownUsers,
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

/**
 * A user that the answers describe.
 *
 * @param given the password that somebody brought; without one it is made, for a policy that may ask for a length
 */
export function desiredUser(
  answers: Answers,
  { email, username, fullName }: GivenUser,
  given: Secret | undefined,
  minimumLength?: number,
): DesiredUser {
  return {
    email,
    username,
    fullName,
    password: given ?? generatePassword(minimumLength),
    generated: given === undefined,
    permanent: answers.temporaryPassword !== true,
    resetPassword: answers.resetPassword === true,
  };
}

/** Problems that no answer has alone. */
export function contradictions(answers: Answers): string[] {
  const problems: string[] = [];
  if (answers.tier === 'lite' && answers.managedLogin === '2') {
    problems.push(
      '--managed-login 2 needs the tier essentials or plus; with --tier lite use --managed-login 1.',
    );
  }
  if (
    answers.deletionProtection !== undefined &&
    answers.deletionProtection === answers.noDeletionProtection
  ) {
    problems.push('--deletion-protection and --no-deletion-protection exclude each other.');
  }
  if (answers.generatePassword === true && answers.passwordStdin === true) {
    problems.push('--generate-password and --password-stdin exclude each other.');
  }
  for (const [flag, given] of [
    ['--password-stdin', answers.passwordStdin],
    ['--secret-stdin', answers.secretStdin],
  ] as const) {
    if (answers.config !== '-' || given !== true) continue;
    problems.push(`--config - and ${flag} exclude each other: there is one standard input.`);
  }
  if (answers.readOnly === true && answers.destroy === true) {
    problems.push('--read-only and --destroy exclude each other: print one policy at a time.');
  }
  if (answers.finish === true && answers.cancel === true) {
    problems.push('--finish and --cancel exclude each other: one of the two secrets has to stay.');
  }
  if (answers.sandbox === true && answers.profile !== undefined) {
    problems.push('--sandbox and --profile exclude each other: the sandbox has no AWS account.');
  }
  const kept = [...(answers.appUrl ?? []).map(callbackUrlOf), ...(answers.callbackUrl ?? [])];
  for (const url of new Set(answers.removeAppUrl)) {
    if (kept.includes(callbackUrlOf(url))) {
      problems.push(`${url} is to be added and taken away: leave out one of the two.`);
    }
  }
  return problems;
}

function unique(urls: readonly string[]): string[] {
  return [...new Set(urls)];
}
