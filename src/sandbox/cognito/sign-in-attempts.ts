import { notAuthorized } from '../errors.ts';
import type { User } from '../state.ts';

// "After five failed unauthenticated or IAM-authorized sign-in attempts with a password, Amazon Cognito locks out your user
// for one second. The lockout duration then doubles after each additional one failed attempt, up to a maximum of
// approximately 15 minutes." (developer guide, "Lockout behavior for failed sign-in attempts")
const FREE_ATTEMPTS = 5;
const LONGEST_MS = 15 * 60_000;

/**
 * Whether a user may try: an attempt while locked out counts for nothing, but that the 15 minutes without any begin anew.
 *
 * @throws NotAuthorizedException
 */
export function checkAttempts(user: User, now: number): void {
  const { failures } = user;
  if (!failures) return;
  if (now >= failures.lastAttemptAt + LONGEST_MS) {
    delete user.failures;
    return;
  }
  failures.lastAttemptAt = now;
  if (now < failures.lockedUntil) throw notAuthorized('Password attempts exceeded');
}

/** Counts a wrong password or code: with the n-th the user is locked out for 2^(n-5) seconds. */
export function countFailure(user: User, now: number): void {
  const count = (user.failures?.count ?? 0) + 1;
  const locked = count < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (count - FREE_ATTEMPTS), LONGEST_MS);
  user.failures = { count, lastAttemptAt: now, lockedUntil: now + locked };
}

export function clearFailures(user: User): void {
  delete user.failures;
}
