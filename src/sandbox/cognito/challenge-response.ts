import { invalidParameter, notAuthorized } from '../errors.ts';
import type { respondToAuthChallenge } from '../shapes/auth.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Client, Pool, User } from '../state.ts';
import { completeSignIn, findClientAnywhere, signInUser } from './auth.ts';
import { startChallenge } from './challenges.ts';
import type { Call } from './operation.ts';
import { newPassword } from './passwords.ts';
import { checkSecretHash } from './secret-hash.ts';
import {
  type AttributeInput,
  mergeAttributes,
  missingAttributes,
  readAttributes,
} from './user-attributes.ts';
import { namesChanged } from './user-index.ts';
import { checkEnabled } from './users.ts';

const ATTRIBUTE = 'userAttributes.';

/**
 * Cognito API reference, RespondToAuthChallenge, for NEW_PASSWORD_REQUIRED: a new password, and the required attributes
 * that are still missing.
 */
export async function respond(input: Infer<typeof respondToAuthChallenge>, call: Call): Promise<object> {
  const { pool, client } = findClientAnywhere(call, input.ClientId);
  if (input.ChallengeName !== 'NEW_PASSWORD_REQUIRED') {
    throw invalidParameter(`The sandbox has no answer to the challenge ${input.ChallengeName}.`);
  }
  const responses = input.ChallengeResponses ?? {};
  const name = responses.USERNAME;
  const password = responses.NEW_PASSWORD;
  if (!name) throw invalidParameter('Missing required parameter USERNAME');
  if (!password) throw invalidParameter('Missing required parameter NEW_PASSWORD');
  if (input.Session === undefined) throw invalidParameter('Missing required parameter Session');
  checkSecretHash(client, name, responses.SECRET_HASH, call.sandbox.now());
  const user = signInUser(pool, client, name);
  const attributes = Object.entries(responses)
    .filter(([response]) => response.startsWith(ATTRIBUTE))
    .map(([response, Value]) => ({ Name: response.slice(ATTRIBUTE.length), Value }));
  await changePassword(
    pool,
    client,
    user,
    { session: input.Session, password, attributes },
    call.sandbox.now(),
  );
  if (pool.settings.MfaConfiguration === 'ON')
    return startChallenge('MFA_SETUP', pool, client, user, call.sandbox);
  return completeSignIn(pool, client, user, call);
}

export interface NewPassword {
  /** Of the NEW_PASSWORD_REQUIRED challenge. */
  readonly session: string;
  readonly password: string;
  readonly attributes: readonly AttributeInput[];
}

/**
 * Ends a NEW_PASSWORD_REQUIRED challenge: the user is CONFIRMED, and the session is spent.
 *
 * @throws NotAuthorizedException for a session that is over or another's, and for an attribute that has a value already;
 * InvalidPasswordException; InvalidParameterException for attributes
 */
export async function changePassword(
  pool: Pool,
  client: Client,
  user: User,
  answer: NewPassword,
  now: number,
): Promise<void> {
  checkSession(pool, client, user, answer.session, now);
  checkEnabled(user);
  const attributes = completedAttributes(pool, user, answer.attributes);
  const set = await newPassword(answer.password, pool, user, now);
  pool.challenges = pool.challenges.filter((each) => each.session !== answer.session);
  Object.assign(user, set, { attributes, status: 'CONFIRMED', modifiedAt: now });
  namesChanged(pool.users);
}

function checkSession(pool: Pool, client: Client, user: User, session: string, now: number): void {
  const challenge = pool.challenges.find((each) => each.session === session);
  const matches =
    challenge?.name === 'NEW_PASSWORD_REQUIRED' &&
    challenge.clientId === client.id &&
    challenge.sub === user.sub;
  if (!matches) throw notAuthorized('Invalid session for the user.');
  if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
}

function completedAttributes(
  pool: Pool,
  user: User,
  given: readonly AttributeInput[],
): Record<string, string> {
  // "You can't modify an attribute that already has a value" in this challenge (API reference, RespondToAuthChallenge).
  const taken = given.find(({ Name }) => user.attributes[Name] !== undefined);
  if (taken) throw notAuthorized(`Cannot modify an already provided ${taken.Name}`);
  const attributes = mergeAttributes(user.attributes, readAttributes(pool, given));
  const missing = missingAttributes(pool, attributes)[0];
  if (missing !== undefined) throw invalidParameter(`Invalid attributes given, ${missing} is missing`);
  return attributes;
}
