import { quotaOf } from '../aws/quotas.ts';
import { eachOf } from '../concurrency.ts';
import {
  groupMembers,
  groupsOfUser,
  type PoolUser,
  poolUsers,
  readGroups,
  readPoolUser,
  type UsersOf,
} from '../resources/pool-users.ts';
import type { RowIndex } from './row-index.ts';
import { digestOfValues, type UserRow } from './user-row.ts';

/** What is known of a row's user; marks of `RowIndex`. */
export const MARK = {
  /** There is such a user. */
  exists: 1,
  /** An attribute differs, or the address is not verified. */
  differs: 2,
  /** An earlier run has finished this row. */
  recorded: 4,
} as const;

/** The rows of a file: numbers of all of them in memory, the rows themselves whenever they are asked for. */
export interface UserTable {
  /** Every row by its address, with what it wants of a user. */
  readonly index: RowIndex;
  /** The lists of attributes that rows give a value to. */
  readonly patterns: readonly (readonly string[])[];
  /** Every group that is named. */
  readonly groups: ReadonlySet<string>;
  rows(): AsyncIterable<UserRow>;
}

/** How many calls wait for their answers at once: enough for a full rate when AWS takes a second for each. */
export const AT_ONCE = 64;

/** What a user lacks of what the row wants: the attributes, by name. */
export function differingAttributes(row: UserRow, user: PoolUser): string[] {
  const wanted = { ...row.attributes, email_verified: 'true' };
  return Object.entries(wanted)
    .filter(([name, value]) => user.attributes.get(name) !== value)
    .map(([name]) => name);
}

function markUser({ index, patterns }: UserTable, row: number, user: PoolUser): void {
  const { digest, pattern } = index.wanted(row);
  const values = (patterns[pattern] ?? []).map((name) => user.attributes.get(name));
  index.mark(row, MARK.exists);
  const verified = user.attributes.get('email_verified') === 'true';
  if (!verified || digestOfValues(values) !== digest) index.mark(row, MARK.differs);
}

/** Goes through the lists of the pool: quick when it has few users for the rows that there are. */
async function observeLists(users: UsersOf, table: UserTable, groups: readonly string[]): Promise<void> {
  const rowOf = (user: PoolUser) => table.index.find(user.attributes.get('email') ?? '');
  for await (const user of poolUsers(users)) {
    const row = rowOf(user);
    if (row !== undefined) markUser(table, row, user);
  }
  for (const group of groups) {
    for await (const user of groupMembers(users, group)) {
      const row = rowOf(user);
      if (row !== undefined) table.index.foundGroup(row);
    }
  }
}

/** Asks for the user of each row: quick when there are few rows in a pool with many users. */
async function observeEach(users: UsersOf, table: UserTable, groups: readonly string[]): Promise<void> {
  await eachOf(table.rows(), AT_ONCE, async ({ email, groups: wanted }) => {
    const row = table.index.find(email);
    const user = await readPoolUser(users, email);
    if (row === undefined || user === undefined) return;
    markUser(table, row, user);
    if (!wanted.some((name) => groups.includes(name))) return;
    const member = await groupsOfUser(users, user.username);
    for (const name of wanted) if (member.includes(name)) table.index.foundGroup(row);
  });
}

/**
 * Finds which rows have a user, and what those users lack, and marks it in the table.
 *
 * @param estimatedUsers how many users the pool has, as far as Cognito tells
 * @returns the groups that the pool does not have yet
 */
export async function observeRows(
  users: UsersOf,
  table: UserTable,
  estimatedUsers: number,
): Promise<string[]> {
  const there = table.groups.size === 0 ? [] : await readGroups(users);
  const known = there.filter((name) => table.groups.has(name));
  const listing = estimatedUsers / 60 / quotaOf('list');
  const asking = table.index.size / quotaOf('read');
  await (listing <= asking ? observeLists : observeEach)(users, table, known);
  return [...table.groups].filter((name) => !known.includes(name));
}
