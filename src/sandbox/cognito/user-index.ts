import type { User } from '../state.ts';

/** The members and attributes by which a user can be named. */
const NAMES = ['email', 'phone_number', 'preferred_username'] as const;

interface Index {
  readonly byName: Map<string, User[]>;
  /** How many of the list's users are in it; who is created later stands behind them. */
  indexed: number;
}

/** By the list itself: a list that is replaced, as a deletion does, gets an index of its own. */
const indexes = new WeakMap<readonly User[], Index>();

/**
 * The users that a name could mean, in the list's order: a pool of ten thousand users would otherwise be gone through for
 * every call. What the name means among them is decided by the rules of the pool.
 */
export function usersNamed(users: readonly User[], name: string): readonly User[] {
  const index = indexes.get(users) ?? { byName: new Map<string, User[]>(), indexed: 0 };
  indexes.set(users, index);
  for (; index.indexed < users.length; index.indexed += 1) add(index, users[index.indexed]);
  return index.byName.get(name.toLowerCase()) ?? [];
}

/** Forgets what the users were called, after an attribute has changed. */
export function namesChanged(users: readonly User[]): void {
  indexes.delete(users);
}

function add(index: Index, user: User | undefined): void {
  if (user === undefined) return;
  const names = [user.username, user.sub, ...NAMES.map((name) => user.attributes[name])];
  for (const key of new Set(names.map((name) => name?.toLowerCase()))) {
    if (key === undefined) continue;
    const before = index.byName.get(key);
    if (before === undefined) index.byName.set(key, [user]);
    else before.push(user);
  }
}
