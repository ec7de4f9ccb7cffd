import type {
  EmailConfigurationType,
  UpdateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { BlockedField, Edit } from './contract.ts';

/** The email identity that the pool sends through, instead of Cognito's own 50 emails a day. */
export interface PoolEmail {
  readonly from: string;
  readonly identityArn: string;
}

/** The SES identity that a pool sends its emails through. */
export interface SenderIdentity {
  /** An address, or a domain. */
  readonly identity: string;
  readonly region: string;
  readonly arn: string;
}

/** What the pool sends its emails through, or undefined when Cognito sends them itself. */
export function senderIdentity(present: EmailConfigurationType | undefined): SenderIdentity | undefined {
  const { EmailSendingAccount: account, SourceArn: arn } = present ?? {};
  if (account !== 'DEVELOPER' || arn === undefined) return undefined;
  const [, , , region = '', , resource = ''] = arn.split(':');
  return { arn, region, identity: resource.replace(/^identity\//, '') };
}

/** What somebody asked for about the pool's emails. What is undefined stays as it is. */
export interface WantedEmail {
  readonly email: PoolEmail | undefined;
  /** The name beside the sender's address. */
  readonly emailFromName?: string | undefined;
  readonly emailReplyTo?: string | undefined;
}

/** An encoded word has at most 75 characters (RFC 2047), so 45 bytes of text. */
const WORD_BYTES = 45;

/** A name as it stands before an address in an email's head (RFC 5322, and RFC 2047 for letters beyond ASCII). */
function headName(name: string): string {
  if (/^[\w ]+$/.test(name)) return name;
  if (/^[\x20-\x7e]+$/.test(name)) return `"${name.replaceAll(/[\\"]/g, '\\$&')}"`;
  const words: string[] = [''];
  for (const letter of name) {
    const longer = words.at(-1) + letter;
    if (Buffer.byteLength(longer) > WORD_BYTES) words.push(letter);
    else words[words.length - 1] = longer;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
}

function plainName(head: string): string {
  const decoded = head.replaceAll(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_, base64: string) =>
    Buffer.from(base64, 'base64').toString(),
  );
  const [, quoted] = /^"(.*)"$/s.exec(decoded) ?? [];
  return quoted === undefined ? decoded : quoted.replaceAll(/\\(.)/g, '$1');
}

/** The sender's address and name, from `a@b.c` or `Name <a@b.c>`. */
export function senderIn(from: string | undefined): { readonly address?: string; readonly name?: string } {
  const [, head = '', address = from] = /^\s*(.*?)\s*<([^<>]*)>\s*$/s.exec(from ?? '') ?? [];
  return {
    ...(address === undefined ? {} : { address }),
    ...(head === '' ? {} : { name: plainName(head) }),
  };
}

const fromText = (address: string, name: string | undefined): string =>
  name === undefined ? address : `${headName(name)} <${address}>`;

const sameAddress = (one: string | undefined, other: string): boolean =>
  one?.toLowerCase() === other.toLowerCase();

/** Mail through an identity of one's own. */
function throughIdentity({ from, identityArn }: PoolEmail, name: string | undefined): EmailConfigurationType {
  return { EmailSendingAccount: 'DEVELOPER', SourceArn: identityArn, From: fromText(from, name) };
}

/** The email settings of a new pool. */
export function newEmail({ email, emailFromName, emailReplyTo }: WantedEmail): EmailConfigurationType {
  return {
    ...(email === undefined
      ? { EmailSendingAccount: 'COGNITO_DEFAULT' }
      : throughIdentity(email, emailFromName)),
    ...(emailReplyTo === undefined ? {} : { ReplyToEmailAddress: emailReplyTo }),
  };
}

/** What has to change for the pool's emails to be as they are wanted: fields of one setting, which is sent whole. */
export function emailEdits(
  present: EmailConfigurationType | undefined,
  { email, emailFromName, emailReplyTo }: WantedEmail,
): Edit<UpdateUserPoolRequest>[] {
  const sender = senderIn(present?.From);
  const moves =
    email !== undefined &&
    (present?.SourceArn !== email.identityArn || !sameAddress(sender.address, email.from));
  const address = email?.from ?? sender.address;
  const named = emailFromName !== undefined && address !== undefined && sender.name !== emailFromName;
  const answers = emailReplyTo !== undefined && present?.ReplyToEmailAddress !== emailReplyTo;
  const name = emailFromName ?? sender.name;
  const value: EmailConfigurationType = {
    ...present,
    ...(email !== undefined && moves ? throughIdentity(email, name) : {}),
    ...(named && !moves ? { From: fromText(address, name) } : {}),
    ...(answers ? { ReplyToEmailAddress: emailReplyTo } : {}),
  };
  const edit = (field: string, from: unknown, to: unknown): Edit<UpdateUserPoolRequest> => ({
    field,
    from,
    to,
    member: 'EmailConfiguration',
    value,
  });
  return [
    ...(moves ? [edit('email from', sender.address ?? present?.SourceArn, email.from)] : []),
    ...(named ? [edit("sender's name", sender.name, emailFromName)] : []),
    ...(answers ? [edit('replies go to', present?.ReplyToEmailAddress, emailReplyTo)] : []),
  ];
}

/** A name for a sender that there is not: Cognito takes none for its own address (recorded in aws-cdk#9739). */
export function blockedSender(
  present: EmailConfigurationType | undefined,
  { email, emailFromName }: WantedEmail,
): BlockedField[] {
  const own = present?.EmailSendingAccount === 'DEVELOPER' && present.From !== undefined;
  if (emailFromName === undefined || email !== undefined || own) return [];
  return [
    {
      field: "sender's name",
      why: 'The user pool sends from Cognito’s own address, which takes no name.',
      choices: [{ act: 'Give the pool an address of your own as well, with --email-from <address>.' }],
    },
  ];
}
