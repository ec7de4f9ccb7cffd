import type { Context } from '../context.ts';
import { type Converged, converge, convergedJson } from '../converge.ts';
import { keptPasswords } from '../engine/kept-passwords.ts';
import { appWords } from '../engine/locate.ts';
import type { Observed } from '../engine/observe.ts';
import { complete } from '../inputs/ask.ts';
import { type Answers, flagOf, type InputName } from '../inputs/definitions.ts';
import { desiredUser, type GivenUser, nothingDesired, selectorOf } from '../inputs/desired.ts';
import { readEmails } from '../inputs/emails.ts';
import { prepareOutput, writeOutput } from '../inputs/output-file.ts';
import { givenPassword, requireGoodPassword } from '../inputs/password.ts';
import { look } from '../look.ts';
import { keepUsers } from '../new-passwords.ts';
import type { WrittenUser } from '../resources/user.ts';
import type { Invocation, Result } from '../result.ts';
import { keptPasswordsHint, passwordHint, renderUsers, usersJson } from '../ui/render-user.ts';
import { usersCsv } from '../ui/users-csv.ts';
import { importUsers } from '../user-import.ts';

/** Our pools do not tell letter case: two spellings of an address are one user, and two passwords for one are a lie. */
const eachOnce = (emails: readonly string[]): string[] =>
  emails.filter(
    (email, place) => emails.findIndex((other) => other.toLowerCase() === email.toLowerCase()) === place,
  );

/** The users that the command's words name, and what is wrong with them. */
function namedUsers({ words, answers, sources }: Invocation): { users: GivenUser[]; problems: string[] } {
  const { emails: named, problems } = readEmails(words);
  const emails = eachOnce(named);
  const byFlag = (name: InputName) => sources[name]?.startsWith('flag') === true;
  // What stands in the environment or in a file that serves every command is the name of the user who stands there.
  const isTheirs = (email: string, name: InputName) => byFlag(name) || email === answers.userEmail;
  const ofFiles = (['result', 'invite', 'update', 'rate'] as const).filter(byFlag);
  return {
    users: emails.map((email) => ({
      email,
      username: isTheirs(email, 'username') ? answers.username : undefined,
      fullName: isTheirs(email, 'userFullName') ? answers.userFullName : undefined,
    })),
    problems: [
      ...problems,
      ...(emails.length > 1 && byFlag('userFullName')
        ? ['--user-full-name is for one user; a file names several, in a column called name.']
        : []),
      ...(emails.length > 1 && byFlag('username') ? ['--username is for one user.'] : []),
      ...(emails.length > 0 && byFlag('userEmail')
        ? ['--user-email and addresses on the command line exclude each other.']
        : []),
      ...ofFiles.map((name) => `${flagOf(name)} goes with --from-csv only.`),
    ],
  };
}

function asked({ userEmail, username, userFullName }: Answers): GivenUser[] {
  return [{ email: userEmail ?? '', username, fullName: userFullName }];
}

/** A command line that somebody can still read. */
const NAMED_AT_MOST = 5;

function keptHint(context: Context, { plan, applied }: Converged): string | undefined {
  const kept = keptPasswords(plan, applied?.users ?? []);
  if (applied === undefined || kept.length === 0) return undefined;
  const whose = appWords(plan.observed.alias, plan.observed.pool);
  const command =
    kept.length > NAMED_AT_MOST
      ? 'the same command with --reset-password (for everybody that it names)'
      : context.again('add-user', ...kept, '--reset-password', ...whose);
  return keptPasswordsHint(kept, command);
}

function nextStep(
  context: Context,
  { alias, pool }: Observed,
  users: readonly WrittenUser[],
  kept: string | undefined,
): string {
  const next =
    users.length === 0
      ? 'Nothing to change: everybody is there.'
      : `Next: ${context.again('status', ...appWords(alias, pool))}`;
  return kept === undefined ? next : `${kept}\n${next}`;
}

/** `add-user`: users with a verified email address, a full name and a password that works at once. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { fromCsv } = invocation.answers;
  if (fromCsv !== undefined) return importUsers(context, invocation, fromCsv);
  const named = namedUsers(invocation);
  const nobody = invocation.words.length === 0;
  const answers = await complete(context, invocation, nobody ? ['userEmail'] : [], named.problems);
  if (answers.output !== undefined) await prepareOutput(context, answers.output);
  const people = nobody ? asked(answers) : named.users;
  const selector = selectorOf(answers);
  const password = await givenPassword(context, answers);
  const desire = (minimumLength?: number) => ({
    ...nothingDesired(selector, answers),
    users: people.map((user) => desiredUser(answers, user, password, minimumLength)),
  });

  const observed = await look(context, await context.aws(), desire());
  const policy = observed.pool?.Policies?.PasswordPolicy;
  if (password !== undefined) requireGoodPassword(password, policy);
  const { output } = answers;
  /** What was made, passwords included, goes to the file that was named for it: also when the run ends early. */
  const keep = async (users: readonly WrittenUser[]) => {
    if (output === undefined || users.length === 0) return;
    await writeOutput(output, usersCsv(users));
    context.terminal.say(`Users and their passwords were written to ${output}, readable only for you.`);
  };
  const converged = await converge(context, desire(policy?.MinimumLength), {
    seen: observed,
    ...(output === undefined ? {} : { keep }),
  });
  const users = converged.applied?.users ?? [];
  const kept = keptHint(context, converged);
  const next = converged.applied === undefined ? {} : { next: nextStep(context, observed, users, kept) };
  const json = {
    alias: observed.alias ?? null,
    ...convergedJson(converged),
    ...(kept === undefined ? {} : { hints: [kept] }),
  };
  if (output !== undefined) {
    await keepUsers(context, users, keep);
    return { json: { ...json, users: usersJson(users, false), output }, text: '', ...next };
  }
  const hidden = !context.showSecrets && users.some((user) => user.password !== undefined);
  return {
    json: {
      ...json,
      users: usersJson(users, context.showSecrets),
      ...(hidden
        ? {
            hint: passwordHint(
              context.again(
                'add-user',
                '<email>',
                '--reset-password',
                ...appWords(observed.alias, observed.pool),
              ),
            ),
          }
        : {}),
    },
    text: users.length === 0 ? '' : `${renderUsers(users, context.showSecrets)}\n`,
    ...next,
  };
}
