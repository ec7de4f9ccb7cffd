import type { Aws } from '../aws/clients.ts';
import { type CustomEndpoint, isMissing } from '../aws/missing-features.ts';
import { isNamed } from '../aws/outcome.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError, type Hint, UsageError } from '../errors.ts';
import { aliasesOn, appTag, hasApp, isMade, isMadeFor, isOurs, OWNER_TAG } from '../resources/pool-tags.ts';
import { type ListedPool, listUserPools, readUserPool } from '../resources/user-pool.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import { flagWords } from './command-line.ts';
import type { PoolSelector } from './desired.ts';
import { sortPools } from './duplicates.ts';

/** What it takes to search the account for pools. */
type Searching = Pick<Aws, 'cognito' | 'refused' | 'sandbox' | 'signal' | 'tagSearch'> & CustomEndpoint;

async function describeAll(aws: Pick<Aws, 'cognito'>, ids: readonly string[]): Promise<UserPool[]> {
  const pools = await forEachOf([...new Set(ids)], (id) => readUserPool(aws, id));
  return pools.filter((pool) => pool !== undefined);
}

function listed(pools: readonly UserPool[]): string {
  return pools
    .map((pool) => {
      const created = pool.CreationDate?.toISOString().slice(0, 16).replace('T', ' ') ?? 'unknown';
      const alias = aliasesOn(pool).join(', ') || 'none';
      return `- ${pool.Id} (${pool.Name}, alias ${alias}, created ${created} UTC)`;
    })
    .join('\n');
}

async function single(
  aws: Pick<Aws, 'cognito'>,
  pools: readonly UserPool[],
  alias: string,
  leftOver: UserPool[] | undefined,
): Promise<UserPool | undefined> {
  if (pools.length <= 1) return pools[0];
  const sorted = leftOver === undefined ? undefined : await sortPools(aws, pools, alias);
  if (sorted !== undefined) {
    leftOver?.push(...sorted.leftOver);
    return sorted.stays;
  }
  throw new CliError(`${pools.length} user pools carry the tag ${appTag(alias)}:\n${listed(pools)}`, {
    code: 'POOL_AMBIGUOUS',
    hint: [
      {
        act: 'Name the one you mean with --pool-id. Delete one that nobody needs, or remove its tag in the Cognito console:',
        run: ['destroy', '--pool-id', '<its id>'],
      },
    ],
  });
}

/**
 * How far the search for tags is taken to lag behind. AWS calls it eventually consistent and names no bound (Resource Groups
 * Tagging API reference, GetResources).
 */
const LAG_MS = 15 * 60_000;

/** True for a pool that was created or changed so late that the search for tags may not know of it. */
function isRecent({ cognito }: Pick<Aws, 'cognito'>, { touched }: ListedPool): boolean {
  // The SDK learns from AWS's answers how far this computer's clock is off.
  const now = Date.now() + cognito.config.systemClockOffset;
  return touched === undefined || touched.getTime() > now - LAG_MS;
}

/**
 * The ids of the pools that carry a tag of that key, as far as AWS shows: one may be missing, or gone. Undefined where the
 * search is not allowed, not there, or fails: every pool can still be described.
 */
async function searchByTag(aws: Searching, key: string): Promise<readonly string[] | undefined> {
  if (aws.tagSearch === undefined) return undefined;
  try {
    const search = await aws.tagSearch();
    const ids = (await search.userPoolArns(key)).map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
    // An emulator may answer, and yet not know the tags of user pools.
    return ids.length === 0 && aws.customEndpoint && !aws.sandbox ? undefined : ids;
  } catch (error) {
    if (aws.signal.aborted) throw error;
    if (isNamed(error, 'AccessDeniedException', 'AccessDenied')) aws.refused.add('tag:GetResources');
    if (isMissing(aws, error)) aws.missing.add('tag-search');
    return undefined;
  }
}

/** The ids of the pools to describe, in turn, until one of them is the one. */
async function whereToLook(
  aws: Searching,
  key: string,
  name: string | undefined,
): Promise<readonly (readonly string[])[]> {
  const [rows, tagged] = await allSettled([listUserPools(aws), searchByTag(aws, key)]);
  const idsOf = (which: (row: ListedPool) => boolean) => rows.filter(which).map(({ id }) => id);
  const named = idsOf((row) => row.name === name);
  if (tagged === undefined) return [named, idsOf(() => true)];
  const recent = idsOf((row) => isRecent(aws, row));
  return tagged.length === 0 ? [[...named, ...recent]] : [[...tagged, ...named], recent];
}

/**
 * The pool that carries the tag of that alias; names of pools are not unique and prove nothing, and neither does the search
 * for tags: each pool that it names is described.
 *
 * @param leftOver takes younger, empty pools of the alias; without it they are in the way like any other
 */
export async function findByAlias(
  aws: Searching,
  alias: string,
  poolName: string | undefined,
  leftOver?: UserPool[],
): Promise<UserPool | undefined> {
  const looked = new Set<string>();
  // A pool can be renamed in the console; a second pool for the same alias would be worse than a slow look.
  for (const ids of await whereToLook(aws, appTag(alias), poolName ?? alias)) {
    const further = ids.filter((id) => !looked.has(id));
    const pools = await describeAll(aws, further);
    for (const id of further) looked.add(id);
    const ours = pools.filter((pool) => hasApp(pool, alias));
    const found = await single(aws, ours, alias, leftOver);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function findByName(aws: Pick<Aws, 'cognito'>, name: string): Promise<UserPool | undefined> {
  const rows = (await listUserPools(aws)).filter((row) => row.name === name);
  const ids = rows.map(({ id }) => id);
  const free = (await describeAll(aws, ids)).filter((pool) => !isMade(pool));
  if (free.length > 1) {
    throw new CliError(`${free.length} user pools are named “${name}”:\n${listed(free)}`, {
      code: 'POOL_AMBIGUOUS',
      hint: 'Name the one to take over with --pool-id.',
    });
  }
  return free[0];
}

/** Every pool of the Region that an app of ours is on. */
export async function allOurs(aws: Searching): Promise<UserPool[]> {
  const ids = (await whereToLook(aws, OWNER_TAG, undefined)).flat();
  return (await describeAll(aws, ids)).filter(isOurs);
}

/** True when another pool carries the tag of that alias too. */
export async function isOneOfSeveral(aws: Searching, pool: UserPool, alias: string): Promise<boolean> {
  const ours = await allOurs(aws);
  return ours.some((other) => other.Id !== pool.Id && hasApp(other, alias));
}

/** Which app a run is about. */
export interface LocatedApp {
  readonly alias: string;
  readonly pool: UserPool;
}

/** A run that several apps could be meant by; whoever sits at a terminal is asked which. */
export class AliasNeededError extends UsageError {
  readonly apps: readonly LocatedApp[];

  constructor(pools: readonly UserPool[]) {
    const what =
      pools.length === 1
        ? 'Several apps use this user pool'
        : `${pools.length} user pools here are for Mendix`;
    const apps = pools.flatMap((pool) => aliasesOn(pool).map((alias) => ({ alias, pool })));
    super(
      [`Which one? ${what}:\n${listed(pools)}`],
      [{ act: 'Name its alias, for example:', run: ['status', '--alias', apps[0]?.alias ?? '<name>'] }],
      'ALIAS_NEEDED',
    );
    this.apps = apps;
  }
}

/**
 * The app that a run on that pool is about: the alias that was named, or else the only app on the pool.
 *
 * @throws UsageError ALIAS_NEEDED when several apps are on it
 */
export function aliasFor(pool: UserPool, selector: Pick<PoolSelector, 'alias'>): string | undefined {
  if (selector.alias !== undefined) return selector.alias;
  const [only, ...others] = aliasesOn(pool);
  if (others.length > 0) throw new AliasNeededError([pool]);
  return only;
}

/**
 * The flags with which a proposed command finds an app again. A list of tags can lag behind, so a pool that was not created
 * for this app alone is named by its id as well.
 */
export function appWords(alias: string | undefined, pool: UserPool | undefined): string[] {
  const id = pool === undefined || isMadeFor(pool, alias) ? undefined : pool.Id;
  return [...flagWords('--alias', alias), ...flagWords('--pool-id', id)];
}

/** The same for a command that puts the app on the pool, where it is not yet. */
export function joinWords(alias: string | undefined, pool: UserPool): string[] {
  const free = hasApp(pool, alias) || isMade(pool);
  return [...appWords(alias ?? '<name>', pool), ...(free ? [] : ['--adopt'])];
}

async function findOnly(aws: Searching): Promise<UserPool | undefined> {
  const ours = await allOurs(aws);
  if (ours.length > 1) throw new AliasNeededError(ours);
  return ours[0];
}

/**
 * The only app of ours in the account and Region, or undefined when there is none.
 *
 * @throws UsageError ALIAS_NEEDED when there are several
 */
export async function onlyApp(aws: Searching): Promise<LocatedApp | undefined> {
  const pool = await findOnly(aws);
  if (pool === undefined) return undefined;
  const alias = aliasFor(pool, { alias: undefined });
  return alias === undefined ? undefined : { alias, pool };
}

async function findById(aws: Pick<Aws, 'cognito'>, id: string): Promise<UserPool> {
  const pool = await readUserPool(aws, id);
  if (pool !== undefined) return pool;
  throw new CliError(`There is no user pool ${id} in this account and Region.`, {
    code: 'POOL_NOT_FOUND',
    hint: 'Check the id and --region: the id begins with the Region it is in.',
  });
}

/**
 * The pool that a run is about, or undefined when there is none yet.
 *
 * @param leftOver takes younger, empty pools of the alias, for a run that removes them
 * @throws CliError POOL_NOT_FOUND, POOL_AMBIGUOUS; UsageError ALIAS_NEEDED.
 */
export async function locatePool(
  aws: Searching,
  selector: PoolSelector,
  leftOver?: UserPool[],
): Promise<UserPool | undefined> {
  if (selector.poolId !== undefined) return findById(aws, selector.poolId);
  if (selector.alias === undefined) return findOnly(aws);
  const tagged = await findByAlias(aws, selector.alias, selector.poolName, leftOver);
  if (tagged !== undefined || !selector.adopt) return tagged;
  return findByName(aws, selector.poolName ?? selector.alias);
}

/**
 * Stops a run that is about an app which is not on the pool.
 *
 * @param hint what to do about a pool that this tool has nothing to do with
 * @throws CliError POOL_NOT_OURS, or POOL_OF_OTHER_ALIAS when only other apps are on it
 */
export function requireApp(pool: UserPool, alias: string | undefined, hint: Hint): void {
  if (!isOurs(pool)) {
    throw new CliError(`The user pool ${pool.Id} (“${pool.Name}”) was not created by this tool.`, {
      code: 'POOL_NOT_OURS',
      hint,
    });
  }
  if (alias === undefined || hasApp(pool, alias)) return;
  const apps = aliasesOn(pool).map((app) => `“${app}”`);
  const instead = apps.length === 0 ? '' : `, but by ${apps.join(', ')}`;
  throw new CliError(`The user pool ${pool.Id} is not used by the alias “${alias}”${instead}.`, {
    code: 'POOL_OF_OTHER_ALIAS',
    hint: [
      {
        act: 'Check --alias and --pool-id. To use it for this alias as well:',
        run: ['setup', '--alias', alias, '--pool-id', pool.Id, ...(isMade(pool) ? [] : ['--adopt'])],
      },
    ],
  });
}

/**
 * Stops a run that would write to a pool which is not ours.
 *
 * @param joins true when the run puts its app on the pool, for which one that this tool made is free
 * @throws CliError POOL_NOT_OURS, POOL_OF_OTHER_ALIAS
 */
export function requireOurs(
  pool: UserPool,
  { alias, adopt }: Pick<PoolSelector, 'alias' | 'adopt'>,
  joins: boolean,
): void {
  if (adopt || (joins && isMade(pool))) return;
  requireApp(
    pool,
    alias,
    'Add --adopt to use it for this app: its changes are shown first, and nothing else in it is changed.',
  );
}
