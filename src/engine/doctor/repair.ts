import type { Repair } from '../../errors.ts';
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

type Command = Repair & { readonly run: readonly string[] };

/** The commands that repair: the one place that knows which flags each has to repeat. */
export interface Repairs {
  /** The flags with which a command finds the app, or puts it on the pool. */
  readonly app: readonly string[];
  setup(words: readonly string[]): Command;
  createPool(...words: readonly string[]): Command;
  createClient(urls: readonly string[], clientName?: string): Command;
  rotateSecret(...words: readonly string[]): Command;
  addUser(email: string, ...words: readonly string[]): Command;
  verifyEmail(address: string, ...words: readonly string[]): Command;
  testLogin(): Command;
  doctor(...words: readonly string[]): Command;
  iamPolicy(): Command;
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

/** The repairs for what a run named and found. */
export function repairsFor(named: Named, pool: UserPool | undefined): Repairs {
  const alias = named.alias ?? (pool && aliasesOn(pool)[0]) ?? aliasFromName(pool?.Name);
  const own = pool === undefined || isMadeFor(pool, alias);
  const app = [...flagWords('--alias', alias), ...flagWords('--pool-id', own ? named.poolId : pool.Id)];
  const joins = pool === undefined || isMade(pool) || hasApp(pool, alias);
  const whichPool = [...app, ...(joins ? [] : ['--adopt'])];
  const to = (...words: readonly string[]): Command => ({ run: words });
  return {
    app: whichPool,
    setup: (words) =>
      to(
        'setup',
        ...flagWords('--alias', named.alias),
        ...flagWords('--pool-name', named.poolName),
        ...flagWords('--client-name', named.clientName),
        ...words,
      ),
    createPool: (...words) => to('create-pool', ...whichPool, ...words),
    createClient: (urls, clientName = named.clientName) =>
      to('create-client', ...whichPool, ...flagWords('--client-name', clientName), ...urls),
    rotateSecret: (...words) =>
      to('rotate-secret', ...words, ...app, ...flagWords('--client-name', named.clientName)),
    addUser: (email, ...words) =>
      to('add-user', ...userWords({ email, username: named.username }), ...words, ...whichPool),
    verifyEmail: (address, ...words) => to('verify-email', address, ...words),
    testLogin: () => to('test-login', ...app, ...flagWords('--client-name', named.clientName)),
    doctor: (...words) => to('doctor', ...app, ...flagWords('--client-name', named.clientName), ...words),
    iamPolicy: () => to('iam-policy'),
  };
}
