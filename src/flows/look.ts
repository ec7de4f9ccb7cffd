import type { Aws } from '../aws/clients.ts';
import { LACKS } from '../aws/lacking.ts';
import type { Desired } from '../engine/desired.ts';
import { type Observed, observe } from '../engine/observe.ts';
import type { Context } from '../run/context.ts';

/** Reads what is there, with a line of progress. */
export async function look(context: Context, aws: Aws, desired: Desired): Promise<Observed> {
  const progress = await context.progress();
  const seen = await progress.during('Reading what is there', () => observe(aws, desired));
  tellLacking(context, aws, 0);
  return seen;
}

/** What the endpoint that stands in for AWS turned out not to have, as the `warnings` of the JSON output. */
export const warningsOf = (aws: Aws): string[] => [...aws.lacking].map((lack) => LACKS[lack]);

/** Says what the endpoint that stands in for AWS does not have; `from` counts what was said already. */
export function tellLacking({ terminal }: Context, aws: Aws, from: number): void {
  const lacks = [...aws.lacking].slice(from);
  if (lacks.length === 0) return;
  terminal.say(`The endpoint ${aws.issuerBase} is not AWS:`);
  for (const lack of lacks) terminal.say(`  ${LACKS[lack]}`);
}
