import type { WrittenUser } from '../resources/user.ts';
import { passwordChange } from '../resources/user-diff.ts';
import type { Plan } from './plan.ts';

/**
 * The users whose password a run has left as it is. Somebody has set it, or a run that ended before it could show what it
 * had set: which of the two is not known, so the user has to hear of both.
 *
 * @param users those that the run wrote
 */
export function unchangedPasswords(
  { desired, observed, unable }: Plan,
  users: readonly WrittenUser[],
): string[] {
  return desired.users
    .filter((wanted) => {
      // What they need is said already, and the command with it.
      if (unable.some(({ email }) => email === wanted.email)) return false;
      const seen = observed.users.get(wanted.email);
      if (seen !== undefined && passwordChange(seen, wanted) === undefined) return true;
      // It was to be set, and then another run was quicker.
      const written = users.find(({ email }) => email === wanted.email);
      return wanted.generated && written?.password === undefined;
    })
    .map(({ email }) => email);
}
