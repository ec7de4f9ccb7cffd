import type { Repair } from '../../errors.ts';

/** How a check ended. `unknown`: nobody knows. `skipped`: another check has to be good first. */
export type Verdict = 'ok' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** The headings of the list, in its order. */
export const GROUPS = [
  'Computer',
  'AWS',
  'Permissions',
  'Email',
  'User pool',
  'App client',
  'Discovery',
  'User',
] as const;
export type Group = (typeof GROUPS)[number];

/** What a check finds when it can look. */
export interface Finding {
  readonly verdict: Exclude<Verdict, 'skipped'>;
  /** A sentence for somebody who knows Mendix, and not Cognito. */
  readonly why: string;
  readonly repair: readonly Repair[];
}

/** One question about one thing. */
export interface Check {
  /** Stable: what a script may match. */
  readonly id: string;
  readonly group: Group;
  readonly name: string;
  /** The checks that have to be good (or to warn only) before this one can say anything. */
  readonly needs: readonly string[];
  /** Pure: judges what was read. Called only when all that it needs is good. */
  readonly look: () => Finding;
}

/** A check with its answer; `repair` is empty for what is good or was skipped. */
export interface CheckResult extends Pick<Check, 'id' | 'group' | 'name'>, Pick<Finding, 'why' | 'repair'> {
  readonly verdict: Verdict;
}

const found =
  (verdict: Finding['verdict']) =>
  (why: string, ...repair: readonly Repair[]): Finding => ({ verdict, why, repair });

export const ok: (why: string) => Finding = found('ok');
export const warn = found('warn');
export const fail = found('fail');
export const unknown = found('unknown');

/** Pure: answers the checks in order. A check that waits for a skipped one waits for what that one waits for. */
export function answer(checks: readonly Check[]): CheckResult[] {
  const results = new Map<string, CheckResult>();
  const blocker = new Map<string, Check>();
  for (const check of checks) {
    const { id, group, name } = check;
    const need = check.needs.find((needed) => !isGood(results.get(needed)?.verdict));
    if (need === undefined) {
      results.set(id, { id, group, name, ...check.look() });
      continue;
    }
    const waitsFor = blocker.get(need) ?? checks.find((other) => other.id === need);
    if (waitsFor === undefined) throw new Error(`${id} needs ${need}, which is no check.`);
    blocker.set(id, waitsFor);
    const why = `Waits for “${waitsFor.name}”.`;
    results.set(id, { id, group, name, verdict: 'skipped', why, repair: [] });
  }
  return [...results.values()];
}

function isGood(verdict: Verdict | undefined): boolean {
  return verdict === 'ok' || verdict === 'warn';
}

/** True when no check fails: a warning or an unknown does not make a setup ill. */
export function isHealthy(results: readonly CheckResult[]): boolean {
  return results.every(({ verdict }) => verdict !== 'fail');
}
