import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { UsageError } from '../errors.ts';
import { passwordProblems } from '../resources/password.ts';
import type { Context } from '../run/context.ts';
import type { Secret } from '../secret.ts';
import type { Wishes } from './definitions.ts';
import { readSecrets } from './given-secrets.ts';

/**
 * The password that the user brings, or undefined when one is to be generated.
 *
 * @throws UsageError when `--password-stdin` finds none.
 */
export async function givenPassword(context: Context, answers: Wishes): Promise<Secret | undefined> {
  const { password } = await readSecrets(context, answers.passwordStdin === true ? ['password'] : []);
  return password;
}

/** @throws UsageError that names what the password lacks, never the password. */
export function requireGoodPassword(password: Secret, policy?: PasswordPolicyType): void {
  const problems = passwordProblems(password.reveal(), policy);
  if (problems.length === 0) return;
  throw new UsageError(
    [`The password does not meet the user pool's rules: it needs ${problems.join(', ')}.`],
    'Choose another one, or have one generated: leave --password-stdin out.',
    'PASSWORD_WEAK',
  );
}
