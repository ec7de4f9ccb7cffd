import { appWords } from '../../engine/locate.ts';
import { secretAdvice, settingsOf } from '../../engine/settings.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { converge, convergedJson } from '../../flows/converge.ts';
import { setupToExtend } from '../../flows/read-current.ts';
import { complete } from '../../inputs/ask.ts';
import { reportRest } from '../../inputs/debug-sources.ts';
import { desiredClient, selectorOf, targetOf } from '../../inputs/desired.ts';
import { settingsJson } from '../../mendix/formats.ts';
import type { Context } from '../../run/context.ts';
import { renderScreen, SCREEN_TITLE } from '../../ui/render-card.ts';
import { repairsText } from '../../ui/render-repair.ts';
import type { createClientCommand } from './command.ts';

type Call = InvocationOf<typeof createClientCommand>;

const MOVED_TWO =
  'Two secrets came back from AWS Secrets Manager: the current one and the previous one. This removes the previous one; then mendix-config shows the current one:';

/** `create-client`: the app client with its secret, and the style of its sign-in pages. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { terminal } = context;
  const { callbackUrl, removeAppUrl, moveSecret } = invocation.wishes;
  const namesApp = callbackUrl !== undefined || removeAppUrl !== undefined || moveSecret === true;
  const wishes = await complete(context, invocation, namesApp ? ['alias'] : ['appUrl', 'alias']);
  const named = wishes.alias ?? wishes.poolId ?? wishes.poolName;
  const selector =
    named === undefined
      ? await setupToExtend(context, await context.aws(), selectorOf(wishes))
      : selectorOf(wishes);
  const alias = selector.alias ?? '';
  const target = targetOf(wishes, { selector });
  const converged = await converge(context, target, async (observed) => {
    await reportRest(context, invocation, wishes, observed);
    return { target, client: desiredClient(wishes, alias), users: [] };
  });
  const { applied } = converged;
  const settings = applied === undefined ? undefined : settingsOf(converged.aws, alias, applied);
  const client = applied?.client;
  const app = appWords(alias, converged.plan.observed.pool);
  const advice = client === undefined ? [] : secretAdvice(client, alias, app);
  // Which of the two AWS shows is not documented; of one there is no doubt.
  const movedTwo = wishes.moveSecret === true && client !== undefined && client.secretCount > 1;
  const hint = repairsText(movedTwo ? [{ ...advice[0], act: MOVED_TWO }] : advice, context.again);
  return {
    json: {
      alias,
      ...convergedJson(context, converged),
      ...(hint === '' ? {} : { hints: [hint] }),
      mendix: settings === undefined ? null : settingsJson(settings, context.showSecrets),
    },
    title: settings === undefined ? undefined : SCREEN_TITLE,
    text:
      settings === undefined
        ? ''
        : `${renderScreen(settings, context.showSecrets, terminal.resultSeen ? terminal : undefined)}\n`,
    next: applied === undefined ? undefined : hint || `Next:\n  ${context.again(['mendix-config', ...app])}`,
  };
}
