import { InputProblem, parseEmail } from './checks.ts';

/** The addresses among a command's words, each once, and what is wrong with the others. */
export function readEmails(words: readonly string[]): {
  readonly emails: readonly string[];
  readonly problems: readonly string[];
} {
  const emails: string[] = [];
  const problems: string[] = [];
  for (const word of words) {
    try {
      emails.push(parseEmail(word.trim()));
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      problems.push(`The email address ${error.message}.`);
    }
  }
  return { emails: [...new Set(emails)], problems };
}
