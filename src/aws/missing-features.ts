/**
 * What an endpoint that stands in for AWS (`AWS_ENDPOINT_URL`) may not have, and what becomes of a run without it. AWS has
 * all of this, so with AWS none of it is ever found missing.
 */
export const MISSING_FEATURES = {
  identity: 'It does not say whose account this is (STS GetCallerIdentity).',
  tags: 'It keeps no tags on user pools, so a pool is not found again by its alias: name it with --pool-id and --adopt.',
  'tag-search': 'It has no Resource Groups Tagging API: a user pool is found by reading each one.',
  tiers: 'It knows no tiers of user pools: --tier has no effect.',
  domain: 'It has no domains for user pools, so there is no sign-in page.',
  mfa: 'It has no second factor at sign-in: --mfa has no effect.',
  'managed-login': 'It knows one kind of sign-in page only: --managed-login has no effect.',
  branding: 'It has no styles for sign-in pages; with AWS the app client gets one.',
  'client-secrets': 'It does not list the secrets of an app client: rotate-secret does not work there.',
  discovery: 'Its discovery document leads to no sign-in page: Mendix cannot sign anybody in there.',
  mail: 'It has no Amazon SES: no address can be verified or used as the sender.',
  'mail-list':
    'It does not list the addresses of Amazon SES (ListEmailIdentities): those that were verified for this alias stay.',
  'mail-account': 'It does not say what Amazon SES allows this account (GetAccount).',
} as const;

/** What a run does without where AWS does not allow it, and what that costs. */
export const REFUSED_ACTIONS = {
  'tag:GetResources':
    'These AWS credentials may not call tag:GetResources, so each user pool of the account is read to find the right one. To save time, allow that call: iam-policy includes it.',
} as const;

export type DispensableAction = keyof typeof REFUSED_ACTIONS;

export type MissingFeature = keyof typeof MISSING_FEATURES;

/** Whether the calls of a run go to such an endpoint, and what it turned out not to have so far. */
export interface CustomEndpoint {
  /** True when `AWS_ENDPOINT_URL` or the sandbox stands where AWS would be. */
  readonly customEndpoint: boolean;
  /** Empty with AWS. */
  readonly missing: Set<MissingFeature>;
}

/** Names under which emulators refuse an operation that they do not know; the last two are the SDK's for a bare page. */
const UNKNOWN = new Set([
  'UnknownOperationException',
  'InvalidAction',
  'NotImplemented',
  'NotImplementedException',
  'NotImplementedError',
  'Unsupported',
  'UnsupportedError',
  'Unknown',
  'NotFound',
]);

const SAYS_SO = /not (?:yet )?(?:been )?(?:implemented|emulated|supported)|unsupported feature/i;

/** A gateway in front of an endpoint says nothing about what the endpoint has. */
const GATEWAY = new Set([502, 503, 504]);

/** The parts of an SDK error that show how it was answered. */
interface Answered {
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * True when an endpoint that is not AWS's own answered that it does not have the operation: by an error's name, in words,
 * with HTTP 501, or with a page that is no answer of the protocol at all.
 */
export function isMissing(aws: Pick<CustomEndpoint, 'customEndpoint'>, error: unknown): boolean {
  if (!aws.customEndpoint || !(error instanceof Error)) return false;
  const { $fault, $metadata } = error as Answered;
  const status = $metadata?.httpStatusCode;
  if (status === undefined || GATEWAY.has(status)) return false;
  if (UNKNOWN.has(error.name) || SAYS_SO.test(error.message) || status === 501) return true;
  // What the SDK could not read as an answer of AWS is no fault of client or server to it.
  return $fault === undefined;
}

/** Makes the call, or does without it where the endpoint does not have it, and remembers that it is missing. */
export async function unlessMissing<T, W>(
  aws: CustomEndpoint,
  feature: MissingFeature,
  call: () => Promise<T>,
  without: W,
): Promise<T | W> {
  try {
    return await call();
  } catch (error) {
    if (!isMissing(aws, error)) throw error;
    aws.missing.add(feature);
    return without;
  }
}
