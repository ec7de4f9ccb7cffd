import { setFlagsFromString } from 'node:v8';
import { type Caller, readCaller } from '../aws/caller.ts';
import type { Aws } from '../aws/clients.ts';
import { openPaces, usersPerSecond } from '../aws/quotas.ts';
import { allSettled } from '../concurrency.ts';
import { aliasFor, appWords, locatePool, requireOurs } from '../engine/locate.ts';
import { poolNotFound } from '../engine/plan.ts';
import { CancelledError, CliError, UsageError } from '../errors.ts';
import type { Result } from '../flows/command.ts';
import { confirmWrites } from '../flows/converge.ts';
import { whicheverApp } from '../flows/read-current.ts';
import { complete } from '../inputs/ask.ts';
import type { Wishes } from '../inputs/definitions.ts';
import { selectorOf } from '../inputs/desired.ts';
import { givenPassword, requireGoodPassword } from '../inputs/password.ts';
import type { Given } from '../inputs/resolve.ts';
import { createGroup } from '../resources/group.ts';
import { schemaProblems, schemaValueProblem } from '../resources/user-attributes.ts';
import type { Users } from '../resources/user-calls.ts';
import { signsInByEmail, type UserPool } from '../resources/user-pool-settings.ts';
import type { Context } from '../run/context.ts';
import { printable } from '../ui/printable.ts';
import { renderCaller } from '../ui/render-plan.ts';
import { counted, several } from '../ui/words.ts';
import { type ImportPlan, mailNotes, planOf, renderImportPlan, toWrite } from './import-plan.ts';
import { observeRows } from './observe-rows.ts';
import { type EarlierResult, ResultFile, readResult } from './result-file.ts';
import { lockResult } from './result-lock.ts';
import { checkUsersFile, ProblemList, type UsersFile } from './users-file.ts';
import { type RowCounts, type RowJournal, type RowOptions, type RowWork, writeRows } from './write-rows.ts';

/**
 * What keeps memory flat while many rows pass. Some 12 MB live; each call leaves about 170 kB of garbage, and V8 by itself
 * makes room for ever more of it before it looks: twice 16 MB of young objects, twice 32 MB from Node 24 on, and as
 * much again of old ones.
 */
export const HEAP_FLAGS = [
  // The space for young objects stays as it is, instead of doubling whenever objects live on.
  '--semi-space-growth-factor=1',
  // V8's choice of little memory over speed, which waits for the network here.
  '--optimize-for-size',
] as const;

/**
 * Keeps the heap small from now on. V8 reads both flags whenever it decides on the size of a space, so they hold in a
 * process that runs already; `--max-semi-space-size`, the flag that Node documents for it, is read at the start only.
 */
function keepHeapSmall(): void {
  for (const flag of HEAP_FLAGS) setFlagsFromString(flag);
}

/** Holds the file against the pool's schema: the columns, then each value. */
async function requireSchema(pool: UserPool, usersFile: UsersFile): Promise<void> {
  const schema = pool.SchemaAttributes ?? [];
  const problems = new ProblemList(usersFile.file);
  const names = usersFile.index.attributeNames();
  const missing = schemaProblems(schema, names);
  for (const problem of missing) problems.add(problem);
  if (missing.length === 0 && names.length > 0) {
    for await (const { line, attributes } of usersFile.rows()) {
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
  readonly users: Users;
  readonly usersFile: UsersFile;
  readonly options: RowOptions;
  readonly earlier: EarlierResult | undefined;
}

/** Users have names of their own where they sign in with them, and nowhere else. */
function requireUsernames(pool: UserPool, { file, hasUsernames }: UsersFile): void {
  const byEmail = signsInByEmail(pool);
  if (byEmail !== hasUsernames) return;
  throw new UsageError(
    [
      byEmail
        ? `--from-csv ${file}: it has a column username, and the users of this user pool sign in with their email address.`
        : `--from-csv ${file}: it has no column username, and the users of this user pool sign in with user names.`,
    ],
    byEmail ? 'Leave the column out.' : 'Add a column username, with the name of each user.',
  );
}

async function prepare(
  context: Context,
  wishes: Wishes,
  usersFile: UsersFile,
  result: string | undefined,
): Promise<Import> {
  const progress = await context.progress();
  const earlier = result === undefined ? undefined : await readResult(result, usersFile.index);
  const password = await givenPassword(context, wishes);
  const aws = await context.aws();
  const { caller, pool, selector } = await whicheverApp(context, selectorOf(wishes), async (one) => {
    const [who, located] = await progress.during('Reading what is there', () =>
      allSettled([readCaller(aws), locatePool(aws, one)]),
    );
    if (located === undefined) throw poolNotFound(aws, { selector: one });
    return { caller: who, pool: located, selector: { ...one, alias: aliasFor(located, one) } };
  });
  requireOurs(pool, selector, false);
  requireUsernames(pool, usersFile);
  const policy = pool.Policies?.PasswordPolicy;
  if (password !== undefined) requireGoodPassword(password, policy);
  await requireSchema(pool, usersFile);
  const permanent = wishes.temporaryPassword !== true;
  const invite = wishes.invite === true;
  const usual = usersPerSecond(permanent && !invite);
  return {
    aws,
    caller,
    pool,
    alias: selector.alias,
    users: { aws, poolId: pool.Id, paces: openPaces((wishes.rate ?? usual) / usual) },
    usersFile,
    options: {
      invite,
      permanent,
      update: wishes.update === true,
      resetPassword: wishes.resetPassword === true,
      givenPassword: password,
      minimumLength: policy?.MinimumLength,
    },
    earlier,
  };
}

/** Over how long the rate is measured: long enough to be steady, short enough to show that AWS throttles. */
const WINDOW_MS = 15_000;

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Counts what is done of many things alike, and reports the rate and the time left. */
class Meter {
  done = 0;
  readonly #total: number;
  readonly #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(total: number) {
    this.#total = total;
  }

  /** The state as a clause: `3,120 of 9,700 (32 %), 29.4 a second, 4 min left`; without a rate in the first moments. */
  describe(): string {
    const now = performance.now();
    this.#samples.push({ at: now, done: this.done });
    while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) > WINDOW_MS) this.#samples.shift();
    const { at = now, done = 0 } = this.#samples[0] ?? {};
    const share = this.#total === 0 ? 100 : Math.floor((100 * this.done) / this.#total);
    const text = `${counted(this.done)} of ${counted(this.#total)} (${share} %)`;
    const rate = now > at ? (1000 * (this.done - done)) / (now - at) : 0;
    if (now - at < 2000) return text;
    if (rate === 0) return `${text}, waiting until AWS takes more calls`;
    return `${text}, ${rate.toFixed(1)} a second, ${duration((this.#total - this.done) / rate)} left`;
  }
}

/** How many refused rows are shown one by one. */
const MOST_FAILURES = 10;

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
  const { users, usersFile, options } = work;
  const { terminal } = context;
  const counts: RowCounts = { created: 0, updated: 0, exists: 0, failed: 0 };
  const repair: RowWork['repair'] = ({ email }, { flags }) =>
    context.again(['add-user', email, ...flags, ...appWords(work.alias, work.pool)]);
  let warnings = 0;
  const started = performance.now();
  const progress = await context.progress();
  for (const group of plan.groups) {
    await progress.during(`Creating the group ${printable(group)}`, () => createGroup(users, group));
  }
  const run = () =>
    writeRows({ users, usersFile, options, journal, repair }, (row, { status, reason, barred }) => {
      counts[status] += 1;
      if (barred === true) warnings += 1;
      if (barred === true && warnings <= MOST_FAILURES) {
        terminal.say(`${terminal.symbols.warning} ${printable(row.email)} ${printable(reason)}`);
      }
      if (status !== 'exists') meter.done += 1;
      if (status !== 'failed' || counts.failed > MOST_FAILURES) return;
      terminal.say(
        `${terminal.symbols.failed} line ${row.line}: ${printable(row.email)}: ${printable(reason)}`,
      );
    });
  await progress.metered(() => `Writing users: ${meter.describe()}`, run);
  return { counts, seconds: (performance.now() - started) / 1000 };
}

/** Writes the rows with the result file around them, which is ended whatever happens. */
async function writeWithResult(
  context: Context,
  work: Import,
  plan: ImportPlan,
  result: string | undefined,
): Promise<Written> {
  const total = toWrite(plan);
  const meter = new Meter(total);
  const resultFile =
    result === undefined || work.earlier === undefined
      ? undefined
      : await ResultFile.open(result, work.earlier);
  try {
    return await write(context, work, plan, resultFile ?? NOWHERE, meter);
  } catch (error) {
    await context.close();
    const soFar = `${counted(meter.done)} of ${several(total, 'user')} done. The same command goes on from there.`;
    if (context.signal.aborted) throw new CancelledError('Cancelled.', soFar);
    context.terminal.say(soFar);
    throw error;
  } finally {
    await resultFile?.close();
  }
}

function failures({ failed }: RowCounts, rows: number, result: string | undefined): CliError {
  return new CliError(`Cognito refuses ${several(failed, 'row')} of ${counted(rows)}; the others are done.`, {
    code: 'ROWS_REFUSED',
    hint: `${result === undefined ? 'The lines above say why' : `${result} says why`}. Fix those rows, and run the same command again: it leaves alone what is done.`,
  });
}

/**
 * `add-user --from-csv`: users by the thousand. The whole file is checked, the plan is shown in numbers, and the users are
 * written at the rate that Cognito allows; what a run has done is found again by the next one.
 *
 * @throws UsageError with everything that is wrong with the file; CliError ROWS_REFUSED when some rows could not be
 *   written; CancelledError
 */
export async function importUsers(context: Context, invocation: Given, file: string): Promise<Result> {
  keepHeapSmall();
  const progress = await context.progress();
  const usersFile = await progress.during(`Checking ${file}`, () => checkUsersFile(file));
  const wishes = await complete(context, invocation, [], usersFile.problems);
  // In every other command a file that is written is --output.
  const result = wishes.result ?? wishes.output;
  const run = () => importChecked(context, wishes, usersFile, result);
  return result === undefined || context.options.dryRun
    ? run()
    : context.undoing(run, await lockResult(result));
}

async function importChecked(
  context: Context,
  wishes: Wishes,
  usersFile: UsersFile,
  result: string | undefined,
): Promise<Result> {
  const { terminal, options } = context;
  const work = await prepare(context, wishes, usersFile, result);
  const { users, pool, alias, earlier } = work;
  const progress = await context.progress();
  const groups = await progress.during('Checking which users exist', () =>
    observeRows(users, usersFile, pool.EstimatedNumberOfUsers ?? Infinity),
  );
  const plan = planOf(usersFile.index, groups, (earlier ?? NOWHERE).begun, work.options);
  const writes = toWrite(plan) + groups.length > 0;
  if (!options.json || writes) {
    terminal.say(renderCaller(work.aws, work.caller, terminal.columns));
    terminal.say(`\nPlan for ${several(plan.rows, 'user')} of ${printable(usersFile.file)}`);
    terminal.say('(+ create   ~ change   = stays as it is)');
    const notes = work.options.invite ? mailNotes(pool, alias, plan) : [];
    terminal.say(`${renderImportPlan(plan, notes, terminal, context.again)}\n`);
  }
  const json = {
    account: work.caller.account,
    region: work.aws.region,
    userPoolId: pool.Id,
    plan,
  };
  if (options.dryRun) {
    terminal.say('Nothing was changed (--dry-run).');
    return { json, text: '' };
  }
  if (writes) {
    const onlyCreates = plan.finish + plan.update === 0;
    await confirmWrites(context, `Write ${several(toWrite(plan), 'user')}?`, onlyCreates);
  }
  await usersFile.requireUnchanged();
  const { counts, seconds } = await writeWithResult(context, work, plan, result);
  if (counts.failed > 0) throw failures(counts, plan.rows, result);
  const summary = (Object.entries(counts) as [keyof RowCounts, number][])
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${counted(count)} ${status === 'exists' ? 'there already' : status}`)
    .join(', ');
  if (result !== undefined) {
    terminal.say(
      `The result of each row${options.json ? '' : ', with its password,'} is in ${result}, readable only by you.`,
    );
  }
  return {
    json: { ...json, users: counts, seconds: Number(seconds.toFixed(2)), result: result ?? null },
    text: `Users: ${summary}\n`,
    next: writes ? `Next:\n  ${context.again(['status', ...appWords(alias, pool)])}` : undefined,
  };
}
