import type { Context } from '../context.ts';
import type { Observed } from '../engine/observe.ts';
import { printable } from '../ui/printable.ts';
import { type Answers, INPUTS, type Input, type InputName, kebab } from './definitions.ts';
import type { Resolved } from './resolve.ts';

function tell({ terminal }: Context, name: InputName, value: unknown, source: string): void {
  terminal.say(`debug ${kebab(name)} = ${printable(value)} (${source})`);
}

/** With `--debug`: each answer that was given, and by what. No input holds a secret. */
export function tellGiven(context: Context, { answers, sources }: Resolved): void {
  for (const name of Object.keys(sources) as InputName[]) {
    tell(context, name, answers[name], sources[name] ?? '');
  }
}

/** What AWS has of what an input says. */
function present({ pool, domain, client }: Observed): Partial<Record<InputName, unknown>> {
  return {
    poolName: pool?.Name,
    tier: pool?.UserPoolTier?.toLowerCase(),
    selfSignUp: pool?.AdminCreateUserConfig && pool.AdminCreateUserConfig.AllowAdminCreateUserOnly !== true,
    deletionProtection: pool && pool.DeletionProtection === 'ACTIVE',
    emailFrom: pool?.EmailConfiguration?.From,
    domainPrefix: domain?.name,
    managedLogin: domain?.managedLogin,
    clientName: client?.name,
    sessionMinutes: client?.settings.AuthSessionValidity,
    tokenRevocation: client?.settings.EnableTokenRevocation,
    hideUnknownUsers: client && client.settings.PreventUserExistenceErrors === 'ENABLED',
  };
}

async function tellRegion(context: Context, { sources }: Resolved): Promise<void> {
  if (sources.region !== undefined) return;
  const { region } = await context.aws();
  if (context.options.sandbox) return tell(context, 'region', region, 'default of --sandbox');
  const { configuredRegion } = await import('../aws/region.ts');
  const configured = await configuredRegion(context.env, context.options.profile);
  tell(context, 'region', region, configured === region ? 'AWS configuration' : 'answer');
}

function sourceOfPassword({ passwordStdin }: Answers, typed: boolean): string {
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
export async function tellRest(
  context: Context,
  given: Resolved & { readonly inputs: readonly InputName[] },
  answers: Answers,
  observed: Observed,
  typed = false,
): Promise<void> {
  if (!context.options.debug) return;
  const there = present(observed);
  for (const name of given.inputs.filter((one) => given.sources[one] === undefined)) {
    const input: Input = INPUTS[name];
    const byDefault = input.kind === 'switch' ? false : (input.byDefault ?? input.derived);
    if (answers[name] !== undefined) tell(context, name, answers[name], 'answer');
    else if (there[name] !== undefined) tell(context, name, there[name], 'what AWS has');
    else if (byDefault !== undefined) tell(context, name, byDefault, 'default');
  }
  if (given.inputs.includes('generatePassword')) {
    context.terminal.say(`debug password = (secret) (${sourceOfPassword(answers, typed)})`);
  }
  await tellRegion(context, given);
}
