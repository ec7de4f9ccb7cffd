import { AwsError, invalidParameter, notAuthorized } from '../errors.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Infer } from '../shapes/notation.ts';
import type * as shapes from '../shapes/sign-up.ts';
import type { Client, Pool, User } from '../state.ts';
import { claimAliases } from './aliases.ts';
import { findClientAnywhere, required } from './auth.ts';
import { type CodeDelivery, expiredCode, sendCode, takeCode } from './codes.ts';
import type { Call } from './operation.ts';
import { newPassword } from './passwords.ts';
import { checkSecretHash } from './secret-hash.ts';
import { type AttributeInput, missingAttributes } from './user-attributes.ts';
import { addUser, namesOf } from './user-creation.ts';
import { namesChanged } from './user-index.ts';
import { lookUpUser } from './user-lookup.ts';
import { checkUnconfirmed } from './users.ts';

/** Cognito API reference, SignUp. */
export async function signUp(input: Infer<typeof shapes.signUp>, call: Call): Promise<object> {
  const { pool, client } = identify(input, call);
  const asked = {
    name: input.Username,
    password: required(input, 'Password'),
    attributes: input.UserAttributes ?? [],
  };
  const { user, sent } = await register(pool, client, asked, call.sandbox);
  return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: sent };
}

/** Cognito API reference, ConfirmSignUp. */
export function confirmSignUp(input: Infer<typeof shapes.confirmSignUp>, call: Call): object {
  const { pool, client, user } = identify(input, call);
  if (!user) throw unknownUser(client, expiredCode());
  confirm(pool, user, input.ConfirmationCode, input.ForceAliasCreation ?? false, call.sandbox.now());
  return {};
}

/** Cognito API reference, ResendConfirmationCode. */
export function resendCode(input: Infer<typeof shapes.askForCode>, call: Call): object {
  const { pool, client, user } = identify(input, call);
  if (!user) return { CodeDeliveryDetails: fakeDelivery(client, input.Username) };
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const sent = sendSignUpCode(pool, user, call.sandbox);
  if (!sent) throw invalidParameter('Auto verification not turned on.');
  return { CodeDeliveryDetails: sent };
}

/** Whether anybody may sign up (API reference, AdminCreateUserConfigType). */
export function mayRegister(pool: Pool): boolean {
  return pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
}

/**
 * A user's own sign-up: UNCONFIRMED until the code is back, that goes out where the pool verifies the address.
 *
 * @throws NotAuthorizedException, UsernameExistsException, InvalidPasswordException, InvalidParameterException,
 * CodeDeliveryFailureException
 */
export async function register(
  pool: Pool,
  client: Client,
  asked: { name: string; password: string; attributes: readonly AttributeInput[] },
  sandbox: Sandbox,
): Promise<{ user: User; sent: CodeDelivery | undefined }> {
  if (!mayRegister(pool)) throw notAuthorized('SignUp is not permitted for this user pool');
  checkWritable(client, asked.attributes);
  const { username, attributes } = namesOf(pool, asked.name, asked.attributes);
  const missing = missingAttributes(pool, attributes)[0];
  if (missing !== undefined) {
    throw invalidParameter(`Attributes did not conform to the schema: ${missing}: The attribute is required`);
  }
  if (lookUpUser(pool, asked.name)) throw alreadyThere(pool);
  const now = sandbox.now();
  const password = await newPassword(asked.password, pool, { passwordHistory: [] }, now);
  const user = addUser(pool, username, attributes, { ...password, status: 'UNCONFIRMED' }, now);
  return { user, sent: sendSignUpCode(pool, user, sandbox) };
}

/** @throws NotAuthorizedException, CodeMismatchException, ExpiredCodeException, AliasExistsException */
export function confirm(pool: Pool, user: User, code: string, force: boolean, now: number): void {
  checkUnconfirmed(user);
  const verified =
    autoVerifiedEmail(pool, user) === undefined
      ? user.attributes
      : { ...user.attributes, email_verified: 'true' };
  takeCode('signUp', user, code, now);
  claimAliases(pool, verified, user, force);
  Object.assign(user, { attributes: verified, status: 'CONFIRMED', modifiedAt: now });
  namesChanged(pool.users);
}

/** Who calls about whom; the secret hash is over the name as it was sent. */
export function identify(
  input: { ClientId: string; Username: string; SecretHash?: string },
  call: Call,
): { pool: Pool; client: Client; user: User | undefined } {
  const { pool, client } = findClientAnywhere(call, input.ClientId);
  checkSecretHash(client, input.Username, input.SecretHash, call.sandbox.now());
  return { pool, client, user: lookUpUser(pool, input.Username) };
}

/**
 * With PreventUserExistenceErrors nobody learns that a user is not there (developer guide, "Managing user existence error
 * responses"); otherwise the text is recorded in others' fixtures.
 *
 * @param instead the error that a code of nobody ends with
 */
export function unknownUser(client: Client, instead: AwsError): AwsError {
  return client.settings.PreventUserExistenceErrors === 'ENABLED' ? instead : userNotFound();
}

function userNotFound(): AwsError {
  return new AwsError('UserNotFoundException', 'Username/client id combination not found.');
}

/** Where a code for nobody seems to go. */
export function fakeDelivery(client: Client, name: string): CodeDelivery {
  if (client.settings.PreventUserExistenceErrors !== 'ENABLED') {
    throw userNotFound();
  }
  const Destination = `${name.charAt(0)}***@${(name.split('@')[1] ?? 'e').charAt(0)}***`;
  return { Destination, DeliveryMedium: 'EMAIL', AttributeName: 'email' };
}

/** The code goes out where the pool verifies the address, and the user has one (recorded in moto). */
export function sendSignUpCode(pool: Pool, user: User, sandbox: Sandbox): CodeDelivery | undefined {
  const email = autoVerifiedEmail(pool, user);
  return email === undefined ? undefined : sendCode('signUp', pool, user, email, sandbox);
}

function autoVerifiedEmail(pool: Pool, user: User): string | undefined {
  return pool.settings.AutoVerifiedAttributes?.includes('email') ? user.attributes.email : undefined;
}

function alreadyThere(pool: Pool): AwsError {
  const byEmail = pool.origin.UsernameAttributes?.includes('email');
  return new AwsError(
    'UsernameExistsException',
    byEmail ? 'An account with the given email already exists.' : 'User already exists',
  );
}

/** A user writes what the app client may: its own list, or all but what Cognito sets itself. */
function checkWritable(client: Client, given: readonly { Name: string }[]): void {
  const own = client.settings.WriteAttributes;
  const refused = given.some(({ Name }) =>
    own ? !own.includes(Name) : ['email_verified', 'phone_number_verified'].includes(Name),
  );
  if (refused) throw notAuthorized('A client attempted to write unauthorized attribute');
}
