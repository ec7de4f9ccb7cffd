import { type Caller, readCaller } from './aws/caller.ts';
import type { Aws } from './aws/clients.ts';
import { openPaces, usersPerSecond } from './aws/quotas.ts';
import { allSettled } from './concurrency.ts';
import type { Context } from './context.ts';
import { confirmWrites } from './converge.ts';
import { aliasFor, appWords, locatePool, requireOurs } from './engine/locate.ts';
import { poolNotFound } from './engine/plan.ts';
import { keepHeapSmall } from './engine/users/keep-heap-small.ts';
import { observeRows } from './engine/users/observe-rows.ts';
import { type RowCounts, type RowJournal, type RowOptions, writeRows } from './engine/users/write-rows.ts';
import { CancelledError, CliError, UsageError } from './errors.ts';
import { mailNotes, planOf } from './import-plan.ts';
import { complete } from './inputs/ask.ts';
import { selectorOf } from './inputs/desired.ts';
import { importProblems, resultOf } from './inputs/import-answers.ts';
import { givenPassword, requireGoodPassword } from './inputs/password.ts';
import { type EarlierResult, ResultFile, readResult } from './inputs/result-file.ts';
import { checkUsersFile, ProblemList, type UsersFile } from './inputs/users-file.ts';
import { createGroup, type UsersOf } from './resources/pool-users.ts';
import { schemaProblems, schemaValueProblem } from './resources/user-attributes.ts';
import { signsInByEmail, type UserPool } from './resources/user-pool-settings.ts';
import type { Invocation, Result } from './result.ts';
import { counted, Meter, several } from './ui/meter.ts';
import { printable } from './ui/printable.ts';
import { type ImportPlan, renderImportPlan } from './ui/render-import.ts';
import { renderCaller } from './ui/render-plan.ts';

/** How many refused rows are told one by one. */
const MOST_FAILURES = 10;

/** Holds the file against the pool's schema: the columns, then each value. */
async function requireSchema(pool: UserPool, users: UsersFile): Promise<void> {
  const schema = pool.SchemaAttributes ?? [];
  const problems = new ProblemList(users.file);
  const names = [...new Set(users.patterns.flat())];
  const missing = schemaProblems(schema, names);
  for (const problem of missing) problems.add(problem);
  if (missing.length === 0 && names.length > 0) {
    for await (const { line, attributes } of users.rows()) {
      for (const [name, value] of Object.entries(attributes)) {
        const problem = schemaValueProblem(schema, name, value);
        if (problem !== undefined) problems.add(`line ${line}: ${name} ${problem}`);
      }
    }
  }
  if (problems.all().length > 0) throw new UsageError(problems.all());
}

const NOWHERE: RowJournal = { begun: new Map(), record: async () => {} };

/** Which users there are to write, and where. */
interface Import {
  readonly aws: Aws;
  readonly caller: Caller;
  readonly pool: UserPool;
  readonly alias: string | undefined;
  readonly users: UsersFile;
  readonly target: UsersOf;
  readonly options: RowOptions;
  readonly earlier: EarlierResult | undefined;
}

async function prepare(context: Context, invocation: Invocation, file: string): Promise<Import> {
  const { dryRun } = context.options;
  const given = importProblems(invocation, dryRun);
  const progress = await context.progress();
  const users = await progress.during(`Checking ${file}`, () => checkUsersFile(file));
  const answers = await complete(context, invocation, [], [...given, ...users.problems]);
  const result = resultOf(answers);
  const earlier = result === undefined ? undefined : await readResult(result, users.index);
  const password = await givenPassword(context, answers);
  const aws = await context.aws();
  const selector = selectorOf(answers);
  const [caller, pool] = await progress.during('Reading what is there', () =>
    allSettled([readCaller(aws), locatePool(aws, selector)]),
  );
  if (pool === undefined) throw poolNotFound(aws, { selector });
  requireOurs(pool, selector, false);
  if (!signsInByEmail(pool)) {
    throw new UsageError(
      ['The users of this user pool sign in with user names, and a file names them by their email address.'],
      'Add them one by one: add-user <email> --username <name>.',
    );
  }
  const policy = pool.Policies?.PasswordPolicy;
  if (password !== undefined) requireGoodPassword(password, policy);
  await requireSchema(pool, users);
  const permanent = answers.temporaryPassword !== true;
  const invite = answers.invite === true;
  const usual = usersPerSecond(permanent && !invite);
  return {
    aws,
    caller,
    pool,
    alias: aliasFor(pool, selector),
    users,
    target: { aws, poolId: pool.Id, paces: openPaces((answers.rate ?? usual) / usual) },
    options: {
      invite,
      permanent,
      update: answers.update === true,
      resetPassword: answers.resetPassword === true,
      givenPassword: password,
      minimumLength: policy?.MinimumLength,
    },
    earlier,
  };
}

interface Written {
  readonly counts: RowCounts;
  readonly seconds: number;
}

async function write(
  context: Context,
  work: Import,
  plan: ImportPlan,
  journal: RowJournal,
  meter: Meter,
): Promise<Written> {
  const { target, users, options } = work;
  const { terminal } = context;
  const counts: RowCounts = { created: 0, updated: 0, exists: 0, failed: 0 };
  const started = performance.now();
  const progress = await context.progress();
  for (const group of plan.groups) {
    await progress.during(`Creating the group ${printable(group)}`, () => createGroup(target, group));
  }
  const run = () =>
    writeRows({ users: target, table: users, options, journal }, (row, status, reason) => {
      counts[status] += 1;
      if (status !== 'exists') meter.count();
      if (status !== 'failed' || counts.failed > MOST_FAILURES) return;
      terminal.say(
        `${terminal.symbols.failed} line ${row.line}: ${printable(row.email)}: ${printable(reason)}`,
      );
    });
  await progress.metered(() => `Writing users: ${meter.describe()}`, run);
  return { counts, seconds: (performance.now() - started) / 1000 };
}

/** Writes the rows with the result file around them, which is ended whatever happens. */
async function writeAndKeep(
  context: Context,
  work: Import,
  plan: ImportPlan,
  result: string | undefined,
): Promise<Written> {
  const total = plan.create + plan.finish + plan.update;
  const meter = new Meter(total);
  const kept =
    result === undefined || work.earlier === undefined
      ? undefined
      : await ResultFile.open(result, work.earlier);
  try {
    return await write(context, work, plan, kept ?? NOWHERE, meter);
  } catch (error) {
    await context.close();
    const soFar = `${counted(meter.done)} of ${several(total, 'user')} done. The same command goes on from there.`;
    if (context.signal.aborted) throw new CancelledError('Cancelled.', soFar);
    context.terminal.say(soFar);
    throw error;
  } finally {
    await kept?.close();
  }
}

function failures({ failed }: RowCounts, rows: number, result: string | undefined): CliError {
  return new CliError(`Cognito refuses ${several(failed, 'row')} of ${counted(rows)}; the others are done.`, {
    code: 'ROWS_REFUSED',
    hint: `${result === undefined ? 'The lines above say why' : `${result} says why`}. Mend those rows, and run the same command again: it leaves alone what is done.`,
  });
}

/**
 * `add-user --from-csv`: users by the thousand. The whole file is checked, the plan is shown in numbers, and the users are
 * written at the rate that Cognito allows; what a run has done is found again by the next one.
 *
 * @throws UsageError with everything that is wrong with the file; CliError ROWS_REFUSED when some rows could not be
 *   written; CancelledError
 */
export async function importUsers(context: Context, invocation: Invocation, file: string): Promise<Result> {
  const { terminal, options } = context;
  keepHeapSmall();
  const work = await prepare(context, invocation, file);
  const { users, pool, alias, target, earlier } = work;
  const result = resultOf(invocation.answers);
  const progress = await context.progress();
  const groups = await progress.during('Looking which users are there', () =>
    observeRows(target, users, pool.EstimatedNumberOfUsers ?? Infinity),
  );
  const notes = (create: number) =>
    work.options.invite && create > 0 ? mailNotes(context, pool, alias, create) : [];
  const plan = planOf(users.index, groups, earlier ?? NOWHERE, work.options, notes);
  const writes = plan.create + plan.finish + plan.update + groups.length > 0;
  if (!options.json || writes) {
    terminal.say(renderCaller(work.aws, work.caller, terminal.columns));
    terminal.say(`\nPlan for ${several(plan.rows, 'user')} of ${printable(file)}`);
    terminal.say('(+ create   ~ change   = stays as it is)');
    terminal.say(`${renderImportPlan(plan, terminal)}\n`);
  }
  const { create, finish, update, exist, differ } = plan;
  const json = {
    account: work.caller.account,
    region: work.aws.region,
    userPoolId: pool.Id,
    plan: { rows: plan.rows, create, finish, update, exist, differ, groups },
  };
  if (options.dryRun) {
    terminal.say('Nothing was changed (--dry-run).');
    return { json, text: '' };
  }
  if (writes) await confirmWrites(context, `Write ${several(create + finish + update, 'user')}?`);
  const { counts, seconds } = await writeAndKeep(context, work, plan, result);
  if (counts.failed > 0) throw failures(counts, plan.rows, result);
  const summary = (Object.entries(counts) as [keyof RowCounts, number][])
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${counted(count)} ${status === 'exists' ? 'there already' : status}`)
    .join(', ');
  if (result !== undefined) {
    terminal.say(
      `The result of each row${options.json ? '' : ', with its password,'} is in ${result}, readable only for you.`,
    );
  }
  return {
    json: { ...json, users: counts, seconds: Number(seconds.toFixed(2)), result: result ?? null },
    text: `Users: ${summary}\n`,
    ...(writes ? { next: `Next: ${context.again('status', ...appWords(alias, pool))}` } : {}),
  };
}
