import { aliasesOn, hasApp, isMade, isMadeFor } from '../../resources/pool-tags.ts';
import type { UserPool } from '../../resources/user-pool-settings.ts';
import { userWords } from '../../resources/user-settings.ts';
import { flagWords } from '../command-line.ts';

/** What the run was asked to check, as far as its repairs must repeat it. */
export interface Named {
  readonly alias: string | undefined;
  readonly poolId: string | undefined;
  readonly poolName: string | undefined;
  readonly clientName: string | undefined;
  readonly username?: string | undefined;
}

/** An alias for a pool that has none yet: it may stand in Mendix's login links, so only what is safe there. */
function aliasFromName(name: string | undefined): string | undefined {
  return (
    name
      ?.replace(/[^A-Za-z0-9._-]+/g, '-')
      .slice(0, 100)
      .replace(/^-+|-+$/g, '') || undefined
  );
}

/**
 * The commands that repair what a run named and found: the one place that knows which flags each has to repeat.
 *
 * @returns a command each, and `app`: the flags with which a command finds the app, or puts it on the pool
 */
export function repairsFor(named: Named, pool: UserPool | undefined) {
  const alias = named.alias ?? (pool && aliasesOn(pool)[0]) ?? aliasFromName(pool?.Name);
  const own = pool === undefined || isMadeFor(pool, alias);
  const app = [...flagWords('--alias', alias), ...flagWords('--pool-id', own ? named.poolId : pool.Id)];
  const joins = pool === undefined || isMade(pool) || hasApp(pool, alias);
  const whichPool = [...app, ...(joins ? [] : ['--adopt'])];
  const client = flagWords('--client-name', named.clientName);
  const to = (...words: readonly string[]) => ({ run: words });
  return {
    app: whichPool,
    setup: (words: readonly string[]) =>
      to(
        'setup',
        ...flagWords('--alias', named.alias),
        ...flagWords('--pool-name', named.poolName),
        ...client,
        ...words,
      ),
    createPool: (...words: readonly string[]) => to('create-pool', ...whichPool, ...words),
    createClient: (urls: readonly string[], clientName = named.clientName) =>
      to('create-client', ...whichPool, ...flagWords('--client-name', clientName), ...urls),
    finishRotation: () => to('rotate-secret', '--finish', ...app, ...client),
    addUser: (email: string, ...words: readonly string[]) =>
      to('add-user', ...userWords({ email, username: named.username }), ...words, ...whichPool),
    verifyEmail: (address: string, ...words: readonly string[]) => to('verify-email', address, ...words),
    testLogin: () => to('test-login', ...app, ...client),
    doctor: (...words: readonly string[]) => to('doctor', ...app, ...client, ...words),
    iamPolicy: () => to('iam-policy'),
  };
}

export type Repairs = ReturnType<typeof repairsFor>;
