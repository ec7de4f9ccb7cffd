import fc from 'fast-check';
import type { TestContext } from 'vitest';
import { ALL_CASES } from './all-cases.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** How many generated cases the test went through; the closing line of a run sums them up. */
    cases?: { readonly kind: 'property' | 'fuzz'; readonly count: number };
    /** In how many places a secret stood where it must not. */
    leaks?: number;
  }
}

/** One seed, so that a run is like the last one; another is tried with FAST_CHECK_SEED. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? 1843);

/** A tenth finds what a change has broken. */
const casesFor = (count: number): number => (ALL_CASES ? count : Math.ceil(count / 10));

/** Checks the property on that many cases, and counts them for the closing line. */
export async function holds<Values>(
  { task }: Pick<TestContext, 'task'>,
  kind: 'property' | 'fuzz',
  count: number,
  property: fc.IRawProperty<Values>,
): Promise<void> {
  const details = await fc.check(property, { numRuns: casesFor(count), seed: SEED });
  task.meta.cases = { kind, count: details.numRuns };
  if (details.failed) throw new Error(fc.defaultReportMessage(details));
}
