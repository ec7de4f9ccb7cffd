import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminDeleteSoftwareTokenCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed, unlessGone } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { generatePassword } from './password.ts';
import { PAGE, pagesOf, send, type Users } from './user-calls.ts';
import { attributeChanges, isHalfMade, passwordChange } from './user-diff.ts';
import type { UserPool } from './user-pool-settings.ts';
import {
  type DesiredUser,
  type Identified,
  identifierOf,
  type User,
  type UserValues,
} from './user-settings.ts';

/** @param asked who was asked for; undefined when the user is one of a list */
export function userOf(found: UserType, asked?: Identified): User {
  const attributes = Object.fromEntries(
    (found.Attributes ?? []).map(({ Name = '', Value = '' }) => [Name, Value]),
  );
  const email = asked?.email ?? attributes.email ?? '';
  return {
    email,
    username: found.Username ?? asked?.username ?? email,
    status: found.UserStatus ?? 'UNKNOWN',
    enabled: found.Enabled !== false,
    created: found.UserCreateDate,
    attributes,
  };
}

/** The user as the pool has it, or undefined when there is none. */
export async function readUser(users: Users, user: Identified): Promise<User | undefined> {
  const get = new AdminGetUserCommand({ UserPoolId: users.poolId, Username: identifierOf(user) });
  const read = () => send(users, 'read', (cognito) => cognito.send(get));
  const found = await unlessGone(read, 'UserNotFoundException');
  return found === undefined ? undefined : userOf({ ...found, Attributes: found.UserAttributes }, user);
}

/** Every user of the pool. The list lags behind: what is written is confirmed by `readUser`. */
export async function* listUsers(users: Users): AsyncGenerator<User> {
  const pages = pagesOf(users, 'list', (cognito, PaginationToken) =>
    cognito.send(new ListUsersCommand({ UserPoolId: users.poolId, Limit: PAGE, PaginationToken })),
  );
  for await (const { Users = [] } of pages) for (const found of Users) yield userOf(found);
}

/** The pool's users, up to 60: enough to see whether anybody is there, and how they are. */
export async function firstUsers(aws: Pick<Aws, 'cognito'>, poolId: string): Promise<readonly User[]> {
  const { Users = [] } = await aws.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: PAGE }));
  return Users.map((found) => userOf(found));
}

/**
 * How many users the pool has: to the number as long as one answer of ListUsers holds them all, else by Cognito's own
 * estimate, which lags behind. Of the users only their ids are read.
 */
export async function countUsers(
  aws: Pick<Aws, 'cognito'>,
  { Id, EstimatedNumberOfUsers = 0 }: UserPool,
): Promise<number> {
  const { Users = [], PaginationToken } = await aws.cognito.send(
    new ListUsersCommand({ UserPoolId: Id, Limit: PAGE, AttributesToGet: ['sub'] }),
  );
  return PaginationToken === undefined ? Users.length : Math.max(Users.length, EstimatedNumberOfUsers);
}

/** Forgets the user's authenticator app: where a second factor is required, the next sign-in sets one up. */
async function removeApp(users: Users, user: User): Promise<void> {
  const remove = new AdminDeleteSoftwareTokenCommand({ UserPoolId: users.poolId, Username: user.username });
  await send(users, 'update', (cognito) => cognito.send(remove));
}

/** Lets a disabled user sign in again. */
async function enable(users: Users, user: User): Promise<void> {
  const call = new AdminEnableUserCommand({ UserPoolId: users.poolId, Username: user.username });
  await send(users, 'update', (cognito) => cognito.send(call));
}

const inputOf = (attributes: Readonly<Record<string, string>>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));

/** `exists`: somebody else created that user meanwhile. `unclear`: that may have been an attempt of ours without an answer. */
type Creation =
  | { readonly outcome: 'created'; readonly username: string }
  | { readonly outcome: 'exists' | 'unclear' };

/**
 * Creates a user with a verified address.
 *
 * @param password the one that the user is to have; undefined: Cognito generates one, and emails it to the user
 * @param permanent true when `setPassword` follows
 */
export async function createUser(
  users: Users,
  user: UserValues,
  password: Secret | undefined,
  permanent: boolean,
): Promise<Creation> {
  let lost = false;
  const created = (username: string): Creation => ({ outcome: 'created', username });
  // A pool with a password history would refuse a permanent password that the user was created with. One of the same
  // length meets the same policy.
  const first = permanent && password !== undefined ? generatePassword(password.reveal().length) : password;
  const create = new AdminCreateUserCommand({
    UserPoolId: users.poolId,
    Username: identifierOf(user),
    UserAttributes: inputOf({ email: user.email, email_verified: 'true', ...user.attributes }),
    ...(first === undefined
      ? // The default is SMS.
        { DesiredDeliveryMediums: ['EMAIL'] }
      : // The password is shown or written down by this program; no invitation is sent.
        { MessageAction: 'SUPPRESS', TemporaryPassword: first.reveal() }),
  });
  try {
    return await send(
      users,
      'create',
      async (cognito) => {
        const { User } = await cognito.send(create);
        return created(User?.Username ?? identifierOf(user));
      },
      // An attempt that ended without an answer was ours; it may also be carried out only after this look.
      async () => {
        lost = true;
        const found = await readUser(users, user);
        return found === undefined ? undefined : created(found.username);
      },
    );
  } catch (error) {
    if (isNamed(error, 'UsernameExistsException')) return { outcome: lost ? 'unclear' : 'exists' };
    throw error;
  }
}

/**
 * Sets a password. A pool with a password history refuses it the second time, which is success after an answer that was lost.
 *
 * @param maybeSet true when an earlier run may have set the very same one
 */
export async function setPassword(
  users: Users,
  user: Identified,
  password: Secret,
  permanent: boolean,
  maybeSet = false,
): Promise<void> {
  let maybe = maybeSet;
  const set = new AdminSetUserPasswordCommand({
    UserPoolId: users.poolId,
    Username: identifierOf(user),
    Password: password.reveal(),
    Permanent: permanent,
  });
  await send(
    users,
    'password',
    async (cognito) => {
      try {
        await cognito.send(set);
      } catch (error) {
        if (!maybe || !isNamed(error, 'PasswordHistoryPolicyViolationException')) throw error;
      }
    },
    async () => {
      maybe = true;
      return undefined;
    },
  );
}

/** Changes the attributes that are not as they are wanted; nothing to change is no call. */
export async function updateAttributes(users: Users, user: User, wanted: UserValues): Promise<void> {
  const changes = Object.fromEntries(attributeChanges(user, wanted).map(({ name, to }) => [name, to]));
  if (Object.keys(changes).length === 0) return;
  // Sent along where it becomes verified: a changed address would otherwise be unverified, and the two belong together.
  const address = 'email_verified' in changes ? { email: wanted.email } : {};
  const update = new AdminUpdateUserAttributesCommand({
    UserPoolId: users.poolId,
    Username: user.username,
    UserAttributes: inputOf({ ...changes, ...address }),
  });
  await send(users, 'update', (cognito) => cognito.send(update));
}

/** What was done to a user; `password` only when this run generated it, and nobody knows it yet. */
export interface WrittenUser {
  readonly email: string;
  readonly username: string;
  readonly status: string;
  readonly enabled: boolean;
  readonly password: Secret | undefined;
}

/**
 * Creates the user with its password, or changes what differs; nothing to change is no call.
 *
 * @param poolIsNew true when nobody is in the pool yet: saves the look
 */
export async function writeUser(
  users: Users,
  desired: DesiredUser,
  poolIsNew: boolean,
): Promise<WrittenUser> {
  const { email, password, generated, permanent } = desired;
  const written = (username: string, enabled = true, unchanged?: string): WrittenUser => ({
    email,
    username,
    enabled,
    status: unchanged ?? (permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'),
    password: unchanged === undefined && generated ? password : undefined,
  });
  const present = poolIsNew ? undefined : await readUser(users, desired);
  if (present === undefined) {
    const creation = await createUser(users, desired, password, permanent);
    if (creation.outcome === 'created') {
      if (permanent) await setPassword(users, desired, password, permanent);
      return written(creation.username);
    }
  }
  const user = await settledUser(users, present, desired);
  await updateAttributes(users, user, desired);
  if (desired.resetMfa === true) await removeApp(users, user);
  if (desired.enable === true && !user.enabled) await enable(users, user);
  const enabled = user.enabled || desired.enable === true;
  if (passwordChange(user, desired) === undefined) return written(user.username, enabled, user.status);
  await setPassword(users, desired, password, permanent);
  return written(user.username, enabled);
}

/** How long after a user was created another run may still be about to set its password. */
const HALF_MADE_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * The user, when no other run is likely to be between its two calls: one that creates the user and one that sets the
 * password. Setting one now as well would make the other run show a password that does not work.
 */
async function settledUser(users: Users, present: User | undefined, desired: DesiredUser): Promise<User> {
  let user = present ?? (await readUser(users, desired));
  const age = Date.now() - (user?.created?.getTime() ?? 0);
  // This computer's clock need not be AWS's: never longer than that, whatever it says.
  const deadline = Date.now() + Math.min(HALF_MADE_MS - age, HALF_MADE_MS);
  while (user !== undefined && isHalfMade(user, desired) && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: users.aws.signal });
    user = await readUser(users, desired);
  }
  if (user !== undefined) return user;
  throw new CliError(`Somebody removed the user ${desired.email} at this moment.`, {
    code: 'CONCURRENT_CHANGE',
    hint: 'Run the same command again: it reads what is there now and goes on from it.',
  });
}
