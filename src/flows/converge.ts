import type { Aws } from '../aws/clients.ts';
import { type Applied, apply } from '../engine/apply.ts';
import type { Desired, Target } from '../engine/desired.ts';
import { checkSender } from '../engine/lost-sender.ts';
import { type Observed, observe } from '../engine/observe.ts';
import { blockedChanges, makePlan, notesOf, onlyCreates, type Plan, writes } from '../engine/plan.ts';
import type { AppliedChange, Made } from '../engine/work.ts';
import { CancelledError, CliError, DeclinedError, EXIT, type Repair, UsageError } from '../errors.ts';
import type { Context } from '../run/context.ts';
import { printable } from '../ui/printable.ts';
import { planTitle, renderCaller, renderPlan } from '../ui/render-plan.ts';
import { renderRepairs, repairsText } from '../ui/render-repair.ts';
import { RESOURCE_WORDS } from '../ui/words.ts';
import { type KeepUsers, keepUsers, printPasswords } from './new-passwords.ts';
import { readCurrent, reportMissing, warningsJson } from './read-current.ts';

/** What a run did, or in a dry run would do. */
export interface Converged {
  readonly aws: Aws;
  readonly plan: Plan;
  /** Undefined in a dry run that would have written. */
  readonly applied: Applied | undefined;
  /** True when the terminal has shown the passwords that were set, before the run was through. */
  readonly passwordsShown: boolean;
}

/** What a command may add to the run that all of them share. */
export interface ConvergeOptions {
  /** What has to happen after the confirmation and before the plan. */
  readonly first?: () => Promise<void>;
  /** Keeps the users that were created, with their passwords, when the run ends early; else the terminal shows them. */
  readonly keep?: KeepUsers;
}

/** Two things that are blocked may have the same way out. */
function uniqueChoices(choices: readonly Repair[]): readonly Repair[] {
  return [...new Map(choices.map((choice) => [JSON.stringify(choice), choice])).values()];
}

function blockedError(plan: Plan): CliError {
  const blocked = plan.changes.flatMap(({ resource, name, difference }) =>
    difference.action === 'blocked'
      ? difference.blocked.map(({ field, why, choices }) => ({
          line: `${RESOURCE_WORDS[resource]} ${printable(name)}, ${field}: ${why}`,
          choices,
        }))
      : [],
  );
  return new CliError(blocked.map(({ line }) => line).join('\n'), {
    code: 'BLOCKED',
    hint: uniqueChoices(blocked.flatMap(({ choices }) => choices)),
    exitCode: EXIT.differs,
  });
}

/**
 * Asks before anything is written, unless `--yes` has answered.
 *
 * @param byDefault what a mere Enter answers: yes only where nothing that exists is changed or deleted
 * @throws UsageError when nobody can be asked, DeclinedError
 */
export async function confirmWrites(context: Context, question: string, byDefault: boolean): Promise<void> {
  const { options, terminal } = context;
  if (options.yes) return;
  if (!terminal.interactive) {
    throw new UsageError(
      ['This run would change what is listed, and there is nobody to ask: --yes is missing.'],
      'Check the plan with --dry-run, then run the same command with --yes.',
    );
  }
  const ask = await context.prompts();
  const yes = await ask.agree(question, byDefault);
  if (!yes) throw new DeclinedError();
}

/** Independent steps finish in any order; they are reported in plan order. */
function inPlanOrder(plan: Plan, made: readonly AppliedChange[]): AppliedChange[] {
  const place = (resource: string) => plan.changes.findIndex((change) => change.resource === resource);
  return made.toSorted((one, other) => place(one.resource) - place(other.resource));
}

/** How many changes a plan has. */
function countOf({ changes, observed }: Plan): number {
  const own = changes.filter(({ difference }) => difference.action !== 'none');
  return observed.leftOver.length + own.length;
}

/** What was made before a run was stopped, and how to go on from there. */
function stopped(plan: Plan, made: readonly AppliedChange[]): CancelledError {
  if (made.length === 0) {
    return new CancelledError('Cancelled: nothing was changed.', 'Run the same command again to go on.');
  }
  const names = inPlanOrder(plan, made)
    .map(({ resource, id }) => `${RESOURCE_WORDS[resource]} ${printable(id)}`)
    .join(', ');
  const { alias } = plan.observed;
  // What was there before this run is not to be deleted because this run was stopped.
  const isNew = made.some(({ resource, action }) => resource === 'user-pool' && action === 'create');
  const down: readonly Repair[] =
    isNew && alias !== undefined ? [{ act: 'Or delete it:', run: ['destroy', '--alias', alias] }] : [];
  return made.length < countOf(plan)
    ? new CancelledError('Cancelled.', [
        { act: `Done so far: ${names}.\nRun the same command again to go on from there.` },
        ...down,
      ])
    : new CancelledError('Cancelled while waiting for the domain.', [
        {
          act: `Done so far: ${names}.\nNothing else needs to be created; the domain becomes active by itself within minutes. Run the same command again to wait for it and to see the values for Mendix.`,
        },
        ...down,
      ]);
}

/**
 * The plan anew, when another run has created the pool of the alias first.
 *
 * @throws CliError CONCURRENT_CHANGE when it would change what that run has made: nobody agreed to that
 */
async function planOnOlder(
  { terminal }: Context,
  aws: Aws,
  desired: Desired,
  id: string | undefined,
): Promise<Plan> {
  const what = `Another run created the user pool ${id} for this alias a moment before this one; ours is removed again`;
  const plan = makePlan(aws, desired, await observe(aws, desired.target));
  const differs = plan.changes.some(
    ({ resource, difference }) =>
      difference.action === 'blocked' || (difference.action === 'update' && resource !== 'user'),
  );
  if (!differs) {
    terminal.say(`${terminal.symbols.warning} ${what}, and this run goes on with that one.`);
    return plan;
  }
  throw new CliError(`${what}.`, {
    code: 'CONCURRENT_CHANGE',
    hint: 'Run the same command again: it shows what is there now, and what it would change of it.',
  });
}

async function applyPlan(
  context: Context,
  aws: Aws,
  plan: Plan,
  { first, keep }: ConvergeOptions,
): Promise<Pick<Converged, 'applied' | 'passwordsShown'>> {
  // A terminal that is closed during the wait would take the only copy of a password with it.
  let shown = false;
  const onWritten = () => {
    if (!context.terminal.live) return;
    shown = printPasswords(context, made.users, 'Keep this now; what follows can take a minute:');
  };
  const made: Made = { changes: [], users: [], onWritten };
  try {
    await first?.();
    const progress = await context.progress();
    let applied = await apply(aws, plan, progress, made);
    if (applied.yielded === true) {
      const onOlder = await planOnOlder(context, aws, plan.desired, applied.pool?.Id);
      applied = await apply(aws, onOlder, progress, made);
    }
    return { applied, passwordsShown: shown };
  } catch (error) {
    await context.close();
    if (keep !== undefined || !shown) await keepUsers(context, made.users, keep);
    if (!context.signal.aborted) throw error;
    throw stopped(plan, made.changes);
  }
}

/**
 * The run that every writing command shares: read, compare, show the plan with account and Region, ask, apply.
 *
 * @param desire what is wanted, in the light of what is there
 * @throws CliError BLOCKED with exit code 3; UsageError when it would write and nobody can be asked;
 *   CancelledError with what was made so far.
 */
export async function converge(
  context: Context,
  target: Target,
  desire: (observed: Observed) => Desired | Promise<Desired>,
  how: ConvergeOptions = {},
): Promise<Converged> {
  const { terminal, options } = context;
  const aws = await context.aws();
  const observed = await readCurrent(context, aws, target);
  const plan = await checkSender(aws, makePlan(aws, await desire(observed), observed));
  const blocked = blockedChanges(plan).length > 0;
  const wouldWrite = writes(plan);
  // Before any write; and as an answer to "which account?" for people. A pipe's JSON run with nothing to do is silent.
  if (!options.json || wouldWrite || blocked) {
    terminal.say(renderCaller(aws, observed.caller, terminal.columns));
    terminal.say();
    if (wouldWrite || blocked) {
      terminal.say(planTitle(plan, terminal.columns));
      terminal.say(renderPlan(plan, terminal, context.again));
      terminal.say();
    } else {
      for (const note of notesOf(plan)) {
        const text = renderRepairs([note], context.again, terminal.columns, 2);
        terminal.say(`${terminal.symbols.warning} ${text}\n`);
      }
    }
  }
  if (blocked) throw blockedError(plan);
  if (options.dryRun && wouldWrite) {
    terminal.say('Nothing was changed (--dry-run).');
    return { aws, plan, applied: undefined, passwordsShown: false };
  }
  if (wouldWrite) {
    const count = countOf(plan);
    const question = `Make ${count === 1 ? 'this change' : `these ${count} changes`}?`;
    await confirmWrites(context, question, onlyCreates(plan));
  }
  const known = aws.missing.size;
  const done = await applyPlan(context, aws, plan, how);
  reportMissing(context, aws, known);
  return { aws, plan, ...done };
}

/** What the JSON output of every converging command holds: whose account, where, and what was or would be done. */
export function convergedJson({ again }: Context, converged: Converged): Record<string, unknown> {
  const { aws, plan } = converged;
  const notes = notesOf(plan).map((note) => repairsText([note], again));
  return {
    account: plan.observed.caller.account,
    region: aws.region,
    changes: changes(converged),
    ...(notes.length === 0 ? {} : { notes }),
    ...warningsJson(aws),
  };
}

function changes({ plan, applied }: Converged): readonly object[] {
  if (applied !== undefined) return inPlanOrder(plan, applied.changes);
  const leftOver = plan.observed.leftOver.map(({ Id, Name }) => {
    return { resource: 'user-pool', action: 'delete', id: Id, name: Name ?? Id, fields: [] };
  });
  const planned = plan.changes.flatMap(({ resource, name, id, difference }) =>
    difference.action === 'none'
      ? []
      : [{ resource, action: difference.action, id: id ?? null, name, fields: difference.fields }],
  );
  return [...leftOver, ...planned];
}
