import { parseEmail, problemOf } from './checks.ts';
import type { Wishes } from './definitions.ts';

/** The addresses among a command's words, each once, and what is wrong with the others. */
export function readEmails(words: readonly string[]): {
  readonly emails: readonly string[];
  readonly problems: readonly string[];
} {
  const emails: string[] = [];
  const problems: string[] = [];
  for (const word of words) {
    const email = word.trim();
    const problem = problemOf(() => parseEmail(email));
    if (problem === undefined) emails.push(email);
    else problems.push(`The email address ${problem}.`);
  }
  return { emails: [...new Set(emails)], problems };
}

/**
 * The only word of a command, where it is a user's name and the address is given by flag or variable:
 * `add-user ann --user-email ann@example.com`.
 */
export function soleUsername(words: readonly string[], { userEmail }: Wishes): string | undefined {
  const [word, ...others] = words;
  return others.length === 0 && userEmail !== undefined && word?.includes('@') === false ? word : undefined;
}
