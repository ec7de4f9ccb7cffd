import type { Call } from '../cognito/operation.ts';
import { AwsError, limitExceeded } from '../errors.ts';
import type { Infer, Json } from '../shapes/notation.ts';
import type { identityPolicy, onlyPolicy } from '../shapes/ses.ts';
import type { Identity } from '../state.ts';
import { findIdentity } from './identities.ts';

/** SES developer guide, "Using sending authorization". */
const MAX_POLICIES = 20;

/** The services in whose name Cognito sends (developer guide, "Email settings for user pools"). */
const COGNITO = ['cognito-idp.amazonaws.com', 'email.cognito-idp.amazonaws.com'];

/** SES API v2 reference, CreateEmailIdentityPolicy. */
export function createPolicy(input: Infer<typeof identityPolicy>, call: Call): object {
  const identity = findIdentity(call, input.EmailIdentity);
  const policies = identity.policies ?? {};
  if (Object.hasOwn(policies, input.PolicyName)) {
    throw new AwsError('AlreadyExistsException', `Policy ${input.PolicyName} already exists.`);
  }
  if (Object.keys(policies).length >= MAX_POLICIES) {
    throw limitExceeded(`An identity can have at most ${MAX_POLICIES} policies.`);
  }
  if (readPolicy(input.Policy) === undefined) {
    throw new AwsError('BadRequestException', 'The policy is not JSON.');
  }
  identity.policies = { ...policies, [input.PolicyName]: input.Policy };
  return {};
}

/** SES API v2 reference, DeleteEmailIdentityPolicy: one that is not there is none. */
export function deletePolicy(input: Infer<typeof onlyPolicy>, call: Call): object {
  const identity = findIdentity(call, input.EmailIdentity);
  const { [input.PolicyName]: _deleted, ...left } = identity.policies ?? {};
  identity.policies = left;
  return {};
}

/**
 * Whether a policy of the identity shuts Cognito out: a statement that denies, for everybody or for Cognito's service. The
 * sandbox reads neither actions nor conditions.
 */
export function deniesCognito(identity: Identity): boolean {
  return Object.values(identity.policies ?? {}).some((policy) =>
    listOf(member(readPolicy(policy), 'Statement')).some(
      (statement) => member(statement, 'Effect') === 'Deny' && namesCognito(member(statement, 'Principal')),
    ),
  );
}

function namesCognito(principal: Json | undefined): boolean {
  if (principal === '*' || member(principal, 'AWS') === '*') return true;
  return listOf(member(principal, 'Service')).some((each) => COGNITO.some((name) => name === each));
}

function readPolicy(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function member(value: Json | undefined, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

/** IAM writes a list of one as the one. */
function listOf(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
