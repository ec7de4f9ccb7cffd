import type { Aws } from '../aws/clients.ts';
import type { CustomEndpoint } from '../aws/missing-features.ts';
import { isNamed } from '../aws/outcome.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { findAppClients, listAppClients, readAppClient, removeAppClient } from '../resources/app-client.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import { oldestFirst } from '../resources/contract.ts';
import { hasApp, isMadeFor } from '../resources/pool-tags.ts';
import { firstUsers } from '../resources/user.ts';
import { listUserPools, readUserPool, releaseUserPool, removeUserPool } from '../resources/user-pool.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';

// Two runs that begin at the same moment both see nothing, and both make it: neither names of pools nor of clients are
// unique in Cognito, and no create has a token. So whoever has made one looks once more, beside its next calls. Of two the
// one that was created first stays, and the run that created the other deletes that again. The look comes after the create, so
// at least the second of two runs sees both, as far as Cognito's lists show at once what was made: AWS does not promise
// that. Where a list lags, or where the second run ends before it could delete its own, two are left: the next run
// removes the younger pool when it is empty (`removeLeftOver`), and else says so (POOL_AMBIGUOUS, CLIENT_AMBIGUOUS).

const poolsByAge = (pools: readonly UserPool[]): UserPool[] =>
  oldestFirst(pools, ({ Id, CreationDate }) => ({ id: Id, createdAt: CreationDate }));

/** The pool of the same alias that another run created before ours, or undefined when ours is the first. */
export async function olderPool(
  aws: Pick<Aws, 'cognito'>,
  ours: UserPool,
  alias: string,
): Promise<UserPool | undefined> {
  const namesakes = (await listUserPools(aws)).filter(({ id, name }) => name === ours.Name && id !== ours.Id);
  const described = await forEachOf(namesakes, ({ id }) => readUserPool(aws, id));
  const duplicates = described.filter((pool) => pool !== undefined).filter((pool) => hasApp(pool, alias));
  const [oldest] = poolsByAge([ours, ...duplicates]);
  return oldest?.Id === ours.Id ? undefined : oldest;
}

type Looking = Pick<Aws, 'cognito'>;
type Deleting = Pick<Aws, 'cognito' | 'signal'>;

/** True when nobody but this run has put a client or a user into the pool. */
async function holdsOnly(aws: Looking, id: string, made: ReadonlySet<string>): Promise<boolean> {
  const [clients, users] = await allSettled([listAppClients(aws, id), firstUsers(aws, id)]);
  return [...clients.map((client) => client.id), ...users.map(({ username }) => username)].every((each) =>
    made.has(each),
  );
}

/**
 * True when this tool created the pool for that app alone, and it has no domain, no app client and no user: nobody can sign
 * in by it, and nobody's account is in it.
 */
async function isEmpty(aws: Looking, pool: UserPool, alias: string): Promise<boolean> {
  const { Id, Domain, CustomDomain } = pool;
  if (!isMadeFor(pool, alias) || Domain !== undefined || CustomDomain !== undefined) return false;
  return holdsOnly(aws, Id, new Set());
}

async function deleteSecond(aws: Deleting, second: UserPool, why: string): Promise<void> {
  try {
    await releaseUserPool(aws, second.Id);
    await removeUserPool(aws, second.Id);
  } catch (cause) {
    // The least policy of setup deletes no user pool.
    if (!isNamed(cause, 'AccessDeniedException')) throw cause;
    throw new CliError(`${why}, and these AWS credentials may not delete the second again.`, {
      code: 'POOL_MADE_TWICE',
      hint: [
        {
          act: 'Run this with credentials that may (iam-policy --destroy prints what they need), then the same command again:',
          run: ['destroy', '--pool-id', second.Id],
        },
      ],
      cause,
    });
  }
}

/**
 * Distinguishes the pool of an alias from those that runs have left which ended before they could delete their own again.
 *
 * @returns the oldest, and the younger ones; undefined when any but the oldest is in use, so that nobody can say which one is meant
 */
export async function sortPools(
  aws: Looking,
  pools: readonly UserPool[],
  alias: string,
): Promise<{ readonly stays: UserPool; readonly leftOver: readonly UserPool[] } | undefined> {
  const [stays, ...younger] = poolsByAge(pools);
  if (stays === undefined) return undefined;
  const empty = await forEachOf(younger, (pool) => isEmpty(aws, pool, alias));
  return empty.every(Boolean) ? { stays, leftOver: younger } : undefined;
}

/**
 * Removes a pool that an earlier run has left. It is read once more: since it was found, somebody may have begun to
 * use it.
 *
 * @throws CliError POOL_MADE_TWICE when it is in use by now, or may not be deleted: then it stays
 */
export async function removeLeftOver(
  aws: Deleting,
  { Id }: UserPool,
  older: UserPool,
  alias: string,
): Promise<void> {
  const now = await readUserPool(aws, Id);
  if (now === undefined) return;
  const why = `The alias has two user pools: ${older.Id}, and ${Id}, which was created after it`;
  if (await isEmpty(aws, now, alias)) return deleteSecond(aws, now, why);
  throw new CliError(`${why} and is in use by now.`, {
    code: 'POOL_MADE_TWICE',
    hint: 'Run the same command again: it shows both.',
  });
}

/**
 * Deletes the pool that this run has just created, with what it put into it.
 *
 * @param created ids of the clients and names of the users that this run put there
 * @throws CliError POOL_MADE_TWICE when somebody else has put anything there, or it may not be deleted: then both are left
 */
export async function withdrawPool(
  aws: Deleting,
  ours: UserPool,
  older: UserPool,
  alias: string,
  created: ReadonlySet<string>,
): Promise<void> {
  const why = `Another run created the user pool ${older.Id} for this alias just before this one created ${ours.Id}`;
  const now = await readUserPool(aws, ours.Id);
  if (now === undefined) return;
  if (isMadeFor(now, alias) && (await holdsOnly(aws, ours.Id, created))) return deleteSecond(aws, ours, why);
  throw new CliError(`${why}, and both are in use already.`, {
    code: 'POOL_MADE_TWICE',
    hint: 'Check both in the Cognito console. Remove the tag from the one that you do not use, and run the same command again.',
  });
}

/**
 * The client of that name that stays: ours, or the one that another run created before, after ours was deleted again.
 */
export async function settleAppClient(
  aws: Pick<Aws, 'cognito' | 'signal'> & CustomEndpoint,
  ours: AppClient,
): Promise<AppClient> {
  const ids = await findAppClients(aws, ours.poolId, ours.name);
  const others = await forEachOf(
    ids.filter((id) => id !== ours.id),
    (id) => readAppClient(aws, ours.poolId, id),
  );
  const all = [ours, ...others.filter((client) => client !== undefined)];
  const [stays = ours] = oldestFirst(all, ({ id, settings }) => ({ id, createdAt: settings.CreationDate }));
  if (stays.id !== ours.id) await removeAppClient(aws, ours);
  return stays;
}
