import type { Aws } from '../aws/clients.ts';
import { unlessMissing } from '../aws/missing-features.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { UsageError } from '../errors.ts';
import { listAppClients, onlyClientId } from '../resources/app-client.ts';
import { type Branding, readBranding } from '../resources/branding.ts';
import { type Domain, readDomain } from '../resources/domain.ts';
import { isPrefixOrSuffixed } from '../resources/domain-prefix.ts';
import { type EmailIdentity, listOurIdentities } from '../resources/email-identity.ts';
import { senderIdentity } from '../resources/pool-email.ts';
import { aliasesOn, createdFor, isMade, isMadeFor } from '../resources/pool-tags.ts';
import { countUsers } from '../resources/user.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import type { PoolSelector } from './desired.ts';
import { aliasFor, isOneOfSeveral, locatePool, requireApp } from './locate.ts';

/** An app client that goes, with the style of its sign-in page. */
interface LeavingClient {
  readonly id: string;
  readonly name: string;
  readonly branding: Branding | undefined;
}

/** What is left of a pool that stays: somebody else made it, or other apps are on it. */
export interface Remainder {
  readonly made: boolean;
  /** The aliases of the other apps. */
  readonly apps: readonly string[];
  /** Names of the other app clients. */
  readonly clients: readonly string[];
  readonly domains: readonly string[];
  /** How many users: see `countUsers`. */
  readonly users: number;
  /** Addresses of the alias that the pool goes on sending from, by their ARN. */
  readonly senders: readonly { readonly address: string; readonly arn: string }[];
}

/** Everything that goes when an alias is destroyed, and what stays. */
export interface Teardown {
  readonly alias: string | undefined;
  readonly pool: UserPool | undefined;
  /** Undefined when the pool goes, or there is none. */
  readonly stays: Remainder | undefined;
  readonly domains: readonly Domain[];
  /** Where the pool goes its clients need no call of their own. */
  readonly clients: readonly LeavingClient[];
  /** How many users go with the pool: see `countUsers`. */
  readonly users: number;
  /** The SES addresses that carry our tag of the alias. */
  readonly identities: readonly EmailIdentity[];
}

/** True when there is nothing of the alias left. */
export function isEmpty({ pool, identities }: Teardown): boolean {
  return pool === undefined && identities.length === 0;
}

/** The clients that were created for an app on a pool that stays. */
async function leavingClients(
  aws: Aws,
  pool: UserPool,
  listed: readonly { readonly id: string; readonly name: string }[],
  names: readonly string[],
): Promise<LeavingClient[]> {
  const leaving = names.flatMap((name) => {
    const ids = listed.filter((client) => client.name === name).map(({ id }) => id);
    const id = onlyClientId(ids, name);
    return id === undefined ? [] : [{ id, name }];
  });
  return forEachOf(leaving, async (client) => ({
    ...client,
    branding: await unlessMissing(aws, 'branding', () => readBranding(aws, pool.Id, client.id), undefined),
  }));
}

/** The address among them that the pool sends from. */
function sendersAmong(pool: UserPool, identities: readonly EmailIdentity[]): Remainder['senders'] {
  const sender = senderIdentity(pool.EmailConfiguration);
  if (sender === undefined) return [];
  const own = identities.filter(({ address }) => address === sender.identity);
  return own.map(({ address }) => ({ address, arn: sender.arn }));
}

/**
 * Looks for all that goes with the selected alias. The pool goes with it when this tool made it and no other app is on it;
 * else only what was created for the alias does, and the domain only with the last app.
 *
 * @throws CliError POOL_NOT_OURS, POOL_OF_OTHER_ALIAS, CLIENT_AMBIGUOUS: what this tool did not make, it does not destroy.
 */
export async function planTeardown(aws: Aws, selector: PoolSelector): Promise<Teardown> {
  const pool = await locatePool(aws, selector);
  const named = pool === undefined ? selector.alias : aliasFor(pool, selector);
  if (pool === undefined) {
    const identities = await unlessMissing(aws, 'mail-list', () => listOurIdentities(aws, named), []);
    const nothing = { stays: undefined, domains: [], clients: [], users: 0 };
    return { ...nothing, alias: named ?? onlyAlias(identities), pool, identities };
  }
  requireApp(pool, named, 'Delete it in the Cognito console if you are sure that nobody needs it.');
  const goes = isMadeFor(pool, named);
  const created = createdFor(pool, named);
  const apps = aliasesOn(pool).filter((alias) => alias !== named);
  const names = [pool.CustomDomain, pool.Domain].filter((name) => name !== undefined);
  const [domains, listed, identities, users] = await allSettled([
    allSettled(names.map((name) => unlessMissing(aws, 'domain', () => readDomain(aws, name), undefined))),
    listAppClients(aws, pool.Id),
    // A second pool of the alias, named by its id: the addresses serve the one that stays.
    named === undefined || (selector.poolId !== undefined && (await isOneOfSeveral(aws, pool, named)))
      ? []
      : unlessMissing(aws, 'mail-list', () => listOurIdentities(aws, named), []),
    countUsers(aws, pool),
  ]);
  const present = domains.filter((domain) => domain !== undefined);
  const base = { alias: named, pool };
  if (goes) {
    const clients = listed.map((client) => ({ ...client, branding: undefined }));
    return { ...base, stays: undefined, domains: present, clients, users, identities };
  }
  const isCreated = ({ name, custom }: Domain) =>
    apps.length === 0 && !custom && created.domain !== undefined && isPrefixOrSuffixed(name, created.domain);
  const clients = await leavingClients(aws, pool, listed, created.clients);
  const senders = sendersAmong(pool, identities);
  return {
    ...base,
    domains: present.filter(isCreated),
    clients,
    users: 0,
    identities: identities.filter(({ address }) => !senders.some((sender) => sender.address === address)),
    stays: {
      made: isMade(pool),
      apps,
      clients: listed.filter(({ id }) => !clients.some((client) => client.id === id)).map(({ name }) => name),
      domains: present.filter((domain) => !isCreated(domain)).map(({ name }) => name),
      users,
      senders,
    },
  };
}

/** @throws UsageError ALIAS_NEEDED when what is left belongs to several aliases. */
function onlyAlias(identities: readonly EmailIdentity[]): string | undefined {
  const [alias, ...others] = new Set(identities.map((identity) => identity.alias));
  if (others.length > 0) {
    throw new UsageError(
      [`Which one? Addresses in SES are left of ${[alias, ...others].join(', ')}.`],
      [{ act: 'Name its alias, for example:', run: ['destroy', '--alias', alias ?? '<name>'] }],
      'ALIAS_NEEDED',
    );
  }
  return alias;
}

/** What a setup makes: more users than that are people who somebody let in. */
const USERS_OF_A_SETUP = 1;

/**
 * Pure: true when the number of users has to be given before they go. Nothing in Cognito says who created a user, so a
 * pool counts as full of others' accounts as soon as it has more users than the one that a setup makes.
 */
export function needsCount({ users }: Pick<Teardown, 'users'>): boolean {
  return users > USERS_OF_A_SETUP;
}
