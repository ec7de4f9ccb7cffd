import { randomUUID } from 'node:crypto';
import { AwsError, invalidParameter } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type { adminCreateUser } from '../shapes/users.ts';
import type { Pool, User } from '../state.ts';
import { claimAliases } from './aliases.ts';
import { checkInvitation, invite } from './invitations.ts';
import type { Call } from './operation.ts';
import { newPassword, temporaryPassword } from './passwords.ts';
import { findPool } from './pool-lookup.ts';
import { type AttributeInput, isEmail, isPhoneNumber, readAttributes, settled } from './user-attributes.ts';
import { findUser, lookUpUser, sameName } from './user-lookup.ts';
import { describeUser } from './users.ts';

type Input = Infer<typeof adminCreateUser>;

/**
 * Cognito API reference, AdminCreateUser. Required attributes may be missing: the user gives them at the first sign-in.
 */
export async function createUser(input: Input, call: Call): Promise<object> {
  const pool = findPool(call, input.UserPoolId);
  if (input.MessageAction === 'RESEND') return resend(input, pool, call);
  const { username, attributes } = namesOf(pool, input.Username, input.UserAttributes ?? []);
  if (lookUpUser(pool, input.Username)) {
    throw new AwsError('UsernameExistsException', 'User account already exists');
  }
  const mediums = input.MessageAction === 'SUPPRESS' ? [] : (input.DesiredDeliveryMediums ?? ['SMS']);
  checkInvitation(pool, attributes, mediums, call.sandbox);
  const now = call.sandbox.now();
  const plain = input.TemporaryPassword ?? temporaryPassword(pool);
  const password = await newPassword(plain, pool, { passwordHistory: [] }, now);
  claimAliases(pool, attributes, undefined, input.ForceAliasCreation ?? false);
  const user = addUser(pool, username, attributes, { ...password, status: 'FORCE_CHANGE_PASSWORD' }, now);
  invite(pool, user, plain, mediums, call.sandbox);
  return { User: describeUser(user) };
}

/** "RESEND: resend the invitation message to a user that already exists, and reset the temporary-password duration." */
async function resend(input: Input, pool: Pool, call: Call): Promise<object> {
  const user = findUser(pool, input.Username);
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    throw new AwsError(
      'UnsupportedUserStateException',
      `Resend not possible. ${user.status} status is not supported.`,
    );
  }
  const mediums = input.DesiredDeliveryMediums ?? ['SMS'];
  checkInvitation(pool, user.attributes, mediums, call.sandbox);
  const now = call.sandbox.now();
  const plain = input.TemporaryPassword ?? temporaryPassword(pool);
  Object.assign(user, await newPassword(plain, pool, user, now), { modifiedAt: now });
  invite(pool, user, plain, mediums, call.sandbox);
  return { User: describeUser(user) };
}

/** Puts a new user into the pool. */
export function addUser(
  pool: Pool,
  username: string,
  attributes: Record<string, string>,
  state: Pick<User, 'status' | 'passwordHash' | 'passwordSetAt' | 'passwordHistory'>,
  now: number,
): User {
  const user: User = {
    username,
    // In a pool that signs in by email or phone number the user name is the sub.
    sub: pool.origin.UsernameAttributes?.length ? username : randomUUID(),
    attributes,
    enabled: true,
    ...state,
    groups: [],
    createdAt: now,
    modifiedAt: now,
  };
  pool.users.push(user);
  return user;
}

/**
 * What a new user is called, and with which attributes (developer guide, "Customizing sign-in attributes"): nothing is
 * verified or unverified that nobody called so (recorded for AdminCreateUser).
 */
export function namesOf(
  pool: Pool,
  name: string,
  attributes: readonly AttributeInput[],
): { username: string; attributes: Record<string, string> } {
  const given = readAttributes(pool, attributes);
  const signIn = pool.origin.UsernameAttributes ?? [];
  if (signIn.length === 0) {
    checkPlainName(pool, name);
    return { username: name, attributes: settled(given) };
  }
  const kind = signIn.find((each) => (each === 'email' ? isEmail : isPhoneNumber)(name));
  if (kind === undefined) {
    const expected = signIn.map((each) => (each === 'email' ? 'an email' : 'a phone number')).join(' or ');
    throw invalidParameter(`Username should be ${signIn.length > 1 ? 'either ' : ''}${expected}.`);
  }
  const stated = given[kind];
  if (stated !== undefined && !sameName(pool, stated, name)) {
    throw invalidParameter(`Username and the attribute ${kind} are not the same.`);
  }
  return { username: randomUUID(), attributes: settled({ [kind]: name, ...given }) };
}

function checkPlainName(pool: Pool, name: string): void {
  for (const alias of pool.origin.AliasAttributes ?? []) {
    if ((alias === 'email' && isEmail(name)) || (alias === 'phone_number' && isPhoneNumber(name))) {
      throw invalidParameter(
        `Username cannot be of ${alias} format, since user pool is configured for ${alias} alias.`,
      );
    }
  }
}
