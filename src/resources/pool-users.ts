import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  CreateGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { paced } from '../aws/pace.ts';
import type { Paces } from '../aws/quotas.ts';
import type { Secret } from '../secret.ts';
import { passwordSetting, passwordToMakeWith } from './password-setting.ts';

/** Where many users are read and written: a pool, and the pace of each kind of call. */
export interface UsersOf {
  readonly aws: Pick<Aws, 'cognitoPaced' | 'signal'>;
  readonly poolId: string;
  readonly paces: Paces;
}

/** A user as a list shows it. */
export interface PoolUser {
  readonly username: string;
  /** FORCE_CHANGE_PASSWORD, CONFIRMED, … */
  readonly status: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const valuesOf = (attributes: readonly AttributeType[] | undefined): ReadonlyMap<string, string> =>
  new Map(attributes?.map(({ Name = '', Value = '' }) => [Name, Value]));

const inputOf = (attributes: Readonly<Record<string, string>>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

const listed = ({ Username = '', UserStatus = 'UNKNOWN', Attributes }: UserType): PoolUser => ({
  username: Username,
  status: UserStatus,
  attributes: valuesOf(Attributes),
});

/** Every user of the pool, page by page. The list lags behind: what is written is confirmed by `readPoolUser`. */
export async function* poolUsers({ aws, poolId, paces }: UsersOf): AsyncGenerator<PoolUser> {
  let token: string | undefined;
  do {
    const input = { UserPoolId: poolId, Limit: 60, PaginationToken: token };
    const page = await paced(paces.list, aws.signal, () =>
      aws.cognitoPaced.send(new ListUsersCommand(input)),
    );
    for (const user of page.Users ?? []) yield listed(user);
    token = page.PaginationToken;
  } while (token !== undefined);
}

/** Every member of a group, page by page. */
export async function* groupMembers(
  { aws, poolId, paces }: UsersOf,
  group: string,
): AsyncGenerator<PoolUser> {
  let token: string | undefined;
  do {
    const input = { UserPoolId: poolId, GroupName: group, Limit: 60, NextToken: token };
    const page = await paced(paces.list, aws.signal, () =>
      aws.cognitoPaced.send(new ListUsersInGroupCommand(input)),
    );
    for (const user of page.Users ?? []) yield listed(user);
    token = page.NextToken;
  } while (token !== undefined);
}

/** The user with that email address, or undefined when there is none. */
export async function readPoolUser(
  { aws, poolId, paces }: UsersOf,
  email: string,
): Promise<PoolUser | undefined> {
  const get = new AdminGetUserCommand({ UserPoolId: poolId, Username: email });
  try {
    const user = await paced(paces.read, aws.signal, () => aws.cognitoPaced.send(get));
    return {
      username: user.Username ?? email,
      status: user.UserStatus ?? 'UNKNOWN',
      attributes: valuesOf(user.UserAttributes),
    };
  } catch (error) {
    if (isNamed(error, 'UserNotFoundException')) return undefined;
    throw error;
  }
}

/** The names of a user's groups. */
export async function groupsOfUser({ aws, poolId, paces }: UsersOf, username: string): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const input = { UserPoolId: poolId, Username: username, Limit: 60, NextToken: token };
    const page = await paced(paces.readGroups, aws.signal, () =>
      aws.cognitoPaced.send(new AdminListGroupsForUserCommand(input)),
    );
    names.push(...(page.Groups ?? []).map(({ GroupName = '' }) => GroupName));
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}

/** The names of all groups of the pool. */
export async function readGroups({ aws, poolId, paces }: UsersOf): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const input = { UserPoolId: poolId, Limit: 60, NextToken: token };
    const page = await paced(paces.listGroups, aws.signal, () =>
      aws.cognitoPaced.send(new ListGroupsCommand(input)),
    );
    names.push(...(page.Groups ?? []).map(({ GroupName = '' }) => GroupName));
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}

/** Makes a group; that it is there already is success. */
export async function createGroup({ aws, poolId, paces }: UsersOf, name: string): Promise<void> {
  const create = new CreateGroupCommand({ UserPoolId: poolId, GroupName: name });
  try {
    await paced(paces.createGroup, aws.signal, () => aws.cognitoPaced.send(create));
  } catch (error) {
    if (!isNamed(error, 'GroupExistsException')) throw error;
  }
}

/** Puts a user into a group; that it is in it already is success (API reference, AdminAddUserToGroup). */
export async function addToGroup(
  { aws, poolId, paces }: UsersOf,
  email: string,
  group: string,
): Promise<void> {
  const add = new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: email, GroupName: group });
  await paced(paces.addToGroup, aws.signal, () => aws.cognitoPaced.send(add));
}

/**
 * Makes a user with a verified address.
 *
 * @param password the one that the user is to have; undefined: Cognito makes one, and mails it to the user
 * @param permanent true when `setPoolPassword` follows
 * @returns how it came to be there: `exists` when somebody else has made that user meanwhile, `unclear` when that may have
 *   been an attempt of ours whose answer was lost
 */
export async function createPoolUser(
  users: UsersOf,
  email: string,
  attributes: Readonly<Record<string, string>>,
  password: Secret | undefined,
  permanent: boolean,
): Promise<'made' | 'exists' | 'unclear'> {
  const { aws, poolId, paces } = users;
  let lost = false;
  const create = new AdminCreateUserCommand({
    UserPoolId: poolId,
    Username: email,
    UserAttributes: inputOf({ email, email_verified: 'true', ...attributes }),
    ...(password === undefined
      ? // The default is SMS.
        { DesiredDeliveryMediums: ['EMAIL'] }
      : { MessageAction: 'SUPPRESS', TemporaryPassword: passwordToMakeWith(password, permanent).reveal() }),
  });
  try {
    return await paced(
      paces.create,
      aws.signal,
      async () => {
        await aws.cognitoPaced.send(create);
        return 'made' as const;
      },
      // An attempt that ended without an answer was ours; it may also be carried out only after this look.
      async () => {
        lost = true;
        return (await readPoolUser(users, email)) === undefined ? undefined : 'made';
      },
    );
  } catch (error) {
    if (isNamed(error, 'UsernameExistsException')) return lost ? 'unclear' : 'exists';
    throw error;
  }
}

/**
 * Sets a password.
 *
 * @param how `maybeSet`: an earlier run may have set the very same one
 */
export async function setPoolPassword(
  { aws, poolId, paces }: UsersOf,
  email: string,
  password: Secret,
  { permanent, maybeSet }: { readonly permanent: boolean; readonly maybeSet: boolean },
): Promise<void> {
  const set = new AdminSetUserPasswordCommand({
    UserPoolId: poolId,
    Username: email,
    Password: password.reveal(),
    Permanent: permanent,
  });
  const { call, found } = passwordSetting(() => aws.cognitoPaced.send(set), maybeSet);
  await paced(paces.password, aws.signal, call, found);
}

/** Changes attributes of a user. */
export async function updatePoolUser(
  { aws, poolId, paces }: UsersOf,
  username: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const update = new AdminUpdateUserAttributesCommand({
    UserPoolId: poolId,
    Username: username,
    UserAttributes: inputOf(attributes),
  });
  await paced(paces.update, aws.signal, () => aws.cognitoPaced.send(update));
}
