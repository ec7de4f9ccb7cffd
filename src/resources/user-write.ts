import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { createOnce, isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { passwordSetting, passwordToMakeWith } from './password-setting.ts';
import {
  attributeChanges,
  type DesiredUser,
  isHalfMade,
  passwordChange,
  readUser,
  type User,
  type WrittenUser,
} from './user.ts';

/** Creates the user with a verified address and its password, or changes what differs; nothing to change is no call. */
export async function writeUser(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  desired: DesiredUser,
  /** The pool is new, so nobody is in it: saves the look. */
  poolIsNew: boolean,
): Promise<WrittenUser> {
  const present = poolIsNew ? undefined : await readUser(aws, poolId, desired);
  if (present === undefined) {
    const made = await createUser(aws, poolId, desired);
    if (made !== undefined) {
      if (desired.permanent) await setPassword(aws, poolId, desired);
      return {
        email: desired.email,
        username: made,
        status: desired.permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
        password: desired.generated ? desired.password : undefined,
      };
    }
  }
  const user = await settledUser(aws, poolId, present, desired);
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

/** How long after a user was made another run may still be about to set its password. */
const HALF_MADE_MS = 5_000;
const LOOK_EVERY_MS = 250;

/**
 * The user, when no other run is likely to be between its two calls: one that makes the user and one that sets the password.
 * Setting one now as well would make the other run show a password that does not work.
 */
async function settledUser(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  poolId: string,
  present: User | undefined,
  desired: DesiredUser,
): Promise<User> {
  let user = present ?? (await readUser(aws, poolId, desired));
  const age = Date.now() - (user?.created?.getTime() ?? 0);
  // This computer's clock need not be AWS's: never longer than that, whatever it says.
  const deadline = Date.now() + Math.min(HALF_MADE_MS - age, HALF_MADE_MS);
  while (user !== undefined && isHalfMade(user, desired) && Date.now() < deadline) {
    await sleep(LOOK_EVERY_MS, undefined, { signal: aws.signal });
    user = await readUser(aws, poolId, desired);
  }
  if (user !== undefined) return user;
  throw new CliError(`Somebody removed the user ${desired.email} at this moment.`, {
    code: 'CONCURRENT_CHANGE',
    hint: 'Run the same command again: it reads what is there now and goes on from it.',
  });
}

/**
 * Makes the user.
 *
 * @returns the stored name, or undefined when another run has made the user since this one looked
 */
async function createUser(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  desired: DesiredUser,
): Promise<string | undefined> {
  try {
    return await makeUser(aws, poolId, desired);
  } catch (error) {
    if (isNamed(error, 'UsernameExistsException')) return undefined;
    throw error;
  }
}

async function makeUser(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  desired: DesiredUser,
): Promise<string> {
  return createOnce(
    aws,
    async () => {
      const { User } = await aws.cognitoOnce.send(
        new AdminCreateUserCommand({
          UserPoolId: poolId,
          Username: desired.username ?? desired.email,
          TemporaryPassword: passwordToMakeWith(desired.password, desired.permanent).reveal(),
          // The password is shown by this program; no invitation goes out.
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: desired.email },
            { Name: 'email_verified', Value: 'true' },
            ...(desired.fullName === undefined ? [] : [{ Name: 'name', Value: desired.fullName }]),
          ],
        }),
      );
      return User?.Username ?? desired.username ?? desired.email;
    },
    async () => (await readUser(aws, poolId, desired))?.username,
  );
}

async function setPassword(
  aws: Pick<Aws, 'cognitoOnce' | 'signal'>,
  poolId: string,
  { email, username, password, permanent }: DesiredUser,
): Promise<void> {
  const set = new AdminSetUserPasswordCommand({
    UserPoolId: poolId,
    Username: username ?? email,
    Password: password.reveal(),
    Permanent: permanent,
  });
  const { call, found } = passwordSetting(() => aws.cognitoOnce.send(set));
  await createOnce(aws, call, found);
}
