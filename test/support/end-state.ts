import { isDeepStrictEqual } from 'node:util';
import { aliasesIn } from '../../src/resources/pool-tags.ts';
import { temporaryIn } from '../../src/resources/temporary-callback.ts';
import type { Client, Pool, State } from '../../src/sandbox/state.ts';

/** What is wrong with a state in which a run and its repetition have left the sandbox; all empty when nothing is. */
export interface Verdict {
  /** Things that are there twice. */
  readonly duplicates: readonly string[];
  /** Things that nothing leads to, or that were meant for a moment. */
  readonly orphans: readonly string[];
  /** Settings of somebody else that are gone. */
  readonly lost: readonly string[];
  /** What differs from the state that a run without a fault leaves. */
  readonly differences: readonly string[];
}

/** Settings that nobody asked the program for: every run has to leave them as they are. */
export interface Foreign {
  readonly what: string;
  readonly in: (state: State) => unknown;
}

const twice = (what: string, names: readonly string[]): string[] =>
  [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].map((name) => `${what} ${name}`);

const aliasOf = (pool: Pool): string => aliasesIn(Object.keys(pool.tags)).join(', ') || `none (${pool.name})`;

function duplicatesOf({ pools, identities, inbox }: State): string[] {
  return [
    ...twice('pool of', pools.map(aliasOf)),
    ...twice(
      'identity',
      identities.map(({ name }) => name),
    ),
    ...twice(
      'mail to',
      inbox.map(({ to, subject }) => `${to} (${subject})`),
    ),
    ...pools.flatMap((pool) => [
      ...twice(
        'domain of',
        pool.domains.map(() => pool.name),
      ),
      ...twice(
        'client',
        pool.clients.map(({ name }) => name),
      ),
      ...twice(
        'branding of',
        pool.brandings.map(({ clientId }) => clientId),
      ),
      ...twice(
        'user',
        pool.users.map(({ attributes }) => attributes.email ?? ''),
      ),
      ...pool.clients.flatMap(({ name, secrets }) =>
        twice(
          'secret of',
          secrets.map(() => name),
        ),
      ),
    ]),
  ];
}

const callbacksOf = ({ settings }: Client): readonly string[] => settings.CallbackURLs ?? [];

function orphansOf({ pools }: State): string[] {
  return pools.flatMap((pool) => [
    ...(pool.clients.length + pool.users.length + pool.domains.length === 0 && pools.length > 1
      ? [`pool ${pool.id}`]
      : []),
    ...pool.brandings
      .filter(({ clientId }) => !pool.clients.some(({ id }) => id === clientId))
      .map(({ id }) => `branding ${id}`),
    ...temporaryIn(pool.clients.flatMap(callbacksOf)),
    ...pool.users
      .filter(({ status }) => status !== 'CONFIRMED')
      .map(({ attributes, status }) => `user ${attributes.email} left ${status}`),
  ]);
}

/**
 * The state without what is another in every run: ids, dates, keys and hashes. Of secrets those that were there before are
 * told apart, so that it matters which of two is left.
 */
function comparable({ pools, identities, inbox }: State, before: State): unknown {
  const known = before.pools.flatMap(({ clients }) => clients.flatMap(({ secrets }) => secrets));
  const sorted = <T>(items: readonly T[]) =>
    items.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)));
  return {
    pools: pools.map(({ settings, origin, schema, mfa, tags, groups, name, ...pool }) => ({
      ...{ settings, origin, schema, mfa, tags, groups, name },
      domains: pool.domains.map(({ name: prefix, custom, settings: domain }) => ({ prefix, custom, domain })),
      clients: sorted(
        pool.clients.map(({ name: client, settings: own, secrets, id }) => ({
          ...{ client, own },
          secrets: secrets.map(({ value }) => (known.some((each) => each.value === value) ? value : 'new')),
          brandings: pool.brandings.filter(({ clientId }) => clientId === id).length,
        })),
      ),
      users: sorted(
        pool.users.map(({ attributes: { sub: _sub, ...attributes }, enabled, status, groups: of }) => ({
          ...{ attributes, enabled, status, of },
        })),
      ),
    })),
    identities: sorted(
      identities.map(({ name, type, tags, verifiedAt }) => ({
        ...{ name, type, tags, verified: verifiedAt !== undefined },
      })),
    ),
    emails: sorted(inbox.map(({ to, subject }) => ({ to, subject }))),
  };
}

/** The paths under which two values differ, each with both sides. */
function differencesOf(is: unknown, should: unknown, path = ''): string[] {
  if (isDeepStrictEqual(is, should)) return [];
  if (typeof is === 'object' && typeof should === 'object' && is !== null && should !== null) {
    const keys = new Set([...Object.keys(is), ...Object.keys(should)]);
    return [...keys].flatMap((key) =>
      differencesOf(Reflect.get(is, key), Reflect.get(should, key), `${path}/${key}`),
    );
  }
  return [`${path}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}`];
}

/**
 * Judges the state after a run with a fault and the same command again.
 *
 * @param before the state before both
 * @param should the state that the command leaves, from the same start, when nothing goes wrong
 */
export function judge(before: State, is: State, should: State, foreign: readonly Foreign[]): Verdict {
  return {
    duplicates: duplicatesOf(is),
    orphans: orphansOf(is),
    lost: foreign
      .filter((setting) => {
        const there = setting.in(before);
        // What nobody had set, or what goes with its pool, is not lost.
        return there !== undefined && is.pools.length > 0 && !isDeepStrictEqual(there, setting.in(is));
      })
      .map(({ what }) => what),
    differences: differencesOf(comparable(is, before), comparable(should, before)),
  };
}
