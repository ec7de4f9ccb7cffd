import type { Aws } from '../aws/clients.ts';
import { MISSING_FEATURES } from '../aws/missing-features.ts';
import type { Target } from '../engine/desired.ts';
import { type Observed, observe } from '../engine/observe.ts';
import type { Context } from '../run/context.ts';

/** Reads what is there, with a line of progress. */
export async function readCurrent(context: Context, aws: Aws, target: Target): Promise<Observed> {
  const progress = await context.progress();
  const seen = await progress.during('Reading what is there', () => observe(aws, target));
  reportMissing(context, aws, 0);
  return seen;
}

/** What the endpoint that stands in for AWS turned out not to have, as the `warnings` of the JSON output. */
export const warningsOf = (aws: Aws): string[] =>
  [...aws.missing].map((feature) => MISSING_FEATURES[feature]);

/** Says what the endpoint that stands in for AWS does not have; `from` counts what was said already. */
export function reportMissing({ terminal }: Context, aws: Aws, from: number): void {
  const features = [...aws.missing].slice(from);
  if (features.length === 0) return;
  terminal.say(`The endpoint ${aws.issuerBase} is not AWS:`);
  for (const feature of features) terminal.say(`  ${MISSING_FEATURES[feature]}`);
}
