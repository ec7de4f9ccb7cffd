import { ALIAS_TAG, type UserPool } from '../../resources/user-pool-settings.ts';
import type { Repair } from './check.ts';

/** How this run was told to reach AWS: a repair has to reach the same. */
export interface RunFlags {
  readonly sandbox: boolean;
  readonly region: string | undefined;
  readonly profile: string | undefined;
}

/** What the run was asked to look at, as far as its repairs have to repeat it. */
export interface Named {
  readonly run: RunFlags;
  readonly alias: string | undefined;
  readonly poolId: string | undefined;
  readonly poolName: string | undefined;
  readonly clientName: string | undefined;
}

/** Commands that can be pasted as they are: the one place that knows which flags each has to repeat. */
export interface Repairs {
  setup(words: readonly string[]): Repair;
  createPool(): Repair;
  createClient(urls: readonly string[], clientName?: string): Repair;
  addUser(email: string, ...words: readonly string[]): Repair;
  verifyEmail(address: string, ...words: readonly string[]): Repair;
  iamPolicy(): Repair;
}

/** One word of a command line. Double quotes hold in a POSIX shell, in PowerShell and in cmd alike. */
export function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", `'\\''`)}'` : `"${text}"`;
}

const flag = (name: string, value: string | undefined): string[] =>
  value === undefined ? [] : [name, value];

/** An alias for a pool that has none yet: it may stand in Mendix's login links, so only what is safe there. */
function aliasFromName(name: string | undefined): string | undefined {
  return name?.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '') || undefined;
}

/** The repairs for what a run named and found. */
export function repairsFor(named: Named, pool: UserPool | undefined): Repairs {
  const { run } = named;
  const tag = pool?.UserPoolTags?.[ALIAS_TAG];
  const foreign = pool !== undefined && tag === undefined;
  const alias = tag ?? named.alias ?? aliasFromName(pool?.Name);
  const everywhere = [
    ...flag('--region', run.region),
    ...flag('--profile', run.profile),
    ...(run.sandbox ? ['--sandbox'] : []),
  ];
  const whichPool = [
    ...flag('--alias', alias),
    ...flag('--pool-id', foreign ? pool.Id : named.poolId),
    ...(foreign ? ['--adopt'] : []),
  ];
  const to = (...words: readonly string[]): Repair => ({
    run: ['mendix-cognito', ...words, ...everywhere].map(shellWord).join(' '),
  });
  return {
    setup: (words) =>
      to(
        'setup',
        ...flag('--alias', named.alias),
        ...flag('--pool-name', named.poolName),
        ...flag('--client-name', named.clientName),
        ...words,
      ),
    createPool: () => to('create-pool', ...whichPool),
    createClient: (urls, clientName = named.clientName) =>
      to('create-client', ...whichPool, ...flag('--client-name', clientName), ...urls),
    addUser: (email, ...words) => to('add-user', email, ...words, ...whichPool),
    verifyEmail: (address, ...words) => to('verify-email', address, ...words),
    iamPolicy: () => to('iam-policy'),
  };
}
