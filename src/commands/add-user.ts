import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import type { Context } from '../context.ts';
import { converge, convergedJson, look } from '../converge.ts';
import { complete } from '../inputs/ask.ts';
import { desiredUser, nothingDesired, selectorOf } from '../inputs/desired.ts';
import { readEmails } from '../inputs/emails.ts';
import { givenPassword, requireGoodPassword } from '../inputs/password.ts';
import { generatePassword } from '../resources/password.ts';
import type { Invocation, Result } from '../result.ts';
import { PASSWORD_HINT, renderUsers, usersJson } from '../ui/render-user.ts';

/** `add-user`: users with a verified email address, a full name and a password that works at once. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { words } = invocation;
  const given = readEmails(words);
  const several = words.length > 1 && invocation.answers.userFullName !== undefined;
  const answers = await complete(context, invocation, words.length === 0 ? ['userEmail'] : [], [
    ...given.problems,
    ...(several ? ['--user-full-name is for one user; add several one at a time.'] : []),
  ]);
  const emails = words.length === 0 ? [answers.userEmail ?? ''] : given.emails;
  const selector = selectorOf(answers);
  const password = await givenPassword(context, answers);
  const desire = (policy?: PasswordPolicyType) => ({
    ...nothingDesired(selector, answers),
    users: emails.map((email) =>
      desiredUser(answers, email, password ?? generatePassword(policy?.MinimumLength)),
    ),
  });

  const observed = await look(context, await context.aws(), desire());
  const policy = observed.pool?.Policies?.PasswordPolicy;
  if (password !== undefined) requireGoodPassword(password, policy);
  const desired = desire(policy);
  const converged = await converge(context, desired, observed);
  const users = converged.applied?.users ?? [];
  const generated = password === undefined;
  const hidden = generated && !context.showSecrets && users.some((user) => user.password !== undefined);
  return {
    json: {
      alias: observed.alias ?? null,
      ...convergedJson(converged),
      users: usersJson(users, generated, context.showSecrets),
      ...(hidden ? { hint: PASSWORD_HINT } : {}),
    },
    text: users.length === 0 ? '' : `${renderUsers(users, generated, context.showSecrets)}\n`,
    next:
      users.length === 0 && converged.applied !== undefined
        ? 'Nothing to change: the user is there. A new password: the same command with --reset-password.'
        : 'Next: mendix-cognito status',
  };
}
