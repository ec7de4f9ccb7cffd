import { invalidParameter, resourceNotFound } from '../errors.ts';
import { ACCOUNT_ID } from '../sandbox.ts';
import type {
  deleteDomain as deleteShape,
  describeDomain as describeShape,
  writeDomain,
} from '../shapes/domains.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Domain, DomainSettings, Pool } from '../state.ts';
import { domainStatus, liveDomains } from './domain-state.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';
import { unavailableInTier } from './tiers.ts';

/** Developer guide, "Using the Amazon Cognito prefix domain". */
const RESERVED_WORDS = ['aws', 'amazon', 'cognito'];

/** Cognito API reference, CreateUserPoolDomain. The prefix is unique in its Region, in all accounts. */
export function createDomain(input: Infer<typeof writeDomain>, call: Call): object {
  const { Domain: name, UserPoolId, ...settings } = input;
  const pool = findPool(call, UserPoolId);
  const now = call.sandbox.now();
  const custom = settings.CustomDomainConfig !== undefined;
  const reserved = RESERVED_WORDS.find((word) => name.includes(word));
  if (!custom && reserved) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
  checkSettings(settings, pool);
  if (findDomain(call, name)) throw invalidParameter('Domain already associated with another user pool.');
  if (liveDomains(pool, now).some((each) => each.custom === custom)) {
    throw invalidParameter('User pool already has a domain configured.');
  }
  const domain: Domain = {
    name,
    custom,
    settings: { ManagedLoginVersion: 1, ...settings },
    transition: { status: 'CREATING', until: now + call.sandbox.settings.domainActivationMs },
  };
  pool.domains = [...liveDomains(pool, now), domain];
  return written(domain);
}

/** Cognito API reference, DescribeUserPoolDomain: an unknown domain has an empty description and is no error. */
export function describeDomain(input: Infer<typeof describeShape>, call: Call): object {
  const found = findDomain(call, input.Domain);
  if (!found) return { DomainDescription: {} };
  const { pool, domain } = found;
  return {
    DomainDescription: {
      UserPoolId: pool.id,
      AWSAccountId: ACCOUNT_ID,
      Domain: domain.name,
      S3Bucket: `aws-cognito-prod-${pool.region}-assets`,
      CloudFrontDistribution: cloudFront(domain),
      Version: '1',
      Status: domainStatus(domain, call.sandbox.now()),
      CustomDomainConfig: domain.settings.CustomDomainConfig ?? {},
      ManagedLoginVersion: domain.settings.ManagedLoginVersion,
      ...(domain.settings.Routing && { Routing: domain.settings.Routing }),
    },
  };
}

/** Cognito API reference, UpdateUserPoolDomain: the version or the certificate, never the name. */
export function updateDomain(input: Infer<typeof writeDomain>, call: Call): object {
  const { Domain: name, UserPoolId, ...settings } = input;
  const { pool, domain } = ownDomain(call, UserPoolId, name);
  checkSettings(settings, pool);
  if ((settings.CustomDomainConfig !== undefined) !== domain.custom) {
    throw invalidParameter(`${name} is ${domain.custom ? '' : 'not '}a custom domain.`);
  }
  domain.settings = { ManagedLoginVersion: 1, ...settings };
  domain.transition = {
    status: 'UPDATING',
    until: call.sandbox.now() + call.sandbox.settings.domainActivationMs,
  };
  return written(domain);
}

/** Cognito API reference, DeleteUserPoolDomain. The prefix is free again when the deletion is through. */
export function deleteDomain(input: Infer<typeof deleteShape>, call: Call): object {
  const { domain } = ownDomain(call, input.UserPoolId, input.Domain);
  domain.transition = {
    status: 'DELETING',
    until: call.sandbox.now() + call.sandbox.settings.domainActivationMs,
  };
  return {};
}

function checkSettings(settings: DomainSettings, pool: Pool): void {
  const version = settings.ManagedLoginVersion ?? 1;
  if (version !== 1 && version !== 2) {
    throw invalidParameter('ManagedLoginVersion must be 1 (hosted UI) or 2 (managed login).');
  }
  if (version === 2 && pool.settings.UserPoolTier === 'LITE')
    throw unavailableInTier('Managed login', 'LITE');
  const certificate = settings.CustomDomainConfig?.CertificateArn;
  // API reference, CustomDomainConfigType: a certificate of us-east-1.
  if (certificate !== undefined && !/^arn:aws[a-z-]*:acm:us-east-1:/.test(certificate)) {
    throw invalidParameter('CertificateArn must be the ARN of an ACM certificate in us-east-1.');
  }
}

function findDomain(call: Call, name: string): { pool: Pool; domain: Domain } | undefined {
  for (const pool of call.sandbox.state.pools) {
    if (pool.region !== call.region) continue;
    const domain = liveDomains(pool, call.sandbox.now()).find((each) => each.name === name);
    if (domain) return { pool, domain };
  }
  return undefined;
}

/** @throws ResourceNotFoundException for an unknown domain, InvalidParameterException for one that is not this pool's */
function ownDomain(call: Call, poolId: string, name: string): { pool: Pool; domain: Domain } {
  const pool = findPool(call, poolId);
  const found = findDomain(call, name);
  if (!found) throw resourceNotFound(`Domain ${name} does not exist.`);
  if (found.pool !== pool) throw invalidParameter('Domain already associated with another user pool.');
  if (domainStatus(found.domain, call.sandbox.now()) === 'DELETING') {
    throw invalidParameter(`Domain ${name} is being deleted.`);
  }
  return found;
}

function written(domain: Domain): object {
  const { ManagedLoginVersion, Routing } = domain.settings;
  return {
    ManagedLoginVersion,
    ...(domain.custom && { CloudFrontDomain: cloudFront(domain) }),
    ...(Routing && { Routing }),
  };
}

function cloudFront(domain: Domain): string {
  return `${domain.name.replaceAll('-', '')}.cloudfront.net`;
}
