import { type Repair, UsageError } from '../errors.ts';
import { callbackUrlOf } from '../mendix/settings.ts';
import type { Context } from '../run/context.ts';
import { wrapped } from '../ui/layout.ts';
import type { Help, TextQuestion } from '../ui/prompts.ts';
import { appUrlNote } from './checks.ts';
import { contradictions } from './contradictions.ts';
import { INPUTS, type InputName, type Wishes } from './definitions.ts';
import { aliasFrom } from './desired.ts';
import { flagsFor } from './repeated-flags.ts';
import { checkOf, type Given, missingProblem } from './resolve.ts';

/** The inputs that a command may not be able to do without. */
export type Needed = 'alias' | 'appUrl' | 'userEmail';

const QUESTIONS: Record<Needed, string> = {
  alias: 'Alias (name of the configuration in Mendix)',
  appUrl: 'Address of your Mendix app',
  userEmail: "The user's email address",
};

/** Under the answer: where Cognito sends people back to, and what of the answer does not count. */
export function sayCallback({ terminal }: Pick<Context, 'terminal'>, text: string): void {
  const said =
    appUrlNote(text) ??
    `Its callback URL, where people return after signing in, is ${callbackUrlOf(INPUTS.appUrl.parse(text))}.`;
  terminal.say(`  ${terminal.colour.err.dim(wrapped(said, terminal.columns, 2))}`);
}

/** What a question mark shows, and the line above the question. */
export const HELP = {
  alias: {
    line: 'The name of the configuration in Mendix; it is also part of the link of the sign-in button.',
    more: 'On the OIDC SSO page of your app, “Alias” names one identity provider. Everything that is created in Cognito carries it too, so that the next run finds it again. Letters, digits, dots, hyphens and underscores. One alias for each app and environment is a good habit, for example orders-test and orders-production.',
  },
  appUrl: {
    line: 'The root address of your app, for example https://myapp.mendixcloud.com. In Studio Pro: http://localhost:8080.',
    more: 'After the sign-in Cognito sends people back to /oauth/v2/callback below this address, and to no other. You can paste what the browser shows: a page such as /index.html or /p/home is cut off; a path that the whole app is below stays. Several addresses, such as a custom domain or localhost besides, go on one line with a space between. Cognito takes http for localhost only.',
  },
  userEmail: {
    line: 'The first person who signs in. Use your own address to try it out.',
    more: 'It is what the user types on the sign-in page, and it counts as verified: no email is sent. More users can be added later, also from a CSV file, with the command add-user.',
  },
  userFullName: {
    line: 'As Mendix shows it; without one FullName stays empty in your app.',
    more: 'Mendix takes the attributes of its user from Cognito at each sign-in: Email from the email address, FullName from this name, and Name from a number that Cognito gives the user.',
  },
} as const satisfies Record<Needed | 'userFullName', Help>;

/** The question for one of them, with the check that its flag has, and help. */
export function questionFor(name: Needed): Pick<TextQuestion, 'message' | 'check' | 'help'> {
  return { message: QUESTIONS[name], check: checkOf(name), help: HELP[name] };
}

function isMissing(name: Needed, { wishes, wrong }: Pick<Given, 'wishes' | 'wrong'>): boolean {
  if (wishes[name] !== undefined || wrong.includes(name)) return false;
  if (name !== 'alias') return true;
  return aliasFrom(wishes.appUrl?.[0]) === undefined && !wrong.includes('appUrl');
}

function wrongIn(
  { terminal, options, showSecrets }: Context,
  given: Given,
  more: readonly string[] = [],
): string[] {
  const circumstances = { interactive: terminal.interactive, dryRun: options.dryRun, showSecrets };
  return [...given.problems, ...contradictions(given, circumstances), ...more];
}

/**
 * Stops a run whose input is wrong: for a command that needs neither AWS nor an answer.
 *
 * @throws UsageError
 */
export function requireSound(context: Context, given: Given): void {
  const problems = wrongIn(context, given);
  if (problems.length > 0) throw new UsageError(problems);
}

/**
 * Stops a run whose input is wrong, or incomplete with nobody to ask: everything that is wrong, at once.
 *
 * @throws UsageError
 */
export async function requireComplete(
  context: Context,
  given: Given,
  needed: readonly Needed[],
  more: readonly string[] = [],
): Promise<void> {
  const problems = wrongIn(context, given, more);
  const missing: (Needed | 'region')[] = [];
  if (!context.terminal.interactive) {
    missing.push(...needed.filter((name) => isMissing(name, given)));
    if (!given.wrong.includes('region') && (await context.region()) === undefined) missing.push('region');
    problems.push(...missing.map(missingProblem));
  }
  if (problems.length > 0) {
    throw new UsageError(problems, missing.length === 0 ? [] : howToAnswer(context, given, missing));
  }
}

/** Why nobody is asked. */
function whyNotAsked({ env, terminal: { stdin, stderr }, options }: Context): string {
  if (options.noInput) return 'Nothing is asked with --no-input.';
  if (stdin.isTTY === true && stderr.isTTY === true) {
    return 'Nothing is asked on a build server (CI is set).';
  }
  // The terminal of older Git for Windows is a pipe to the programs in it, and nothing that Node knows of a pipe shows whether
  // somebody sits at its other end or a script does: only its name would, which Node does not give. Asking there could wait
  // for ever in a script; and a pipe has no raw mode, so that a password would be seen as it is typed.
  if (env.MSYSTEM && process.platform === 'win32') {
    return 'In a Git Bash window run it as winpty npx.cmd mendix-cognito, or use Windows Terminal. Otherwise nobody can be asked, because this is not a terminal.';
  }
  return `Nobody can be asked: standard ${stdin.isTTY === true ? 'error' : 'input'} is not a terminal.`;
}

/** What each of them may look like. */
const SAMPLES = {
  alias: 'myapp',
  appUrl: 'https://myapp.mendixcloud.com',
  userEmail: 'ann@example.com',
  region: 'eu-central-1',
} as const satisfies Record<Needed | 'region', string>;

/** The same command with samples of what is missing. */
function howToAnswer(
  context: Context,
  { command, words, wishes, sources, inputs }: Given,
  missing: readonly (Needed | 'region')[],
): Repair[] {
  // A version is no text any more, and no command that asks for something takes one.
  const byFlag = inputs.filter(
    (name): name is Exclude<InputName, 'moduleVersion'> =>
      name !== 'moduleVersion' && sources[name]?.from === 'flag',
  );
  const flags = [
    ...byFlag.flatMap((name) => flagsFor(name, wishes[name] ?? false)),
    ...missing.flatMap((name) => flagsFor(name, SAMPLES[name])),
  ];
  const act = `${whyNotAsked(context)} Give what is missing as a flag, for example:`;
  const run = [command, ...words, ...flags, ...(command === 'test-login' ? [] : ['--yes'])];
  return [
    { act, run },
    ...(context.options.sandbox ? [] : [{ act: 'To try it without an AWS account, add --sandbox.' }]),
  ];
}

/**
 * The answers of a single command: checked, and on a terminal completed by asking.
 *
 * @throws UsageError
 */
export async function complete<Name extends InputName>(
  context: Context,
  given: Given & { readonly wishes: Wishes<Name> },
  needed: readonly (Name & Needed)[],
  more: readonly string[] = [],
): Promise<Wishes<Name>> {
  await requireComplete(context, given, needed, more);
  let wishes: Wishes = given.wishes;
  for (const name of needed) {
    if (!isMissing(name, { ...given, wishes })) continue;
    const ask = await context.prompts();
    const text = (await ask.text(questionFor(name))).trim();
    if (name === 'appUrl') sayCallback(context, text);
    wishes = {
      ...wishes,
      ...(name === 'appUrl' ? { appUrl: [INPUTS.appUrl.parse(text)] } : { [name]: text }),
    };
  }
  return wishes;
}
