import type { Aws } from '../aws/clients.ts';
import { type Lack, unlessLacking } from '../aws/lacking.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { type Discovery, discoveryUrl, isOnDomain, waitForDomain } from '../oidc/discovery.ts';
import { writeAppClient } from '../resources/app-client.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import { writeBranding } from '../resources/branding.ts';
import type { ResourceKind } from '../resources/contract.ts';
import { type Domain, writeDomain } from '../resources/domain.ts';
import { writeEmailIdentity } from '../resources/email-identity.ts';
import { type WrittenUser, writeUser } from '../resources/user.ts';
import { writeUserPool } from '../resources/user-pool.ts';
import { ALIAS_TAG, type UserPool } from '../resources/user-pool-settings.ts';
import { findByAlias } from './locate.ts';
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
}

/** One change while it is carried out; `name` is what the user knows the resource by. */
export interface Work {
  readonly resource: ResourceKind;
  readonly action: AppliedChange['action'];
  readonly name: string;
}

/** Told while a plan is applied; the screen and a silent run differ only in this. */
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

/** What is there after a plan was applied. */
export interface Applied {
  readonly changes: readonly AppliedChange[];
  readonly pool: UserPool | undefined;
  readonly domain: Domain | undefined;
  readonly client: AppClient | undefined;
  readonly discovery: Discovery | undefined;
  readonly users: readonly WrittenUser[];
}

/** A new prefix domain is active within about a minute; a custom one takes longer, and is not ours to make. */
const DOMAIN_TIMEOUT_MS = 3 * 60_000;

/** An endpoint that stands in for AWS has its new domain at once, or never. */
const STAND_IN_TIMEOUT_MS = 5_000;

/** Carries one change out, unless there is nothing to do; `made` collects what was done. */
type Step = <T>(
  resource: ResourceKind,
  name: string | undefined,
  write: () => Promise<T>,
  idOf: (written: T) => string,
) => Promise<T | undefined>;

/** What a setup can do without, where an endpoint that stands in for AWS has no such thing. */
const OPTIONAL: Partial<Record<ResourceKind, Lack>> = {
  'email-identity': 'mail',
  domain: 'domain',
  branding: 'branding',
};

function stepper(aws: Aws, plan: Plan, reporter: Reporter, changes: AppliedChange[]): Step {
  return async (resource, name, write, idOf) => {
    const change = plan.changes.find(
      (candidate) => candidate.resource === resource && (name === undefined || candidate.name === name),
    );
    const action = change?.difference.action;
    if (change === undefined || (action !== 'create' && action !== 'update')) return undefined;
    const lack = OPTIONAL[resource];
    const track = () =>
      reporter.track(
        { resource, action, name: change.name },
        write,
        // Which of several prefixes was free is known only now.
        resource === 'domain' ? idOf : undefined,
      );
    const written = lack === undefined ? await track() : await unlessLacking(aws, lack, track, undefined);
    if (written === undefined) return undefined;
    changes.push({ resource, action, id: idOf(written) });
    return written;
  };
}

/** Everything that stands on the pool: domain, client with its branding, and users at once. */
async function applyToPool(aws: Aws, plan: Plan, pool: UserPool, step: Step, made: WrittenUser[]) {
  const { desired, observed, prefixes } = plan;
  const writeTheDomain = async () => {
    const wantedDomain = desired.domain;
    if (wantedDomain === undefined) return observed.domain;
    const write = () => writeDomain(aws, pool.Id, observed.domain?.name, wantedDomain, prefixes);
    return (await step('domain', undefined, write, ({ name }) => name)) ?? observed.domain;
  };
  const writeTheClient = async () => {
    const wanted = desired.client;
    const written =
      wanted === undefined
        ? undefined
        : await step(
            'app-client',
            undefined,
            () => writeAppClient(aws, pool.Id, observed.client?.id, wanted),
            ({ id }) => id,
          );
    const client = written ?? observed.client;
    if (client !== undefined) {
      await step(
        'branding',
        undefined,
        () => writeBranding(aws, pool.Id, client.id),
        ({ id }) => id,
      );
    }
    return client;
  };
  const writeTheUsers = () =>
    forEachOf(desired.users, async (user) => {
      const written = await step(
        'user',
        user.email,
        () => writeUser(aws, pool.Id, user, observed.pool === undefined),
        ({ username }) => username,
      );
      if (written !== undefined) made.push(written);
      return written;
    });
  // A live domain moves to managed login only after the branding is there: its pages would fail in between.
  const clientThenDomain = async () => {
    const client = await writeTheClient();
    return { client, domain: await writeTheDomain() };
  };
  const both = async () => {
    const [client, domain] = await allSettled([writeTheClient(), writeTheDomain()]);
    return { client, domain };
  };
  const [clientAndDomain, users] = await allSettled([
    observed.domain === undefined ? both() : clientThenDomain(),
    writeTheUsers(),
  ]);
  // In the order in which they were asked for, which is not the one in which they were made.
  return { ...clientAndDomain, users: users.filter((user) => user !== undefined) };
}

/** Waits until the domain leads somewhere; an emulator may have a domain, and no discovery document that names it. */
async function domainInUse(
  aws: Aws,
  pool: UserPool,
  domain: Domain,
  isNew: boolean,
  reporter: Reporter,
): Promise<Discovery | undefined> {
  const standIn = aws.customEndpoint && !aws.sandbox;
  const standInTimeout = isNew ? STAND_IN_TIMEOUT_MS : 0;
  const what = `the domain ${domain.name} to be active`;
  try {
    const discovery = await waitForDomain(discoveryUrl(aws.issuerBase, pool.Id), domain.name, {
      signal: aws.signal,
      timeoutMs: standIn ? standInTimeout : DOMAIN_TIMEOUT_MS,
      onWait: (leftMs) => reporter.waiting(what, leftMs),
    });
    reporter.waited(`The domain ${domain.name} is active`);
    return discovery;
  } catch (error) {
    if (!standIn || !(error instanceof CliError)) throw error;
    reporter.waited();
    aws.lacking.add('discovery');
    return undefined;
  }
}

/**
 * Carries a plan out in the order of dependence, what is independent at once, and then waits until the discovery
 * document leads to the domain. When a call fails, what runs beside it is finished first; running the same command
 * again goes on from there.
 */
export async function apply(aws: Aws, plan: Plan, reporter: Reporter, made: Made): Promise<Applied> {
  const { desired, observed } = plan;
  const step = stepper(aws, plan, reporter, made.changes);

  const identities = async () => {
    for (const address of desired.identities) {
      await step(
        'email-identity',
        address,
        () => writeEmailIdentity(aws, address, observed.alias),
        (identity) => identity.address,
      );
    }
  };
  const poolAndMore = async () => {
    const wanted = plan.pool;
    const written =
      wanted === undefined
        ? undefined
        : await step(
            'user-pool',
            undefined,
            () =>
              writeUserPool(aws, observed.pool?.Id, wanted, () =>
                findByAlias(aws, wanted.alias, wanted.name),
              ),
            ({ Id }) => Id,
          );
    const pool = written ?? observed.pool;
    const untagged = written !== undefined && written.UserPoolTags?.[ALIAS_TAG] === undefined;
    if (aws.customEndpoint && untagged) aws.lacking.add('tags');
    if (pool === undefined) return { pool, client: undefined, domain: undefined, users: [] };
    return { pool, ...(await applyToPool(aws, plan, pool, step, made.users)) };
  };

  const [, outcome] = await allSettled([identities(), poolAndMore()]);
  const { pool, domain } = outcome;
  let discovery = observed.discovery;
  const ready = domain !== undefined && discovery !== undefined && isOnDomain(discovery, domain.name);
  if (pool !== undefined && domain !== undefined && desired.domain !== undefined && !ready) {
    discovery = await domainInUse(aws, pool, domain, observed.domain === undefined, reporter);
  }
  return { changes: made.changes, discovery, ...outcome };
}
