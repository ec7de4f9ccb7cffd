import { signInProblem } from '../resources/sign-in-problem.ts';
import type { WrittenUser } from '../resources/user.ts';
import { printable } from './printable.ts';

/** Users for the JSON output; the password is null unless this run generated it and may show it. */
export function usersJson(users: readonly WrittenUser[], reveal: boolean): Record<string, unknown>[] {
  return users.map(({ email, username, status, password }) => ({
    email,
    username,
    status,
    password: reveal && password !== undefined ? password.reveal() : null,
  }));
}

/**
 * A line or two for each user: who can sign in, and with which password if this run created it.
 *
 * @param above true when the passwords stand on the same screen already
 */
export function renderUsers(users: readonly WrittenUser[], reveal: boolean, above = false): string {
  return users
    .map((user) => {
      const { email, status, password } = user;
      const problem = signInProblem(user);
      const able =
        status === 'FORCE_CHANGE_PASSWORD' ? 'chooses a password at the first sign-in' : 'can sign in';
      const head = `User      ${printable(email)} (${problem === undefined ? able : `cannot sign in: ${problem.why}`})`;
      if (password === undefined) return head;
      if (above) return `${head}\nPassword  (shown above)`;
      return `${head}\nPassword  ${reveal ? password.reveal() : '(hidden: add --reveal-secrets, or set one with add-user --reset-password)'}`;
    })
    .join('\n');
}

/** Says how to get at a generated password that this output had to hide. */
export const passwordHint = (command: string): string =>
  `A generated password was set and is not shown here. On a terminal, or with --reveal-secrets, this gives a new one:\n  ${command}`;

/**
 * Says that these users keep a password that this run does not know, and how to make a new one.
 *
 * @param command the one that sets a new password
 */
export function unchangedPasswordsHint(emails: readonly string[], command: string): string {
  const one = emails.length === 1;
  const who = one ? `${printable(emails[0])} was` : `${emails.length} users were`;
  return `${who} there already, with ${one ? 'a password' : 'passwords'} that somebody or an earlier run has set; ${one ? 'it is' : 'they are'} left alone. If nobody has ${one ? 'it' : 'them'}, this makes ${one ? 'a new one' : 'new ones'}:\n  ${command}`;
}
