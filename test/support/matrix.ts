import type { ChildProcess } from 'node:child_process';
import { emptyState, type State } from '../../src/sandbox/state.ts';
import { runCli } from './cli.ts';
import { judge, type Verdict } from './end-state.ts';
import { type FaultKind, injectFault, type Target, watchTargets } from './faults.ts';
import { type RunHere, runHere } from './in-process.ts';
import { openPlace, type Place } from './place.ts';
import type { RecordedRequest } from './recorder.ts';
import {
  FOREIGN,
  SCENARIO_INPUT,
  type Scenario,
  type ScenarioRun,
  type Sequel,
  STARTS,
} from './scenarios.ts';

// A process for each run would take half a second of a core, so only those run in one that a signal has to end; the others
// run in this process, which has all of the program but its last lines (see `runHere`).

const processTurn = turnstile(3);

/** What a command does to a start when nothing goes wrong, and the requests with which it does it. */
interface Reference {
  readonly start: State;
  readonly end: State;
  readonly targets: readonly Target[];
  /** The time-out of a call, in seconds, that no run without a fault meets: twice what the whole of it took. */
  readonly patience: number;
}

/** In seconds, however quick the run without a fault was. */
const LEAST_PATIENCE = 2.5;

async function runWell(args: readonly string[], { env }: Place): Promise<RunHere> {
  const run = await runHere([...args, '--sandbox'], env);
  const { code, error } = run;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${String(error)}`, { cause: error });
  return run;
}

/** More than any sequel takes. */
const MOST_STEPS = 6;

/** Runs what comes after the first run of a scenario, to its end; `steps` collects the runs. */
async function goOn(sequel: Sequel, steps: ScenarioRun[], { env }: Place): Promise<void> {
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
  const began = performance.now();
  const steps = [{ args, run: await runWell(args, place) }];
  const patience = Math.max(LEAST_PATIENCE, (2 * (performance.now() - began)) / 1000);
  const targets = watched();
  if (sequel !== undefined) await goOn(sequel, steps, place);
  const reference = { start, end: await place.state(), targets, patience };
  await place.close();
  return reference;
}

/** A request of a scenario, and what goes wrong with it. */
export interface Case {
  /** Of the request and the fault; the scenario has its own. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly reference: Reference;
  readonly target: Target;
  readonly kind: FaultKind;
}

/**
 * Every request that the scenario sends × every fault that can happen to it.
 *
 * @throws Error when the scenario fails without a fault
 */
export async function casesOf(scenario: Scenario, kinds: readonly FaultKind[]): Promise<Case[]> {
  const reference = await referenceOf(scenario);
  return reference.targets.flatMap((target) =>
    kinds
      .filter(({ ends }) => scenario.signals === true || ends?.startsWith('SIG') !== true)
      .filter(({ hits }) => hits?.(target) ?? true)
      .map((kind) => ({
        name: `${target.operation} ${target.nth}, ${kind.name}`,
        ...{ scenario, reference, target, kind },
      })),
  );
}

/** How the run with the fault ended, and what is wrong with that. */
async function runWithFault(
  { scenario, reference, target, kind }: Case,
  { recorder, env }: Place,
): Promise<{ readonly run: ScenarioRun['run']; readonly problems: readonly string[] }> {
  const args = [...scenario.args, '--sandbox'];
  const { ends } = kind;
  if (ends === 'SIGKILL' || ends === 'SIGTERM') {
    let child: ChildProcess | undefined;
    const happened = injectFault(recorder, target, kind, () => child?.kill(ends));
    const run = await processTurn(() =>
      runCli(args, { env, input: SCENARIO_INPUT, onStart: (started) => (child = started) }),
    );
    const code = ends === 'SIGKILL' ? null : 130;
    const problems = [
      ...(happened() ? [] : ['the fault did not happen']),
      ...(run.code === code ? [] : [`ended with ${run.code} instead of ${code}: ${run.stdout}${run.stderr}`]),
      ...(code === null || /"code":"CANCELLED".*"hint":".*again/.test(run.stdout)
        ? []
        : [`did not say how to go on: ${run.stdout}`]),
    ];
    return { run: { result: undefined, error: undefined }, problems };
  }
  const stop = new AbortController();
  const happened = injectFault(recorder, target, kind, () => {
    if (ends === 'cut off') {
      recorder.fail = () => 'drop';
      recorder.failPage = () => 'drop';
    }
    stop.abort();
  });
  const more = kind.stalls === true ? { MENDIX_COGNITO_CALL_TIMEOUT: reference.patience.toFixed(1) } : {};
  const run = await runHere(args, { ...env, ...more }, stop.signal);
  // Nothing else is worth troubling anybody with: the run gets over it.
  const code = ends === undefined ? 0 : 130;
  const problems = [
    ...(happened() ? [] : ['the fault did not happen']),
    ...(run.code === code ? [] : [`ended with ${run.code} instead of ${code}: ${String(run.error)}`]),
  ];
  // What a run that was ended has shown, nobody has seen.
  return { run: ends === undefined ? run : { result: undefined, error: undefined }, problems };
}

/** One case: what came of it, and what is wrong with that. */
export interface Outcome extends Verdict {
  readonly name: string;
  readonly problems: readonly string[];
}

/** What was created a second time, even if it was deleted again: nothing in a scenario calls for two of a kind. */
function madeTwice(made: readonly RecordedRequest[]): string[] {
  const operations = made.map(({ operation }) => operation);
  return operations.filter((operation, index) => operations.indexOf(operation) !== index);
}

/** Runs what comes after the fault, and says what is wrong with that. */
async function laterProblems(
  { args, sequel }: Scenario,
  run: ScenarioRun['run'],
  place: Place,
): Promise<readonly string[]> {
  if (sequel === undefined) {
    const again = await runHere([...args, '--sandbox'], place.env);
    return again.code === 0 ? [] : [`the next run failed: ${String(again.error)}`];
  }
  const steps: ScenarioRun[] = [{ args, run }];
  await goOn(sequel, steps, place);
  return sequel.problems(steps, await place.state());
}

/** Lets the case happen, and then the same command again without a fault. */
export async function outcomeOf(each: Case): Promise<Outcome> {
  const { reference, scenario } = each;
  const place = await openPlace(reference.start);
  try {
    const { run, problems } = await runWithFault(each, place);
    place.recorder.fail = undefined;
    place.recorder.failPage = undefined;
    const later = await laterProblems(scenario, run, place);
    const made = place.recorder.writes.filter(({ operation, done }) => done && /Create/.test(operation));
    const others = FOREIGN.filter(({ what }) => scenario.asksFor?.includes(what) !== true);
    const verdict = judge(reference.start, await place.state(), reference.end, others);
    return {
      name: `${scenario.name}: ${each.name}`,
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
