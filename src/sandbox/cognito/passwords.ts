import { randomInt } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { Pool, User } from '../state.ts';
import { hashPassword, matchesPassword } from './password-hash.ts';

/** Developer guide, "Adding user pool password requirements". A space counts, though not at either end. */
const SYMBOLS = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** The longest history that a policy can ask for. */
const MAX_HISTORY = 24;

/** @throws InvalidPasswordException, as in "Password did not conform with policy: Password not long enough" */
function checkPasswordPolicy(password: string, pool: Pool): void {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {};
  const broken = [
    password.length < (policy.MinimumLength ?? 0) && 'Password not long enough',
    policy.RequireUppercase && !/[A-Z]/.test(password) && 'Password must have uppercase characters',
    policy.RequireLowercase && !/[a-z]/.test(password) && 'Password must have lowercase characters',
    policy.RequireNumbers && !/[0-9]/.test(password) && 'Password must have numeric characters',
    policy.RequireSymbols && !SYMBOLS.test(password) && 'Password must have symbol characters',
  ].find((reason) => typeof reason === 'string');
  if (broken)
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${broken}`);
}

/**
 * The user's fields for a new password.
 *
 * @throws InvalidPasswordException; PasswordHistoryPolicyViolationException for one of the last passwords, when the pool's
 * policy has PasswordHistorySize (API reference, PasswordPolicyType)
 */
export async function newPassword(
  password: string,
  pool: Pool,
  user: Pick<User, 'passwordHistory'>,
  now: number,
): Promise<Pick<User, 'passwordHash' | 'passwordSetAt' | 'passwordHistory'>> {
  checkPasswordPolicy(password, pool);
  const remembered = pool.settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;
  for (const hash of user.passwordHistory.slice(0, remembered)) {
    if (await matchesPassword(password, hash)) {
      throw new AwsError('PasswordHistoryPolicyViolationException', 'Password has previously been used');
    }
  }
  const passwordHash = await hashPassword(password);
  const passwordHistory = [passwordHash, ...user.passwordHistory].slice(0, MAX_HISTORY);
  return { passwordHash, passwordSetAt: now, passwordHistory };
}

/** A temporary password that meets any policy: all four classes, and the policy's length. */
export function temporaryPassword(pool: Pool): string {
  const classes = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!@#%&*+-='];
  const length = Math.max(12, pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? 0);
  const characters = Array.from({ length }, (_, index) => {
    const set = classes[index % classes.length] ?? '';
    return set.charAt(randomInt(set.length));
  });
  return characters.join('');
}
