import { invalidParameter, notAuthorized } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type * as shapes from '../shapes/users.ts';
import type { User } from '../state.ts';
import { claimAliases } from './aliases.ts';
import type { Call } from './operation.ts';
import { page } from './pages.ts';
import { newPassword } from './passwords.ts';
import { findPool } from './pool-lookup.ts';
import { seconds } from './times.ts';
import { mergeAttributes, readAttributes } from './user-attributes.ts';
import { userFilter } from './user-filter.ts';
import { namesChanged } from './user-index.ts';
import { findUser } from './user-lookup.ts';

const MAX_PAGE = 60;

/** Cognito API reference, AdminGetUser: by user name, sub, or the sign-in attribute. */
export function getUser(input: Infer<typeof shapes.onlyUser>, call: Call): object {
  const { Attributes, ...user } = describeUser(findUser(findPool(call, input.UserPoolId), input.Username));
  return { ...user, UserAttributes: Attributes };
}

/** Cognito API reference, AdminSetUserPassword: permanent is CONFIRMED, otherwise the user has to change it. */
export async function setPassword(
  input: Infer<typeof shapes.adminSetUserPassword>,
  call: Call,
): Promise<object> {
  const pool = findPool(call, input.UserPoolId);
  const user = findUser(pool, input.Username);
  const password = await newPassword(input.Password, pool, user, call.sandbox.now());
  Object.assign(user, password, { modifiedAt: call.sandbox.now() });
  user.status = input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  return {};
}

/** Cognito API reference, AdminUpdateUserAttributes. */
export function updateAttributes(input: Infer<typeof shapes.adminUpdateUserAttributes>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const user = findUser(pool, input.Username);
  const changed = mergeAttributes(user.attributes, readAttributes(pool, input.UserAttributes, user));
  const signIn = pool.origin.UsernameAttributes ?? [];
  if (signIn.length > 0 && signIn.every((name) => !changed[name])) {
    throw invalidParameter('The attribute that the user signs in with can not be removed.');
  }
  claimAliases(pool, changed, user, false);
  user.attributes = changed;
  namesChanged(pool.users);
  user.modifiedAt = call.sandbox.now();
  return {};
}

/** Cognito API reference, AdminDeleteUser. */
export function deleteUser(input: Infer<typeof shapes.onlyUser>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const user = findUser(pool, input.Username);
  pool.users = pool.users.filter((each) => each !== user);
  pool.challenges = pool.challenges.filter((each) => each.sub !== user.sub);
  pool.refreshTokens = pool.refreshTokens.filter((each) => each.sub !== user.sub);
  return {};
}

/** Cognito API reference, ListUsers. */
export function listUsers(input: Infer<typeof shapes.listUsers>, call: Call): object {
  const pool = findPool(call, input.UserPoolId);
  const wanted = input.AttributesToGet;
  const unknown = wanted?.find((name) => !pool.schema.some((each) => each.Name === name));
  if (unknown !== undefined) throw invalidParameter(`Attribute ${unknown} does not exist in the schema.`);
  const found = pool.users.filter(userFilter(input.Filter));
  const { items, next } = page(found, input.Limit || MAX_PAGE, input.PaginationToken);
  return {
    Users: items.map((user) => describeUser(user, wanted)),
    PaginationToken: next,
  };
}

/** @throws NotAuthorizedException for a user who is disabled, or compromised, which "is disabled" too (UserType) */
export function checkEnabled(user: User): void {
  if (!user.enabled || user.status === 'COMPROMISED') throw notAuthorized('User is disabled.');
}

/** @throws NotAuthorizedException for a user who does not wait to be confirmed */
export function checkUnconfirmed(user: User): void {
  if (user.status !== 'UNCONFIRMED') {
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
}

/** A user as AdminCreateUser and ListUsers show it. */
export function describeUser(
  user: User,
  wanted?: readonly string[],
): { Username: string; Attributes: { Name: string; Value: string }[]; [member: string]: unknown } {
  const attributes = Object.entries({ ...user.attributes, sub: user.sub });
  return {
    Username: user.username,
    Attributes: attributes
      .filter(([name]) => wanted === undefined || wanted.includes(name))
      .map(([Name, Value]) => ({ Name, Value })),
    UserCreateDate: seconds(user.createdAt),
    UserLastModifiedDate: seconds(user.modifiedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}
