import { type Caller, readCaller } from '../aws/caller.ts';
import type { Aws } from '../aws/clients.ts';
import { unlessMissing } from '../aws/missing-features.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import type { Discovery } from '../oidc/discovery.ts';
import { findAppClients, onlyClientId, readAppClient } from '../resources/app-client.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import { type Branding, readBranding } from '../resources/branding.ts';
import { type Domain, readDomain } from '../resources/domain.ts';
import { type EmailIdentity, readEmailIdentity } from '../resources/email-identity.ts';
import { groupsOfUser } from '../resources/group.ts';
import { readMfa } from '../resources/pool-mfa.ts';
import type { PoolMfa } from '../resources/pool-mfa-settings.ts';
import { createdFor } from '../resources/pool-tags.ts';
import { readUser } from '../resources/user.ts';
import type { Users } from '../resources/user-calls.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import type { User } from '../resources/user-settings.ts';
import type { Target } from './desired.ts';
import { aliasFor, locatePool } from './locate.ts';
import { fetchPoolDiscovery } from './pool-discovery.ts';

/** Everything that a plan compares with what is desired, as it was at one moment. */
export interface Observed {
  readonly caller: Caller;
  /** The alias that was asked for, or else the only one on the pool. */
  readonly alias: string | undefined;
  readonly pool: UserPool | undefined;
  /** Younger, empty pools of the same alias, which runs have left that ended early. */
  readonly leftOver: readonly UserPool[];
  /** The pool's MFA settings, where somebody asked for them. */
  readonly mfa: PoolMfa | undefined;
  /** The pool's domain, whatever its name. */
  readonly domain: Domain | undefined;
  /** Who holds the first prefix that we would take, when somebody of this account does. */
  readonly prefixHolder: Domain | undefined;
  /** The name that the app client was looked for by. */
  readonly clientName: string | undefined;
  readonly client: AppClient | undefined;
  readonly branding: Branding | undefined;
  readonly discovery: Discovery | undefined;
  readonly identities: ReadonlyMap<string, EmailIdentity | undefined>;
  readonly users: ReadonlyMap<string, User | undefined>;
}

/** The identity under which SES lets that address send: its own, else its domain's. */
export function sendingIdentity(
  identities: Observed['identities'],
  address: string,
): EmailIdentity | undefined {
  const own = identities.get(address);
  const domain = identities.get(domainPart(address));
  return own?.verified === true || domain === undefined ? own : domain;
}

/** True when SES lets the pool send from that address, by its own identity or by its domain's. */
export const isVerified = (identities: Observed['identities'], address: string): boolean =>
  sendingIdentity(identities, address)?.verified === true;

/** True when SES has verified the domain of that address and not the address itself, which then needs no email with a link. */
export const isByDomain = (identities: Observed['identities'], address: string): boolean =>
  identities.get(address)?.verified !== true && isVerified(identities, address);

/** The domain of an address. */
export const domainPart = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Their groups take a call of their own. */
async function readWithGroups(users: Users, wanted: Target['users'][number]): Promise<User | undefined> {
  const user = await readUser(users, wanted);
  if (user === undefined || !wanted.groups?.length) return user;
  return { ...user, groups: await groupsOfUser(users, user) };
}

async function readUsers(
  aws: Aws,
  poolId: string,
  users: Target['users'],
): Promise<Map<string, User | undefined>> {
  return new Map(
    await forEachOf(
      users,
      async (user) => [user.email, await readWithGroups({ aws, poolId }, user)] as const,
    ),
  );
}

/**
 * Reads the identities of SES with those names. SES allows about one call a second for them, so they are read one after the
 * other. The domain of an address counts where the address does not do itself.
 *
 * @param suffices true when what was read of an address is enough
 */
export async function readIdentities<T>(
  names: readonly string[],
  read: (name: string) => Promise<T>,
  suffices: (own: T) => boolean,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const name of new Set(names)) {
    const own = await read(name);
    found.set(name, own);
    const domain = domainPart(name);
    if (!suffices(own) && !found.has(domain)) found.set(domain, await read(domain));
  }
  return found;
}

const identityNamed = (aws: Aws, name: string) =>
  unlessMissing(aws, 'mail', () => readEmailIdentity(aws, name), undefined);

const domainNamed = async (aws: Aws, name: string | undefined) =>
  name === undefined ? undefined : unlessMissing(aws, 'domain', () => readDomain(aws, name), undefined);

const mfaOf = (aws: Aws, poolId: string) => unlessMissing(aws, 'mfa', () => readMfa(aws, poolId), undefined);

const brandingOf = (aws: Aws, poolId: string, clientId: string) =>
  unlessMissing(aws, 'branding', () => readBranding(aws, poolId, clientId), undefined);

/** Members that AWS always shows, and an emulator may not know. */
function noteLacking(aws: Aws, pool: UserPool, domain: Domain | undefined): void {
  if (!aws.customEndpoint) return;
  if (pool.UserPoolTier === undefined) aws.missing.add('tiers');
  if (domain !== undefined && domain.description.ManagedLoginVersion === undefined) {
    aws.missing.add('managed-login');
  }
}

/** A document that is not there yet is no fault of the plan: who needs it waits for it. */
async function tryDiscovery(aws: Aws, pool: UserPool): Promise<Discovery | undefined> {
  try {
    return await fetchPoolDiscovery(aws, pool);
  } catch (error) {
    if (aws.signal.aborted || !(error instanceof CliError)) throw error;
    return undefined;
  }
}

/** The name of an app's client where none was named: its alias, unless another was created for it. */
export function clientNameOf(pool: UserPool | undefined, alias: string | undefined): string | undefined {
  const { clients } = createdFor(pool ?? {}, alias);
  return alias === undefined || clients.includes(alias) ? alias : (clients.at(-1) ?? alias);
}

/**
 * Reads all that a run is about, what is independent at once: caller and pool → domain, client's id, users and
 * discovery document → client and branding. Four round trips at most.
 */
export async function observe(aws: Aws, target: Target): Promise<Observed> {
  const { selector, prefix, emailFrom: sender } = target;
  const leftOver: UserPool[] = [];
  const [caller, pool, prefixHolder, identities] = await allSettled([
    readCaller(aws),
    selector === undefined ? undefined : locatePool(aws, selector, leftOver),
    domainNamed(aws, prefix),
    readIdentities(
      [...target.identities, ...(sender === undefined ? [] : [sender])],
      (name) => identityNamed(aws, name),
      (own) => own?.verified === true,
    ),
  ]);
  const alias = pool === undefined || selector === undefined ? selector?.alias : aliasFor(pool, selector);
  const clientName = target.clientName ?? clientNameOf(pool, alias);
  const base = { caller, alias, pool, leftOver, prefixHolder, identities, clientName };
  if (pool === undefined) {
    const nothing = {
      mfa: undefined,
      domain: undefined,
      client: undefined,
      branding: undefined,
      discovery: undefined,
    };
    return { ...base, ...nothing, users: new Map() };
  }

  const domainName = pool.CustomDomain ?? pool.Domain;
  const [mfa, domain, clientIds, users, discovery] = await allSettled([
    target.mfa ? mfaOf(aws, pool.Id) : undefined,
    domainName === prefixHolder?.name ? prefixHolder : domainNamed(aws, domainName),
    clientName === undefined ? [] : findAppClients(aws, pool.Id, clientName),
    readUsers(aws, pool.Id, target.users),
    tryDiscovery(aws, pool),
  ]);
  noteLacking(aws, pool, domain);
  const clientId = onlyClientId(clientIds, clientName ?? '');
  const [client, branding] =
    clientId === undefined
      ? [undefined, undefined]
      : await allSettled([readAppClient(aws, pool.Id, clientId), brandingOf(aws, pool.Id, clientId)]);
  return { ...base, mfa, domain, client, branding, discovery, users };
}
