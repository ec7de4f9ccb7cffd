import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import packageJson from '../../../package.json' with { type: 'json' };
import { answer, type CheckResult, isHealthy } from '../../engine/doctor/check.ts';
import { checksOf } from '../../engine/doctor/checks.ts';
import { type Examined, examine, NOTHING_SEEN, type Seen } from '../../engine/doctor/examine.ts';
import { regionProblem } from '../../engine/doctor/machine.ts';
import { problemOf, valueIn } from '../../engine/doctor/reading.ts';
import { appWords } from '../../engine/locate.ts';
import { CliError, EXIT, type ExitCode, UsageError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { type Converged, convergedJson } from '../../flows/converge.ts';
import { hiddenPasswordsHint } from '../../flows/new-passwords.ts';
import { asksWhich, whicheverApp } from '../../flows/read-current.ts';
import { requireSound } from '../../inputs/ask.ts';
import { decoding } from '../../inputs/decoded.ts';
import { desiredClient, selectorOf } from '../../inputs/desired.ts';
import { type Explanation, explain, explainLog, type LogExplanation } from '../../mendix/explain.ts';
import type { Context } from '../../run/context.ts';
import { renderDoctor, renderExplanations } from '../../ui/render-doctor.ts';
import { renderCaller } from '../../ui/render-plan.ts';
import { renderRepairs, repairsText } from '../../ui/render-repair.ts';
import { renderUsers, usersJson } from '../../ui/render-user.ts';
import type { doctorCommand } from './command.ts';
import { carryOut, fixesOf } from './fix.ts';

type Call = InvocationOf<typeof doctorCommand>;

function questionOf(wishes: Call['wishes']): Examined {
  const { alias, poolId, poolName } = selectorOf(wishes);
  const { callbackUrls, signOutUrls } = desiredClient(wishes, '');
  return {
    alias,
    poolId,
    poolName,
    clientName: wishes.clientName,
    appUrls: wishes.appUrl ?? [],
    callbackUrls,
    signOutUrls,
    identities: wishes.verifyEmail ?? [],
    userEmail: wishes.userEmail,
    username: wishes.username,
    userFullName: wishes.userFullName,
  };
}

/** What was checked, and what was seen of it. */
interface Looked {
  readonly question: Examined;
  readonly seen: Seen;
}

interface Checked extends Looked {
  readonly results: readonly CheckResult[];
}

const PATIENCE_MS = 30_000;

/** The lines of standard input. A pipe that stays silent is an error and not a hang. */
async function* linesOf({ terminal: { stdin, say } }: Context): AsyncGenerator<string> {
  const lines = createInterface({ input: stdin.pipe(decoding()), crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  const arrived = new AbortController();
  try {
    if (stdin.isTTY === true) say('Paste the log, then press Ctrl-D on a line of its own.');
    const first = lines.next();
    const silence = sleep(stdin.isTTY === true ? 2 ** 31 - 1 : PATIENCE_MS, undefined, {
      signal: arrived.signal,
    }).catch(() => undefined);
    if ((await Promise.race([first, silence])) === undefined) {
      throw new UsageError(
        [`--explain - got nothing from standard input for ${PATIENCE_MS / 1000} seconds.`],
        'Pipe the log in, for example: < mendix.log',
      );
    }
    for (let line = await first; line.done !== true; line = await lines.next()) yield line.value;
  } finally {
    arrived.abort();
    stdin.destroy();
  }
}

/** The explanations of a log that is piped in, or of the one text that was given. */
async function explanationsOf(context: Context, text: string): Promise<(Explanation | LogExplanation)[]> {
  if (text === '-') return explainLog(linesOf(context), context.reach());
  const explanation = explain(text, context.reach());
  return explanation === undefined ? [] : [explanation];
}

/** `doctor --explain`: no call to AWS. */
async function explained(context: Context, text: string): Promise<Result> {
  const found = await explanationsOf(context, text);
  if (found.length === 0) {
    throw new CliError(
      text === '-' ? 'No line of the log is a known error.' : 'This error text is not known.',
      {
        code: 'ERROR_UNKNOWN',
        hint: [
          { act: 'Try only the part of the log line that names the error.' },
          { act: 'This checks the setup itself:', run: ['doctor'] },
        ],
      },
    );
  }
  return {
    json: {
      explanations: found.map((each) => ({ ...each, repair: repairsText(each.repair, context.again) })),
    },
    text: `${renderExplanations(found, context.terminal, context.again)}\n`,
    next: `To check the setup itself:\n  ${context.again(['doctor'])}`,
  };
}

/** The first thing to do: what fails goes before what warns, and that before what could not be checked. */
function nextRepair(
  context: Context,
  results: readonly CheckResult[],
  question: Examined,
  { alias, pool }: Seen,
): string {
  const first = (['fail', 'warn', 'unknown'] as const)
    // The actions that write can never be checked: no reason to do anything.
    .map((verdict) => results.find((each) => each.verdict === verdict && each.id !== 'permission:writes'))
    .find((result) => result !== undefined);
  const [repair, ...others] = first?.repair ?? [];
  if (repair !== undefined) {
    const next = { ...repair, act: repair.act === undefined ? 'Next:' : `Next: ${repair.act}` };
    return renderRepairs([next, ...others], context.again, context.terminal.columns, 0);
  }
  return question.userEmail === undefined
    ? `Everything checked in AWS is correct. To check a user as well:\n  ${context.again(['doctor', ...appWords(alias, pool), '--user-email', '<email>'])}`
    : `Everything checked in AWS is correct. If sign-in still fails:\n  ${context.again(['doctor', '--explain', '<error text>'])}`;
}

/** What a script learns: that the credentials are no good, or else that something fails. */
function exitCodeOf(context: Context, seen: Seen, results: readonly CheckResult[]): ExitCode {
  if (isHealthy(results)) return EXIT.done;
  const ended = [seen.caller, ...seen.calls.values()]
    .filter((reading) => 'error' in reading)
    .map((reading) => problemOf(reading, context.options));
  return ended.some(({ exitCode }) => exitCode === EXIT.credentials) ? EXIT.credentials : EXIT.failed;
}

/** Makes the repairs that this program can make, where there are any. */
async function fix(context: Context, { question, seen, results }: Checked): Promise<Converged | undefined> {
  const fixes = fixesOf(results, question.clientName);
  if (fixes.length > 0) return carryOut(context, fixes, seen.alias);
  context.terminal.say('No check found anything that --fix can fix by itself.\n');
  return undefined;
}

function shownUsers({ showSecrets, terminal }: Context, fixed: Converged | undefined): string {
  const users = fixed?.applied?.users ?? [];
  if (users.length === 0) return '';
  return `${renderUsers(users, showSecrets, fixed?.passwordsShown === true && terminal.resultSeen)}\n\n`;
}

/**
 * `doctor`: many small checks, each with what is wrong and its repair. It writes nothing, but with `--fix`: then those repairs
 * that are this program's are made after one confirmation, and everything is checked again.
 */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { wishes } = invocation;
  requireSound(context, invocation);
  if (wishes.explain !== undefined) return explained(context, wishes.explain);
  const { terminal, options } = context;
  const configured = await context.region();
  // On a terminal a missing Region is asked for.
  const asks = configured === undefined && terminal.interactive;
  const aws = asks || regionProblem(configured) === undefined ? await context.aws() : undefined;
  const progress = await context.progress();
  const look = async (asked: Examined): Promise<Looked> => {
    if (aws === undefined) return { question: asked, seen: NOTHING_SEEN };
    const looked = await progress.during('Checking everything', () => examine(aws, asked));
    // Where nobody can be asked, which one is meant is a check of its own.
    if ('error' in looked.located && asksWhich(context, looked.located.error)) throw looked.located.error;
    return { question: asked, seen: looked };
  };
  const region = aws?.region ?? configured;
  const check = async (about: Examined): Promise<Checked> => {
    const looked = await whicheverApp(context, about, look);
    const results = answer(
      checksOf(
        {
          node: process.versions.node,
          program: packageJson.version,
          region,
          profile: options.profile,
          sandbox: options.sandbox,
        },
        {
          issuerBase: aws?.issuerBase ?? '',
          updatedIssuerBase: aws?.updatedIssuerBase ?? '',
          customEndpoint: aws?.customEndpoint === true,
        },
        looked.question,
        looked.seen,
      ),
    );
    return { ...looked, results };
  };
  const before = await check(questionOf(wishes));
  const fixed = wishes.fix === true ? await fix(context, before) : undefined;
  const { question, seen, results } = fixed?.applied === undefined ? before : await check(before.question);
  const users = fixed?.applied?.users ?? [];
  const hint = hiddenPasswordsHint(context, users, appWords(seen.alias, seen.pool));
  const caller = valueIn(seen.caller);
  // The plan has said it.
  if (!options.json && aws !== undefined && caller !== undefined && fixed === undefined) {
    terminal.say(`${renderCaller(aws, caller, terminal.columns)}\n`);
  }
  return {
    json: {
      account: caller?.account ?? null,
      region: region ?? null,
      ...(fixed === undefined ? {} : convergedJson(context, fixed)),
      ...(users.length === 0 ? {} : { users: usersJson(users, context.showSecrets) }),
      ...(hint === undefined ? {} : { hint }),
      healthy: isHealthy(results),
      checks: results.map(({ id, name, verdict, why, repair }) => ({
        id,
        name,
        verdict,
        why,
        repair: repair.length === 0 ? null : repairsText(repair, context.again),
      })),
    },
    text: `${shownUsers(context, fixed)}${renderDoctor(results, terminal, context.again)}\n`,
    next: nextRepair(context, results, question, seen),
    exitCode: exitCodeOf(context, seen, results),
  };
}
