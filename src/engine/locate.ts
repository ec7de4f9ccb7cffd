import type { Aws } from '../aws/clients.ts';
import { forEachOf } from '../concurrency.ts';
import { CliError, UsageError } from '../errors.ts';
import { listUserPools, readUserPool } from '../resources/user-pool.ts';
import { ALIAS_TAG, type UserPool } from '../resources/user-pool-settings.ts';
import type { PoolSelector } from './desired.ts';
import { sortPools } from './rivals.ts';

const aliasOf = (pool: UserPool): string | undefined => pool.UserPoolTags?.[ALIAS_TAG];

async function describeAll(aws: Pick<Aws, 'cognito'>, ids: readonly string[]): Promise<UserPool[]> {
  const pools = await forEachOf(ids, (id) => readUserPool(aws, id));
  return pools.filter((pool) => pool !== undefined);
}

function listed(pools: readonly UserPool[]): string {
  return pools
    .map((pool) => {
      const created = pool.CreationDate?.toISOString().slice(0, 16).replace('T', ' ') ?? 'unknown';
      return `- ${pool.Id} (${pool.Name}, alias ${aliasOf(pool) ?? 'none'}, created ${created} UTC)`;
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
  const sorted = leftOver === undefined ? undefined : await sortPools(aws, pools);
  if (sorted !== undefined) {
    leftOver?.push(...sorted.leftOver);
    return sorted.stays;
  }
  throw new CliError(`${pools.length} user pools carry the tag ${ALIAS_TAG} = ${alias}:\n${listed(pools)}`, {
    code: 'POOL_AMBIGUOUS',
    hint: [
      {
        act: 'Name the one you mean with --pool-id. One that nobody needs can go, or you take the tag off it in the Cognito console:',
        run: ['destroy', '--pool-id', '<its id>'],
      },
    ],
  });
}

/**
 * The pool that carries our tag with that alias; names of pools are not unique and prove nothing.
 *
 * @param leftOver takes younger, empty pools of the alias; without it they are in the way like any other
 */
export async function findByAlias(
  aws: Pick<Aws, 'cognito'>,
  alias: string,
  poolName: string | undefined,
  leftOver?: UserPool[],
): Promise<UserPool | undefined> {
  const rows = await listUserPools(aws);
  const likely = rows.filter(({ name }) => name === (poolName ?? alias));
  const ours = (pools: readonly UserPool[]) => pools.filter((pool) => aliasOf(pool) === alias);
  const found = await single(
    aws,
    ours(
      await describeAll(
        aws,
        likely.map(({ id }) => id),
      ),
    ),
    alias,
    leftOver,
  );
  if (found !== undefined) return found;
  // A pool can be renamed in the console; a second pool for the same alias would be worse than a slow look.
  const others = rows.filter((row) => !likely.includes(row));
  return single(
    aws,
    ours(
      await describeAll(
        aws,
        others.map(({ id }) => id),
      ),
    ),
    alias,
    leftOver,
  );
}

async function findByName(aws: Pick<Aws, 'cognito'>, name: string): Promise<UserPool | undefined> {
  const rows = (await listUserPools(aws)).filter((row) => row.name === name);
  const free = (
    await describeAll(
      aws,
      rows.map(({ id }) => id),
    )
  ).filter((pool) => aliasOf(pool) === undefined);
  if (free.length > 1) {
    throw new CliError(`${free.length} user pools are named “${name}”:\n${listed(free)}`, {
      code: 'POOL_AMBIGUOUS',
      hint: 'Name the one to take over with --pool-id.',
    });
  }
  return free[0];
}

/** Every pool of the Region that carries our tag. */
async function allOurs(aws: Pick<Aws, 'cognito'>): Promise<UserPool[]> {
  const rows = await listUserPools(aws);
  const pools = await describeAll(
    aws,
    rows.map(({ id }) => id),
  );
  return pools.filter((pool) => aliasOf(pool) !== undefined);
}

/** True when other pools carry the alias of this one too. */
export async function isOneOfSeveral(aws: Pick<Aws, 'cognito'>, pool: UserPool): Promise<boolean> {
  const ours = await allOurs(aws);
  return ours.some((other) => other.Id !== pool.Id && aliasOf(other) === aliasOf(pool));
}

async function findOnly(aws: Pick<Aws, 'cognito'>): Promise<UserPool | undefined> {
  const ours = await allOurs(aws);
  if (ours.length > 1) {
    throw new UsageError(
      [`Which one? ${ours.length} user pools here were made for Mendix:\n${listed(ours)}`],
      `Name its alias, for example --alias ${aliasOf(ours[0] as UserPool)}.`,
      'ALIAS_NEEDED',
    );
  }
  return ours[0];
}

async function findById(aws: Pick<Aws, 'cognito'>, id: string, selector: PoolSelector): Promise<UserPool> {
  const pool = await readUserPool(aws, id);
  if (pool === undefined) {
    throw new CliError(`There is no user pool ${id} in this account and Region.`, {
      code: 'POOL_NOT_FOUND',
      hint: 'Check the id and --region: the id begins with the Region it is in.',
    });
  }
  const alias = aliasOf(pool);
  if (alias !== undefined && selector.alias !== undefined && alias !== selector.alias) {
    throw new CliError(`The user pool ${id} belongs to the alias “${alias}”, not to “${selector.alias}”.`, {
      code: 'POOL_OF_OTHER_ALIAS',
      hint: `Run the command with --alias ${alias}, or without --pool-id.`,
    });
  }
  return pool;
}

/**
 * The pool that a run is about, or undefined when there is none yet.
 *
 * @param leftOver takes younger, empty pools of the alias, for a run that removes them
 * @throws CliError POOL_NOT_FOUND, POOL_AMBIGUOUS, POOL_OF_OTHER_ALIAS; UsageError ALIAS_NEEDED.
 */
export async function locatePool(
  aws: Pick<Aws, 'cognito'>,
  selector: PoolSelector,
  leftOver?: UserPool[],
): Promise<UserPool | undefined> {
  if (selector.poolId !== undefined) return findById(aws, selector.poolId, selector);
  if (selector.alias === undefined) return findOnly(aws);
  const tagged = await findByAlias(aws, selector.alias, selector.poolName, leftOver);
  if (tagged !== undefined || !selector.adopt) return tagged;
  return findByName(aws, selector.poolName ?? selector.alias);
}

/** @returns the error POOL_NOT_OURS: a pool without our tag is left alone. */
export function poolNotOurs({ Id, Name }: UserPool, hint: string): CliError {
  return new CliError(`The user pool ${Id} (“${Name}”) was not made by this tool.`, {
    code: 'POOL_NOT_OURS',
    hint,
  });
}

/**
 * Stops a run that would write to a pool which is not ours.
 *
 * @throws CliError POOL_NOT_OURS when the pool has no tag of ours and `--adopt` was not given.
 */
export function requireOurs(pool: UserPool, adopt: boolean): void {
  if (adopt || aliasOf(pool) !== undefined) return;
  throw poolNotOurs(
    pool,
    'Add --adopt to take it over: its changes are shown first, and nothing else of it is touched.',
  );
}
