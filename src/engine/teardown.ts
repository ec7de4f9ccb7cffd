import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../aws/clients.ts';
import { unlessLacking } from '../aws/lacking.ts';
import { isNamed } from '../aws/outcome.ts';
import { allSettled } from '../concurrency.ts';
import { CliError, UsageError } from '../errors.ts';
import { listAppClients } from '../resources/app-client.ts';
import { type Domain, readDomain, removeDomain } from '../resources/domain.ts';
import { type EmailIdentity, listOurIdentities, removeEmailIdentity } from '../resources/email-identity.ts';
import { countUsers } from '../resources/user.ts';
import { releaseUserPool, removeUserPool } from '../resources/user-pool.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import type { PoolSelector } from './desired.ts';
import { aliasFor, isOneOfSeveral, locatePool, requireApp } from './locate.ts';
import type { AppliedChange, Reporter, Work } from './work.ts';

/** Everything that goes when an alias is taken down. */
export interface Teardown {
  readonly alias: string | undefined;
  readonly pool: UserPool | undefined;
  readonly domains: readonly Domain[];
  /** Names of the app clients, which go with the pool. */
  readonly clients: readonly string[];
  /** How many users go with the pool: see `countUsers`. */
  readonly users: number;
  /** The SES addresses that carry our tag of the alias. */
  readonly identities: readonly EmailIdentity[];
}

/** True when there is nothing of the alias left. */
export function isEmpty({ pool, identities }: Teardown): boolean {
  return pool === undefined && identities.length === 0;
}

/**
 * Looks for all that a teardown of the selected pool takes away.
 *
 * @throws CliError POOL_NOT_OURS for a pool without our tag: what this tool did not make, it does not destroy.
 */
export async function planTeardown(aws: Aws, selector: PoolSelector): Promise<Teardown> {
  const pool = await locatePool(aws, selector);
  const named = pool === undefined ? selector.alias : aliasFor(pool, selector);
  if (pool !== undefined) {
    requireApp(pool, named, 'Delete it in the Cognito console if you are sure that nobody needs it.');
  }
  const names = [pool?.CustomDomain, pool?.Domain].filter((name) => name !== undefined);
  const [domains, clients, identities, users] = await allSettled([
    allSettled(names.map((name) => unlessLacking(aws, 'domain', () => readDomain(aws, name), undefined))),
    pool === undefined ? Promise.resolve([]) : listAppClients(aws, pool.Id),
    // No pool, and no alias named: an earlier run may have ended after it had deleted the pool of its alias. A second
    // pool of the alias, named by its id: the addresses serve the one that stays.
    pool !== undefined &&
    (named === undefined || (selector.poolId !== undefined && (await isOneOfSeveral(aws, pool, named))))
      ? Promise.resolve([])
      : unlessLacking(aws, 'mail', () => listOurIdentities(aws, named), []),
    pool === undefined ? Promise.resolve(0) : countUsers(aws, pool),
  ]);
  return {
    alias: named ?? onlyAlias(identities),
    pool,
    domains: domains.filter((domain) => domain !== undefined),
    clients: clients.map(({ name }) => name),
    users,
    identities,
  };
}

/** @throws UsageError ALIAS_NEEDED when what is left belongs to several aliases. */
function onlyAlias(identities: readonly EmailIdentity[]): string | undefined {
  const [alias, ...others] = new Set(identities.map((identity) => identity.alias));
  if (others.length > 0) {
    throw new UsageError(
      [`Which one? Addresses in SES are left of ${[alias, ...others].join(', ')}.`],
      `Name its alias, for example --alias ${alias}.`,
      'ALIAS_NEEDED',
    );
  }
  return alias;
}

/** What a setup makes: more users than that are people who somebody let in. */
const USERS_OF_A_SETUP = 1;

/**
 * Pure: true when the number of users has to be given before they go. Nothing in Cognito tells who made a user, so a
 * pool counts as full of others' accounts as soon as it has more users than the one that a setup makes.
 */
export function needsCount({ users }: Pick<Teardown, 'users'>): boolean {
  return users > USERS_OF_A_SETUP;
}

const DOMAIN_TIMEOUT_MS = 5 * 60_000;

/** States that a domain leaves by itself (Cognito API reference, DomainDescriptionType). */
const BUSY: ReadonlySet<string> = new Set(['CREATING', 'UPDATING']);

/** Runs the look every few seconds until it says yes. */
async function waitUntil(
  aws: Aws,
  reporter: Reporter,
  what: string,
  look: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + DOMAIN_TIMEOUT_MS;
  for (let pause = 250; !(await look()); pause = Math.min(pause * 2, 4_000)) {
    if (Date.now() > deadline) {
      throw new CliError(`Still waiting for ${what} after ${DOMAIN_TIMEOUT_MS / 60_000} minutes.`, {
        code: 'DOMAIN_NOT_GONE',
        hint: 'Run the same command again in a few minutes: it goes on from here.',
      });
    }
    reporter.waiting(what, deadline - Date.now());
    await sleep(pause, undefined, { signal: aws.signal });
  }
  reporter.waited();
}

/**
 * Waits, before anything is written, for a domain that Cognito is still making or changing: whether it may be deleted
 * meanwhile is not documented.
 */
async function waitUntilSettled(aws: Aws, reporter: Reporter, { name, status }: Domain): Promise<void> {
  if (!BUSY.has(status)) return;
  await waitUntil(aws, reporter, `Cognito to be done with the domain ${name}`, async () => {
    const now = await readDomain(aws, name);
    return now === undefined || !BUSY.has(now.status);
  });
}

/** Deletes the pool; for a moment after its domain is gone Cognito may still say that there is one. */
async function deletePool(aws: Aws, reporter: Reporter, id: string): Promise<void> {
  await waitUntil(aws, reporter, 'Cognito to let the user pool go', async () => {
    try {
      await removeUserPool(aws, id);
      return true;
    } catch (error) {
      // An endpoint without domains has none that goes by and by.
      if (aws.lacking.has('domain')) throw error;
      if (isNamed(error, 'InvalidParameterException') && /domain/i.test(String(error))) return false;
      throw error;
    }
  });
}

/**
 * Takes it down in the order that Cognito asks for: deletion protection off, domains, the pool with its clients and
 * users, then the SES addresses. What is gone already is success, so a run that ended early is finished by the next.
 *
 * @param made collects what was removed, for a run that ends early
 */
export async function tearDown(
  aws: Aws,
  { pool, domains, identities }: Teardown,
  reporter: Reporter,
  made: AppliedChange[],
): Promise<void> {
  const remove = async (work: Omit<Work, 'action'>, id: string, run: () => Promise<void>) => {
    await reporter.track({ ...work, action: 'delete' }, run);
    made.push({ resource: work.resource, action: 'delete', id });
  };
  if (pool !== undefined) {
    for (const domain of domains) await waitUntilSettled(aws, reporter, domain);
    await releaseUserPool(aws, pool.Id);
    for (const domain of domains) {
      await remove({ resource: 'domain', name: domain.name }, domain.name, async () => {
        if (domain.status !== 'DELETING') await removeDomain(aws, domain);
        await waitUntil(
          aws,
          reporter,
          `the domain ${domain.name} to be gone`,
          async () => (await readDomain(aws, domain.name)) === undefined,
        );
      });
    }
    await remove({ resource: 'user-pool', name: pool.Name ?? pool.Id }, pool.Id, () =>
      deletePool(aws, reporter, pool.Id),
    );
  }
  for (const { address } of identities) {
    await remove({ resource: 'email-identity', name: address }, address, () =>
      removeEmailIdentity(aws, address),
    );
  }
}
