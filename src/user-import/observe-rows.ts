import { quotaOf } from '../aws/quotas.ts';
import { eachOf } from '../concurrency.ts';
import { groupMembers, groupsOfUser, listGroups } from '../resources/group.ts';
import { signInProblem } from '../resources/sign-in-problem.ts';
import { listUsers, readUser } from '../resources/user.ts';
import { PAGE, type Users } from '../resources/user-calls.ts';
import { isSomebodyElse } from '../resources/user-diff.ts';
import type { User } from '../resources/user-settings.ts';
import { MARK, type RowIndex } from './row-index.ts';
import type { UsersFile } from './users-file.ts';

/** How many calls wait for their answers at once: enough for a full rate when AWS takes a second for each. */
export const AT_ONCE = 64;

function markUser(index: RowIndex, row: number, user: User): void {
  index.mark(row, MARK.exists);
  if (signInProblem(user) !== undefined) index.mark(row, MARK.barred);
  const verified = user.attributes.email_verified === 'true';
  if (!verified || !index.isMet(row, user)) index.mark(row, MARK.differs);
}

/** Goes through the lists of the pool: quick when it has few users for the rows that there are. */
async function observeLists(users: Users, { index }: UsersFile, groups: readonly string[]): Promise<void> {
  for await (const user of listUsers(users)) {
    const row = index.find(user);
    if (row !== undefined) markUser(index, row, user);
  }
  for (const group of groups) {
    for await (const user of groupMembers(users, group)) {
      const row = index.find(user);
      if (row !== undefined) index.foundGroup(row, group);
    }
  }
}

/** Asks for the user of each row: quick when there are few rows in a pool with many users. */
async function observeEach(
  users: Users,
  { index, rows }: UsersFile,
  groups: readonly string[],
): Promise<void> {
  await eachOf(rows(), AT_ONCE, async (wanted) => {
    const row = index.find(wanted);
    const user = await readUser(users, wanted);
    // A name that somebody else has is found out by the attempt to create it.
    if (row === undefined || user === undefined || isSomebodyElse(user, wanted)) return;
    markUser(index, row, user);
    if (!wanted.groups.some((name) => groups.includes(name))) return;
    const member = await groupsOfUser(users, user);
    for (const name of wanted.groups) if (member.includes(name)) index.foundGroup(row, name);
  });
}

/**
 * Finds which rows have a user, and what those users lack, and marks it in the file's index.
 *
 * @param estimatedUsers how many users the pool has, by Cognito's own estimate
 * @returns the groups that the pool does not have yet
 */
export async function observeRows(
  users: Users,
  usersFile: UsersFile,
  estimatedUsers: number,
): Promise<string[]> {
  const { index, groups } = usersFile;
  const there = groups.size === 0 ? [] : await listGroups(users);
  const known = there.filter((name) => groups.has(name));
  const listing = estimatedUsers / PAGE / quotaOf('list');
  const asking = index.size / quotaOf('read');
  await (listing <= asking ? observeLists : observeEach)(users, usersFile, known);
  return [...groups].filter((name) => !known.includes(name));
}
