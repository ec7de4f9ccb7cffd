import { AwsError, resourceNotFound } from '../errors.ts';
import type * as shapes from '../shapes/groups.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Group, Pool, User } from '../state.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { findPool } from './pool-lookup.ts';
import { dates } from './times.ts';
import { findUser } from './user-lookup.ts';
import { describeUser } from './users.ts';

const MAX_PAGE = 60;

/** Cognito API reference, CreateGroup. */
export function createGroup(input: Infer<typeof shapes.createGroup>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  if (pool.groups.some((each) => each.name === input.GroupName)) {
    throw new AwsError('GroupExistsException', 'A group with the name already exists.');
  }
  const now = call.sandbox.now();
  const group: Group = {
    name: input.GroupName,
    createdAt: now,
    modifiedAt: now,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.RoleArn !== undefined && { roleArn: input.RoleArn }),
    ...(input.Precedence !== undefined && { precedence: input.Precedence }),
  };
  pool.groups.push(group);
  return { Group: describe(pool, group) };
}

/** Cognito API reference, GetGroup. */
export function getGroup(input: Infer<typeof shapes.onlyGroup>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  return { Group: describe(pool, findGroup(pool, input.GroupName)) };
}

/** Cognito API reference, ListGroups. */
export function listGroups(input: Infer<typeof shapes.listGroups>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  return listed(pool, pool.groups, input);
}

/** Cognito API reference, DeleteGroup: its members stay. */
export function deleteGroup(input: Infer<typeof shapes.onlyGroup>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const group = findGroup(pool, input.GroupName);
  pool.groups = pool.groups.filter((each) => each !== group);
  for (const user of pool.users) user.groups = user.groups.filter((name) => name !== group.name);
  return {};
}

/** Cognito API reference, AdminAddUserToGroup: a second time is success. */
export function addToGroup(input: Infer<typeof shapes.addUserToGroup>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const group = findGroup(pool, input.GroupName);
  const user = findUser(pool, input.Username);
  if (!user.groups.includes(group.name)) user.groups.push(group.name);
  return {};
}

/** Cognito API reference, AdminListGroupsForUser. */
export function groupsForUser(input: Infer<typeof shapes.listGroupsForUser>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  return listed(pool, groupsOf(pool, findUser(pool, input.Username)), input);
}

/** Cognito API reference, ListUsersInGroup. */
export function usersInGroup(input: Infer<typeof shapes.listUsersInGroup>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const group = findGroup(pool, input.GroupName);
  const members = pool.users.filter((user) => user.groups.includes(group.name));
  const { items, next } = page(members, input.Limit || MAX_PAGE, input.NextToken);
  return {
    Users: items.map((user) => describeUser(user)),
    NextToken: next,
  };
}

/** A user's groups, the smallest precedence first, as tokens name them (API reference, GroupType). */
export function groupsOf(pool: Pool, user: User): Group[] {
  return pool.groups
    .filter((group) => user.groups.includes(group.name))
    .sort((one, other) => (one.precedence ?? Infinity) - (other.precedence ?? Infinity) || 0);
}

function listed(pool: Pool, groups: readonly Group[], input: { Limit?: number; NextToken?: string }): object {
  const { items, next } = page(groups, input.Limit || MAX_PAGE, input.NextToken);
  return {
    Groups: items.map((group) => describe(pool, group)),
    NextToken: next,
  };
}

function findGroup(pool: Pool, name: string): Group {
  const group = pool.groups.find((each) => each.name === name);
  if (!group) throw resourceNotFound('Group not found.');
  return group;
}

function describe(pool: Pool, group: Group): object {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    RoleArn: group.roleArn,
    Precedence: group.precedence,
    ...dates(group),
  };
}
