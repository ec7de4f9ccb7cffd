import type { Aws } from '../aws/clients.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { type Discovery, isOnDomain, waitForDomain } from '../oidc/discovery.ts';
import { writeAppClient } from '../resources/app-client.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import { writeBranding } from '../resources/branding.ts';
import { type Domain, writeDomain } from '../resources/domain.ts';
import { resendEmail, writeEmailIdentity } from '../resources/email-identity.ts';
import { joinGroups } from '../resources/group.ts';
import { writeMfa } from '../resources/pool-mfa.ts';
import type { DesiredMfa } from '../resources/pool-mfa-settings.ts';
import { isOurs } from '../resources/pool-tags.ts';
import { type WrittenUser, writeUser } from '../resources/user.ts';
import { missingGroups } from '../resources/user-diff.ts';
import { writeUserPool } from '../resources/user-pool.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import { olderPool, removeLeftOver, settleAppClient, withdrawPool } from './duplicates.ts';
import { findByAlias } from './locate.ts';
import type { Plan } from './plan.ts';
import { documentUrl } from './pool-discovery.ts';
import { type AppliedChange, type ApplyStep, forget, type Made, type Reporter, stepper } from './work.ts';

/** What is there after a plan was applied. */
export interface Applied {
  readonly changes: readonly AppliedChange[];
  readonly pool: UserPool | undefined;
  readonly domain: Domain | undefined;
  readonly client: AppClient | undefined;
  readonly discovery: Discovery | undefined;
  readonly users: readonly WrittenUser[];
  /** Another run had created a pool for the alias first: `pool` is that one, ours is gone, and nothing stands on it yet. */
  readonly yielded?: true;
}

/** A new prefix domain is active within about a minute; a custom one takes longer, and is not ours to make. */
const DOMAIN_TIMEOUT_MS = 3 * 60_000;

/** An endpoint that stands in for AWS has its new domain at once, or never. */
const CUSTOM_ENDPOINT_TIMEOUT_MS = 5_000;

/**
 * Everything that stands on the pool: domain, client with its branding, and users at once.
 *
 * @param rival the pool that another run created before ours: the domain, which only one pool can have, waits for the answer
 */
async function applyToPool(
  aws: Aws,
  plan: Plan,
  pool: UserPool,
  step: ApplyStep,
  made: Made,
  rival: Promise<UserPool | undefined>,
) {
  const { desired, observed, prefixes } = plan;
  const writeTheDomain = async () => {
    if ((await rival) !== undefined) return undefined;
    const wantedDomain = desired.domain;
    if (wantedDomain === undefined) return observed.domain;
    const write = () => writeDomain(aws, pool.Id, observed.domain?.name, wantedDomain, prefixes);
    return (await step('domain', write, ({ name }) => name)) ?? observed.domain;
  };
  const writeTheClient = async () => {
    const wanted = desired.client;
    const written =
      wanted === undefined
        ? undefined
        : await step(
            'app-client',
            () => writeAppClient(aws, pool.Id, observed.client?.id, wanted),
            ({ id }) => id,
          );
    const client = written ?? observed.client;
    if (client === undefined) return undefined;
    const brand = (id: string) =>
      step(
        'branding',
        () => writeBranding(aws, pool.Id, id),
        (branding) => branding.id,
      );
    const isNew = written !== undefined && observed.client === undefined;
    const [stays, branding] = await allSettled([
      isNew ? settleAppClient(aws, client) : client,
      brand(client.id),
    ]);
    if (stays.id === client.id) return client;
    forget(made, client.id, branding?.id);
    await brand(stays.id);
    return wanted === undefined ? stays : writeAppClient(aws, pool.Id, stays.id, wanted);
  };
  const wantedMfa = desired.mfa;
  const writeTheMfa = async () => {
    if (wantedMfa !== undefined && wantedMfa.mode !== 'off') await setMfa(aws, pool.Id, wantedMfa, step);
  };
  const writeTheUsers = () =>
    forEachOf(desired.users, async (user) => {
      const written = await step(
        'user',
        async () => {
          const made = await writeUser({ aws, poolId: pool.Id }, user, observed.pool === undefined);
          await joinGroups(
            { aws, poolId: pool.Id },
            user,
            missingGroups(observed.users.get(user.email), user),
          );
          return made;
        },
        ({ username }) => username,
        user.email,
      );
      if (written !== undefined) made.users.push(written);
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
    writeTheMfa(),
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
  const customEndpoint = aws.customEndpoint && !aws.sandbox;
  const endpointTimeout = isNew ? CUSTOM_ENDPOINT_TIMEOUT_MS : 0;
  const what = `the domain ${domain.name} to be active`;
  try {
    const discovery = await waitForDomain(aws.network, documentUrl(aws, pool, undefined), domain.name, {
      timeoutMs: customEndpoint ? endpointTimeout : DOMAIN_TIMEOUT_MS,
      onWait: (leftMs) => reporter.waiting(what, leftMs),
    });
    reporter.waited(`The domain ${domain.name} is active`);
    return discovery;
  } catch (error) {
    if (!customEndpoint || !(error instanceof CliError)) throw error;
    reporter.waited();
    aws.missing.add('discovery');
    return undefined;
  }
}

/** A second pool of the alias has to go first: what is made after it might be made in either. */
async function removeLeftOvers(
  aws: Aws,
  { observed: { pool, leftOver, alias = '' } }: Plan,
  reporter: Reporter,
  made: Made,
): Promise<void> {
  if (pool === undefined) return;
  for (const second of leftOver) {
    const work = { resource: 'user-pool', action: 'delete' } as const;
    await reporter.track({ ...work, name: second.Id }, () => removeLeftOver(aws, second, pool, alias));
    made.changes.push({ ...work, id: second.Id });
  }
}

const setMfa = (aws: Aws, poolId: string, mfa: DesiredMfa, step: ApplyStep) =>
  step(
    'mfa',
    () => writeMfa(aws, poolId, mfa),
    () => poolId,
  );

/** Before the pool's other settings, some of which Cognito takes only where there is no second factor by email. */
async function turnMfaOff(aws: Aws, { desired: { mfa }, observed: { pool } }: Plan, step: ApplyStep) {
  if (pool !== undefined && mfa?.mode === 'off') await setMfa(aws, pool.Id, mfa, step);
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
    for (const address of desired.target.identities) {
      await step(
        'email-identity',
        () =>
          observed.identities.get(address) === undefined
            ? writeEmailIdentity(aws, address, observed.alias)
            : resendEmail(aws, address, observed.alias),
        (identity) => identity.address,
        address,
      );
    }
  };
  const poolAndMore = async () => {
    await removeLeftOvers(aws, plan, reporter, made);
    await turnMfaOff(aws, plan, step);
    const wanted = plan.pool;
    const written =
      wanted === undefined
        ? undefined
        : await step(
            'user-pool',
            () =>
              writeUserPool(aws, observed.pool?.Id, wanted, () =>
                findByAlias(aws, wanted.alias, wanted.name),
              ),
            ({ Id }) => Id,
          );
    const pool = written ?? observed.pool;
    const untagged = written !== undefined && !isOurs(written);
    if (aws.customEndpoint && untagged) aws.missing.add('tags');
    if (pool === undefined) return { pool, client: undefined, domain: undefined, users: [] };
    const isNew = written !== undefined && observed.pool === undefined && wanted !== undefined;
    const rival = isNew ? olderPool(aws, written, wanted.alias) : Promise.resolve(undefined);
    const rest = applyToPool(aws, plan, pool, step, made, rival);
    // Whatever becomes of the rest: a pool that is second has to go.
    const [older] = await allSettled([rival, rest.catch(() => undefined)]);
    if (older === undefined) return { pool, ...(await rest) };
    const inPool = made.changes.filter(({ resource }) => resource !== 'email-identity').map(({ id }) => id);
    await withdrawPool(aws, pool, older, observed.alias ?? '', new Set(inPool));
    forget(made, ...inPool);
    made.users.splice(0);
    return { pool: older, client: undefined, domain: undefined, users: [], yielded: true as const };
  };

  const [, outcome] = await allSettled([identities(), poolAndMore()]);
  const { pool, domain } = outcome;
  if ('yielded' in outcome) return { changes: made.changes, discovery: undefined, ...outcome };
  let discovery = observed.discovery;
  const ready = domain !== undefined && discovery !== undefined && isOnDomain(discovery, domain.name);
  if (pool !== undefined && domain !== undefined && desired.domain !== undefined && !ready) {
    made.onWritten?.();
    discovery = await domainInUse(aws, pool, domain, observed.domain === undefined, reporter);
  }
  return { changes: made.changes, discovery, ...outcome };
}
