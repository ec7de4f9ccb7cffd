import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { STSClient } from '@aws-sdk/client-sts';
import { loadConfig } from '@smithy/core/config';
import { NODE_MAX_ATTEMPT_CONFIG_OPTIONS } from '@smithy/core/retry';
import { getSmithyContext } from '@smithy/core/transport';
import { noteSecret } from '../secret.ts';
import { requireProgress, requireShape } from './answer-shape.ts';
import { type Credentials, openCredentials } from './credentials.ts';
import type { EmailService } from './email-service.ts';
import { type CustomEndpoint, type DispensableAction, isMissing } from './missing-features.ts';
import { type Network, networkOptions, openNetwork, RequestHandler } from './network.ts';
import { knowNewerMembers } from './newer-members.ts';
import { partitionOf } from './partition.ts';
import { configuredEndpoint } from './profiles.ts';
import './sdk-notice.ts';
import type { TagSearch } from './tag-search.ts';

/** One AWS call, as `--debug` shows it: never its input or output, which may hold secrets. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly milliseconds: number;
  /** The error's name, or undefined for success. */
  readonly error: string | undefined;
}

export interface AwsOptions {
  readonly region: string;
  readonly profile?: string | undefined;
  /** The local Cognito's address; then no credentials are looked for. */
  readonly sandboxUrl?: string | undefined;
  readonly signal: AbortSignal;
  /** Found already; without them they are looked for when a call first needs them. */
  readonly credentials?: Credentials | undefined;
  /** How long one attempt may take, whatever is asked; without it 20 seconds. */
  readonly timeoutMs?: number | undefined;
  readonly onCall?: ((call: CallRecord) => void) | undefined;
}

/** What resources need to talk to one account in one Region. */
export interface Aws extends CustomEndpoint {
  readonly region: string;
  /** Reads and updates: with the SDK's retries. */
  readonly cognito: CognitoIdentityProviderClient;
  /** Creates: one attempt, since no create has an idempotency token (see `createOnce`). */
  readonly cognitoOnce: CognitoIdentityProviderClient;
  /** One attempt at once: for calls by the thousand, whose caller keeps the pace (see `paced`). */
  readonly cognitoPaced: CognitoIdentityProviderClient;
  /** Loaded when a run first needs it: most have nothing to do with mail. */
  readonly ses: () => Promise<EmailService>;
  /** Loaded likewise. Undefined where an endpoint stands in for Cognito alone: AWS knows nothing of the pools there. */
  readonly tagSearch: (() => Promise<TagSearch>) | undefined;
  readonly sts: STSClient;
  /** The IAM actions that AWS refused, and that a run can do without. */
  readonly refused: Set<DispensableAction>;
  /** For the pages that are no AWS call. */
  readonly network: Network;
  readonly signal: AbortSignal;
  /** True when the calls go to the local Cognito. */
  readonly sandbox: boolean;
  /** The URL before `/<pool id>/.well-known/…`: the Region's host, or the configured endpoint. */
  readonly issuerBase: string;
  /** The same for pools with the updated issuer (API reference, IssuerConfigurationType). */
  readonly updatedIssuerBase: string;
}

/** As many as our own creates get (`createOnce`), where AWS_MAX_ATTEMPTS or the profile's max_attempts says nothing. */
const ATTEMPTS = 5;

interface Failure {
  readonly service: string;
  readonly operation: string;
  /** True when an endpoint that stands in for AWS does not have the operation at all. */
  readonly missing: boolean;
}

const failedCalls = new WeakMap<object, Failure>();

/** Which call an SDK error came from, for the advice that names the missing IAM action. */
export function failedCall(error: unknown): Failure | undefined {
  return typeof error === 'object' && error !== null ? failedCalls.get(error) : undefined;
}

const ignore = () => {};

/**
 * The SDK would write its remarks on credentials to the console, between the wizard's questions; whose account a run is
 * about is shown before any write.
 */
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** What the SDK's clients have in common, as far as it matters here. */
interface Client {
  readonly config: Pick<CognitoIdentityProviderClient['config'], 'credentials'>;
  readonly middlewareStack: unknown;
}

/** Shorter than any that AWS gives: words of an example or of an emulator are no secret. */
const SHORTEST_KEY = 16;

/** What answers in AWS's place, such as a proxy, may repeat the headers of a call, and a temporary key's token is one. */
async function noteCredentials({ config }: Client): Promise<void> {
  const known = await config.credentials().catch(() => undefined);
  noteKeys(known?.secretAccessKey, known?.sessionToken);
}

function noteKeys(...keys: readonly (string | undefined)[]): void {
  for (const key of keys) if (key !== undefined && key.length >= SHORTEST_KEY) noteSecret(key);
}

/** Ends a call with the run: also in the SDK's pause between two attempts, which the request handler knows nothing of. */
async function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([call, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What answers in AWS's place may put anything where name and reason of an error belong; everybody else reads texts there. */
function withTexts(error: Error): Error {
  for (const [key, text] of [
    ['name', 'Error'],
    ['message', 'no reason was given'],
  ] as const) {
    if (typeof error[key] !== 'string')
      Object.defineProperty(error, key, { value: text, configurable: true });
  }
  return error;
}

interface Observing extends Pick<AwsOptions, 'onCall' | 'signal'>, Pick<Credentials, 'noteSource'> {
  readonly customEndpoint: boolean;
}

/** The services whose calls go through one middleware: it times each call, checks its answer, and remembers which one failed. */
function observe(client: Client, { customEndpoint, noteSource, onCall, signal }: Observing): void {
  const stack = client.middlewareStack as CognitoIdentityProviderClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      const started = performance.now();
      const service = String(context.clientName).replace(/Client$/, '');
      const operation = String(context.commandName).replace(/Command$/, '');
      const record = (error: string | undefined) =>
        onCall?.({ service, operation, milliseconds: Math.round(performance.now() - started), error });
      try {
        const result = await untilAborted(next(args), signal);
        requireShape(operation, getSmithyContext(context).operationSchema, result.output);
        requireProgress(operation, args.input, result.output);
        record(undefined);
        return result;
      } catch (error) {
        if (error instanceof Error) {
          noteSource(error);
          failedCalls.set(withTexts(error), {
            service,
            operation,
            missing: isMissing({ customEndpoint }, error),
          });
          // A provider that has just failed, or that a cancelled run would wait for, is not asked once more.
          if (!signal.aborted && error.name !== 'CredentialsProviderError') await noteCredentials(client);
          record(error.name);
        }
        throw error;
      }
    },
    { step: 'initialize', name: 'observeCalls' },
  );
}

/**
 * Opens the clients of one account and Region. Nothing is called and no credentials are looked for yet.
 *
 * @throws CliError REGION_INVALID or REGION_UNSUPPORTED.
 */
export async function openAws(options: AwsOptions): Promise<Aws> {
  const { region, sandboxUrl } = options;
  noteKeys(process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN);
  const partition = partitionOf(region);
  knowNewerMembers();
  const profile = options.profile === undefined ? {} : { profile: options.profile };
  const { signal, timeoutMs } = options;
  const connections = await networkOptions({ signal, timeoutMs }, options.profile);
  const isSandbox = sandboxUrl !== undefined;
  const { provider, noteSource } =
    options.credentials ?? openCredentials({ ...connections, profile: options.profile, region });
  const shared = {
    region,
    logger: QUIET,
    // Backs off with full jitter, and slows down when AWS throttles: an account with many pools is looked through pool by
    // pool, and Cognito allows 15 reads a second for all who work in it.
    retryMode: 'adaptive',
    maxAttempts: loadConfig({ ...NODE_MAX_ATTEMPT_CONFIG_OPTIONS, default: ATTEMPTS }, profile),
    requestHandler: new RequestHandler(connections),
    // What the SDK would find by itself may be of another profile.
    ignoreConfiguredEndpointUrls: true,
    credentials: isSandbox ? { accessKeyId: 'SANDBOX', secretAccessKey: 'sandbox' } : provider,
    ...profile,
  };
  const endpointOf = async (serviceId: string) => {
    const endpoint = sandboxUrl ?? (await configuredEndpoint(serviceId, options.profile));
    // The SDK takes no configured FIPS or dual stack beside an endpoint.
    return endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false };
  };
  const [cognitoEndpoint, tagEndpoint, stsEndpoint] = await Promise.all([
    endpointOf('Cognito Identity Provider'),
    endpointOf('Resource Groups Tagging API'),
    endpointOf('STS'),
  ]);
  const cognitoShared = {
    ...shared,
    ...(partition.fipsOnly ? { useFipsEndpoint: true } : {}),
    ...cognitoEndpoint,
  };
  const once = { ...cognitoShared, maxAttempts: 1 };
  const clients = {
    cognito: new CognitoIdentityProviderClient(cognitoShared),
    cognitoOnce: new CognitoIdentityProviderClient(once),
    cognitoPaced: new CognitoIdentityProviderClient({ ...once, retryMode: 'standard' }),
    sts: new STSClient({ ...shared, ...stsEndpoint }),
  };
  const { endpoint } = cognitoEndpoint;
  const customEndpoint = endpoint !== undefined;
  const watch = (client: Client) =>
    observe(client, { ...options, customEndpoint, noteSource: isSandbox ? ignore : noteSource });
  for (const client of Object.values(clients)) watch(client);
  let ses: Promise<EmailService> | undefined;
  const openSes = async () => {
    const { openEmailService } = await import('./email-service.ts');
    return openEmailService({ ...shared, ...(await endpointOf('SESv2')) }, watch);
  };
  let tagSearch: Promise<TagSearch> | undefined;
  const openTags = async () => {
    const { openTagSearch } = await import('./tag-search.ts');
    return openTagSearch({ ...shared, ...tagEndpoint }, watch);
  };
  const issuerBase = customEndpoint
    ? new URL(endpoint).href.replace(/\/$/, '')
    : `https://${partition.issuerHost(region)}`;
  return {
    ...clients,
    tagSearch:
      customEndpoint && tagEndpoint.endpoint === undefined
        ? undefined
        : () => {
            tagSearch ??= openTags();
            return tagSearch;
          },
    ses: () => {
      ses ??= openSes();
      return ses;
    },
    network: openNetwork(connections),
    region,
    signal,
    sandbox: isSandbox,
    customEndpoint,
    missing: new Set(),
    refused: new Set(),
    issuerBase,
    // The path stands for the other host in the sandbox.
    updatedIssuerBase: customEndpoint
      ? `${issuerBase}/_issuer`
      : `https://issuer-${partition.issuerHost(region)}`,
  };
}
