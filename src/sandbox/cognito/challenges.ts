import { randomBytes } from 'node:crypto';
import { notAuthorized } from '../errors.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Challenge, Client, Pool, User } from '../state.ts';
import { sendCode } from './codes.ts';
import { ATTRIBUTE_PREFIX, missingAttributes } from './user-attributes.ts';

const MINUTE = 60_000;

/** As InitiateAuth and RespondToAuthChallenge answer it. */
export interface StartedChallenge {
  readonly ChallengeName: Challenge['name'];
  readonly Session: string;
  readonly ChallengeParameters: Record<string, string>;
}

/**
 * Stops a sign-in at a challenge. The session lives as long as the client's AuthSessionValidity says
 * (API reference, CreateUserPoolClient), and once.
 */
export function startChallenge(
  name: Challenge['name'],
  pool: Pool,
  client: Client,
  user: User,
  sandbox: Sandbox,
): StartedChallenge {
  const now = sandbox.now();
  const session = randomBytes(96).toString('base64url');
  pool.challenges = pool.challenges.filter((each) => each.expiresAt > now);
  pool.challenges.push({
    session,
    name,
    clientId: client.id,
    sub: user.sub,
    expiresAt: now + (client.settings.AuthSessionValidity ?? 3) * MINUTE,
  });
  return {
    ChallengeName: name,
    Session: session,
    ChallengeParameters: parameters(name, pool, user, sandbox),
  };
}

/**
 * The challenge behind a session, which is its client's and its user's alone.
 *
 * @throws NotAuthorizedException for a session that is over, spent, or another's
 */
export function findChallenge(
  pool: Pool,
  session: string,
  now: number,
  holds: (challenge: Challenge) => boolean,
): Challenge {
  const challenge = pool.challenges.find((each) => each.session === session);
  if (!challenge || !holds(challenge)) throw notAuthorized('Invalid session for the user.');
  if (challenge.expiresAt <= now) throw notAuthorized('Invalid session for the user, session is expired.');
  return challenge;
}

/** A session is good once. */
export function spend(pool: Pool, challenge: Challenge): void {
  pool.challenges = pool.challenges.filter((each) => each !== challenge);
}

function parameters(
  name: Challenge['name'],
  pool: Pool,
  user: User,
  sandbox: Sandbox,
): Record<string, string> {
  if (name === 'MFA_SETUP') {
    const factors = pool.mfa.SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : ['SMS_MFA'];
    return { MFAS_CAN_SETUP: JSON.stringify(factors), USER_ID_FOR_SRP: user.username };
  }
  if (name === 'SOFTWARE_TOKEN_MFA') return { USER_ID_FOR_SRP: user.username };
  if (name === 'EMAIL_OTP') {
    const { Destination, DeliveryMedium } = sendCode('mfa', pool, user, user.attributes.email ?? '', sandbox);
    return {
      CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
      CODE_DELIVERY_DESTINATION: Destination,
      USER_ID_FOR_SRP: user.username,
    };
  }
  return {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(
      missingAttributes(pool, user.attributes).map((attribute) => `${ATTRIBUTE_PREFIX}${attribute}`),
    ),
    userAttributes: JSON.stringify(user.attributes),
  };
}
