import { randomInt } from 'node:crypto';
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { Secret } from '../secret.ts';

const LOWER = 'abcdefghijkmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGIT = '23456789';
// Of Cognito's special characters, those that no shell, CSV or YAML makes anything of.
const SYMBOL = '-_.+:@';

/** Cognito's special characters (developer guide, "Password policies"). */
const SPECIAL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

/** A random password that meets every policy of that length: all four classes, at least 20 characters. */
export function generatePassword(minimumLength = 8): Secret {
  const characters = [pick(LOWER), pick(UPPER), pick(DIGIT), pick(SYMBOL)];
  const length = Math.max(20, minimumLength);
  // One less: the first is a letter, since a spreadsheet takes what begins with - + @ for a formula.
  while (characters.length < length - 1) characters.push(pick(LOWER + UPPER + DIGIT + SYMBOL));
  for (let index = characters.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    const [a = '', b = ''] = [characters[index], characters[other]];
    characters[index] = b;
    characters[other] = a;
  }
  return new Secret(pick(LOWER + UPPER) + characters.join(''));
}

/** The policy of a pool that the wizard makes. */
export const DEFAULT_POLICY = {
  MinimumLength: 8,
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
  TemporaryPasswordValidityDays: 7,
} as const satisfies PasswordPolicyType;

/** What a password lacks under the pool's policy, a phrase each; empty when it is good. */
export function passwordProblems(text: string, policy: PasswordPolicyType = DEFAULT_POLICY): string[] {
  const problems: string[] = [];
  const minimum = policy.MinimumLength ?? 6;
  if (text.length < minimum) problems.push(`at least ${minimum} characters`);
  if (text.length > 256) problems.push('at most 256 characters');
  // Cognito API reference, AdminSetUserPassword: [\S]+, and no space at either end.
  if (/\s/.test(text)) problems.push('no spaces');
  if (policy.RequireLowercase === true && !/[a-z]/.test(text)) problems.push('a lower-case letter');
  if (policy.RequireUppercase === true && !/[A-Z]/.test(text)) problems.push('an upper-case letter');
  if (policy.RequireNumbers === true && !/[0-9]/.test(text)) problems.push('a digit');
  if (policy.RequireSymbols === true && !SPECIAL.test(text)) {
    problems.push('a special character such as - _ . ! #');
  }
  return problems;
}
