import type { Tag } from '@aws-sdk/client-sesv2';
import type { Aws } from '../aws/clients.ts';
import { createOnce, isNamed, unlessGone } from '../aws/outcome.ts';
import { type Difference, withoutEmpty } from './contract.ts';
import { aliasesIn, appTag } from './pool-tags.ts';

/** What an identity was created with, and is created with again: see `resendEmail`. */
interface Kept {
  readonly Tags?: Tag[];
  readonly ConfigurationSetName?: string;
}

/** An SES identity: an address, or a domain whose addresses are all verified with it. */
export interface EmailIdentity {
  readonly address: string;
  readonly verified: boolean;
  /** PENDING, SUCCESS, FAILED, TEMPORARY_FAILURE or NOT_STARTED. */
  readonly status: string;
  /** The alias that created it, or undefined when it was not us. */
  readonly alias: string | undefined;
  readonly kept?: Kept;
}

/** The name of SES's error for an identity that is not there. */
const NOT_FOUND = 'NotFoundException';

/** The SES identity of that address or domain, or undefined when there is none. */
export async function readEmailIdentity(
  aws: Pick<Aws, 'ses'>,
  address: string,
): Promise<EmailIdentity | undefined> {
  const ses = await aws.ses();
  const answer = await unlessGone(() => ses.getEmailIdentity({ EmailIdentity: address }), NOT_FOUND);
  if (answer === undefined) return undefined;
  const { Tags = [], ConfigurationSetName, VerificationStatus, VerifiedForSendingStatus } = answer;
  return {
    address,
    verified: VerifiedForSendingStatus === true,
    status: VerificationStatus ?? 'NOT_STARTED',
    alias: aliasOf(Tags),
    kept: {
      ...(Tags.length === 0 ? {} : { Tags }),
      ...(ConfigurationSetName === undefined ? {} : { ConfigurationSetName }),
    },
  };
}

/** Every address (not domain) in SES of this Region that carries our tag of that alias, or of any when undefined. */
export async function listOurIdentities(
  aws: Pick<Aws, 'ses'>,
  alias: string | undefined,
): Promise<readonly EmailIdentity[]> {
  const ours: EmailIdentity[] = [];
  const ses = await aws.ses();
  for await (const page of ses.listEmailIdentities(100)) {
    for (const { IdentityName, IdentityType } of page.EmailIdentities ?? []) {
      if (IdentityName === undefined || IdentityType !== 'EMAIL_ADDRESS') continue;
      // One after the other: SES allows about one of these calls a second.
      const identity = await readEmailIdentity(aws, IdentityName);
      if (identity?.alias === undefined) continue;
      if (alias === undefined || identity.alias === alias) ours.push(identity);
    }
  }
  return ours;
}

/** True while SES is in its sandbox: 200 emails a day, and only to verified addresses. */
export async function inSesSandbox(aws: Pick<Aws, 'ses'>): Promise<boolean> {
  const ses = await aws.ses();
  const account = await ses.getAccount({});
  return account.ProductionAccessEnabled !== true;
}

/**
 * Pure: a missing identity is created; only the owner of the inbox can do the rest.
 *
 * @param resend true when the email is to be sent again, which can be done while nobody has opened its link
 */
export function diffEmailIdentity(identity: EmailIdentity | undefined, resend: boolean): Difference {
  if (identity === undefined) return { action: 'create', fields: [] };
  if (!resend || identity.verified) return { action: 'none' };
  return {
    action: 'update',
    fields: [{ field: 'mail', from: 'sent', to: 'sent again, with a new link' }],
  };
}

/** What an identity is created with when nothing is known of an earlier one. */
const ownedBy = (alias: string | undefined): Kept =>
  alias === undefined ? {} : { Tags: [{ Key: appTag(alias), Value: 'email-identity' }] };

const aliasOf = (tags: readonly Tag[] = []): string | undefined =>
  aliasesIn(tags.map(({ Key = '' }) => Key))[0];

/**
 * Has SES send its verification mail; an identity that is there already is success.
 *
 * @param alias whose it is from then on
 */
export async function writeEmailIdentity(
  aws: Pick<Aws, 'ses' | 'signal'>,
  address: string,
  alias: string | undefined,
): Promise<EmailIdentity> {
  return createIdentity(aws, address, ownedBy(alias));
}

/** Has SES send its email once more. It has no call for that: the identity is deleted, and created again as it was. */
export async function resendEmail(
  aws: Pick<Aws, 'ses' | 'signal'>,
  address: string,
  alias: string | undefined,
): Promise<EmailIdentity> {
  const identity = await readEmailIdentity(aws, address);
  if (identity?.verified === true) return identity;
  await removeEmailIdentity(aws, address);
  return createIdentity(aws, address, { ...ownedBy(alias), ...withoutEmpty(identity?.kept) });
}

async function createIdentity(
  aws: Pick<Aws, 'ses' | 'signal'>,
  address: string,
  kept: Kept,
): Promise<EmailIdentity> {
  const find = () => readEmailIdentity(aws, address);
  const ses = await aws.ses();
  try {
    return await createOnce(
      aws,
      async () => {
        const made = await ses.createEmailIdentity({ EmailIdentity: address, ...kept });
        const verified = made.VerifiedForSendingStatus === true;
        return { address, verified, status: 'PENDING', alias: aliasOf(kept.Tags), kept };
      },
      find,
    );
  } catch (error) {
    const present = isNamed(error, 'AlreadyExistsException') ? await find() : undefined;
    if (present === undefined) throw error;
    return present;
  }
}

/** Takes the tag of that alias off the identity with that ARN, which nothing then deletes any more; gone is success. */
export async function releaseEmailIdentity(aws: Pick<Aws, 'ses'>, arn: string, alias: string): Promise<void> {
  const ses = await aws.ses();
  await unlessGone(() => ses.untagResource({ ResourceArn: arn, TagKeys: [appTag(alias)] }), NOT_FOUND);
}

/** Deletes the identity; already gone is success. */
export async function removeEmailIdentity(aws: Pick<Aws, 'ses'>, address: string): Promise<void> {
  const ses = await aws.ses();
  await unlessGone(() => ses.deleteEmailIdentity({ EmailIdentity: address }), NOT_FOUND);
}
