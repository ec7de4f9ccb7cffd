import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type AttributeType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { createOnce, isNamed } from '../aws/outcome.ts';
import type { Secret } from '../secret.ts';
import { type Difference, differenceOf, type FieldChange } from './contract.ts';
import { generatePassword } from './password.ts';

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
    };
  } catch (error) {
    if (isNamed(error, 'UserNotFoundException')) return undefined;
    throw error;
  }
}

function attributeChanges(user: User, desired: DesiredUser): (FieldChange & { attribute: AttributeType })[] {
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

/** The change of the password, or undefined when the user keeps the one they have. */
function passwordChange(user: User, desired: DesiredUser): FieldChange | undefined {
  if (desired.resetPassword) {
    return { field: 'password', from: 'theirs', to: desired.permanent ? 'new' : 'new, temporary' };
  }
  // The user was created, and the run ended before the password was set.
  if (desired.permanent && user.status === 'FORCE_CHANGE_PASSWORD') {
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

/** Creates the user with a verified address and its password, or changes what differs; nothing to change is no call. */
export async function writeUser(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  desired: DesiredUser,
  /** The pool is new, so nobody is in it: saves the look. */
  poolIsNew: boolean,
): Promise<WrittenUser> {
  const user = poolIsNew ? undefined : await readUser(aws, poolId, desired.email);
  if (user === undefined) {
    const made = await createUser(aws, poolId, desired);
    if (desired.permanent) await setPassword(aws, poolId, desired);
    return {
      email: desired.email,
      username: made,
      status: desired.permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      password: desired.generated ? desired.password : undefined,
    };
  }
  const changes = attributeChanges(user, desired);
  if (changes.length > 0) {
    await aws.cognito.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: poolId,
        Username: user.username,
        UserAttributes: [
          ...changes.map(({ attribute }) => attribute),
          // Sent along: a changed address would otherwise be unverified, and the two belong together.
          ...(user.emailVerified ? [] : [{ Name: 'email', Value: desired.email }]),
        ],
      }),
    );
  }
  const sets = passwordChange(user, desired) !== undefined;
  if (sets) await setPassword(aws, poolId, desired);
  return {
    email: desired.email,
    username: user.username,
    status: sets ? (desired.permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD') : user.status,
    password: sets && desired.generated ? desired.password : undefined,
  };
}

async function createUser(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  desired: DesiredUser,
): Promise<string> {
  // A pool that remembers passwords refuses to have the first one set again as the lasting one.
  const first = desired.permanent ? generatePassword(desired.password.reveal().length) : desired.password;
  return createOnce(
    aws,
    async () => {
      const { User } = await aws.cognitoOnce.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: desired.email,
          TemporaryPassword: first.reveal(),
          // The password is shown by this program; no invitation goes out.
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: desired.email },
            { Name: 'email_verified', Value: 'true' },
            ...(desired.fullName === undefined ? [] : [{ Name: 'name', Value: desired.fullName }]),
          ],
        }),
      );
      return User?.Username ?? desired.email;
    },
    async () => (await readUser(aws, poolId, desired.email))?.username,
  );
}

async function setPassword(aws: Pick<Aws, 'cognito'>, poolId: string, desired: DesiredUser): Promise<void> {
  await aws.cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: desired.email,
      Password: desired.password.reveal(),
      Permanent: desired.permanent,
    }),
  );
}
