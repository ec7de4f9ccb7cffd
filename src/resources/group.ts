import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  ListGroupsCommand,
  type ListGroupsResponse,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { isNamed } from '../aws/outcome.ts';
import { userOf } from './user.ts';
import { PAGE, pagesOf, send, type Users } from './user-calls.ts';
import { type Identified, identifierOf, type User } from './user-settings.ts';

async function namesIn(pages: AsyncIterable<ListGroupsResponse>): Promise<string[]> {
  const names: string[] = [];
  for await (const { Groups = [] } of pages) names.push(...Groups.map(({ GroupName = '' }) => GroupName));
  return names;
}

/** The names of all groups of the pool. */
export async function listGroups(users: Users): Promise<string[]> {
  const pages = pagesOf(users, 'listGroups', (cognito, NextToken) =>
    cognito.send(new ListGroupsCommand({ UserPoolId: users.poolId, Limit: PAGE, NextToken })),
  );
  return namesIn(pages);
}

/** The names of a user's groups. */
export async function groupsOfUser(users: Users, { username }: User): Promise<string[]> {
  const input = { UserPoolId: users.poolId, Username: username, Limit: PAGE };
  const pages = pagesOf(users, 'readGroups', (cognito, NextToken) =>
    cognito.send(new AdminListGroupsForUserCommand({ ...input, NextToken })),
  );
  return namesIn(pages);
}

/** Every member of a group. */
export async function* groupMembers(users: Users, group: string): AsyncGenerator<User> {
  const input = { UserPoolId: users.poolId, GroupName: group, Limit: PAGE };
  const pages = pagesOf(users, 'list', (cognito, NextToken) =>
    cognito.send(new ListUsersInGroupCommand({ ...input, NextToken })),
  );
  for await (const { Users = [] } of pages) for (const found of Users) yield userOf(found);
}

/** Creates a group; that it is there already is success. */
export async function createGroup(users: Users, group: string): Promise<void> {
  const create = new CreateGroupCommand({ UserPoolId: users.poolId, GroupName: group });
  try {
    await send(users, 'createGroup', (cognito) => cognito.send(create));
  } catch (error) {
    if (!isNamed(error, 'GroupExistsException')) throw error;
  }
}

/** Adds a user to groups, and creates those that the pool does not have. */
export async function joinGroups(users: Users, user: Identified, groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    try {
      await addToGroup(users, user, group);
    } catch (error) {
      if (!isNamed(error, 'ResourceNotFoundException')) throw error;
      await createGroup(users, group);
      await addToGroup(users, user, group);
    }
  }
}

/** Adds a user to a group; that it is in it already is success (API reference, AdminAddUserToGroup). */
export async function addToGroup(users: Users, user: Identified, group: string): Promise<void> {
  const input = { UserPoolId: users.poolId, Username: identifierOf(user), GroupName: group };
  await send(users, 'addToGroup', (cognito) => cognito.send(new AdminAddUserToGroupCommand(input)));
}
