import type { User } from './user-settings.ts';

/** What keeps a user from signing in. */
export interface SignInProblem {
  /** A clause, to follow "… cannot sign in:". */
  readonly why: string;
  /** The flags with which `add-user` repairs it. */
  readonly flags: readonly string[];
}

/** Of the statuses of a user (API reference, UserType): who signs in, or does so by another identity provider. */
const ABLE: ReadonlySet<string> = new Set(['CONFIRMED', 'FORCE_CHANGE_PASSWORD', 'EXTERNAL_PROVIDER']);

const STATUS_WORDS: Readonly<Record<string, string>> = {
  RESET_REQUIRED: 'the password must be reset',
  UNCONFIRMED: 'the sign-up was never confirmed',
  // "User is disabled due to a potential system threat": the new password is the cautious reading of a cure.
  COMPROMISED: 'Cognito has blocked the user as a possible threat',
};

/** Pure: what keeps that user from signing in, or undefined. */
export function signInProblem({
  enabled,
  status,
}: Pick<User, 'enabled' | 'status'>): SignInProblem | undefined {
  const problems = [
    ...(enabled ? [] : [{ why: 'the user is disabled', flag: '--enable' }]),
    ...(ABLE.has(status)
      ? []
      : [{ why: STATUS_WORDS[status] ?? `the status is ${status}`, flag: '--reset-password' }]),
  ];
  if (problems.length === 0) return undefined;
  return { why: problems.map(({ why }) => why).join(', and '), flags: problems.map(({ flag }) => flag) };
}
