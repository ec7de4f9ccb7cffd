import type { Observed } from '../engine/observe.ts';
import type { Context } from '../run/context.ts';
import { printable } from '../ui/printable.ts';
import { defaultOf, INPUTS, type InputName, kebab, type Wishes } from './definitions.ts';
import type { Input, Setting } from './input.ts';
import type { Given } from './resolve.ts';

function report({ terminal }: Context, name: InputName, value: unknown, source: string): void {
  terminal.say(`debug ${kebab(name)} = ${printable(value)} (${source})`);
}

/** With `--debug`: each answer that was given, and by what. No input holds a secret. */
export function reportGiven(context: Context, { wishes, sources }: Given): void {
  for (const name of Object.keys(wishes) as InputName[]) {
    const { from = '', at } = sources[name] ?? {};
    report(context, name, wishes[name], [from, at].filter((word) => word !== undefined).join(' '));
  }
}

async function reportRegion(context: Context, { wishes }: Given): Promise<void> {
  if (wishes.region !== undefined) return;
  const { region } = await context.aws();
  if (context.options.sandbox) return report(context, 'region', region, 'default of --sandbox');
  const { configuredRegion } = await import('../aws/region.ts');
  const configured = await configuredRegion(context.env, context.options.profile);
  report(context, 'region', region, configured === region ? 'AWS configuration' : 'answer');
}

function sourceOfPassword({ passwordStdin }: Wishes, typed: boolean): string {
  if (passwordStdin === true) return 'standard input';
  return typed ? 'answer' : 'default: generated where one is needed';
}

/**
 * With `--debug`: the answers that nobody gave beforehand, once what is there was read: from a question, from AWS, or
 * the default.
 *
 * @param given with the inputs that the command takes
 * @param typed whether the user has typed a password
 */
export async function reportRest(
  context: Context,
  given: Given,
  wishes: Wishes,
  observed: Observed,
  typed = false,
): Promise<void> {
  if (!context.options.debug) return;
  for (const name of given.inputs.filter((one) => given.wishes[one] === undefined)) {
    const input: Input & Partial<Setting> = INPUTS[name];
    const present = input.present?.(observed);
    const byDefault = input.kind === 'switch' ? false : defaultOf(name);
    if (wishes[name] !== undefined) report(context, name, wishes[name], 'answer');
    else if (present !== undefined) report(context, name, present, 'what AWS has');
    else if (byDefault !== undefined) report(context, name, byDefault, 'default');
  }
  if (given.inputs.includes('generatePassword')) {
    context.terminal.say(`debug password = (secret) (${sourceOfPassword(wishes, typed)})`);
  }
  await reportRegion(context, given);
}
