import type { Context } from '../context.ts';
import { converge, convergedJson } from '../converge.ts';
import { appWords } from '../engine/locate.ts';
import { complete } from '../inputs/ask.ts';
import { desiredDomain, desiredPool, nothingDesired, selectorOf } from '../inputs/desired.ts';
import { tellRest } from '../inputs/provenance.ts';
import type { Invocation, Result } from '../result.ts';
import { printable } from '../ui/printable.ts';

/** `create-pool`: the user pool and its domain. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const answers = await complete(context, invocation, ['alias']);
  const selector = selectorOf(answers);
  const alias = selector.alias ?? '';
  const desired = {
    ...nothingDesired(selector, answers),
    pool: desiredPool(answers, alias),
    emailFrom: answers.emailFrom,
    domain: desiredDomain(answers, alias),
  };
  const converged = await converge(context, desired, {
    onObserved: (observed) => tellRest(context, invocation, answers, observed),
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
          next: `Next: ${context.again('create-client', ...appWords(alias, plan.observed.pool))} --app-url <address of your Mendix app>`,
        }),
  };
}
