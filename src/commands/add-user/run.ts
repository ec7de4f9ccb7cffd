import type { Desired } from '../../engine/desired.ts';
import { appWords } from '../../engine/locate.ts';
import type { Observed } from '../../engine/observe.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { converge, convergedJson } from '../../flows/converge.ts';
import { hiddenPasswordsHint, keepUsers, unchangedPasswordsHint } from '../../flows/new-passwords.ts';
import { complete, HELP } from '../../inputs/ask.ts';
import { desiredUser, type GivenUser, targetOf } from '../../inputs/desired.ts';
import { readEmails, soleUsername } from '../../inputs/emails.ts';
import { prepareOutput, type ReservedOutput, reserveOutput } from '../../inputs/output-file.ts';
import { givenPassword, requireGoodPassword } from '../../inputs/password.ts';
import { checkOf } from '../../inputs/resolve.ts';
import { optional } from '../../inputs/wizard/question.ts';
import type { WrittenUser } from '../../resources/user.ts';
import { identifierKey } from '../../resources/user-settings.ts';
import type { Context } from '../../run/context.ts';
import { renderUsers, usersJson } from '../../ui/render-user.ts';
import { usersCsv } from '../../ui/users-csv.ts';
import { importUsers } from '../../user-import/user-import.ts';
import type { addUserCommand } from './command.ts';

type Call = InvocationOf<typeof addUserCommand>;

/** Our pools ignore letter case: two spellings of an address are one user, and two passwords for one are a lie. */
function eachOnce(emails: readonly string[]): string[] {
  const keys = emails.map((email) => identifierKey({ email }));
  return emails.filter((_, place) => keys.indexOf(keys[place] ?? '') === place);
}

/** The users that the command's words name, and what is wrong with them. */
function namedUsers({ words, wishes, sources }: Call): {
  users: GivenUser[];
  problems: readonly string[];
} {
  const name = soleUsername(words, wishes);
  if (name !== undefined) {
    const problem = checkOf('username')(name);
    const { userEmail: email = '', userFullName: fullName } = wishes;
    return {
      users: [{ email, username: name, fullName }],
      problems: problem === undefined ? [] : [`The user name ${problem}`],
    };
  }
  const { emails: named, problems } = readEmails(words);
  const emails = eachOnce(named);
  const byFlag = (name: 'username' | 'userFullName') => sources[name]?.from === 'flag';
  // What stands in the environment or in a file that serves every command is the name of the user who stands there.
  const isTheirs = (email: string, name: 'username' | 'userFullName') =>
    byFlag(name) || email === wishes.userEmail;
  return {
    users: emails.map((email) => ({
      email,
      username: isTheirs(email, 'username') ? wishes.username : undefined,
      fullName: isTheirs(email, 'userFullName') ? wishes.userFullName : undefined,
    })),
    problems,
  };
}

function asked({ userEmail, username, userFullName }: Call['wishes']): GivenUser[] {
  return [{ email: userEmail ?? '', username, fullName: userFullName }];
}

/** What a user takes in the file at most: address, user name, state and password. */
const MOST_BYTES = 2048;

function nextAfterUsers(
  { again }: Context,
  users: readonly WrittenUser[],
  kept: string | undefined,
  app: readonly string[],
): string {
  const next =
    users.length === 0 ? 'Nothing to change: every user exists.' : `Next:\n  ${again(['status', ...app])}`;
  return kept === undefined ? next : `${kept}\n${next}`;
}

/** A new user without a name has none in Mendix either: asked for where somebody is there. */
async function withFullName(context: Context, user: GivenUser): Promise<GivenUser> {
  const { terminal, options } = context;
  if (user.fullName !== undefined || !terminal.interactive || options.yes || options.dryRun) return user;
  const fullName = await optional(await context.prompts(), 'userFullName', {
    message: 'Full name',
    before: undefined,
    help: HELP.userFullName,
  });
  return { ...user, fullName };
}

/** `add-user`: users with a verified email address, a full name and a password that works at once. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { fromCsv } = invocation.wishes;
  if (fromCsv !== undefined) return importUsers(context, invocation, fromCsv);
  const named = namedUsers(invocation);
  const nobody = invocation.words.length === 0;
  const wishes = await complete(context, invocation, nobody ? ['userEmail'] : [], named.problems);
  if (wishes.output !== undefined) await prepareOutput(context, wishes.output, wishes);
  const people = nobody ? asked(wishes) : named.users;
  const password = await givenPassword(context, wishes);
  const groups = wishes.groups?.split(',') ?? [];
  const target = targetOf(wishes, { users: people.map((user) => ({ ...user, groups })) });
  const desire = async ({ pool, users }: Observed): Promise<Desired> => {
    const policy = pool?.Policies?.PasswordPolicy;
    if (password !== undefined) requireGoodPassword(password, policy);
    const [only] = people;
    const isNew = people.length === 1 && only !== undefined && users.get(only.email) === undefined;
    const named = isNew && pool !== undefined ? [await withFullName(context, only)] : people;
    return {
      target,
      users: named.map((user) => desiredUser(wishes, user, password, policy?.MinimumLength)),
    };
  };
  const { output } = wishes;
  let reserved: ReservedOutput | undefined;
  /** Before a password is set that a full disk would lose. */
  const first = async () => {
    if (output !== undefined) reserved = await reserveOutput(output, MOST_BYTES * (people.length + 1));
  };
  /** What was made, passwords included, goes to the file that was named for it: also when the run ends early. */
  const keep = async (users: readonly WrittenUser[]) => {
    if (reserved === undefined || users.length === 0) return;
    await reserved.keep(usersCsv(users));
    context.terminal.say(`Users and their passwords were written to ${output}, readable only by you.`);
  };
  const written = output === undefined ? {} : { first, keep };
  const converged = await context.undoing(
    async () => {
      const done = await converge(context, target, desire, written);
      if (output !== undefined) await keepUsers(context, done.applied?.users ?? [], keep);
      return done;
    },
    async () => reserved?.release(),
  );
  const { plan, applied, passwordsShown } = converged;
  const { alias, pool } = plan.observed;
  const users = applied?.users ?? [];
  const app = appWords(alias, pool);
  const kept = applied === undefined ? undefined : unchangedPasswordsHint(context, plan, users, app);
  const hint = output === undefined ? hiddenPasswordsHint(context, users, app) : undefined;
  return {
    json: {
      alias: alias ?? null,
      ...convergedJson(context, converged),
      ...(kept === undefined ? {} : { hints: [kept] }),
      users: usersJson(users, output === undefined && context.showSecrets),
      ...(output === undefined ? {} : { output }),
      ...(hint === undefined ? {} : { hint }),
    },
    text:
      output !== undefined || users.length === 0
        ? ''
        : `${renderUsers(users, context.showSecrets, passwordsShown && context.terminal.resultSeen)}\n`,
    next: applied === undefined ? undefined : nextAfterUsers(context, users, kept, app),
  };
}
