import {
  AdminGetUserCommand,
  type AttributeType,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import type { Secret } from '../secret.ts';
import { type BlockedField, type Difference, differenceOf, type FieldChange } from './contract.ts';
import { signsInByEmail, type UserPool } from './user-pool-settings.ts';

/** A user as it is in the pool. */
export interface User {
  readonly email: string;
  /** The address that is stored, or undefined when none is. */
  readonly storedEmail?: string | undefined;
  /** The stored username: a UUID in a pool whose users sign in by email. It is what Mendix gets as `sub`. */
  readonly username: string;
  readonly fullName: string | undefined;
  readonly emailVerified: boolean;
  /** CONFIRMED, FORCE_CHANGE_PASSWORD, … */
  readonly status: string;
  readonly enabled: boolean;
  readonly created?: Date | undefined;
}

export interface DesiredUser {
  readonly email: string;
  /** What the user is created and found by instead, in a pool whose users sign in with a user name. */
  readonly username?: string | undefined;
  readonly fullName: string | undefined;
  readonly password: Secret;
  /** True when the password was made by this run, so that nobody knows it yet. */
  readonly generated: boolean;
  /** False: the user has to choose a password of their own at the first sign-in. */
  readonly permanent: boolean;
  /** True: an existing user gets the password too. */
  readonly resetPassword: boolean;
}

/** The user of that user name, or else of that email address, or undefined when there is none. */
export async function readUser(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  { email, username }: Pick<DesiredUser, 'email' | 'username'>,
): Promise<User | undefined> {
  try {
    const command = new AdminGetUserCommand({ UserPoolId: poolId, Username: username ?? email });
    const answer = await aws.cognito.send(command);
    const attribute = (name: string) => answer.UserAttributes?.find(({ Name }) => Name === name)?.Value;
    return {
      email,
      storedEmail: attribute('email'),
      username: answer.Username ?? email,
      fullName: attribute('name'),
      emailVerified: attribute('email_verified') === 'true',
      status: answer.UserStatus ?? 'UNKNOWN',
      enabled: answer.Enabled !== false,
      created: answer.UserCreateDate,
    };
  } catch (error) {
    if (isNamed(error, 'UserNotFoundException')) return undefined;
    throw error;
  }
}

/** The stored names of the pool's users, up to 60: enough to see whether anybody is there. */
export async function listUsernames(aws: Pick<Aws, 'cognito'>, poolId: string): Promise<readonly string[]> {
  const { Users } = await aws.cognito.send(new ListUsersCommand({ UserPoolId: poolId, Limit: 60 }));
  return (Users ?? []).map(({ Username }) => Username ?? '');
}

const FIRST_PAGE = 60;

/**
 * How many users the pool has: to the number as long as one answer of ListUsers holds them all, else by Cognito's own
 * estimate, which lags behind. Of the users only their ids are read.
 */
export async function countUsers(
  aws: Pick<Aws, 'cognito'>,
  { Id, EstimatedNumberOfUsers = 0 }: UserPool,
): Promise<number> {
  const { Users = [], PaginationToken } = await aws.cognito.send(
    new ListUsersCommand({ UserPoolId: Id, Limit: FIRST_PAGE, AttributesToGet: ['sub'] }),
  );
  return PaginationToken === undefined ? Users.length : Math.max(Users.length, EstimatedNumberOfUsers);
}

/** What has to change of the user's attributes, each with the attribute as AWS takes it. */
export function attributeChanges(
  user: User,
  desired: DesiredUser,
): (FieldChange & { attribute: AttributeType })[] {
  const changes: (FieldChange & { attribute: AttributeType })[] = [];
  if (desired.fullName !== undefined && desired.fullName !== user.fullName) {
    changes.push({
      field: 'full name',
      from: user.fullName,
      to: desired.fullName,
      attribute: { Name: 'name', Value: desired.fullName },
    });
  }
  if (!user.emailVerified) {
    changes.push({
      field: 'email verified',
      from: false,
      to: true,
      attribute: { Name: 'email_verified', Value: 'true' },
    });
  }
  return changes;
}

/** True when the user was created, and the run ended before the password was set. */
export function isHalfMade(user: User, desired: DesiredUser): boolean {
  return desired.permanent && !desired.resetPassword && user.status === 'FORCE_CHANGE_PASSWORD';
}

/** The change of the password, or undefined when the user keeps the one they have. */
export function passwordChange(user: User, desired: DesiredUser): FieldChange | undefined {
  if (desired.resetPassword) {
    return { field: 'password', from: 'theirs', to: desired.permanent ? 'new' : 'new, temporary' };
  }
  if (isHalfMade(user, desired)) {
    return { field: 'status', from: user.status, to: 'CONFIRMED (new password)' };
  }
  return undefined;
}

/** What keeps a user from being created, or from being the one that is meant. */
function blockedUser(
  pool: UserPool | undefined,
  user: User | undefined,
  { email, username }: DesiredUser,
): BlockedField[] {
  const byEmail = pool === undefined || signsInByEmail(pool);
  const blocked = (why: string, choice: string) => [{ field: 'user name', why, choices: [choice] }];
  if (byEmail && username !== undefined) {
    return blocked(
      'The users of this pool sign in with their email address, and Cognito gives each a name by itself.',
      'Leave --username out.',
    );
  }
  if (user === undefined && !byEmail && username === undefined) {
    return blocked(
      `The users of this pool do not sign in with their email address alone, and ${email} is none of theirs.`,
      'Name the user with --username <name>, or with the email address of a user who is there already.',
    );
  }
  const stored = user?.storedEmail;
  if (username !== undefined && stored !== undefined && stored.toLowerCase() !== email.toLowerCase()) {
    return blocked(
      `The user “${username}” is there already, with another email address.`,
      'Give the email address of that user, or another --username.',
    );
  }
  return [];
}

/** Pure: what stands between a user of that pool, which may be new, and what is wanted of the user. */
export function diffUser(user: User | undefined, desired: DesiredUser, pool?: UserPool): Difference {
  const blocked = blockedUser(pool, user, desired);
  if (blocked.length > 0) return { action: 'blocked', fields: [], blocked };
  if (user === undefined) {
    const name =
      desired.fullName === undefined ? [] : [{ field: 'full name', from: undefined, to: desired.fullName }];
    return { action: 'create', fields: name };
  }
  const password = passwordChange(user, desired);
  return differenceOf([...attributeChanges(user, desired), ...(password === undefined ? [] : [password])]);
}

/** What was done to a user; `password` only when this run made it, and nobody knows it yet. */
export interface WrittenUser {
  readonly email: string;
  readonly username: string;
  readonly status: string;
  readonly password: Secret | undefined;
}
