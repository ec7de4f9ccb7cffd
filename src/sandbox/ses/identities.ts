import { randomBytes } from 'node:crypto';
import type { Call } from '../cognito/operation.ts';
import { page } from '../cognito/pages.ts';
import { AwsError } from '../errors.ts';
import { deliver, withdrawLinks } from '../inbox.ts';
import { ACCOUNT_ID } from '../sandbox.ts';
import type { Infer } from '../shapes/notation.ts';
import type * as shapes from '../shapes/ses.ts';
import type { Identity } from '../state.ts';
import { identityState, LINK_LIFETIME_MS } from './identity-state.ts';

const DOMAIN = /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const LOCAL_PART = /^[^\s@<>(),;:\\"[\]]{1,64}$/;

/** SES API v2 reference, CreateEmailIdentity: an address gets an email with a link, which is valid for 24 hours. */
export function createIdentity(input: Infer<typeof shapes.createEmailIdentity>, call: Call): object {
  const name = input.EmailIdentity;
  const type = identityType(name);
  if (lookUp(call, name))
    throw new AwsError('AlreadyExistsException', `Email identity ${name} already exist.`);
  const now = call.sandbox.now();
  const identity: Identity = { region: call.region, name, type, createdAt: now, tags: input.Tags ?? [] };
  call.sandbox.state.identities.push(identity);
  if (type === 'EMAIL_ADDRESS') {
    deliver(call.sandbox, {
      to: name,
      from: 'no-reply-aws@amazon.com',
      subject: `Amazon Web Services – Email Address Verification Request in region ${call.region}`,
      body: `We have received a request to authorize ${name} for use with Amazon SES in region ${call.region}.`,
      sentAt: now,
      verification: {
        token: randomBytes(24).toString('base64url'),
        region: call.region,
        expiresAt: now + LINK_LIFETIME_MS,
      },
    });
  }
  return { IdentityType: type, VerifiedForSendingStatus: false, DkimAttributes: dkim(identity) };
}

/** SES API v2 reference, GetEmailIdentity. */
export function getIdentity(input: Infer<typeof shapes.onlyIdentity>, call: Call): object {
  const identity = findIdentity(call, input.EmailIdentity);
  const status = identityState(identity, call.sandbox.now());
  return {
    IdentityType: identity.type,
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: status === 'SUCCESS',
    DkimAttributes: dkim(identity),
    MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
    Policies: identity.policies ?? {},
    Tags: identity.tags,
    VerificationStatus: status,
  };
}

/** SES API v2 reference, DeleteEmailIdentity. */
export function deleteIdentity(input: Infer<typeof shapes.onlyIdentity>, call: Call): object {
  const identity = findIdentity(call, input.EmailIdentity);
  call.sandbox.state.identities = call.sandbox.state.identities.filter((each) => each !== identity);
  withdrawLinks(call.sandbox, identity);
  return {};
}

/** SES API v2 reference, ListEmailIdentities, in its older and its newer form. */
export function listIdentities(input: Infer<typeof shapes.listEmailIdentities>, call: Call): object {
  const rows = call.sandbox.state.identities
    .filter((identity) => identity.region === call.region)
    .map((identity) => {
      const VerificationStatus = identityState(identity, call.sandbox.now());
      return {
        IdentityType: identity.type,
        IdentityName: identity.name,
        SendingEnabled: VerificationStatus === 'SUCCESS',
        VerificationStatus,
      };
    })
    .filter((row) => {
      const filter = input.Filter ?? {};
      return (
        row.IdentityName.includes(filter.IDENTITY_NAME_CONTAINS ?? '') &&
        row.IdentityType === (filter.IDENTITY_TYPE ?? row.IdentityType) &&
        row.VerificationStatus === (filter.VERIFICATION_STATUS ?? row.VerificationStatus)
      );
    });
  const { items, next } = page(
    rows,
    input.PageSize || 1000,
    input.NextToken,
    // ListEmailIdentities has no error of its own for this.
    () => new AwsError('BadRequestException', 'The specified token is not valid.'),
  );
  return { EmailIdentities: items, NextToken: next };
}

/** SES API v2 reference, GetAccount: an account that is still in the SES sandbox. */
export function getAccount(): object {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: false,
    SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 0 },
    SendingEnabled: true,
    SuppressionAttributes: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    VdmAttributes: { VdmEnabled: 'DISABLED' },
  };
}

/** SES API v2 reference, TagResource. */
export function tagIdentity(input: Infer<typeof shapes.tagResource>, call: Call): object {
  const identity = findByArn(call, input.ResourceArn);
  const keys = input.Tags.map((tag) => tag.Key);
  identity.tags = [...identity.tags.filter((tag) => !keys.includes(tag.Key)), ...input.Tags];
  return {};
}

/** SES API v2 reference, UntagResource. */
export function untagIdentity(input: Infer<typeof shapes.untagResource>, call: Call): object {
  const identity = findByArn(call, input.ResourceArn);
  identity.tags = identity.tags.filter((tag) => !input.TagKeys.includes(tag.Key));
  return {};
}

/** SES API v2 reference, ListTagsForResource. */
export function listIdentityTags(input: Infer<typeof shapes.listTagsForResource>, call: Call): object {
  return { Tags: findByArn(call, input.ResourceArn).tags };
}

function identityType(name: string): Identity['type'] {
  const at = name.lastIndexOf('@');
  if (at < 0 && DOMAIN.test(name)) return 'DOMAIN';
  if (at > 0 && LOCAL_PART.test(name.slice(0, at)) && DOMAIN.test(name.slice(at + 1))) return 'EMAIL_ADDRESS';
  throw new AwsError('BadRequestException', `Invalid email address or domain ${name}`);
}

function lookUp(call: Call, name: string): Identity | undefined {
  return call.sandbox.state.identities.find((each) => each.region === call.region && each.name === name);
}

/** @throws NotFoundException */
export function findIdentity(call: Call, name: string): Identity {
  const identity = lookUp(call, name);
  if (!identity) throw new AwsError('NotFoundException', `Email identity ${name} does not exist.`, 404);
  return identity;
}

function findByArn(call: Call, arn: string): Identity {
  const prefix = `arn:aws:ses:${call.region}:${ACCOUNT_ID}:identity/`;
  if (!arn.startsWith(prefix))
    throw new AwsError('BadRequestException', 'ResourceArn is not an identity of this account.');
  return findIdentity(call, arn.slice(prefix.length));
}

function dkim(identity: Identity): object {
  const domain = identity.type === 'DOMAIN';
  return { SigningEnabled: domain, Status: domain ? 'PENDING' : 'NOT_STARTED' };
}
