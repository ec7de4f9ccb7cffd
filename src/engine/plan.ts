import type { Aws } from '../aws/clients.ts';
import type { MissingFeature } from '../aws/missing-features.ts';
import { CliError, type Repair } from '../errors.ts';
import { appUrlsOf, CALLBACK_PATH } from '../mendix/settings.ts';
import { diffAppClient } from '../resources/app-client-diff.ts';
import { diffBranding } from '../resources/branding.ts';
import { type BlockedField, type Difference, missingFrom, type ResourceKind } from '../resources/contract.ts';
import { type DesiredDomain, diffDomain } from '../resources/domain.ts';
import { prefixCandidates } from '../resources/domain-prefix.ts';
import { diffEmailIdentity } from '../resources/email-identity.ts';
import { customNames, namesWanted } from '../resources/pool-schema.ts';
import { type Created, hasApp } from '../resources/pool-tags.ts';
import { higherTier } from '../resources/pool-tier.ts';
import { temporaryIn, temporaryWhy } from '../resources/temporary-callback.ts';
import { diffUser } from '../resources/user-diff.ts';
import { type DesiredUserPool, diffUserPool, signInOf } from '../resources/user-pool-settings.ts';
import type { Desired, Target } from './desired.ts';
import { joinWords, requireOurs } from './locate.ts';
import { planMfa } from './mfa-plan.ts';
import { domainPart, isByDomain, type Observed, sendingIdentity } from './observe.ts';
import { type UnableUser, unableUsers } from './unable-users.ts';

/** What a run would do to one resource. */
export interface PlannedChange {
  readonly resource: ResourceKind;
  /** The name that the user knows it by. */
  readonly name: string;
  readonly id: string | undefined;
  readonly difference: Difference;
}

/** What a run would do, and what it wants the user to know beside. */
export interface Plan {
  readonly desired: Desired;
  readonly observed: Observed;
  /** The pool with its email settings, once SES allows them. */
  readonly pool: DesiredUserPool | undefined;
  /** The prefixes to try, in order, when the pool has no domain. */
  readonly prefixes: readonly string[];
  readonly changes: readonly PlannedChange[];
  readonly notes: readonly Repair[];
  /** Users who are there and cannot sign in, whom the run leaves so. */
  readonly unable: readonly UnableUser[];
}

/** What the plan wants to be known beside its changes. */
export const notesOf = ({ notes, unable }: Plan): Repair[] => [
  ...notes,
  ...unable.map(({ repair }) => repair),
];

/** True when the plan would call something that writes. */
export function writes({ changes, observed }: Plan): boolean {
  return (
    observed.leftOver.length > 0 ||
    changes.some(({ difference }) => difference.action === 'create' || difference.action === 'update')
  );
}

/** True when the plan leaves everything that exists as it is. */
export function onlyCreates({ changes, observed }: Plan): boolean {
  return (
    observed.leftOver.length === 0 &&
    changes.every(({ difference }) => difference.action === 'create' || difference.action === 'none')
  );
}

/** The changes that AWS does not allow. */
export function blockedChanges(plan: Plan): readonly PlannedChange[] {
  return plan.changes.filter(({ difference }) => difference.action === 'blocked');
}

/** What a run creates for its app, beside the pool. */
function createdBy(desired: Desired, observed: Observed, prefix: string | undefined): Created {
  const { pool, client, clientName } = observed;
  // Nobody can have put a client into a pool that is not there yet: whatever has the app's name later was made for it.
  const creates = pool === undefined || (desired.client !== undefined && client === undefined);
  return {
    clients: creates && clientName !== undefined ? [clientName] : [],
    domain: observed.domain === undefined ? prefix : undefined,
  };
}

/** What a run about the app client alone wants of the pool: its app's tag. */
const justJoined = (alias: string): NonNullable<Desired['pool']> => ({
  alias,
  name: undefined,
  tier: undefined,
  selfSignUp: undefined,
  deletionProtection: undefined,
});

function poolWithEmail(
  aws: Pick<Aws, 'region'>,
  desired: Desired,
  observed: Observed,
  notes: Repair[],
): Omit<DesiredUserPool, 'creates'> | undefined {
  if (desired.pool === undefined) {
    const joins = desired.client !== undefined && observed.alias !== undefined;
    return joins ? { ...justJoined(observed.alias), email: undefined } : undefined;
  }
  const { emailFrom: from, identities } = desired.target;
  if (from === undefined) return { ...desired.pool, email: undefined };
  const identity = sendingIdentity(observed.identities, from);
  if (identity?.verified !== true) {
    const sent = identity !== undefined || identities.includes(from);
    const act = `Until SES has verified ${from}, Cognito itself still sends the emails of the user pool.`;
    notes.push(
      sent
        ? { act: `${act} Open the link in its email, then run the same command again.` }
        : {
            act: `${act} This sends the email with the link; run the same command again when it was opened:`,
            run: ['verify-email', from, '--wait'],
          },
    );
    return { ...desired.pool, email: undefined, emailFromName: undefined };
  }
  const partition = observed.caller.arn.split(':')[1] ?? 'aws';
  const identityArn = `arn:${partition}:ses:${aws.region}:${observed.caller.account}:identity/${identity.address}`;
  return { ...desired.pool, email: { from, identityArn } };
}

/** The prefixes to try, less the one that another pool of this account is seen to hold. */
function freePrefixes(aws: Pick<Aws, 'region'>, domain: DesiredDomain, observed: Observed): string[] {
  const candidates = prefixCandidates(domain, observed.caller.account, aws.region);
  const holder = observed.prefixHolder;
  if (holder === undefined || holder.poolId === observed.pool?.Id || observed.domain !== undefined) {
    return candidates;
  }
  if (domain.prefix !== undefined) {
    throw new CliError(
      `The domain prefix “${domain.prefix}” belongs to another user pool of this account (${holder.poolId}).`,
      {
        code: 'DOMAIN_TAKEN',
        hint: 'Run the command again with another --domain-prefix. Nothing was changed.',
      },
    );
  }
  return candidates.filter((prefix) => prefix !== holder.name);
}

/** Managed login pages (version 2) need a branding for each client; the classic ones (version 1) need none. */
function wantsBranding(desired: Desired, observed: Observed): boolean {
  const version = desired.domain?.managedLogin ?? observed.domain?.managedLogin ?? 2;
  if (version === 1) return false;
  // Moving the domain from 1 to 2 would leave a client without branding on an error page.
  return desired.client !== undefined || (desired.domain !== undefined && observed.client !== undefined);
}

/**
 * The client under the name that it was looked for by, which the app's tag may know where nobody named it. A new one reads
 * the custom attributes that the pool has, one that is there those that this run asks for.
 */
function wantedClient({ client, pool }: Desired, observed: Observed): Desired['client'] {
  if (client === undefined) return undefined;
  const present = observed.client === undefined ? customNames(observed.pool?.SchemaAttributes) : [];
  const customAttributes = [...new Set([...present, ...namesWanted(pool?.attributes ?? {})])];
  return { ...client, name: observed.clientName ?? client.name, customAttributes };
}

/** The domain; an app that comes to a pool without one wants one too, and on the tier LITE the classic pages. */
function wantedDomain(desired: Desired, { pool, domain, alias }: Observed): Desired['domain'] {
  if (domain !== undefined || pool === undefined) return desired.domain;
  const joins = desired.client !== undefined && alias !== undefined && !hasApp(pool, alias);
  const wanted =
    desired.domain ?? (joins ? { prefix: undefined, alias, managedLogin: undefined } : undefined);
  const tier = desired.pool?.tier ?? pool.UserPoolTier;
  return wanted === undefined || tier !== 'LITE'
    ? wanted
    : { ...wanted, managedLogin: wanted.managedLogin ?? 1 };
}

/** What a run wants, in the light of what is there. */
const completed = (desired: Desired, observed: Observed): Desired => ({
  ...desired,
  client: wantedClient(desired, observed),
  domain: wantedDomain(desired, observed),
});

const VERSION = 'managed login version';

/** True when managed login is to be turned on in a pool whose tier has none (terraform-provider-aws#40734). */
function needsTier({ pool: wanted, domain: wish }: Desired, { pool, domain }: Observed): boolean {
  const tier = wanted?.tier ?? pool?.UserPoolTier;
  return pool !== undefined && tier === 'LITE' && wish?.managedLogin === 2 && domain?.managedLogin !== 2;
}

/** The same difference, of which Cognito would refuse something. */
export const withBlocked = (difference: Difference, ...blocked: readonly BlockedField[]): Difference => ({
  action: 'blocked',
  fields: difference.action === 'none' ? [] : difference.fields,
  blocked: [...(difference.action === 'blocked' ? difference.blocked : []), ...blocked],
});

/** What can be wanted of an endpoint that lacks something; of AWS it is everything. */
function withinReach(desired: Desired, missing: ReadonlySet<MissingFeature>): Desired {
  const { pool, domain } = desired;
  return {
    ...desired,
    target: missing.has('mail')
      ? { ...desired.target, identities: [], emailFrom: undefined }
      : desired.target,
    mfa: missing.has('mfa') ? undefined : desired.mfa,
    pool: pool !== undefined && missing.has('tiers') ? { ...pool, tier: undefined } : pool,
    domain:
      missing.has('domain') || domain === undefined
        ? undefined
        : { ...domain, managedLogin: missing.has('managed-login') ? undefined : domain.managedLogin },
  };
}

/**
 * Pure: compares what is there with what is desired.
 *
 * @throws CliError POOL_NOT_FOUND when something stands on a pool that is not there, POOL_NOT_OURS, DOMAIN_TAKEN.
 */
export function makePlan(
  aws: Pick<Aws, 'region' | 'missing' | 'sandbox'>,
  wanted: Desired,
  observed: Observed,
): Plan {
  const desired = withinReach(completed(wanted, observed), aws.missing);
  const { target } = desired;
  const notes: Repair[] = [];
  const changes: PlannedChange[] = [];
  const add = (resource: ResourceKind, name: string, id: string | undefined, difference: Difference) =>
    changes.push({ resource, name, id, difference });

  for (const address of target.identities) {
    const own = observed.identities.get(address);
    if (isByDomain(observed.identities, address)) {
      notes.push({
        act: `${address} needs no email with a link: Amazon SES has verified its domain, ${domainPart(address)}.`,
      });
      add('email-identity', address, own?.address, { action: 'none' });
      continue;
    }
    const resend = desired.resend?.includes(address) === true;
    add('email-identity', address, address, diffEmailIdentity(own, resend));
  }

  const temporary = temporaryIn(observed.client?.settings.CallbackURLs);
  if (temporary.length > 0) notes.push({ act: temporaryWhy(temporary) });

  const standsOnPool = desired.client !== undefined || desired.users.length > 0;
  if (observed.pool === undefined && desired.pool === undefined && standsOnPool)
    throw poolNotFound(aws, target);
  const joins = desired.pool !== undefined || desired.client !== undefined;
  if (observed.pool !== undefined && target.selector !== undefined && (standsOnPool || joins)) {
    requireOurs(observed.pool, target.selector, joins);
  }

  const prefixes = desired.domain === undefined ? [] : freePrefixes(aws, desired.domain, observed);
  const settings = poolWithEmail(aws, desired, observed, notes);
  const pool =
    settings === undefined ? undefined : { ...settings, creates: createdBy(desired, observed, prefixes[0]) };
  if (pool !== undefined) {
    const name = pool.name ?? observed.pool?.Name ?? pool.alias;
    const difference = diffUserPool(observed.pool, pool);
    // Of a run that is about the client alone its tag is shown when it is new.
    if (desired.pool !== undefined || difference.action !== 'none') {
      add('user-pool', name, observed.pool?.Id, difference);
    }
  }

  if (desired.mfa !== undefined) {
    const planned = planMfa(desired.mfa, observed, pool, target.emailFrom);
    notes.push(...planned.notes);
    add('mfa', desired.mfa.mode, observed.pool?.Id, planned.difference);
  }

  if (desired.domain !== undefined) {
    const [first = '', ...others] = prefixes;
    const planned = diffDomain(observed.domain, desired.domain, others);
    const difference = needsTier(desired, observed) ? withBlocked(planned, higherTier(VERSION)) : planned;
    add('domain', observed.domain?.name ?? first, observed.domain?.name, difference);
  }
  const client = desired.client;
  if (client !== undefined) {
    notes.push(...removalNotes(desired, observed));
    const whose = observed.pool === undefined ? [] : joinWords(observed.alias, observed.pool);
    add('app-client', client.name, observed.client?.id, diffAppClient(observed.client, client, whose));
  }
  if (!aws.missing.has('branding') && wantsBranding(desired, observed)) {
    const name = desired.client?.name ?? observed.client?.name ?? '';
    add('branding', name, observed.branding?.id, diffBranding(observed.branding));
  }
  const signIn = observed.pool === undefined ? (pool?.signIn ?? 'email') : signInOf(observed.pool);
  for (const user of desired.users) {
    const found = observed.users.get(user.email);
    add('user', user.email, found?.username, diffUser(found, user, signIn));
  }
  return { desired, observed, pool, prefixes, changes, notes, unable: unableUsers(desired, observed) };
}

/** Apps to take off the client that are not on it: done already, or a slip of the keys. */
function removalNotes({ client: desired, target: { selector } }: Desired, { client }: Observed): Repair[] {
  const unwanted = desired?.unwanted;
  if (desired === undefined || unwanted === undefined) return [];
  if (client === undefined && desired.callbackUrls.length === 0) {
    throw new CliError(`There is no app client “${desired.name}” to remove an app from.`, {
      code: 'CLIENT_NOT_FOUND',
      hint: [
        {
          act: 'Name another with --client-name, or create it:',
          run: ['create-client', '--alias', selector?.alias ?? '<name>', '--app-url', '<address of the app>'],
        },
      ],
    });
  }
  const callbacks = client?.settings.CallbackURLs ?? [];
  const absent = missingFrom(callbacks, unwanted.callbackUrls).map((url) =>
    url.slice(0, -CALLBACK_PATH.length),
  );
  if (absent.length === 0) return [];
  const there = appUrlsOf(callbacks);
  return [
    {
      act: `The app client has no callback URL of ${absent.join(', ')}, so there is nothing to remove. Its apps: ${there.length === 0 ? 'none' : there.join(', ')}.`,
    },
  ];
}

/** No pool where a command needs one. */
export function poolNotFound(
  { sandbox }: Pick<Aws, 'sandbox'>,
  { selector }: Pick<Target, 'selector'>,
): CliError {
  const alias = selector?.alias;
  const run = alias === undefined ? ['setup'] : ['create-pool', '--alias', alias];
  return new CliError(
    alias === undefined
      ? 'There is no user pool for Mendix in this account and Region.'
      : `There is no user pool for the alias “${alias}” in this account and Region.`,
    {
      code: 'POOL_NOT_FOUND',
      hint: [{ act: sandbox ? 'This creates one:' : 'Check --region and --profile. This creates one:', run }],
    },
  );
}
