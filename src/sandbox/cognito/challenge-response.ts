import { invalidParameter, notAuthorized } from '../errors.ts';
import type { respondToAuthChallenge } from '../shapes/auth.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Challenge, Client, Pool, User } from '../state.ts';
import { afterPassword, completeSignIn, findClientAnywhere, required, signInUser } from './auth.ts';
import { findChallenge, spend } from './challenges.ts';
import type { Call } from './operation.ts';
import { newPassword } from './passwords.ts';
import { takeFactorCode } from './second-factor.ts';
import { checkSecretHash } from './secret-hash.ts';
import {
  type AttributeInput,
  attributesOf,
  mergeAttributes,
  missingAttributes,
  readAttributes,
} from './user-attributes.ts';
import { namesChanged } from './user-index.ts';
import { checkEnabled } from './users.ts';

/**
 * Cognito API reference, RespondToAuthChallenge: a new password with the required attributes that are still missing, a code
 * of the second factor, or the end of its set-up.
 */
export async function respond(input: Infer<typeof respondToAuthChallenge>, call: Call): Promise<object> {
  const { pool, client } = findClientAnywhere(call, input.ClientId);
  const responses = input.ChallengeResponses ?? {};
  const name = required(responses, 'USERNAME');
  const session = required(input, 'Session');
  const now = call.sandbox.now();
  const who = (): User => {
    const user = signInUser(pool, client, name);
    // Over the name that Cognito keeps, as USER_ID_FOR_SRP has it: a hash over the address that was typed was refused
    // (aws-sdk-android#2265, qwigo/warrant#74).
    checkSecretHash(client, user.username, responses.SECRET_HASH, now);
    return user;
  };
  switch (input.ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED': {
      const password = required(responses, 'NEW_PASSWORD');
      const user = who();
      const attributes = attributesOf(Object.entries(responses));
      await changePassword(pool, client, user, { session, password, attributes }, now);
      return afterPassword(pool, client, user, call);
    }
    case 'SOFTWARE_TOKEN_MFA':
    case 'EMAIL_OTP': {
      const factor = input.ChallengeName;
      const code = required(responses, `${factor}_CODE`);
      const user = who();
      const challenge = findOwn(pool, client, user, session, factor, now);
      checkEnabled(user);
      takeFactorCode(factor, user, code, call.sandbox);
      spend(pool, challenge);
      return completeSignIn(pool, client, user, call);
    }
    case 'MFA_SETUP': {
      const user = who();
      const challenge = findOwn(pool, client, user, session, 'MFA_SETUP', now);
      if (!challenge.proved) throw notAuthorized('Invalid session for the user.');
      checkEnabled(user);
      spend(pool, challenge);
      return completeSignIn(pool, client, user, call);
    }
    default:
      throw invalidParameter(`The sandbox has no answer to the challenge ${input.ChallengeName}.`);
  }
}

function findOwn(
  pool: Pool,
  client: Client,
  user: User,
  session: string,
  name: Challenge['name'],
  now: number,
): Challenge {
  return findChallenge(
    pool,
    session,
    now,
    (each) => each.name === name && each.clientId === client.id && each.sub === user.sub,
  );
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
  const challenge = findOwn(pool, client, user, answer.session, 'NEW_PASSWORD_REQUIRED', now);
  checkEnabled(user);
  const attributes = completedAttributes(pool, user, answer.attributes);
  const set = await newPassword(answer.password, pool, user, now);
  spend(pool, challenge);
  Object.assign(user, set, { attributes, status: 'CONFIRMED', modifiedAt: now });
  namesChanged(pool.users);
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
