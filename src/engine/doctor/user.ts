import type { Repair } from '../../errors.ts';
import { signInProblem } from '../../resources/sign-in-problem.ts';
import { PAGE } from '../../resources/user-calls.ts';
import { isUnused } from '../../resources/user-diff.ts';
import type { User } from '../../resources/user-settings.ts';
import { flagWords } from '../command-line.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';
import type { Examined, Seen } from './examine.ts';
import { permission } from './permissions.ts';
import type { Repairs } from './repair.ts';

/** Nobody else can know it: the words stand for the name, and the command can be run with another. */
export const SOME_NAME = 'First Last';

/** A repair that leaves the password of somebody who has not chosen one yet as it is. */
function repairOf(
  user: User | undefined,
  email: string,
  repairs: Repairs,
  ...words: readonly string[]
): Repair {
  const keep = user !== undefined && isUnused(user) ? ['--temporary-password'] : [];
  return repairs.addUser(email, ...words, ...keep);
}

function statusFinding(user: User | undefined, email: string, repairs: Repairs): Finding {
  const status = user?.status ?? 'UNKNOWN';
  if (status === 'FORCE_CHANGE_PASSWORD') return ok(`${email} chooses a password at the first sign-in.`);
  // Whether the user is enabled is a question of its own.
  const problem = signInProblem({ status, enabled: true });
  if (problem === undefined) return ok(`${email} can sign in.`);
  return fail(
    `${email} cannot sign in: ${problem.why} (${status}). With a new password the user can sign in.`,
    repairs.addUser(email, ...problem.flags),
  );
}

const hasVerifiedEmail = ({ attributes }: User): boolean => attributes.email_verified === 'true';

/** Where no user was named: how many of the pool's first users cannot sign in, and one of them to check. */
function countFinding(users: readonly User[], repairs: Repairs): Finding {
  const barred = users.filter((user) => signInProblem(user) !== undefined);
  const unverified = users.filter((user) => signInProblem(user) === undefined && !hasVerifiedEmail(user));
  const which = users.length === PAGE ? `first ${PAGE} users` : `${users.length} users`;
  if (barred.length + unverified.length === 0) {
    return ok(users.length === 0 ? 'The user pool has no users yet.' : `All of the ${which} can sign in.`);
  }
  const first = [...barred, ...unverified].find(({ email }) => email !== '');
  const parts = [
    ...(barred.length === 0 ? [] : [`${barred.length} of the ${which} cannot sign in`]),
    ...(unverified.length === 0
      ? []
      : [`${unverified.length} ${unverified.length === 1 ? 'has' : 'have'} no verified email address`]),
  ];
  return warn(`${parts.join('; ')}.`, {
    act: 'This says what one of them needs:',
    run: repairs.doctor('--user-email', first?.email ?? '<email>').run,
  });
}

/** The user of --user-email; where none was named, the first users of the pool as a count. */
export function userChecks(question: Examined, seen: Seen, repairs: Repairs): Check[] {
  const { userEmail: email, userFullName } = question;
  const { user } = seen;
  const group = 'User';
  if (email === undefined) {
    return [
      {
        id: 'users',
        group,
        name: 'Users',
        needs: ['pool', permission('cognito-idp:ListUsers')],
        look: () => countFinding(seen.users, repairs),
      },
    ];
  }
  const needs = ['user'];
  return [
    {
      id: 'user',
      group,
      name: email,
      needs: ['pool', permission('cognito-idp:AdminGetUser')],
      look: () =>
        user === undefined
          ? fail(
              `There is no user ${email} in the user pool.`,
              repairs.addUser(email, ...flagWords('--user-full-name', userFullName)),
            )
          : ok(`The user is ${user.username}, which Mendix gets as sub.`),
    },
    {
      id: 'user-enabled',
      group,
      name: 'Enabled',
      needs,
      look: () =>
        user?.enabled === true
          ? ok(`${email} is enabled.`)
          : fail(
              `${email} is disabled: the sign-in page says that the password is wrong.`,
              repairs.addUser(email, '--enable'),
            ),
    },
    {
      id: 'user-status',
      group,
      name: 'Status',
      needs,
      look: () => statusFinding(user, email, repairs),
    },
    {
      id: 'user-email-verified',
      group,
      name: 'Email verified',
      needs,
      look: () =>
        user !== undefined && hasVerifiedEmail(user)
          ? ok(`The address of ${email} counts as verified.`)
          : warn(
              `The address of ${email} does not count as verified: a forgotten password cannot be reset, and Mendix may not trust the address.`,
              repairOf(user, email, repairs),
            ),
    },
    {
      id: 'user-name',
      group,
      name: 'Full name',
      needs,
      look: () =>
        user?.attributes.name !== undefined && user.attributes.name.trim() !== ''
          ? ok(`${email} has a full name.`)
          : warn(
              `${email} has no full name, so FullName stays empty in Mendix.${userFullName === undefined ? ` Put the person’s name in place of ${SOME_NAME}.` : ''}`,
              repairOf(user, email, repairs, '--user-full-name', userFullName ?? SOME_NAME),
            ),
    },
  ];
}
