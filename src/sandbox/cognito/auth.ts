import { AwsError, invalidParameter, notAuthorized, resourceNotFound } from '../errors.ts';
import type { initiateAuth } from '../shapes/auth.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Client, Pool, User } from '../state.ts';
import { startChallenge } from './challenges.ts';
import { allowedFlows } from './client-defaults.ts';
import type { Call } from './operation.ts';
import { matchesPassword } from './password-hash.ts';
import { nextFactor } from './second-factor.ts';
import { checkSecretHash } from './secret-hash.ts';
import { checkAttempts, clearFailures, countFailure } from './sign-in-attempts.ts';
import {
  findRefreshToken,
  issueRefreshToken,
  issueTokens,
  newSession,
  refreshedSession,
  type Tokens,
} from './tokens.ts';
import { findUser, lookUpUser } from './user-lookup.ts';
import { checkEnabled } from './users.ts';

const DAY = 86_400_000;

type Flow = NonNullable<Client['settings']['ExplicitAuthFlows']>[number];

/** Cognito API reference, InitiateAuth, for USER_PASSWORD_AUTH and REFRESH_TOKEN_AUTH. */
export async function initiate(input: Infer<typeof initiateAuth>, call: Call): Promise<object> {
  const { pool, client } = findClientAnywhere(call, input.ClientId);
  const parameters = input.AuthParameters ?? {};
  switch (input.AuthFlow) {
    case 'USER_PASSWORD_AUTH':
      checkFlow(client, ['ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH');
      return withPassword(parameters, pool, client, call);
    case 'REFRESH_TOKEN_AUTH':
    case 'REFRESH_TOKEN':
      checkFlow(client, ['ALLOW_REFRESH_TOKEN_AUTH'], 'REFRESH_TOKEN_AUTH');
      return withRefreshToken(parameters, pool, client, call);
    case 'ADMIN_NO_SRP_AUTH':
    case 'ADMIN_USER_PASSWORD_AUTH':
      throw invalidParameter('Initiate Auth method not supported.');
    default:
      throw new AwsError('UnsupportedOperationException', `The sandbox has no ${input.AuthFlow} sign-in.`);
  }
}

/** What follows the right password: a second factor, or the tokens. */
export async function afterPassword(pool: Pool, client: Client, user: User, call: Call): Promise<object> {
  const factor = nextFactor(pool, user);
  return factor === undefined
    ? completeSignIn(pool, client, user, call)
    : startChallenge(factor, pool, client, user, call.sandbox);
}

/** The tokens of a sign-in that is complete. */
export async function completeSignIn(pool: Pool, client: Client, user: User, call: Call): Promise<object> {
  const session = newSession(call.sandbox);
  const tokens = await issueTokens(call.sandbox, pool, client, user, session);
  return signedIn(tokens, issueRefreshToken(call.sandbox, pool, client, user, session));
}

function signedIn(tokens: Tokens, RefreshToken?: string): object {
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      IdToken: tokens.idToken,
      RefreshToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
    },
  };
}

/** Client ids are unique, so that an unsigned request finds its pool without a Region. */
export function findClientAnywhere(call: Call, id: string): { pool: Pool; client: Client } {
  for (const pool of call.sandbox.state.pools) {
    const client = pool.clients.find((each) => each.id === id);
    if (client) return { pool, client };
  }
  throw resourceNotFound(`User pool client ${id} does not exist.`);
}

/** @throws UserNotFoundException, or with PreventUserExistenceErrors the same as for a wrong password */
export function signInUser(pool: Pool, client: Client, name: string): User {
  const hidden = client.settings.PreventUserExistenceErrors === 'ENABLED';
  if (hidden && !lookUpUser(pool, name)) throw wrongPassword();
  return findUser(pool, name);
}

/**
 * Checks a password sign-in as far as the password and the state of the user go.
 *
 * @throws NotAuthorizedException: wrong password, too many of them, disabled or compromised user, or a temporary password
 * that is too old; UserNotConfirmedException; PasswordResetRequiredException, whatever the password
 */
export async function checkPassword(pool: Pool, user: User, password: string, now: number): Promise<void> {
  checkAttempts(user, now);
  if (user.status === 'RESET_REQUIRED') {
    throw new AwsError('PasswordResetRequiredException', 'Password reset required for the user');
  }
  if (!(await matchesPassword(password, user.passwordHash))) {
    countFailure(user, now);
    throw wrongPassword();
  }
  clearFailures(user);
  checkEnabled(user);
  if (user.status === 'UNCONFIRMED') {
    throw new AwsError('UserNotConfirmedException', 'User is not confirmed.');
  }
  const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7;
  if (user.status === 'FORCE_CHANGE_PASSWORD' && now >= user.passwordSetAt + days * DAY) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }
}

async function withPassword(
  parameters: Record<string, string>,
  pool: Pool,
  client: Client,
  call: Call,
): Promise<object> {
  const name = required(parameters, 'USERNAME');
  const password = required(parameters, 'PASSWORD');
  checkSecretHash(client, name, parameters.SECRET_HASH, call.sandbox.now());
  const user = signInUser(pool, client, name);
  await checkPassword(pool, user, password, call.sandbox.now());
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return startChallenge('NEW_PASSWORD_REQUIRED', pool, client, user, call.sandbox);
  }
  return afterPassword(pool, client, user, call);
}

async function withRefreshToken(
  parameters: Record<string, string>,
  pool: Pool,
  client: Client,
  call: Call,
): Promise<object> {
  const token = required(parameters, 'REFRESH_TOKEN');
  const known = findRefreshToken(call.sandbox, pool, token, client);
  const user = pool.users.find((each) => each.sub === known?.sub);
  // The hash is over the user name that Cognito keeps, not the one that was typed.
  if (client.secrets.length > 0 || parameters.SECRET_HASH !== undefined) {
    checkSecretHash(client, user?.username ?? '', parameters.SECRET_HASH, call.sandbox.now());
  }
  if (!known || !user) throw notAuthorized('Invalid Refresh Token');
  checkEnabled(user);
  return signedIn(await issueTokens(call.sandbox, pool, client, user, refreshedSession(known)));
}

function checkFlow(client: Client, allowed: readonly Flow[], name: string): void {
  if (!allowedFlows(client.settings).some((flow) => allowed.includes(flow))) {
    throw invalidParameter(`${name} flow not enabled for this client`);
  }
}

/** @throws InvalidParameterException for a parameter that is missing or empty */
export function required<M extends string>(parameters: { readonly [name in M]?: string }, name: M): string {
  const value = parameters[name];
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

function wrongPassword(): AwsError {
  return notAuthorized('Incorrect username or password.');
}
