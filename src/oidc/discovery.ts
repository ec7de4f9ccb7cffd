import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, howItFailed, type Network } from '../aws/network.ts';
import { CliError } from '../errors.ts';

/** What we use of a discovery document; members that Cognito may add are ignored. */
export interface Discovery {
  /** Where it was read. */
  readonly url: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly endSessionEndpoint: string | undefined;
  /** How a client may prove itself at the token endpoint. */
  readonly tokenEndpointAuthMethods: readonly string[];
}

/** The address that Mendix calls "Automatic configuration URL". */
export function discoveryUrl(issuer: string): string {
  return `${issuer}/.well-known/openid-configuration`;
}

/** Who signs the tokens of a user pool, and where the keys to check them are. */
export interface TokenIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
}

/** A document as it was read, and how to refuse it. */
interface Document {
  readonly member: (name: string) => unknown;
  readonly text: (name: string) => string | undefined;
  readonly invalid: (why: string) => CliError;
}

const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/**
 * Fetches from the discovery document what a check of a token needs: a sign-in without the sign-in page needs no more.
 *
 * @throws as `fetchDiscovery`
 */
export async function fetchTokenIssuer(network: Network, url: string): Promise<TokenIssuer> {
  const { text, invalid } = await fetchDocument(network, url);
  const issuer = text('issuer');
  const jwksUri = text('jwks_uri');
  if (issuer === undefined || jwksUri === undefined || !isWebAddress(jwksUri)) {
    throw invalid('has no issuer or no jwks_uri');
  }
  return { issuer, jwksUri };
}

/**
 * Fetches the discovery document, or says why it is not usable.
 *
 * @throws CliError DISCOVERY_UNREACHABLE or DISCOVERY_INVALID; one of the proxy, or ANSWER_TOO_LARGE.
 */
export async function fetchDiscovery(network: Network, url: string): Promise<Discovery> {
  const { member, text, invalid } = await fetchDocument(network, url);
  const methods = member('token_endpoint_auth_methods_supported');
  const issuer = text('issuer');
  const authorizationEndpoint = text('authorization_endpoint');
  if (issuer === undefined || authorizationEndpoint === undefined || !URL.canParse(authorizationEndpoint)) {
    throw invalid('has no issuer or no authorization_endpoint');
  }
  return {
    url,
    issuer,
    authorizationEndpoint,
    endSessionEndpoint: text('end_session_endpoint'),
    tokenEndpointAuthMethods: Array.isArray(methods)
      ? methods.filter((method) => typeof method === 'string')
      : [],
  };
}

/** What the user does about an address that does not answer. */
export const REACH_IT =
  'Check that this computer reaches that address (proxy, firewall); your Mendix app must reach it too.';

/**
 * The answer of that address, whatever its status.
 *
 * @param unreachable the error when there is none, with how it failed
 * @throws that error; one of the proxy, or ANSWER_TOO_LARGE
 */
export async function answerOf(
  { request, signal }: Network,
  url: string,
  unreachable: (why: string, cause: unknown) => CliError,
): Promise<Answer> {
  try {
    return await request(url);
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    if (cause instanceof CliError) throw cause;
    throw unreachable(howItFailed(cause), cause);
  }
}

async function fetchDocument(network: Network, url: string): Promise<Document> {
  const answer = await answerOf(
    network,
    url,
    (why, cause) =>
      new CliError(`The discovery document at ${url} cannot be reached${why}.`, {
        code: 'DISCOVERY_UNREACHABLE',
        hint: REACH_IT,
        cause,
      }),
  );
  const invalid = (why: string) =>
    new CliError(`The discovery document at ${url} ${why}.`, {
      code: 'DISCOVERY_INVALID',
      hint: 'Open the address in a browser; run the command again in a minute.',
    });
  if (answer.status !== 200) throw invalid(`answers HTTP ${answer.status}`);
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(answer.body).toString());
  } catch {
    throw invalid('is not JSON');
  }
  const member = (name: string): unknown =>
    typeof document === 'object' && document !== null ? Reflect.get(document, name) : undefined;
  const text = (name: string): string | undefined => {
    const value = member(name);
    return typeof value === 'string' ? value : undefined;
  };
  return { member, text, invalid };
}

/**
 * True when the document's endpoints are on the pool's domain. Before the domain is active the document is served
 * all the same, with endpoints that do not work, so its mere presence proves nothing.
 *
 * @param domain a prefix (the first label of the host, or on a local endpoint a segment of the path), or the host
 *   of a custom domain
 */
export function isOnDomain(discovery: Discovery, domain: string): boolean {
  const url = new URL(discovery.authorizationEndpoint);
  return (
    url.hostname === domain ||
    url.hostname.startsWith(`${domain}.`) ||
    url.pathname.split('/').includes(domain)
  );
}

/** The domain's own address: what stands before `/oauth2/authorize`. */
export function domainBase(discovery: Discovery): string {
  return discovery.authorizationEndpoint.replace(/\/oauth2\/authorize$/, '');
}

/** How a wait is bounded, and what is shown while it lasts. */
export interface WaitOptions {
  readonly timeoutMs: number;
  /** Called before each look with the time that is left, in milliseconds. */
  readonly onWait: (leftMs: number) => void;
}

/**
 * Waits until the discovery document leads to the domain, so that nobody imports it into Mendix too early.
 *
 * @throws CliError DOMAIN_NOT_ACTIVE when the time is up.
 */
export async function waitForDomain(
  network: Network,
  url: string,
  domain: string,
  options: WaitOptions,
): Promise<Discovery> {
  const { signal } = network;
  const started = Date.now();
  const deadline = started + options.timeoutMs;
  for (;;) {
    options.onWait(deadline - Date.now());
    try {
      const discovery = await fetchDiscovery(network, url);
      if (isOnDomain(discovery, domain)) return discovery;
    } catch (error) {
      if (signal.aborted || !(error instanceof CliError)) throw error;
    }
    // A look every quarter of a second at first, and ever rarer: a fifth of the time that it has taken so far.
    const pause = Math.min(Math.max(250, (Date.now() - started) / 5), 4_000);
    if (Date.now() + pause > deadline) {
      throw new CliError(
        `The domain “${domain}” is not active after ${Math.round(options.timeoutMs / 60_000)} min.`,
        {
          code: 'DOMAIN_NOT_ACTIVE',
          hint: 'Do not import the configuration into Mendix yet. Run the same command again in a few minutes: it goes on from here.',
        },
      );
    }
    await sleep(pause, undefined, { signal });
  }
}
