import type { Aws } from '../aws/clients.ts';
import type { StandIn } from '../aws/lacking.ts';
import { isNamed } from '../aws/outcome.ts';
import { allSettled, forEachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { findAppClients, listAppClients, readAppClient, removeAppClient } from '../resources/app-client.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import { listUsernames } from '../resources/user.ts';
import { listUserPools, readUserPool, releaseUserPool, removeUserPool } from '../resources/user-pool.ts';
import { ALIAS_TAG, type UserPool } from '../resources/user-pool-settings.ts';

// Two runs that begin at the same moment both see nothing, and both make it: neither names of pools nor of clients are
// unique in Cognito, and no create has a token. So whoever has made one looks once more, beside its next calls. Of two the
// one that was made first stays, and the run that made the other takes that away again. The look comes after the create, so
// at least the second of two runs sees both, as far as Cognito's lists show at once what was made: AWS does not promise
// that. Where a list lags, two are left, and the next run says so (POOL_AMBIGUOUS, CLIENT_AMBIGUOUS).

interface Dated {
  readonly id: string;
  readonly created: Date | undefined;
}

/** The one that was made first; at the same moment the one whose id sorts first, so that both runs choose alike. */
function first<T extends Dated>(candidates: readonly T[]): T | undefined {
  const [oldest] = candidates.toSorted(
    (one, other) =>
      (one.created?.getTime() ?? 0) - (other.created?.getTime() ?? 0) || (one.id < other.id ? -1 : 1),
  );
  return oldest;
}

/** The pool of the same alias that another run made before ours, or undefined when ours is the first. */
export async function olderPool(
  aws: Pick<Aws, 'cognito'>,
  ours: UserPool,
  alias: string,
): Promise<UserPool | undefined> {
  const namesakes = (await listUserPools(aws)).filter(({ id, name }) => name === ours.Name && id !== ours.Id);
  const described = await forEachOf(namesakes, ({ id }) => readUserPool(aws, id));
  const rivals = described.filter((pool) => pool?.UserPoolTags?.[ALIAS_TAG] === alias);
  const dated = [ours, ...rivals.filter((pool) => pool !== undefined)].map((pool) => ({
    id: pool.Id,
    created: pool.CreationDate,
    pool,
  }));
  const oldest = first(dated)?.pool;
  return oldest?.Id === ours.Id ? undefined : oldest;
}

/**
 * Takes the pool away that this run has just made, with what it put into it.
 *
 * @param made ids of the clients and names of the users that this run put there
 * @throws CliError POOL_MADE_TWICE when somebody else has put anything there, or it may not be deleted: then both are left
 */
export async function withdrawPool(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  ours: UserPool,
  older: UserPool,
  made: ReadonlySet<string>,
): Promise<void> {
  const [clients, users] = await allSettled([listAppClients(aws, ours.Id), listUsernames(aws, ours.Id)]);
  if (![...clients.map(({ id }) => id), ...users].every((id) => made.has(id))) {
    throw new CliError(
      `Another run made the user pool ${older.Id} for this alias just before this one made ${ours.Id}, and both are in use already.`,
      {
        code: 'POOL_MADE_TWICE',
        hint: 'Look at both in the Cognito console. Take the tag off the one that is not to be used, and run the same command again.',
      },
    );
  }
  try {
    await releaseUserPool(aws, ours.Id);
    await removeUserPool(aws, ours.Id);
  } catch (cause) {
    // The least policy of setup deletes no user pool.
    if (!isNamed(cause, 'AccessDeniedException')) throw cause;
    throw new CliError(
      `Another run made the user pool ${older.Id} for this alias just before this one made ${ours.Id}, and these AWS credentials may not delete the second again.`,
      {
        code: 'POOL_MADE_TWICE',
        hint: `Run mendix-cognito destroy --pool-id ${ours.Id} with credentials that may (iam-policy --destroy prints what they need), then the same command again.`,
        cause,
      },
    );
  }
}

/**
 * The client of that name that stays: ours, or the one that another run made before, after ours was taken away again.
 */
export async function settleAppClient(
  aws: Pick<Aws, 'cognito' | 'signal'> & StandIn,
  ours: AppClient,
): Promise<AppClient> {
  const ids = await findAppClients(aws, ours.poolId, ours.name);
  const others = await forEachOf(
    ids.filter((id) => id !== ours.id),
    (id) => readAppClient(aws, ours.poolId, id),
  );
  const dated = [ours, ...others.filter((client) => client !== undefined)].map((client) => ({
    id: client.id,
    created: client.settings.CreationDate,
    client,
  }));
  const stays = first(dated)?.client ?? ours;
  if (stays.id !== ours.id) await removeAppClient(aws, ours);
  return stays;
}
