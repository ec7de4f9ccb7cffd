import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { removeAppClient } from '../resources/app-client.ts';
import { removeBranding } from '../resources/branding.ts';
import { type Domain, readDomain, removeDomain } from '../resources/domain.ts';
import { releaseEmailIdentity, removeEmailIdentity } from '../resources/email-identity.ts';
import { aliasesOn, appTag, createdFor, createdValue, OWNER_TAG } from '../resources/pool-tags.ts';
import {
  readUserPool,
  releaseUserPool,
  removeUserPool,
  tagUserPool,
  untagUserPool,
} from '../resources/user-pool.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import type { Remainder, Teardown } from './teardown-plan.ts';
import type { AppliedChange, Reporter, Work } from './work.ts';

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
  await waitUntil(aws, reporter, `Cognito to release the domain ${name}`, async () => {
    const now = await readDomain(aws, name);
    return now === undefined || !BUSY.has(now.status);
  });
}

/** Deletes the pool; for a moment after its domain is gone Cognito may still say that there is one. */
async function deletePool(aws: Aws, reporter: Reporter, id: string): Promise<void> {
  await waitUntil(aws, reporter, 'Cognito to release the user pool', async () => {
    try {
      await removeUserPool(aws, id);
      return true;
    } catch (error) {
      // An endpoint without domains has none that goes by and by.
      if (aws.missing.has('domain')) throw error;
      if (isNamed(error, 'InvalidParameterException') && /domain/i.test(String(error))) return false;
      throw error;
    }
  });
}

/**
 * Stops a run that would remove what an app needs which has come to the pool, or left it, since the list was shown.
 *
 * @throws CliError CONCURRENT_CHANGE
 */
async function requireSameApps(aws: Aws, pool: UserPool): Promise<void> {
  const now = await readUserPool(aws, pool.Id);
  if (now === undefined || isDeepStrictEqual(aliasesOn(now), aliasesOn(pool))) return;
  throw new CliError(`The apps that use the user pool ${pool.Id} have changed at this moment.`, {
    code: 'CONCURRENT_CHANGE',
    hint: 'Run the same command again: it shows what is deleted and what stays now.',
  });
}

/** Carries one change out: shown, and remembered. */
type TeardownStep = (work: Work, id: string, run: () => Promise<void>) => Promise<void>;

/**
 * Takes an app off a pool that stays. Its tag, which names what was created for it, goes last, so that a run that ended
 * early is finished by the next.
 */
async function leavePool(
  aws: Aws,
  pool: UserPool,
  { alias = '', clients }: Teardown,
  { made, apps, senders }: Remainder,
  step: TeardownStep,
): Promise<void> {
  const [heir] = apps;
  const { domain } = createdFor(pool, alias);
  // Whoever leaves last takes the domain along.
  if (!made && heir !== undefined && domain !== undefined) {
    await tagUserPool(aws, pool, { [appTag(heir)]: createdValue({ ...createdFor(pool, heir), domain }) });
  }
  for (const { id, name, branding } of clients) {
    if (branding !== undefined) {
      await step({ resource: 'branding', action: 'delete', name }, branding.id, () =>
        removeBranding(aws, pool.Id, branding),
      );
    }
    await step({ resource: 'app-client', action: 'delete', name }, id, () =>
      removeAppClient(aws, { poolId: pool.Id, id }),
    );
  }
  for (const { arn } of senders) await releaseEmailIdentity(aws, arn, alias);
  const keys = [appTag(alias), ...(made || apps.length > 0 ? [] : [OWNER_TAG])];
  await step({ resource: 'user-pool', action: 'update', name: pool.Name ?? pool.Id }, pool.Id, () =>
    untagUserPool(aws, pool, keys),
  );
}

/**
 * Removes what goes: domains, the pool with its clients and users or the app from a pool that stays, then the SES
 * addresses. What is gone already is success, so a run that ended early is finished by the next.
 *
 * @param made collects what was removed, for a run that ends early
 * @throws CliError CONCURRENT_CHANGE when apps have come to the pool or left it meanwhile
 */
export async function tearDown(
  aws: Aws,
  teardown: Teardown,
  reporter: Reporter,
  made: AppliedChange[],
): Promise<void> {
  const { pool, stays, domains, identities } = teardown;
  const step: TeardownStep = async (work, id, run) => {
    await reporter.track(work, run);
    made.push({ resource: work.resource, action: work.action, id });
  };
  if (pool !== undefined) {
    for (const domain of domains) await waitUntilSettled(aws, reporter, domain);
    await requireSameApps(aws, pool);
    if (stays === undefined) await releaseUserPool(aws, pool.Id);
    for (const domain of domains) {
      await step({ resource: 'domain', action: 'delete', name: domain.name }, domain.name, async () => {
        if (domain.status !== 'DELETING') await removeDomain(aws, domain);
        await waitUntil(
          aws,
          reporter,
          `the domain ${domain.name} to be gone`,
          async () => (await readDomain(aws, domain.name)) === undefined,
        );
      });
    }
    if (stays === undefined) {
      await requireSameApps(aws, pool);
      await step({ resource: 'user-pool', action: 'delete', name: pool.Name ?? pool.Id }, pool.Id, () =>
        deletePool(aws, reporter, pool.Id),
      );
    } else {
      await leavePool(aws, pool, teardown, stays, step);
    }
  }
  for (const { address } of identities) {
    await step({ resource: 'email-identity', action: 'delete', name: address }, address, () =>
      removeEmailIdentity(aws, address),
    );
  }
}
