import { AwsError, invalidParameter, notAuthorized } from '../errors.ts';
import type { Infer } from '../shapes/notation.ts';
import type { associateSoftwareToken, verifySoftwareToken } from '../shapes/software-token.ts';
import type { onlyUser } from '../shapes/users.ts';
import type { Challenge, Client, Pool, User } from '../state.ts';
import { findChallenge, spend, startChallenge } from './challenges.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';
import { takeAppCode } from './second-factor.ts';
import { newTotpSecret } from './totp.ts';
import { findUser } from './user-lookup.ts';

interface SetUp {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly challenge: Challenge;
}

/** Cognito API reference, AssociateSoftwareToken: a new secret, which disables the one before (amplify-js#1226). */
export function associate(input: Infer<typeof associateSoftwareToken>, call: Call): object {
  const { pool, client, user, challenge } = findSetUp(input, call);
  spend(pool, challenge);
  const { Session } = startChallenge('MFA_SETUP', pool, client, user, call.sandbox);
  return { SecretCode: beginApp(user), Session };
}

/** Gives a user the secret of another app. */
export function beginApp(user: User): string {
  user.totp = { secret: newTotpSecret(), proved: false };
  return user.totp.secret;
}

/** Cognito API reference, VerifySoftwareToken: from then on the app is asked for. */
export function verify(input: Infer<typeof verifySoftwareToken>, call: Call): object {
  const { pool, client, user, challenge } = findSetUp(input, call);
  try {
    takeAppCode(user, input.UserCode, call.sandbox.now());
  } catch (error) {
    if (!(error instanceof AwsError) || error.type === 'NotAuthorizedException') throw error;
    throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch');
  }
  spend(pool, challenge);
  const { Session } = startChallenge('MFA_SETUP', pool, client, user, call.sandbox);
  findChallenge(pool, Session, call.sandbox.now(), () => true).proved = true;
  return { Status: 'SUCCESS', Session };
}

/** Cognito API reference, AdminDeleteSoftwareToken: for a phone that was lost. */
export function deleteApp(input: Infer<typeof onlyUser>, call: Call): object {
  const user = findUser(findPool(call, input.UserPoolId), input.Username);
  delete user.totp;
  user.modifiedAt = call.sandbox.now();
  return {};
}

/**
 * The sign-in that stopped for its user to set up an app. By access token, for users who are signed in, there is no set-up
 * in the sandbox.
 */
function findSetUp(input: { Session?: string; AccessToken?: string }, call: Call): SetUp {
  const { Session } = input;
  if (Session === undefined) {
    throw input.AccessToken === undefined
      ? invalidParameter('Missing required parameter Session')
      : notAuthorized('The sandbox sets up an app at the sign-in only, by Session.');
  }
  for (const pool of call.sandbox.state.pools) {
    if (!pool.challenges.some((each) => each.session === Session)) continue;
    const challenge = findChallenge(pool, Session, call.sandbox.now(), ({ name }) => name === 'MFA_SETUP');
    const client = pool.clients.find((each) => each.id === challenge.clientId);
    const user = pool.users.find((each) => each.sub === challenge.sub);
    if (!client || !user) break;
    if (!pool.mfa.SoftwareTokenMfaConfiguration?.Enabled) {
      throw new AwsError(
        'SoftwareTokenMFANotFoundException',
        'Software Token MFA has not been enabled by the userPool',
      );
    }
    return { pool, client, user, challenge };
  }
  throw notAuthorized('Invalid session for the user.');
}
