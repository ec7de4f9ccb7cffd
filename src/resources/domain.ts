import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  type DomainDescriptionType,
  UpdateUserPoolDomainCommand,
  type UpdateUserPoolDomainRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { changeInTurn, createOnce, isNamed, unlessGone } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { type Difference, differenceOf, type Edit, withoutEmpty } from './contract.ts';
import { readUserPool } from './user-pool.ts';

/** 1 is the classic hosted UI, 2 is managed login. */
export type ManagedLoginVersion = 1 | 2;

/** A domain that exists, whoever's it is (of this account and Region). */
export interface Domain {
  readonly name: string;
  readonly poolId: string;
  readonly status: string;
  readonly managedLogin: ManagedLoginVersion;
  /** A custom domain has a certificate of its own; it is nothing that we make. */
  readonly custom: boolean;
  readonly description: DomainDescriptionType;
}

export interface DesiredDomain {
  /** The prefix that the user named: then no other will do. */
  readonly prefix: string | undefined;
  /** What the prefix is derived from when the user named none. */
  readonly alias: string;
  readonly managedLogin: ManagedLoginVersion | undefined;
}

/**
 * The domain of that prefix or name. For an unknown one AWS answers an empty description, or ResourceNotFound.
 */
export async function readDomain(aws: Pick<Aws, 'cognito'>, name: string): Promise<Domain | undefined> {
  const answer = await unlessGone(() =>
    aws.cognito.send(new DescribeUserPoolDomainCommand({ Domain: name })),
  );
  const description = answer?.DomainDescription;
  if (description?.Domain === undefined || description.UserPoolId === undefined) return undefined;
  return {
    name: description.Domain,
    poolId: description.UserPoolId,
    status: description.Status ?? 'CREATING',
    managedLogin: description.ManagedLoginVersion === 2 ? 2 : 1,
    custom: description.CustomDomainConfig?.CertificateArn !== undefined,
    description,
  };
}

function editsOf(domain: Domain, desired: DesiredDomain): Edit<UpdateUserPoolDomainRequest>[] {
  if (desired.managedLogin === undefined || desired.managedLogin === domain.managedLogin) return [];
  return [
    {
      field: 'managed login version',
      from: domain.managedLogin,
      to: desired.managedLogin,
      member: 'ManagedLoginVersion',
      value: desired.managedLogin,
    },
  ];
}

/** Pure: what stands between the pool's domain and what is wanted of it. */
export function diffDomain(
  domain: Domain | undefined,
  desired: DesiredDomain,
  /** The prefixes to fall back on when somebody else has the first. */
  others: readonly string[] = [],
): Difference {
  if (domain === undefined) {
    const fallback = { field: 'if that is taken', from: undefined, to: others };
    return { action: 'create', fields: others.length === 0 ? [] : [fallback] };
  }
  const blocked =
    desired.prefix === undefined || desired.prefix === domain.name
      ? []
      : [
          {
            field: 'domain prefix',
            why: `The user pool has the domain “${domain.name}” already, and Cognito cannot rename a domain.`,
            choices: [
              { act: `Keep it: leave --domain-prefix out, or give --domain-prefix ${domain.name}.` },
              {
                act: 'Delete the domain in the Cognito console; this breaks the sign-in of every app that uses it. Wait until it is gone, and run the command again.',
              },
            ],
          },
        ];
  return differenceOf(editsOf(domain, desired), blocked);
}

function isTaken(error: unknown): boolean {
  return isNamed(error, 'InvalidParameterException') && /already (associated|exists)/i.test(String(error));
}

/** Recorded (aws-cdk#10062 and many): another run, or somebody, was quicker. */
function hasOther(error: unknown): boolean {
  return isNamed(error, 'InvalidParameterException') && /already has a domain/i.test(String(error));
}

/**
 * The domain that the pool has got meanwhile, under whatever name, as it is wanted.
 *
 * @throws CliError CONCURRENT_CHANGE when it is none that was asked for, or Cognito does not show it yet
 */
async function domainOf(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  poolId: string,
  desired: DesiredDomain,
): Promise<Domain> {
  const name = (await readUserPool(aws, poolId))?.Domain;
  const wanted = desired.prefix === undefined || desired.prefix === name;
  const found =
    name === undefined || !wanted
      ? undefined
      : await changeInTurn(aws, () => updateDomain(aws, poolId, name, desired));
  if (found !== undefined) return found;
  throw new CliError(
    `Somebody gave the user pool a domain at this moment${name === undefined ? '' : ` (${name})`}, and it can have one only.`,
    {
      code: 'CONCURRENT_CHANGE',
      hint: 'Run the same command again in a minute: it reads what is there now and goes on from it.',
    },
  );
}

/**
 * Creates the domain under the first candidate that is free, or changes its version; nothing to change is no call.
 *
 * @throws CliError DOMAIN_TAKEN when every candidate belongs to somebody else; that of `domainOf`
 */
export async function writeDomain(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  name: string | undefined,
  desired: DesiredDomain,
  /** Prefixes to try, in order, when the pool has no domain yet. */
  candidates: readonly string[],
): Promise<Domain> {
  const present =
    name === undefined ? undefined : await changeInTurn(aws, () => updateDomain(aws, poolId, name, desired));
  if (present !== undefined) return present;
  for (const prefix of candidates) {
    const made = await createDomain(aws, poolId, prefix, desired);
    if (made !== undefined) return made;
  }
  throw new CliError(
    `The domain prefix ${candidates.map((prefix) => `“${prefix}”`).join(' and ')} is taken by another user pool (of this or any other AWS account).`,
    {
      code: 'DOMAIN_TAKEN',
      hint: 'Run the same command again with another --domain-prefix; what was created so far is kept.',
    },
  );
}

/** The domain as it is wanted, or undefined when there is none. */
async function updateDomain(
  aws: Pick<Aws, 'cognito'>,
  poolId: string,
  name: string,
  desired: DesiredDomain,
): Promise<Domain | undefined> {
  const domain = await readDomain(aws, name);
  if (domain === undefined || editsOf(domain, desired).length === 0) return domain;
  const { CustomDomainConfig, Routing } = withoutEmpty(domain.description);
  const version = desired.managedLogin ?? domain.managedLogin;
  await aws.cognito.send(
    new UpdateUserPoolDomainCommand({
      Domain: domain.name,
      UserPoolId: poolId,
      ManagedLoginVersion: version,
      ...(domain.custom ? { CustomDomainConfig } : {}),
      ...(Routing === undefined ? {} : { Routing }),
    }),
  );
  return { ...domain, managedLogin: version };
}

/** The domain that was created, or undefined when the prefix is somebody else's. */
async function createDomain(
  aws: Pick<Aws, 'cognito' | 'cognitoOnce' | 'signal'>,
  poolId: string,
  prefix: string,
  desired: DesiredDomain,
): Promise<Domain | undefined> {
  const managedLogin = desired.managedLogin ?? 2;
  const ours = async () => {
    const found = await readDomain(aws, prefix);
    return found?.poolId === poolId ? found : undefined;
  };
  try {
    return await createOnce<Domain>(
      aws,
      async () => {
        await aws.cognitoOnce.send(
          new CreateUserPoolDomainCommand({
            Domain: prefix,
            UserPoolId: poolId,
            ManagedLoginVersion: managedLogin,
          }),
        );
        return { name: prefix, poolId, status: 'CREATING', managedLogin, custom: false, description: {} };
      },
      ours,
    );
  } catch (error) {
    if (hasOther(error)) return domainOf(aws, poolId, desired);
    if (!isTaken(error)) throw error;
    // AWS says the same when the pool that holds the prefix is our own.
    return ours();
  }
}

/**
 * How often, and after which pause, a deletion is begun again that Cognito refuses while it is still providing or changing
 * the domain: for moments, with InvalidParameterException, whatever status it shows (recorded in alchemy, UserPoolDomain).
 */
const REMOVALS = 10;
const REMOVAL_PAUSE_MS = 2_000;

/** Starts the deletion; already gone or going is success. The domain is DELETING for a while: see `readDomain`. */
export async function removeDomain(aws: Pick<Aws, 'cognito' | 'signal'>, domain: Domain): Promise<void> {
  const command = new DeleteUserPoolDomainCommand({ Domain: domain.name, UserPoolId: domain.poolId });
  for (let pauses = 0; ; pauses += 1) {
    try {
      await changeInTurn(aws, () => aws.cognito.send(command));
      return;
    } catch (error) {
      if (isNamed(error, 'ResourceNotFoundException')) return;
      // A first attempt whose answer was lost has begun it, and Cognito refuses the second.
      const now = await readDomain(aws, domain.name);
      if (now === undefined || now.poolId !== domain.poolId || now.status === 'DELETING') return;
      if (pauses === REMOVALS || !isNamed(error, 'InvalidParameterException')) throw error;
    }
    await sleep(REMOVAL_PAUSE_MS, undefined, { signal: aws.signal });
  }
}
