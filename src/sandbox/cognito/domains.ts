import { invalidParameter, limitExceeded, resourceNotFound } from '../errors.ts';
import { ACCOUNT_ID } from '../sandbox.ts';
import type * as shapes from '../shapes/domains.ts';
import type { Infer } from '../shapes/notation.ts';
import type { Domain, DomainSettings, Pool } from '../state.ts';
import { domainStatus, liveDomains } from './domain-state.ts';
import { newDistributionId } from './identifiers.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';
import { unavailableInTier } from './tiers.ts';

/** Developer guide, "Using the Amazon Cognito prefix domain". */
const RESERVED_WORDS = ['aws', 'amazon', 'cognito'];

/** Developer guide, "Quotas in Amazon Cognito": custom domains a Region. */
const MAX_CUSTOM_DOMAINS = 4;

/** Cognito API reference, CreateUserPoolDomain. The prefix is unique in its Region, in all accounts. */
export function createDomain(input: Infer<typeof shapes.writeDomain>, call: Call): object {
  const { Domain: name, UserPoolId, ...settings } = input;
  const pool = findPool(call, UserPoolId);
  const now = call.sandbox.now();
  const custom = settings.CustomDomainConfig !== undefined;
  checkName(name, custom);
  checkSettings(settings, pool);
  if (findDomain(call, name)) throw invalidParameter('Domain already associated with another user pool.');
  if (liveDomains(pool, now).some((each) => each.custom === custom)) {
    throw invalidParameter('User pool already has a domain configured.');
  }
  if (custom && customDomains(call) >= MAX_CUSTOM_DOMAINS) {
    throw limitExceeded(`An account can have at most ${MAX_CUSTOM_DOMAINS} custom domains in a Region.`);
  }
  const domain: Domain = {
    name,
    custom,
    distribution: newDistributionId(),
    version: versionOf(now),
    settings: { ManagedLoginVersion: 1, ...settings },
    transition: transition('CREATING', custom, call),
  };
  pool.domains = [...liveDomains(pool, now), domain];
  return written(domain);
}

/** Cognito API reference, DescribeUserPoolDomain: an unknown domain has an empty description and is no error. */
export function describeDomain(input: Infer<typeof shapes.describeDomain>, call: Call): object {
  const found = findDomain(call, input.Domain);
  if (!found) return { DomainDescription: {} };
  const { pool, domain } = found;
  return {
    DomainDescription: {
      UserPoolId: pool.id,
      AWSAccountId: ACCOUNT_ID,
      Domain: domain.name,
      S3Bucket: `aws-cognito-prod-${pool.region}-assets`,
      CloudFrontDistribution: `${domain.distribution}.cloudfront.net`,
      Version: domain.version,
      Status: domainStatus(domain, call.sandbox.now()),
      CustomDomainConfig: domain.settings.CustomDomainConfig ?? {},
      ManagedLoginVersion: domain.settings.ManagedLoginVersion,
      Routing: domain.settings.Routing,
    },
  };
}

/** Cognito API reference, UpdateUserPoolDomain: the version or the certificate, never the name. */
export function updateDomain(input: Infer<typeof shapes.writeDomain>, call: Call): object {
  const { Domain: name, UserPoolId, ...settings } = input;
  const { pool, domain } = ownDomain(call, UserPoolId, name);
  checkSettings(settings, pool);
  if ((settings.CustomDomainConfig !== undefined) !== domain.custom) {
    // The first text is recorded in terraform-provider-aws#43252.
    throw invalidParameter(
      domain.custom
        ? 'Cannot convert custom domain to prefix domain.'
        : 'Cannot convert prefix domain to custom domain.',
    );
  }
  domain.settings = { ManagedLoginVersion: 1, ...settings };
  domain.version = versionOf(call.sandbox.now());
  domain.transition = transition('UPDATING', domain.custom, call);
  return written(domain);
}

/**
 * Cognito API reference, DeleteUserPoolDomain. The prefix is free again when the deletion is through. A domain that is
 * being created or updated is not deleted yet (alchemy's UserPoolDomain, which tries again for 20 seconds).
 */
export function deleteDomain(input: Infer<typeof shapes.deleteDomain>, call: Call): object {
  const { domain } = ownDomain(call, input.UserPoolId, input.Domain);
  const status = domainStatus(domain, call.sandbox.now());
  if (status !== 'ACTIVE') {
    throw invalidParameter(`Domain ${domain.name} cannot be deleted while it is ${status}.`);
  }
  domain.transition = transition('DELETING', domain.custom, call);
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
    CloudFrontDomain: domain.custom ? `${domain.distribution}.cloudfront.net` : undefined,
    Routing,
  };
}

/** A name with a dot is a custom domain's, which brings a certificate; a prefix has neither. */
function checkName(name: string, custom: boolean): void {
  if (name.includes('.') !== custom) {
    throw invalidParameter(
      custom
        ? `${name} is not a domain name of one's own.`
        : `${name} is a custom domain, which requires CustomDomainConfig.`,
    );
  }
  const reserved = RESERVED_WORDS.find((word) => name.includes(word));
  if (!custom && reserved) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
}

function customDomains(call: Call): number {
  return call.sandbox.state.pools
    .filter((pool) => pool.region === call.region)
    .flatMap((pool) => liveDomains(pool, call.sandbox.now()))
    .filter((domain) => domain.custom).length;
}

/** A prefix is there within a minute, a custom domain within five, or an hour at most (API reference). */
function transition(
  status: 'CREATING' | 'UPDATING' | 'DELETING',
  custom: boolean,
  { sandbox }: Call,
): NonNullable<Domain['transition']> {
  const { domainActivationMs, customDomainActivationMs } = sandbox.settings;
  return { status, until: sandbox.now() + (custom ? customDomainActivationMs : domainActivationMs) };
}

/** `20221201170922`, as AWS's versions are. */
function versionOf(now: number): string {
  return new Date(now).toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
