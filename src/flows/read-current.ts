import type { Aws } from '../aws/clients.ts';
import { MISSING_FEATURES, REFUSED_ACTIONS } from '../aws/missing-features.ts';
import type { PoolSelector, Target } from '../engine/desired.ts';
import { AliasNeededError, type LocatedApp, locatePool, onlyApp } from '../engine/locate.ts';
import { type Observed, observe } from '../engine/observe.ts';
import type { Context } from '../run/context.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';

/** True for the error that whoever sits at the terminal can answer. */
export function asksWhich({ terminal }: Context, error: unknown): error is AliasNeededError {
  return error instanceof AliasNeededError && terminal.interactive && error.apps.length > 0;
}

/** Has the person at the terminal choose where several apps could be meant. @throws the error where nobody is asked */
async function chooseApp(context: Context, error: unknown): Promise<LocatedApp> {
  if (!asksWhich(context, error)) throw error;
  const ask = await context.prompts();
  return ask.choose(
    'Which one?',
    error.apps.map((app) => ({
      name: `${printable(app.alias)}  (user pool ${app.pool.Id}, created ${app.pool.CreationDate?.toISOString().slice(0, 10) ?? 'unknown'})`,
      value: app,
    })),
  );
}

/**
 * What `look` finds of the selected app; where several could be meant, whoever sits at a terminal is asked which, and it
 * reads that one.
 */
export async function whicheverApp<Selector extends Pick<PoolSelector, 'alias' | 'poolId'>, Found>(
  context: Context,
  selector: Selector,
  look: (selector: Selector) => Promise<Found>,
): Promise<Found> {
  return look(selector).catch(async (error) => {
    const { alias, pool } = await chooseApp(context, error);
    return look({ ...selector, alias, poolId: pool.Id });
  });
}

/** Reads what is there, with a line of progress; asks which app is meant where that is open. */
export async function readCurrent(context: Context, aws: Aws, target: Target): Promise<Observed> {
  const progress = await context.progress();
  const read = (of: Target) => progress.during('Reading what is there', () => observe(aws, of));
  const { selector } = target;
  const seen =
    selector === undefined
      ? await read(target)
      : await whicheverApp(context, selector, (one) => read({ ...target, selector: one }));
  reportMissing(context, aws, 0);
  return seen;
}

/**
 * The setup that an address is added to. An alias that was only derived from the address names no setup that is there: then
 * it is the one that is, which is asked on a terminal and said elsewhere.
 */
export async function setupToExtend(
  context: Context,
  aws: Aws,
  selector: PoolSelector,
): Promise<PoolSelector> {
  const { terminal, prompts, options } = context;
  const progress = await context.progress();
  const looked = await progress.during('Looking for the setup', async () => {
    if ((await locatePool(aws, selector)) !== undefined) return undefined;
    return onlyApp(aws).catch((error: unknown) => ({ error }));
  });
  if (looked === undefined) return selector;
  const { alias, pool } = 'error' in looked ? await chooseApp(context, looked.error) : looked;
  const there = { ...selector, alias, poolId: pool.Id };
  const none = `There is no setup “${printable(selector.alias)}” yet.`;
  if ('error' in looked) return there;
  if (!terminal.interactive || options.yes) {
    terminal.say(
      wrapped(
        `${none} The address is added to “${printable(alias)}”, the only one there is.`,
        terminal.columns,
      ),
    );
    return there;
  }
  const ask = await prompts();
  return (await ask.yes(`${none} Add the address to “${printable(alias)}”?`, true)) ? there : selector;
}

/** What the endpoint does not have, or does not allow, and the run did without, for the JSON output; `{}` for nothing. */
export function warningsJson({ refused, missing }: Aws): { readonly warnings?: readonly string[] } {
  const warnings = [
    ...[...refused].map((action) => REFUSED_ACTIONS[action]),
    ...[...missing].map((feature) => MISSING_FEATURES[feature]),
  ];
  return warnings.length === 0 ? {} : { warnings };
}

/** Says what the endpoint does not have, or does not allow; `from` counts what it does not have that was said already. */
export function reportMissing({ terminal }: Context, aws: Aws, from: number): void {
  if (from === 0) {
    for (const action of aws.refused) terminal.say(wrapped(REFUSED_ACTIONS[action], terminal.columns));
  }
  const features = [...aws.missing].slice(from);
  if (features.length === 0) return;
  terminal.say(`The endpoint ${aws.issuerBase} is not AWS:`);
  for (const feature of features) terminal.say(`  ${MISSING_FEATURES[feature]}`);
}
