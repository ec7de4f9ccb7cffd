import { DeclinedError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { type Converged, converge } from '../../flows/converge.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { isLocalUrl } from '../../inputs/checks.ts';
import { reportRest } from '../../inputs/debug-sources.ts';
import {
  desiredClient,
  desiredDomain,
  desiredMfa,
  desiredPool,
  desiredUser,
  firstPrefix,
  givenUsers,
  passwordPolicy,
  selectorOf,
  targetOf,
} from '../../inputs/desired.ts';
import { givenPassword, requireGoodPassword } from '../../inputs/password.ts';
import { Wizard, type WizardAnswers, wantsOtherAnswers } from '../../inputs/wizard/wizard.ts';
import type { Context } from '../../run/context.ts';
import { wrapped } from '../../ui/layout.ts';
import type { setupCommand } from './command.ts';
import { setupResult } from './result.ts';

type Call = InvocationOf<typeof setupCommand>;

/** What has no default. */
const NEEDED = ['appUrl', 'userEmail'] as const;

/** What the wizard was answered, or where nobody can be asked what was given. */
async function answersFor(
  context: Context,
  wizard: Wizard | undefined,
  given: Call['wishes'],
): Promise<WizardAnswers> {
  if (wizard === undefined) return { answers: given, password: await givenPassword(context, given) };
  const { answers, password } = await wizard.run();
  context.terminal.say();
  return { answers, password: password ?? (await givenPassword(context, answers)) };
}

/** Said before anything is made: an app that runs elsewhere has no way to this computer. */
function warnOfSandbox({ terminal, options }: Context, appUrls: readonly string[]): void {
  const away = appUrls.find((url) => !isLocalUrl(url));
  if (!options.sandbox || away === undefined) return;
  const why = `An app at ${away} cannot reach the local sandbox. To try it with Mendix, run the app in Studio Pro on this computer (http://localhost:8080).`;
  terminal.say(`${terminal.symbols.warning} ${wrapped(why, terminal.columns, 2)}\n`);
}

async function convergeSetup(context: Context, wizard: WizardAnswers, given: Call): Promise<Converged> {
  const { answers, password } = wizard;
  warnOfSandbox(context, answers.appUrl ?? []);
  const alias = selectorOf(answers).alias ?? '';
  const users = givenUsers(answers);
  const target = targetOf(answers, {
    identities: [...new Set(answers.verifyEmail ?? [])],
    emailFrom: answers.emailFrom,
    mfa: answers.mfa !== undefined,
    prefix: firstPrefix(answers, alias),
    users,
  });
  return converge(context, target, async (observed) => {
    await reportRest(context, given, answers, observed, password !== undefined);
    const policy = passwordPolicy(observed.pool, answers);
    if (password !== undefined) requireGoodPassword(password, policy);
    return {
      target,
      pool: desiredPool(answers, alias),
      mfa: desiredMfa(answers),
      domain: desiredDomain(answers, alias),
      client: desiredClient(answers, alias),
      users: users.map((user) => desiredUser(answers, user, password, policy?.MinimumLength)),
    };
  });
}

async function regionOf(context: Context): Promise<string | undefined> {
  return context.terminal.interactive ? (await context.aws()).region : context.region();
}

/** `--print-config`: asks as ever, and prints the answers; where nobody can be asked, those that were given. */
async function printConfig(context: Context, { wishes: given }: Call): Promise<Result> {
  const asked = context.terminal.interactive
    ? await answersFor(context, await Wizard.open(context, given), given)
    : { answers: given, password: undefined };
  const { answersFile } = await import('../../inputs/answers-file.ts');
  const { answers, commandLine, yaml } = answersFile(
    {
      ...asked.answers,
      region: asked.answers.region ?? (context.options.sandbox ? undefined : await regionOf(context)),
      passwordStdin: asked.password === undefined ? asked.answers.passwordStdin : true,
    },
    context.shell,
  );
  return {
    json: { config: answers, commandLine },
    text: yaml,
    next: 'Nothing was changed (--print-config).',
  };
}

/** False where nobody can be asked, and with `--yes` where nothing is left that has no default. */
function isAsking({ terminal, options }: Context, { wishes }: Call): boolean {
  return terminal.interactive && !(options.yes && NEEDED.every((name) => wishes[name] !== undefined));
}

/** `setup`: the whole wizard, from nothing to the values of the Mendix screen; a second run repairs. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  await requireComplete(context, invocation, NEEDED);
  if (invocation.wishes.printConfig === true) return printConfig(context, invocation);
  const wizard = isAsking(context, invocation) ? await Wizard.open(context, invocation.wishes) : undefined;
  for (;;) {
    const answered = await answersFor(context, wizard, invocation.wishes);
    try {
      return setupResult(context, await convergeSetup(context, answered, invocation));
    } catch (error) {
      if (!(error instanceof DeclinedError) || !(await wantsOtherAnswers(context))) throw error;
    }
  }
}
