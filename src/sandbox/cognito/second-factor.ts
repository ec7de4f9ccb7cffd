import { AwsError } from '../errors.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Challenge, Pool, User } from '../state.ts';
import { takeCode } from './codes.ts';
import { checkAttempts, clearFailures, countFailure } from './sign-in-attempts.ts';
import { matchingStep } from './totp.ts';

type Factor = Exclude<Challenge['name'], 'NEW_PASSWORD_REQUIRED'>;

/**
 * What a sign-in still asks for after the password (developer guide, "Adding MFA"): a code of the app where the user has
 * one, also where MFA is optional; where it is required a code by email if the pool sends these, and else to set up an app.
 */
export function nextFactor(pool: Pool, user: User): Factor | undefined {
  const { MfaConfiguration } = pool.settings;
  if (MfaConfiguration === undefined || MfaConfiguration === 'OFF') return undefined;
  const apps = pool.mfa.SoftwareTokenMfaConfiguration?.Enabled === true;
  if (apps && user.totp?.proved) return 'SOFTWARE_TOKEN_MFA';
  if (MfaConfiguration === 'OPTIONAL') return undefined;
  return pool.mfa.EmailMfaConfiguration && user.attributes.email ? 'EMAIL_OTP' : 'MFA_SETUP';
}

/**
 * Takes the code of a user's authenticator app, which is good once. Wrong codes lock out as wrong passwords do.
 *
 * @throws CodeMismatchException; ExpiredCodeException for a code that was used (recorded in moto); NotAuthorizedException
 */
export function takeAppCode(user: User, code: string, now: number): void {
  checkAttempts(user, now);
  const step = user.totp && matchingStep(user.totp.secret, code.trim(), now);
  if (!user.totp || step === undefined) {
    countFailure(user, now);
    throw new AwsError('CodeMismatchException', 'Invalid code received for user');
  }
  if (user.totp.lastStep !== undefined && step <= user.totp.lastStep) {
    throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
  }
  user.totp.lastStep = step;
  user.totp.proved = true;
  clearFailures(user);
}

/**
 * Takes the code of a second factor that is set up.
 *
 * @throws CodeMismatchException, ExpiredCodeException, NotAuthorizedException
 */
export function takeFactorCode(
  factor: 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP',
  user: User,
  code: string,
  sandbox: Sandbox,
): void {
  const now = sandbox.now();
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    takeAppCode(user, code, now);
    return;
  }
  checkAttempts(user, now);
  try {
    takeCode('mfa', user, code, now);
  } catch (error) {
    if (error instanceof AwsError && error.type === 'CodeMismatchException') countFailure(user, now);
    throw error;
  }
  // "Success sets email_verified" (developer guide, "SMS and email message MFA").
  user.attributes = { ...user.attributes, email_verified: 'true' };
  clearFailures(user);
}
