import type { UserPool } from '../../resources/user-pool-settings.ts';

/** The SES identity that a pool sends its mails through. */
export interface Sender {
  /** An address, or a domain. */
  readonly identity: string;
  readonly region: string;
  readonly arn: string;
}

/** Whom the pool sends its mails as, or undefined when Cognito sends them itself. */
export function senderOf(pool: Pick<UserPool, 'EmailConfiguration'>): Sender | undefined {
  const { EmailSendingAccount: account, SourceArn: arn } = pool.EmailConfiguration ?? {};
  if (account !== 'DEVELOPER' || arn === undefined) return undefined;
  const [, , , region = '', , resource = ''] = arn.split(':');
  return { arn, region, identity: resource.replace(/^identity\//, '') };
}
