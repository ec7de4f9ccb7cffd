import { appWords } from '../../engine/locate.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { converge, convergedJson } from '../../flows/converge.ts';
import { complete } from '../../inputs/ask.ts';
import { reportRest } from '../../inputs/debug-sources.ts';
import {
  desiredDomain,
  desiredMfa,
  desiredPool,
  firstPrefix,
  selectorOf,
  targetOf,
} from '../../inputs/desired.ts';
import type { Context } from '../../run/context.ts';
import { printable } from '../../ui/printable.ts';
import type { createPoolCommand } from './command.ts';

type Call = InvocationOf<typeof createPoolCommand>;

/** `create-pool`: the user pool and its domain. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const wishes = await complete(context, invocation, ['alias']);
  const alias = selectorOf(wishes).alias ?? '';
  const { emailFrom } = wishes;
  const target = targetOf(wishes, {
    emailFrom,
    mfa: wishes.mfa !== undefined,
    prefix: firstPrefix(wishes, alias),
  });
  const converged = await converge(context, target, async (observed) => {
    await reportRest(context, invocation, wishes, observed);
    return {
      target,
      pool: desiredPool(wishes, alias),
      mfa: desiredMfa(wishes),
      domain: desiredDomain(wishes, alias),
      users: [],
    };
  });
  const { applied, plan } = converged;
  const pool = applied?.pool ?? plan.observed.pool;
  const domain = applied?.domain ?? plan.observed.domain;
  return {
    json: {
      alias,
      ...convergedJson(context, converged),
      userPoolId: pool?.Id ?? null,
      domain: domain?.name ?? null,
    },
    text:
      pool === undefined || applied === undefined
        ? ''
        : `User pool  ${pool.Id}\nDomain     ${printable(domain?.name)}\n`,
    next:
      applied === undefined
        ? undefined
        : `Next:\n  ${context.again(['create-client', ...appWords(alias, plan.observed.pool), '--app-url', '<address of your Mendix app>'])}`,
  };
}
