import {
  AdminGetUserCommand,
  type AttributeType,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import type { Secret } from '../secret.ts';
import { type Difference, differenceOf, type FieldChange } from './contract.ts';
import type { UserPool } from './user-pool-settings.ts';

/** A user as it is in the pool. */
export interface User {
  readonly email: string;
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
  readonly fullName: string | undefined;
  readonly password: Secret;
  /** True when the password was made by this run, so that nobody knows it yet. */
  readonly generated: boolean;
  /** False: the user has to choose a password of their own at the first sign-in. */
  readonly permanent: boolean;
  /** True: an existing user gets the password too. */
  readonly resetPassword: boolean;
}

/** The user with that email address, or undefined when there is none. */
export async function readUser(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  email: string,
): Promise<User | undefined> {
  try {
    const answer = await aws.cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: email }));
    const attribute = (name: string) => answer.UserAttributes?.find(({ Name }) => Name === name)?.Value;
    return {
      email,
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

/** Pure: what stands between a user and what is wanted of it. */
export function diffUser(user: User | undefined, desired: DesiredUser): Difference {
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
