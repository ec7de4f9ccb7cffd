import { randomBytes } from 'node:crypto';
import type { Sandbox } from '../sandbox.ts';
import type { Challenge, Client, Pool, User } from '../state.ts';
import { missingAttributes } from './user-attributes.ts';

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
  return { ChallengeName: name, Session: session, ChallengeParameters: parameters(name, pool, user) };
}

function parameters(name: Challenge['name'], pool: Pool, user: User): Record<string, string> {
  if (name === 'MFA_SETUP') {
    const factors = pool.mfa.SoftwareTokenMfaConfiguration?.Enabled ? ['SOFTWARE_TOKEN_MFA'] : ['SMS_MFA'];
    return { MFAS_CAN_SETUP: JSON.stringify(factors), USER_ID_FOR_SRP: user.username };
  }
  return {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(
      missingAttributes(pool, user.attributes).map((attribute) => `userAttributes.${attribute}`),
    ),
    userAttributes: JSON.stringify(user.attributes),
  };
}
