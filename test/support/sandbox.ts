import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';
import { awsModel, modelsPresent, type Service } from './aws-model.ts';

// Else the SDK prints a notice about Node between the results.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** The Region that the clients sign for, unless they are given another. */
export const REGION = 'eu-west-1';

/** A moment far from any real clock, so that a test which reads the real one shows. */
const START = Date.parse('2031-05-06T07:08:09.000Z');

/** A clock that stands still until a test moves it. */
export class Clock {
  now = START;

  /** Moves the clock on. */
  advance(milliseconds: number): void {
    this.now += milliseconds;
  }
}

/** AWS's SDK clients of one Region, pointed at the sandbox. */
export interface Clients {
  readonly cognito: CognitoIdentityProviderClient;
  readonly ses: SESv2Client;
  readonly sts: STSClient;
}

/** A sandbox for one test, with clients for it. */
export interface TestSandbox extends Clients {
  readonly url: string;
  readonly port: number;
  readonly clock: Clock;
  /** What the sandbox logged: only its own failures are logged, so a test expects nothing here. */
  readonly log: readonly string[];
  /** Clients that sign for another Region. */
  inRegion(region: string): Clients;
  /** Ends it before the test does, for tests about restarts. */
  close(): Promise<void>;
}

/** How long a domain of a test's sandbox is on its way, in the time of its clock. */
export const DOMAIN_MS = 60_000;
export const CUSTOM_DOMAIN_MS = 300_000;

/** Starts a sandbox on a free port, with a clock that stands still; it ends with the test. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const clock = new Clock();
  const log: string[] = [];
  const running = await startSandbox({
    port: 0,
    domainActivationMs: DOMAIN_MS,
    customDomainActivationMs: CUSTOM_DOMAIN_MS,
    now: () => clock.now,
    log: (line) => log.push(line),
    ...options,
  });
  const opened: Clients[] = [];
  const inRegion = (region: string): Clients => {
    const clients = awsClients(running.url, region);
    opened.push(clients);
    return clients;
  };
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    for (const clients of opened) for (const each of Object.values(clients)) each.destroy();
    await running.close();
  };
  onTestFinished(close);
  return { url: running.url, port: running.port, clock, log, inRegion, close, ...inRegion(REGION) };
}

/** SDK clients for an endpoint, with credentials that mean nothing and without retries. */
export function awsClients(endpoint: string, region = REGION): Clients {
  const shared = {
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
  };
  const clients = {
    cognito: new CognitoIdentityProviderClient(shared),
    ses: new SESv2Client(shared),
    sts: new STSClient(shared),
  };
  if (modelsPresent) {
    holdToModel(clients.cognito, 'cognito-idp');
    holdToModel(clients.ses, 'sesv2');
  }
  return clients;
}

/** Errors that any operation can have, and no model lists. */
const OF_EVERY_OPERATION = [
  'SerializationException',
  'UnknownOperationException',
  'MissingAuthenticationTokenException',
  'IncompleteSignatureException',
];

/** Errors that the API reference has in its text, though its list of errors (and so the model) lacks them. */
const DOCUMENTED = ['AdminCreateUser AliasExistsException'];

/** Every test is a contract test as well: an error that AWS does not have for its operation becomes another error. */
function holdToModel(client: CognitoIdentityProviderClient | SESv2Client, service: Service): void {
  const stack = client.middlewareStack as CognitoIdentityProviderClient['middlewareStack'];
  stack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      try {
        return await next(args);
      } catch (error) {
        if (!(error instanceof Error && '$fault' in error)) throw error;
        const known = [...awsModel(service).errors(operation), ...OF_EVERY_OPERATION];
        if (known.includes(error.name) || DOCUMENTED.includes(`${operation} ${error.name}`)) throw error;
        throw new TypeError(`AWS’s ${operation} has no ${error.name}: ${error.message}`);
      }
    },
    { step: 'initialize', name: 'holdToModel' },
  );
}

/** The name of the error that a call ends with; `'none'` when it succeeds. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return error instanceof Error ? error.name : String(error);
  }
}

/** What a call sends over the wire and gets back, for tests about the protocol itself. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** A SigV4 header as far as the sandbox reads one. */
export function authorization(region = REGION, service = 'cognito-idp'): string {
  const scope = `EXAMPLE/20310506/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=00`;
}

/**
 * Sends a Cognito call without an SDK, which would not send what is malformed.
 *
 * @param body sent as it is when it is text, and as JSON otherwise
 */
export async function postCognito(
  url: string,
  operation: string,
  body: unknown,
  headers: Record<string, string> = { authorization: authorization() },
): Promise<RawAnswer> {
  return raw(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** The same for the Resource Groups Tagging API, in the JSON protocol. */
export async function postTagging(url: string, operation: string, body: unknown): Promise<RawAnswer> {
  return postCognito(url, operation, body, {
    authorization: authorization(REGION, 'tagging'),
    'x-amz-target': `ResourceGroupsTaggingAPI_20170126.${operation}`,
  });
}

/** Sends a request and reads its answer; the body is empty when it is no JSON object. */
export async function raw(url: string, init: RequestInit = {}): Promise<RawAnswer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: asObject(text) };
}

function asObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
