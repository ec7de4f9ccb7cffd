import { appWords } from '../../engine/locate.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { converge, convergedJson } from '../../flows/converge.ts';
import { complete } from '../../inputs/ask.ts';
import { desiredDomain, desiredPool, nothingDesired, selectorOf } from '../../inputs/desired.ts';
import { tellRest } from '../../inputs/provenance.ts';
import type { Context } from '../../run/context.ts';
import { printable } from '../../ui/printable.ts';
import type { createPoolCommand } from './command.ts';

type Call = InvocationOf<typeof createPoolCommand>;

/** `create-pool`: the user pool and its domain. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const wishes = await complete(context, invocation, ['alias']);
  const selector = selectorOf(wishes);
  const alias = selector.alias ?? '';
  const desired = {
    ...nothingDesired(selector, wishes),
    pool: desiredPool(wishes, alias),
    emailFrom: wishes.emailFrom,
    domain: desiredDomain(wishes, alias),
  };
  const converged = await converge(context, desired, {
    onObserved: (observed) => tellRest(context, invocation, wishes, observed),
  });
  const { applied, plan } = converged;
  const pool = applied?.pool ?? plan.observed.pool;
  const domain = applied?.domain ?? plan.observed.domain;
  return {
    json: {
      alias,
      ...convergedJson(converged),
      userPoolId: pool?.Id ?? null,
      domain: domain?.name ?? null,
    },
    text:
      pool === undefined || applied === undefined
        ? ''
        : `User pool  ${pool.Id}\nDomain     ${printable(domain?.name)}\n`,
    ...(applied === undefined
      ? {}
      : {
          next: `Next: ${context.again(['create-client', ...appWords(alias, plan.observed.pool), '--app-url', '<address of your Mendix app>'])}`,
        }),
  };
}
