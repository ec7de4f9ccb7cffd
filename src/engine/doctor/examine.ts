import { type Caller, readCaller } from '../../aws/caller.ts';
import { type Aws, failedCall } from '../../aws/clients.ts';
import { clockAhead } from '../../aws/clock.ts';
import type { Discovery } from '../../oidc/discovery.ts';
import { listAppClients, readAppClient } from '../../resources/app-client.ts';
import type { AppClient } from '../../resources/app-client-settings.ts';
import { type Branding, readBranding } from '../../resources/branding.ts';
import { listClientSecrets } from '../../resources/client-secrets.ts';
import { type Domain, readDomain } from '../../resources/domain.ts';
import { type EmailIdentity, inSesSandbox, readEmailIdentity } from '../../resources/email-identity.ts';
import { senderIdentity } from '../../resources/pool-email.ts';
import { firstUsers, readUser } from '../../resources/user.ts';
import { listUserPools, readUserPool } from '../../resources/user-pool.ts';
import type { UserPool } from '../../resources/user-pool-settings.ts';
import type { User } from '../../resources/user-settings.ts';
import type { PoolSelector } from '../desired.ts';
import { aliasFor, locatePool } from '../locate.ts';
import { clientNameOf, readIdentities } from '../observe.ts';
import { fetchPoolDiscovery } from '../pool-discovery.ts';
import { attempt, type Reading, UNREAD, valueIn } from './reading.ts';
import type { Named } from './repair.ts';

/** What a run asks its doctor about. */
export interface Examined extends Named {
  readonly appUrls: readonly string[];
  /** The callback and sign-out URLs that have to be there; empty when the run named no app. */
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  /** The addresses that SES should have verified. */
  readonly identities: readonly string[];
  readonly userEmail: string | undefined;
  readonly userFullName: string | undefined;
}

/** Everything that the checks judge, as it was at one moment. */
export interface Seen {
  readonly clock: Reading<number>;
  readonly caller: Reading<Caller>;
  readonly located: Reading<UserPool | undefined>;
  readonly pool: UserPool | undefined;
  /** The alias that was asked about, or else the only one on the pool. */
  readonly alias: string | undefined;
  readonly domain: Domain | undefined;
  /** The app clients of the pool. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly clientName: string | undefined;
  readonly client: AppClient | undefined;
  readonly branding: Branding | undefined;
  readonly discovery: Reading<Discovery>;
  readonly user: User | undefined;
  /** Up to 60 users of the pool. */
  readonly users: readonly User[];
  readonly sesSandbox: boolean | undefined;
  readonly identities: ReadonlyMap<string, EmailIdentity | undefined>;
  /** How a call of each action that can be tried out ended, by the action's name in IAM. */
  readonly calls: ReadonlyMap<string, Reading<unknown>>;
}

// What is asked for where the run has nothing of that kind: AWS checks the permission before it looks for the thing.
const STAND_IN = {
  poolId: (region: string) => `${region}_000000000`,
  prefix: 'mendix-doctor-stand-in-0',
  clientId: '00000000000000000000000000',
  email: 'mendix-doctor@example.com',
  mailDomain: 'example.com',
};

function failedCallOf(reading: Reading<unknown>): string | undefined {
  return 'error' in reading ? failedCall(reading.error)?.operation : undefined;
}

/** What one look that makes several calls has of one of them. */
const partOf = (reading: Reading<unknown>, operation: string): Reading<unknown> =>
  failedCallOf(reading) === operation ? reading : { value: undefined };

/** The reading of a run that has no Region, or no AWS behind it. */
export const NOTHING_SEEN: Seen = {
  clock: UNREAD,
  caller: UNREAD,
  located: UNREAD,
  pool: undefined,
  alias: undefined,
  domain: undefined,
  clients: [],
  clientName: undefined,
  client: undefined,
  branding: undefined,
  discovery: UNREAD,
  user: undefined,
  users: [],
  sesSandbox: undefined,
  identities: new Map(),
  calls: new Map(),
};

/** The pool, when it is clear which app on it is meant. */
async function locateApp(aws: Aws, selector: PoolSelector): Promise<UserPool | undefined> {
  const pool = await locatePool(aws, selector);
  if (pool !== undefined) aliasFor(pool, selector);
  return pool;
}

/**
 * Reads everything once, what is independent at the same time: caller, pool and SES → domain, clients, user and
 * discovery document → client and branding. Nothing is written. A failed look is kept and reported by a check.
 */
export async function examine(aws: Aws, question: Examined): Promise<Seen> {
  const look = <T>(read: () => Promise<T>) => attempt(aws.signal, read);
  const { poolId: namedId, alias, poolName } = question;
  const selector = { alias, poolName, poolId: namedId, adopt: true };
  const [clock, caller, located, listed, sesSandbox] = await Promise.all([
    look(() => clockAhead(aws.network, aws.issuerBase)),
    look(() => readCaller(aws)),
    look(() => locateApp(aws, selector)),
    // Without an id the look for the pool lists the pools as well.
    namedId === undefined ? UNREAD : look(() => listUserPools(aws)),
    look(() => inSesSandbox(aws)),
  ]);
  if (!('value' in caller)) return { ...NOTHING_SEEN, clock, caller };

  const pool = valueIn(located);
  const app = pool === undefined ? alias : aliasFor(pool, selector);
  const poolId = pool?.Id ?? STAND_IN.poolId(aws.region);
  const sender = senderIdentity(pool?.EmailConfiguration);
  const names = [...question.identities, ...(sender?.region === aws.region ? [sender.identity] : [])];
  const domainName = pool?.CustomDomain ?? pool?.Domain;
  const [described, domain, clients, user, anyUsers, discovery, identities] = await Promise.all([
    pool === undefined && failedCallOf(located) !== 'DescribeUserPool'
      ? look(() => readUserPool(aws, poolId))
      : partOf(located, 'DescribeUserPool'),
    look(() => readDomain(aws, domainName ?? STAND_IN.prefix)),
    look(() => listAppClients(aws, poolId)),
    look(() =>
      readUser({ aws, poolId }, { email: question.userEmail ?? STAND_IN.email, username: question.username }),
    ),
    look(() => firstUsers(aws, poolId)),
    pool === undefined ? UNREAD : look(() => fetchPoolDiscovery(aws, pool)),
    readIdentities(
      names.length === 0 ? [STAND_IN.mailDomain] : names,
      (name) => look(() => readEmailIdentity(aws, name)),
      // After a refusal there is nothing more to learn.
      (own) => 'error' in own || own.value?.verified === true,
    ),
  ]);

  const clientName = question.clientName ?? clientNameOf(pool, app);
  const ofThatName = (valueIn(clients) ?? []).filter(({ name }) => name === clientName);
  const clientId = ofThatName.length === 1 ? ofThatName[0]?.id : undefined;
  const [client, branding] = await Promise.all([
    look(() => readAppClient(aws, poolId, clientId ?? STAND_IN.clientId)),
    look(() => readBranding(aws, poolId, clientId ?? STAND_IN.clientId)),
  ]);
  // Where that look ends without a client, or does without its secrets, it says nothing of the call for these.
  const secrets: Reading<unknown> =
    valueIn(client) === undefined || aws.missing.has('client-secrets')
      ? await look(() => listClientSecrets(aws, { poolId, id: clientId ?? STAND_IN.clientId }))
      : client;
  return {
    clock,
    caller,
    located,
    pool,
    alias: app,
    domain: domainName === undefined ? undefined : valueIn(domain),
    clients: valueIn(clients) ?? [],
    clientName,
    client: valueIn(client),
    branding: valueIn(branding),
    discovery,
    user: valueIn(user),
    users: valueIn(anyUsers) ?? [],
    sesSandbox: valueIn(sesSandbox),
    identities: new Map([...identities].map(([name, reading]) => [name, valueIn(reading)])),
    calls: new Map<string, Reading<unknown>>([
      ['cognito-idp:ListUserPools', namedId === undefined ? partOf(located, 'ListUserPools') : listed],
      ['cognito-idp:DescribeUserPool', described],
      ['cognito-idp:DescribeUserPoolDomain', domain],
      ['cognito-idp:ListUserPoolClients', clients],
      ['cognito-idp:DescribeUserPoolClient', partOf(client, 'DescribeUserPoolClient')],
      ['cognito-idp:ListUserPoolClientSecrets', secrets],
      ['cognito-idp:DescribeManagedLoginBrandingByClient', branding],
      ['cognito-idp:AdminGetUser', user],
      ['cognito-idp:ListUsers', anyUsers],
      ['ses:GetAccount', sesSandbox],
      ['ses:GetEmailIdentity', worst([...identities.values()])],
    ]),
  };
}

/** Of several calls of one action, the one that failed. */
function worst(readings: readonly Reading<unknown>[]): Reading<unknown> {
  return readings.find((reading) => 'error' in reading) ?? { value: undefined };
}
