import packageJson from '../../package.json' with { type: 'json' };
import type { Context } from '../context.ts';
import { answer, type CheckResult, isHealthy } from '../engine/doctor/check.ts';
import { checksOf } from '../engine/doctor/checks.ts';
import { examine, NOTHING_SEEN, type Question } from '../engine/doctor/examine.ts';
import { regionProblem } from '../engine/doctor/machine.ts';
import { valueIn } from '../engine/doctor/reading.ts';
import { CliError, EXIT } from '../errors.ts';
import { requireSound } from '../inputs/ask.ts';
import type { Answers } from '../inputs/definitions.ts';
import { desiredClient, selectorOf } from '../inputs/desired.ts';
import { explain } from '../mendix/trouble.ts';
import type { Invocation, Result } from '../result.ts';
import { wrapped } from '../ui/layout.ts';
import { renderDoctor, renderExplanations, repairText } from '../ui/render-doctor.ts';
import { renderCaller } from '../ui/render-plan.ts';

function questionOf({ options }: Context, answers: Answers): Question {
  const { alias, poolId, poolName } = selectorOf(answers);
  const { callbackUrls, signOutUrls } = desiredClient(answers, '');
  return {
    run: { sandbox: options.sandbox, region: options.region, profile: options.profile },
    alias,
    poolId,
    poolName,
    clientName: answers.clientName,
    appUrls: answers.appUrl ?? [],
    callbackUrls,
    signOutUrls,
    identities: answers.verifyEmail ?? [],
    userEmail: answers.userEmail,
    username: answers.username,
    userFullName: answers.userFullName,
  };
}

/** `doctor --explain`: no call to AWS. */
function explained(context: Context, text: string): Result {
  const explanations = explain(text);
  if (explanations.length === 0) {
    throw new CliError('Nothing is known about this error text.', {
      code: 'TROUBLE_UNKNOWN',
      hint: 'Check the setup itself: mendix-cognito doctor. The part of a log line that names the error tells most.',
    });
  }
  return {
    json: { explanations },
    text: `${renderExplanations(explanations, context.terminal)}\n`,
    next: 'To check the setup itself: mendix-cognito doctor',
  };
}

/** The first thing to do: what fails goes before what warns, and that before what could not be told. */
function nextStep(results: readonly CheckResult[], question: Question, columns: number): string {
  const first = (['fail', 'warn', 'unknown'] as const)
    // Of the actions that write nothing can ever be told: no reason to do anything.
    .map((verdict) => results.find((each) => each.verdict === verdict && each.id !== 'permission:writes'))
    .find((result) => result !== undefined);
  if (first?.repair !== undefined) {
    const step = `Next: ${repairText(first.repair)}`;
    return 'run' in first.repair ? step : wrapped(step, columns, 0);
  }
  return question.userEmail === undefined
    ? 'AWS is as it should be. To check a user as well: --user-email <email>'
    : 'AWS is as it should be. If sign-in fails all the same:\nmendix-cognito doctor --explain "<error text>"';
}

/** `doctor`: many small checks, each with what is wrong and its repair. It writes nothing. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  requireSound(invocation);
  if (answers.explain !== undefined) return explained(context, answers.explain);
  const question = questionOf(context, answers);
  const { terminal, options } = context;
  const configured = await context.region();
  // On a terminal a missing Region is asked for.
  const asks = configured === undefined && terminal.interactive;
  const aws = asks || regionProblem(configured) === undefined ? await context.aws() : undefined;
  const progress = await context.progress();
  const seen =
    aws === undefined
      ? NOTHING_SEEN
      : await progress.during('Looking at everything', () => examine(aws, question));
  const region = aws?.region ?? configured;
  const results = answer(
    checksOf(
      {
        node: process.versions.node,
        program: packageJson.version,
        region,
        profile: options.profile,
        sandbox: options.sandbox,
      },
      { issuerBase: aws?.issuerBase ?? '', customEndpoint: aws?.customEndpoint === true },
      // A Region that was asked for is in no configuration that a repair would find again.
      asks ? { ...question, run: { ...question.run, region } } : question,
      seen,
    ),
  );
  const caller = valueIn(seen.caller);
  if (!options.json && aws !== undefined && caller !== undefined) {
    terminal.say(`${renderCaller(aws, caller, terminal.columns)}\n`);
  }
  return {
    json: {
      account: caller?.account ?? null,
      region: region ?? null,
      healthy: isHealthy(results),
      checks: results.map(({ id, name, verdict, why, repair }) => ({
        id,
        name,
        verdict,
        why,
        repair: repair === undefined ? null : repairText(repair),
      })),
    },
    text: `${renderDoctor(results, terminal)}\n`,
    next: nextStep(results, question, terminal.columns),
    exitCode: isHealthy(results) ? EXIT.done : EXIT.failed,
  };
}
