import { randomInt } from 'node:crypto';
import { AwsError } from '../errors.ts';
import { deliver } from '../inbox.ts';
import type { Sandbox } from '../sandbox.ts';
import type { CodePurpose, Pool, User } from '../state.ts';
import { checkRecipient, senderOf } from './invitations.ts';

const HOUR_MS = 3_600_000;

/** Developer guide, "Quotas in Amazon Cognito": how long a code is valid; one for MFA as long as its session. */
const LIFE_MS: Readonly<Record<CodePurpose, number>> = {
  signUp: 24 * HOUR_MS,
  reset: HOUR_MS,
  mfa: 15 * 60_000,
};

const DEFAULTS: Readonly<Record<CodePurpose, { subject: string; message: string }>> = {
  signUp: { subject: 'Your verification code', message: 'Your confirmation code is {####}' },
  reset: { subject: 'Your verification code', message: 'Your password reset code is {####}' },
  mfa: { subject: 'Your authentication code', message: 'Your authentication code is {####}' },
};

/** How Cognito says where a code went (API reference, CodeDeliveryDetailsType). */
export interface CodeDelivery {
  readonly Destination: string;
  readonly DeliveryMedium: 'EMAIL';
  readonly AttributeName: 'email';
}

/**
 * Emails a code to a user, in place of the last one for the same purpose. The sandbox sends no text messages.
 *
 * @throws CodeDeliveryFailureException when the pool sends through SES, which is in its sandbox, to an address that is not
 * verified there
 */
export function sendCode(
  purpose: CodePurpose,
  pool: Pool,
  user: User,
  to: string,
  sandbox: Sandbox,
): CodeDelivery {
  checkRecipient(pool, to, sandbox);
  const now = sandbox.now();
  const value = String(randomInt(1_000_000)).padStart(6, '0');
  user.codes = { ...user.codes, [purpose]: { value, expiresAt: now + LIFE_MS[purpose] } };
  const { subject, message } = words(purpose, pool);
  const body = message.replaceAll('{####}', () => value);
  deliver(sandbox, { to, from: senderOf(pool), subject, body, sentAt: now });
  return { Destination: masked(to), DeliveryMedium: 'EMAIL', AttributeName: 'email' };
}

/** The text is recorded in others' fixtures and clients, as that of `codeMismatch` is. */
export function expiredCode(): AwsError {
  return new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

export function codeMismatch(): AwsError {
  return new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
}

/**
 * Takes a code, which then is spent.
 *
 * @throws CodeMismatchException, ExpiredCodeException
 */
export function takeCode(purpose: CodePurpose, user: User, code: string, now: number): void {
  const sent = user.codes?.[purpose];
  if (!sent || now >= sent.expiresAt) throw expiredCode();
  if (sent.value !== code.trim()) throw codeMismatch();
  const { [purpose]: _spent, ...left } = user.codes ?? {};
  user.codes = left;
}

function words(purpose: CodePurpose, pool: Pool): { subject: string; message: string } {
  const own =
    purpose === 'mfa'
      ? {
          EmailMessage: pool.mfa.EmailMfaConfiguration?.Message,
          EmailSubject: pool.mfa.EmailMfaConfiguration?.Subject,
        }
      : (pool.settings.VerificationMessageTemplate ?? {});
  return {
    subject: own.EmailSubject ?? DEFAULTS[purpose].subject,
    message: own.EmailMessage ?? DEFAULTS[purpose].message,
  };
}

/** `t***@e***`: the first letters are all that AWS shows. */
function masked(address: string): string {
  return address
    .split('@')
    .map((part) => `${part.charAt(0)}***`)
    .join('@');
}
