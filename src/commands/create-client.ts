import type { Context } from '../context.ts';
import { converge, convergedJson } from '../converge.ts';
import { appWords } from '../engine/locate.ts';
import { secretAdvice, settingsOf } from '../engine/settings.ts';
import { complete } from '../inputs/ask.ts';
import { desiredClient, nothingDesired, selectorOf } from '../inputs/desired.ts';
import { tellRest } from '../inputs/provenance.ts';
import { settingsJson } from '../mendix/formats.ts';
import type { Invocation, Result } from '../result.ts';
import { renderScreen, SCREEN_TITLE } from '../ui/render-card.ts';

/** `create-client`: the app client with its secret, and the style of its sign-in pages. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { terminal } = context;
  const { callbackUrl, removeAppUrl } = invocation.answers;
  const namesApp = callbackUrl !== undefined || removeAppUrl !== undefined;
  const answers = await complete(context, invocation, namesApp ? ['alias'] : ['appUrl', 'alias']);
  const selector = selectorOf(answers);
  const alias = selector.alias ?? '';
  const desired = { ...nothingDesired(selector, answers), client: desiredClient(answers, alias) };
  const converged = await converge(context, desired, {
    onObserved: (observed) => tellRest(context, invocation, answers, observed),
  });
  const { applied } = converged;
  const app = appWords(alias, converged.plan.observed.pool);
  const settings = applied === undefined ? undefined : settingsOf(await context.aws(), alias, applied);
  const client = applied?.client;
  const advice = client === undefined ? undefined : secretAdvice(client, alias, app, context.reach());
  return {
    json: {
      alias,
      ...convergedJson(converged),
      ...(advice === undefined ? {} : { hints: [advice] }),
      mendix: settings === undefined ? null : settingsJson(settings, context.showSecrets),
    },
    ...(settings === undefined ? {} : { title: SCREEN_TITLE }),
    text:
      settings === undefined
        ? ''
        : `${renderScreen(settings, context.showSecrets, terminal.resultSeen ? terminal : undefined)}\n`,
    ...(applied === undefined ? {} : { next: advice ?? `Next: ${context.again('mendix-config', ...app)}` }),
  };
}
