import type { Aws } from '../aws/clients.ts';
import { type MissingFeature, unlessMissing } from '../aws/missing-features.ts';
import type { ResourceKind } from '../resources/contract.ts';
import type { WrittenUser } from '../resources/user.ts';
import type { Plan } from './plan.ts';

/** What was done to one resource, as it stands in the JSON output. */
export interface AppliedChange {
  readonly resource: ResourceKind;
  readonly action: 'create' | 'update' | 'delete';
  readonly id: string;
}

/** What a run has done so far: kept outside of it, for a run that ends early. */
export interface Made {
  readonly changes: AppliedChange[];
  readonly users: WrittenUser[];
  /** Called when all is written, and only the wait for the domain is left, which takes a minute or more. */
  readonly onWritten?: () => void;
}

/** One change while it is carried out; `name` is what the user knows the resource by. */
export interface Work {
  readonly resource: ResourceKind;
  readonly action: AppliedChange['action'];
  readonly name: string;
}

/** Called while a plan is applied; the screen and a silent run differ only in this. */
export interface Reporter {
  /**
   * Shows that work as under way until it ends, and passes its result or error on.
   *
   * @param nameOf the name when it is done, where that is known only then
   */
  track<T>(work: Work, run: () => Promise<T>, nameOf?: (result: T) => string): Promise<T>;
  /** Shows a wait with the time that is left, in milliseconds. */
  waiting(what: string, leftMs: number): void;
  /** The wait is over; `done` is the sentence that says so, if that is worth a line. */
  waited(done?: string): void;
}

/** What this run has created, and deleted again because another run had created it before. */
export function forget(made: Made, ...ids: readonly (string | undefined)[]): void {
  const left = made.changes.filter(({ id }) => !ids.includes(id));
  made.changes.splice(0, Infinity, ...left);
}

/**
 * Carries one change out, unless there is nothing to do.
 *
 * @param name which one of that kind; undefined where there is one only
 */
export type ApplyStep = <T>(
  resource: ResourceKind,
  write: () => Promise<T>,
  idOf: (written: T) => string,
  name?: string,
) => Promise<T | undefined>;

/** What a setup can do without, where an endpoint that stands in for AWS has no such thing. */
const OPTIONAL: Partial<Record<ResourceKind, MissingFeature>> = {
  'email-identity': 'mail',
  mfa: 'mfa',
  domain: 'domain',
  branding: 'branding',
};

/** The step of a run: `changes` collects what was done, and the reporter shows it. */
export function stepper(aws: Aws, plan: Plan, reporter: Reporter, changes: AppliedChange[]): ApplyStep {
  return async (resource, write, idOf, name) => {
    const change = plan.changes.find(
      (candidate) => candidate.resource === resource && (name === undefined || candidate.name === name),
    );
    const action = change?.difference.action;
    if (change === undefined || (action !== 'create' && action !== 'update')) return undefined;
    const feature = OPTIONAL[resource];
    const track = () =>
      reporter.track(
        { resource, action, name: change.name },
        write,
        // Which of several prefixes was free is known only now.
        resource === 'domain' ? idOf : undefined,
      );
    const written =
      feature === undefined ? await track() : await unlessMissing(aws, feature, track, undefined);
    if (written === undefined) return undefined;
    changes.push({ resource, action, id: idOf(written) });
    return written;
  };
}
