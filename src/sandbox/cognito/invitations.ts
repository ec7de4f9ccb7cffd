import { AwsError } from '../errors.ts';
import { deliver } from '../inbox.ts';
import type { Sandbox } from '../sandbox.ts';
import { identityState } from '../ses/identity-state.ts';
import type { Pool, User } from '../state.ts';

const DEFAULT_SUBJECT = 'Your temporary password';
const DEFAULT_MESSAGE = 'Your username is {username} and temporary password is {####}.';

type Medium = 'SMS' | 'EMAIL';

/**
 * Checks that an invitation could go out, before anything is changed. DesiredDeliveryMediums is SMS when it is left out
 * (API reference, AdminCreateUser). A user without the address gets none, and no error says so (recorded).
 *
 * @throws CodeDeliveryFailureException
 */
export function checkInvitation(
  pool: Pool,
  attributes: Readonly<Record<string, string>>,
  mediums: readonly Medium[],
  sandbox: Sandbox,
): void {
  for (const medium of mediums) {
    const name = medium === 'EMAIL' ? 'email' : 'phone_number';
    const address = attributes[name];
    if (address === undefined) continue;
    if (medium === 'SMS' && pool.settings.SmsConfiguration === undefined) {
      throw undeliverable('The invitation goes out by SMS, and the user pool has no SMS configuration.');
    }
    if (medium === 'EMAIL') checkRecipient(pool, address, sandbox);
  }
}

/** Puts the invitation into the inbox. Text messages are not shown anywhere. */
export function invite(
  pool: Pool,
  user: User,
  password: string,
  mediums: readonly Medium[],
  sandbox: Sandbox,
): void {
  const to = user.attributes.email;
  if (to === undefined || !mediums.includes('EMAIL')) return;
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate;
  const message = template?.EmailMessage ?? DEFAULT_MESSAGE;
  // "If your template doesn't have this placeholder, Amazon Cognito doesn't deliver the invitation message."
  if (!message.includes('{####}')) return;
  const signInName = pool.origin.UsernameAttributes?.includes('email') ? to : user.username;
  deliver(sandbox, {
    to,
    from: senderOf(pool),
    subject: template?.EmailSubject ?? DEFAULT_SUBJECT,
    body: message.replaceAll('{username}', () => signInName).replaceAll('{####}', () => password),
    sentAt: sandbox.now(),
  });
}

/** Where the emails of a pool come from: its From, the address that it sends with, or Cognito's own. */
export function senderOf(pool: Pool): string {
  const { From, EmailSendingAccount, SourceArn } = pool.settings.EmailConfiguration ?? {};
  const identity = EmailSendingAccount === 'DEVELOPER' ? SourceArn?.split(':identity/')[1] : undefined;
  return From ?? identity ?? 'no-reply@verificationemail.com';
}

/**
 * A pool that sends through SES is held to the SES sandbox: verified recipients only.
 *
 * @throws CodeDeliveryFailureException
 */
export function checkRecipient(pool: Pool, address: string, sandbox: Sandbox): void {
  const email = pool.settings.EmailConfiguration;
  if (email?.EmailSendingAccount !== 'DEVELOPER') return;
  const region = email.SourceArn?.split(':')[3];
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const verified = sandbox.state.identities.some(
    (identity) =>
      identity.region === region &&
      (identity.name === address || identity.name === domain) &&
      identityState(identity, sandbox.now()) === 'SUCCESS',
  );
  if (verified) return;
  throw undeliverable(
    'Email address is not verified. ' +
      `The following identities failed the check in region ${pool.region.toUpperCase()}: ${address}`,
  );
}

function undeliverable(message: string): AwsError {
  return new AwsError('CodeDeliveryFailureException', message);
}
