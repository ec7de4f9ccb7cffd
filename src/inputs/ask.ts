import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { callbackUrlOf } from '../mendix/settings.ts';
import { wrapped } from '../ui/layout.ts';
import type { Check } from '../ui/prompts.ts';
import { appUrlNote } from './checks.ts';
import { type Answers, INPUTS } from './definitions.ts';
import { aliasFrom, contradictions } from './desired.ts';
import { checkOf, missingProblem, type Resolved } from './resolve.ts';

/** The inputs that a command may not be able to do without. */
export type Needed = 'alias' | 'appUrl' | 'userEmail';

const QUESTIONS: Record<Needed, string> = {
  alias: 'Alias (name of the configuration in Mendix)',
  appUrl: 'Address of your Mendix app',
  userEmail: "The user's email address",
};

/** Under the answer: where Cognito sends people back to, and what of the answer does not count. */
export function sayCallback({ terminal }: Pick<Context, 'terminal'>, text: string): void {
  const said = appUrlNote(text) ?? `Its callback URL is ${callbackUrlOf(INPUTS.appUrl.parse(text))}.`;
  terminal.say(`  ${terminal.colour.err.dim(wrapped(said, terminal.columns, 2))}`);
}

/** The question for one of them, with the check that its flag has. */
export function questionFor(name: Needed): { readonly message: string; readonly check: Check } {
  return { message: QUESTIONS[name], check: checkOf(name) };
}

function isMissing(name: Needed, { answers, wrong }: Resolved): boolean {
  if (answers[name] !== undefined || wrong.includes(name)) return false;
  if (name !== 'alias') return true;
  return aliasFrom(answers.appUrl?.[0]) === undefined && !wrong.includes('appUrl');
}

function wrongIn(given: Resolved, more: readonly string[] = []): string[] {
  return [...given.problems, ...contradictions(given.answers), ...more];
}

/**
 * Stops a run whose input is wrong: for a command that needs neither AWS nor an answer.
 *
 * @throws UsageError
 */
export function requireSound(given: Resolved): void {
  const problems = wrongIn(given);
  if (problems.length > 0) throw new UsageError(problems);
}

/**
 * Stops a run whose input is wrong, or incomplete with nobody to ask: everything that is wrong, at once.
 *
 * @throws UsageError
 */
export async function requireComplete(
  context: Context,
  given: Resolved,
  needed: readonly Needed[],
  more: readonly string[] = [],
): Promise<void> {
  const problems = wrongIn(given, more);
  if (!context.terminal.interactive) {
    problems.push(...needed.filter((name) => isMissing(name, given)).map(missingProblem));
    if (!given.wrong.includes('region') && (await context.region()) === undefined)
      problems.push(missingProblem('region'));
  }
  if (problems.length > 0) throw new UsageError(problems, whyNotAsked(context));
}

/** Why somebody who sits at a terminal is not asked, where that can be told. */
function whyNotAsked({ env, terminal, options }: Context): string | undefined {
  if (terminal.interactive || options.noInput) return undefined;
  if (terminal.stdin.isTTY === true && terminal.stderr.isTTY === true) {
    return env.TERM === 'dumb'
      ? 'This terminal cannot show questions (TERM=dumb): give the answers as flags, or use another terminal.'
      : 'Nothing is asked on a build server (CI is set): give the answers as flags.';
  }
  // The terminal of older Git for Windows is a pipe to the programs in it.
  return env.MSYSTEM && process.platform === 'win32'
    ? 'If you sit at a Git Bash window: run it there as winpty npx.cmd mendix-cognito, or in Windows Terminal.'
    : undefined;
}

/**
 * The answers of a single command: checked, and on a terminal completed by asking.
 *
 * @throws UsageError
 */
export async function complete(
  context: Context,
  given: Resolved,
  needed: readonly Needed[],
  more: readonly string[] = [],
): Promise<Answers> {
  await requireComplete(context, given, needed, more);
  let { answers } = given;
  for (const name of needed) {
    if (!isMissing(name, { ...given, answers })) continue;
    const ask = await context.prompts();
    const text = (await ask.text(questionFor(name))).trim();
    if (name === 'appUrl') sayCallback(context, text);
    answers = {
      ...answers,
      ...(name === 'appUrl' ? { appUrl: [INPUTS.appUrl.parse(text)] } : { [name]: text }),
    };
  }
  return answers;
}
