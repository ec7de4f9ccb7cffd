import type { Repair } from '../errors.ts';
import { type SignInProblem, signInProblem } from '../resources/sign-in-problem.ts';
import { passwordChange } from '../resources/user-diff.ts';
import { userWords } from '../resources/user-settings.ts';
import type { Desired } from './desired.ts';
import { joinWords } from './locate.ts';
import type { Observed } from './observe.ts';

/** A user whom the plan leaves unable to sign in. */
export interface UnableUser extends SignInProblem {
  readonly email: string;
  readonly repair: Repair;
}

/** Pure: which of the wanted users are there and cannot sign in, and stay so. */
export function unableUsers({ users }: Pick<Desired, 'users'>, observed: Observed): UnableUser[] {
  return users.flatMap((desired) => {
    const { email } = desired;
    const user = observed.users.get(email);
    if (user === undefined) return [];
    const problem = signInProblem({
      enabled: user.enabled || desired.enable === true,
      status: passwordChange(user, desired) === undefined ? user.status : 'CONFIRMED',
    });
    if (problem === undefined) return [];
    const whose = observed.pool === undefined ? [] : joinWords(observed.alias, observed.pool);
    return [
      {
        ...problem,
        email,
        repair: {
          act: `${email} cannot sign in: ${problem.why}. This fixes it:`,
          run: ['add-user', ...userWords(desired), ...problem.flags, ...whose],
        },
      },
    ];
  });
}
