import type { ChildProcess } from 'node:child_process';
import { emptyState, type State } from '../../src/sandbox/state.ts';
import { runCli } from './cli.ts';
import { judge, type Verdict } from './end-state.ts';
import { type FaultKind, injectFault, type Target, watchTargets } from './faults.ts';
import { type RunHere, runHere } from './in-process.ts';
import { openPlace, type Place } from './place.ts';
import type { RecordedRequest } from './recorder.ts';
import { FOREIGN, SCENARIO_INPUT, type Scenario, type Sequel, STARTS, type Step } from './scenarios.ts';

// A process for each run would take half a second of a core, so only those run in one that a signal has to end; the others
// run in this process, which has all of the program but its last lines (see `runHere`).

const HERE_AT_ONCE = 24;
const PROCESSES_AT_ONCE = 3;
/** More than processes: what comes after a kill waits, for a user that another run may still be making. */
const KILLED_AT_ONCE = 8;

const processTurn = turnstile(PROCESSES_AT_ONCE);

/** What a command does to a start when nothing goes wrong, and the requests with which it does it. */
interface Reference {
  readonly start: State;
  readonly end: State;
  readonly targets: readonly Target[];
}

async function runWell(args: readonly string[], { env }: Place): Promise<RunHere> {
  const run = await runHere([...args, '--sandbox'], env);
  const { code, error } = run;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${String(error)}`, { cause: error });
  return run;
}

/** More than any sequel takes. */
const MOST_STEPS = 6;

/** Runs what comes after the first run of a scenario, to its end; `steps` collects the runs. */
async function goOn(sequel: Sequel, steps: Step[], { env }: Place): Promise<void> {
  for (let args = sequel.next(steps); args !== undefined; args = sequel.next(steps)) {
    if (steps.length === MOST_STEPS) throw new Error(`No end after ${MOST_STEPS} runs.`);
    steps.push({ args, run: await runHere([...args, '--sandbox'], env) });
  }
}

async function startOf(name: keyof typeof STARTS): Promise<State> {
  const { commands, ...more } = STARTS[name];
  const place = await openPlace(emptyState());
  for (const args of commands) await runWell(args, place);
  const state = await place.state();
  await place.close();
  if ('byHand' in more) more.byHand(state);
  return state;
}

async function referenceOf({ start: name, args, sequel }: Scenario): Promise<Reference> {
  const start = await startOf(name);
  const place = await openPlace(start);
  const watched = watchTargets(place.recorder);
  const steps = [{ args, run: await runWell(args, place) }];
  const targets = watched();
  if (sequel !== undefined) await goOn(sequel, steps, place);
  const reference = { start, end: await place.state(), targets };
  await place.close();
  return reference;
}

interface Case {
  readonly scenario: Scenario;
  readonly reference: Reference;
  readonly target: Target;
  readonly kind: FaultKind;
}

const nameOf = ({ scenario, target, kind }: Case): string =>
  `${scenario.name}: ${target.operation} ${target.nth}, ${kind.name}`;

function casesOf(scenario: Scenario, reference: Reference, kinds: readonly FaultKind[]): Case[] {
  return reference.targets.flatMap((target) =>
    kinds.filter(({ hits }) => hits?.(target) ?? true).map((kind) => ({ scenario, reference, target, kind })),
  );
}

/** How the run with the fault ended, and what is wrong with that. */
async function runWithFault(
  { scenario, target, kind }: Case,
  { recorder, env }: Place,
): Promise<{ readonly run: Step['run']; readonly problems: readonly string[] }> {
  const args = [...scenario.args, '--sandbox'];
  if (kind.kills !== true) {
    const happened = injectFault(recorder, target, kind, () => undefined);
    const { patience } = kind;
    const more = patience === undefined ? {} : { MENDIX_COGNITO_CALL_TIMEOUT: patience };
    const run = await runHere(args, { ...env, ...more });
    const problems = [
      ...(happened() ? [] : ['the fault did not happen']),
      // Nothing of this kind is worth troubling anybody with: the run gets over it.
      ...(run.code === 0 ? [] : [`ended with ${run.code}: ${String(run.error)}`]),
    ];
    return { run, problems };
  }
  let child: ChildProcess | undefined;
  const happened = injectFault(recorder, target, kind, (signal) => child?.kill(signal));
  const run = await processTurn(() =>
    runCli(args, { env, input: SCENARIO_INPUT, onStart: (started) => (child = started) }),
  );
  const code = kind.name.startsWith('SIGKILL') ? null : 130;
  const problems = [
    ...(happened() ? [] : ['the fault did not happen']),
    ...(run.code === code ? [] : [`ended with ${run.code} instead of ${code}: ${run.stdout}${run.stderr}`]),
    ...(code === null || /"code":"CANCELLED".*"hint":".*again/.test(run.stdout)
      ? []
      : [`did not say how to go on: ${run.stdout}`]),
  ];
  return { run: { result: undefined, error: undefined }, problems };
}

/** One case: what came of it, and what is wrong with that. */
export interface Outcome extends Verdict {
  readonly name: string;
  readonly problems: readonly string[];
}

/** What was made a second time, even if it was taken away again: nothing in a scenario calls for two of a kind. */
function madeTwice(made: readonly RecordedRequest[]): string[] {
  const operations = made.map(({ operation }) => operation);
  return operations.filter((operation, index) => operations.indexOf(operation) !== index);
}

/** Runs what comes after the fault, and tells what is wrong with that. */
async function laterProblems(
  { args, sequel }: Scenario,
  run: Step['run'],
  place: Place,
): Promise<readonly string[]> {
  if (sequel === undefined) {
    const again = await runHere([...args, '--sandbox'], place.env);
    return again.code === 0 ? [] : [`the next run failed: ${String(again.error)}`];
  }
  const steps: Step[] = [{ args, run }];
  await goOn(sequel, steps, place);
  return sequel.problems(steps, await place.state());
}

async function outcomeOf(each: Case): Promise<Outcome> {
  const { reference, scenario } = each;
  const place = await openPlace(reference.start);
  try {
    const { run, problems } = await runWithFault(each, place);
    place.recorder.fail = undefined;
    place.recorder.failPage = undefined;
    const later = await laterProblems(scenario, run, place);
    const made = place.recorder.writes.filter(({ operation, done }) => done && /Create/.test(operation));
    const verdict = judge(reference.start, await place.state(), reference.end, FOREIGN);
    return {
      name: nameOf(each),
      ...verdict,
      duplicates: [...verdict.duplicates, ...madeTwice(made)],
      problems: [...problems, ...later],
    };
  } finally {
    await place.close();
  }
}

/** All that is wrong with an outcome, a line each. */
export const findings = ({ name, duplicates, orphans, lost, differences, problems }: Outcome): string[] => [
  ...duplicates.map((what) => `${name}: twice: ${what}`),
  ...orphans.map((what) => `${name}: left behind: ${what}`),
  ...lost.map((what) => `${name}: lost: ${what}`),
  ...differences.map((what) => `${name}: differs: ${what}`),
  ...problems.map((what) => `${name}: ${what}`),
];

/** The line that sums up a matrix. */
export function summary(outcomes: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => readonly string[]) =>
    outcomes.reduce((total, outcome) => total + of(outcome).length, 0);
  const converged = outcomes.filter((outcome) => findings(outcome).length === 0).length;
  return [
    `cases ${outcomes.length}`,
    `converged ${converged}`,
    `duplicates ${sum(({ duplicates }) => duplicates)}`,
    `orphans ${sum(({ orphans }) => orphans)}`,
    `lost settings ${sum(({ lost }) => lost)}`,
  ].join(', ');
}

/**
 * Every request of every scenario × every fault, and after each the same command again without one.
 *
 * @returns what came of each case, in the order in which they ended
 */
export async function runMatrix(
  scenarios: readonly Scenario[],
  kinds: readonly FaultKind[],
): Promise<Outcome[]> {
  const all = await Promise.all(
    scenarios.map(async (scenario) => casesOf(scenario, await referenceOf(scenario), kinds)),
  );
  const outcomes: Outcome[] = [];
  const work = async (each: Case) => {
    outcomes.push(await outcomeOf(each));
  };
  const [processes, here] = [true, undefined].map((kills) =>
    all.flat().filter(({ kind }) => kind.kills === kills),
  );
  await Promise.all([
    inTurns(processes ?? [], KILLED_AT_ONCE, work),
    inTurns(here ?? [], HERE_AT_ONCE, work),
  ]);
  return outcomes;
}

/** Lets so many through at a time; the others wait in their order. */
function turnstile(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside === atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else inside += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) inside -= 1;
      else next();
    }
  };
}

/** Works on the items in their order, so many at a time. */
export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
