import type { Aws } from '../../aws/clients.ts';
import { appWords } from '../../engine/locate.ts';
import type { Plan } from '../../engine/plan.ts';
import { secretAdvice, settingsOf } from '../../engine/settings.ts';
import { unchangedPasswords } from '../../engine/unchanged-passwords.ts';
import { DeclinedError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { type Converged, converge, convergedJson } from '../../flows/converge.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { reportRest } from '../../inputs/debug-sources.ts';
import {
  desiredClient,
  desiredDomain,
  desiredPool,
  desiredUser,
  firstPrefix,
  givenUsers,
  selectorOf,
  targetOf,
} from '../../inputs/desired.ts';
import { offerCopy } from '../../inputs/offer-copy.ts';
import { givenPassword, requireGoodPassword } from '../../inputs/password.ts';
import { Wizard, type WizardAnswers, wantsOtherAnswers } from '../../inputs/wizard/wizard.ts';
import { settingsJson } from '../../mendix/formats.ts';
import type { Context } from '../../run/context.ts';
import { renderNextInMendix, renderScreen, SCREEN_TITLE } from '../../ui/render-card.ts';
import { repairsText } from '../../ui/render-repair.ts';
import { passwordHint, renderUsers, unchangedPasswordsHint, usersJson } from '../../ui/render-user.ts';
import type { setupCommand } from './command.ts';

type Call = InvocationOf<typeof setupCommand>;

/** What has no default. */
const NEEDED = ['appUrl', 'userEmail'] as const;

/** What the wizard was told, or where nobody can be asked what was given. */
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

/** What only the owner of an inbox can do, while SES has not verified the address. */
function mailHints(context: Context, { desired, observed }: Plan): string[] {
  const waiting = desired.target.identities.filter(
    (address) => observed.identities.get(address)?.verified !== true,
  );
  if (waiting.length === 0) return [];
  return [
    `Amazon SES has sent a mail to ${waiting.join(' and ')}: open the link in it. This waits for it:\n  ${context.again(['verify-email', ...waiting, '--wait'])}`,
  ];
}

function toResult(context: Context, aws: Aws, converged: Converged): Result {
  const { applied, plan } = converged;
  const { showSecrets, terminal } = context;
  const { alias, pool } = plan.observed;
  const app = appWords(alias, pool);
  const settings = applied === undefined ? undefined : settingsOf(aws, alias, applied);
  const client = applied?.client;
  const advice = client === undefined ? '' : repairsText(secretAdvice(client, alias, app), context.again);
  const users = applied?.users ?? [];
  const hidden = !showSecrets && users.some(({ password }) => password !== undefined);
  const kept = applied === undefined ? [] : unchangedPasswords(plan, users);
  const reset = context.again(['add-user', ...kept, '--reset-password', ...app]);
  const hints = [
    ...(advice === '' ? [] : [advice]),
    ...(showSecrets || settings?.clientSecret === undefined
      ? []
      : [
          `The client secret is not shown here. This prints it:\n  ${context.again(['mendix-config', ...app])}`,
        ]),
    ...(hidden ? [passwordHint(context.again(['add-user', '<email>', '--reset-password', ...app]))] : []),
    ...(kept.length === 0 ? [] : [unchangedPasswordsHint(kept, reset)]),
    ...(applied === undefined ? [] : mailHints(context, plan)),
  ];
  const cardAndUser =
    settings === undefined
      ? ''
      : [
          renderScreen(settings, showSecrets, terminal.resultSeen ? terminal : undefined),
          ...(users.length === 0 ? [] : [renderUsers(users, showSecrets)]),
        ];
  return {
    json: {
      ...convergedJson(converged),
      mendix: settings === undefined ? null : settingsJson(settings, showSecrets),
      users: usersJson(users, showSecrets),
      ...(hints.length === 0 ? {} : { hints }),
    },
    text: cardAndUser === '' ? '' : `${cardAndUser.join('\n\n')}\n`,
    ...(settings === undefined
      ? {}
      : {
          title: SCREEN_TITLE,
          next: [
            ...(applied?.changes.length === 0 ? ['Everything was there already; nothing was changed.'] : []),
            ...hints,
            'First check that the sign-in works:',
            `  ${context.again(['test-login', ...app])}`,
            renderNextInMendix(settings, app, context),
            'When it does not work in Mendix:',
            `  ${context.again(['doctor', ...app])}`,
          ].join('\n'),
          offer: () => offerCopy(context, settings),
        }),
  };
}

async function convergeSetup(context: Context, wizard: WizardAnswers, given: Call): Promise<Converged> {
  const { answers, password } = wizard;
  const alias = selectorOf(answers).alias ?? '';
  const users = givenUsers(answers);
  const target = targetOf(answers, {
    identities: [...new Set(answers.verifyEmail ?? [])],
    emailFrom: answers.emailFrom,
    prefix: firstPrefix(answers, alias),
    users,
  });
  return converge(context, target, async (observed) => {
    await reportRest(context, given, answers, observed, password !== undefined);
    const policy = observed.pool?.Policies?.PasswordPolicy;
    if (password !== undefined) requireGoodPassword(password, policy);
    return {
      target,
      pool: desiredPool(answers, alias),
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
    const aws = await context.aws();
    try {
      return toResult(context, aws, await convergeSetup(context, answered, invocation));
    } catch (error) {
      if (!(error instanceof DeclinedError) || !(await wantsOtherAnswers(context))) throw error;
    }
  }
}
