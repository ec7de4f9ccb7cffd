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
