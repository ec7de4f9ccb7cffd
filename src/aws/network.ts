import { Agent } from 'node:https';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { CliError } from '../errors.ts';
import { type Trusted, trustedCertificates } from './certificates.ts';
import { type HttpProxy, proxyFor, proxyRefused } from './proxy.ts';

/** What holds for every connection of a run. */
export interface NetworkOptions {
  readonly signal: AbortSignal;
  /** How long one attempt may take from its first byte to the last of its answer; without it 20 seconds. */
  readonly timeoutMs?: number | undefined;
  /** Whose certificates are trusted, where that is more than Node's own. */
  readonly trusted?: Trusted | undefined;
}

/** One answer, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What is asked for; without more it is a GET. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** How the pages that are no AWS call are asked for: discovery, keys, tokens, the time. */
export interface Network {
  readonly signal: AbortSignal;
  /**
   * Asks through the proxy of the environment, and follows no redirect.
   *
   * @throws Error of the connection; TimeoutError; CliError of the proxy, or ANSWER_TOO_LARGE
   */
  request(url: URL | string, asked?: Asked): Promise<Answer>;
}

const DEFAULT_TIMEOUT_MS = 20_000;
/** How much of an attempt's time may go by until it is connected: the rest has to do for the answer. */
const connectTime = (timeoutMs: number): number => Math.min(timeoutMs / 2, 5_000);

const MB = 1024 * 1024;
/** Sixty users with every attribute that Cognito knows are half of it. */
const LARGEST_CALL = 16 * MB;
/** A discovery document, a set of keys or a token has some thousand bytes. */
const LARGEST_PAGE = MB;

const proxies = new WeakMap<object, string>();

/** The proxy, as `host:port`, through which a request went that failed. */
export function proxyOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? proxies.get(error) : undefined;
}

/** The end of a sentence about a request that failed: through which proxy, and Node's name for what happened. */
export function howItFailed(error: unknown): string {
  const proxy = proxyOf(error);
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return `${proxy === undefined ? '' : ` through the proxy ${proxy}`}${code === undefined ? '' : ` (${code})`}`;
}

/**
 * Reads an answer to its end.
 *
 * @throws CliError ANSWER_TOO_LARGE
 */
async function whole(body: AsyncIterable<Buffer>, host: string, largest: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > largest) {
      throw new CliError(`What answers at ${host} sends more than ${largest / MB} MB, so it is not AWS.`, {
        code: 'ANSWER_TOO_LARGE',
        hint: 'Check the network for a proxy or a sign-in page of its own, and AWS_ENDPOINT_URL.',
      });
    }
  }
  return Buffer.concat(chunks);
}

/**
 * True when a request may be sent again: it changes nothing (RFC 9110, 9.2.2), and the connection broke. A server may close one
 * that was kept open just when the next request is on its way.
 */
const mayRepeat = (method: string, error: unknown): boolean =>
  method === 'GET' && ['ECONNRESET', 'EPIPE'].includes(String((error as NodeJS.ErrnoException).code));

const timedOut = (host: string): Error =>
  Object.assign(new Error(`${host} did not answer in time.`), { name: 'TimeoutError' });

/** Connects to whoever shows a certificate that is trusted. */
class TrustingAgent extends Agent {
  readonly #trusted: Trusted;

  constructor(trusted: Trusted) {
    super({ keepAlive: true, maxSockets: 50 });
    this.#trusted = trusted;
  }

  override createConnection(...[options, connected]: Parameters<Agent['createConnection']>) {
    return super.createConnection(Object.assign({}, options, { secureContext: this.#trusted() }), connected);
  }
}

/**
 * Sends requests through the proxy of the environment, each within one deadline: the handler of the SDK stops its clock
 * when the headers are there, and starts it anew with each byte. Ends every request when the run is cancelled.
 */
export class RequestHandler extends NodeHttpHandler {
  readonly #options: NetworkOptions;
  readonly #largest: number;
  readonly #timeoutMs: number;
  readonly #proxied = new Map<string, Promise<NodeHttpHandler>>();

  /** @param largest the longest answer, in bytes */
  constructor(options: NetworkOptions, largest = LARGEST_CALL) {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, trusted } = options;
    super({
      connectionTimeout: connectTime(timeoutMs),
      ...(trusted !== undefined && { httpsAgent: new TrustingAgent(trusted) }),
    });
    this.#options = options;
    this.#largest = largest;
    this.#timeoutMs = timeoutMs;
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const { signal } = this.#options;
    const { protocol, hostname, port } = request;
    const host = port === undefined ? hostname : `${hostname}:${port}`;
    // Before the clock runs: what this throws would leave it running, and the process with it.
    const proxy = proxyFor(new URL(`${protocol}//${host}/`));
    const stop = new AbortController();
    const end = () => stop.abort();
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    const timer = setTimeout(end, this.#timeoutMs);
    try {
      const attempt = { ...options, abortSignal: stop.signal };
      const { response } =
        proxy === undefined
          ? await super.handle(request, attempt)
          : await (await this.#through(proxy)).handle(request, attempt);
      if (proxy !== undefined && response.statusCode === 407) {
        throw proxyRefused({ proxy, target: host }, 407, response.headers['proxy-authenticate']);
      }
      response.body = await whole(response.body, host, this.#largest);
      return { response };
    } catch (error) {
      const met = stop.signal.aborted && !signal.aborted ? timedOut(host) : error;
      if (proxy !== undefined && met instanceof Error) proxies.set(met, proxy.name);
      throw met;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
  }

  #through(proxy: HttpProxy): Promise<NodeHttpHandler> {
    const known = this.#proxied.get(proxy.url);
    if (known !== undefined) return known;
    const { signal, trusted } = this.#options;
    const timeoutMs = connectTime(this.#timeoutMs);
    const opened = import('./proxy-agents.ts').then(
      ({ proxyAgents }) => new NodeHttpHandler(proxyAgents({ proxy, timeoutMs, signal, trusted })),
    );
    this.#proxied.set(proxy.url, opened);
    return opened;
  }
}

/** Opens what the pages are asked for with; nothing is asked yet. */
export function openNetwork(options: NetworkOptions): Network {
  const handler = new RequestHandler(options, LARGEST_PAGE);
  return {
    signal: options.signal,
    request: async (url, { method = 'GET', headers = {}, body } = {}) => {
      const { protocol, hostname, port, pathname, search, host } = new URL(url);
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const request = new HttpRequest({
        method,
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: `${pathname}${search}`,
        headers: { host, ...headers, ...length },
        body,
      });
      const ask = (): Promise<{ response: HttpResponse }> => handler.handle(request);
      const { response } = await ask().catch((error: unknown) => {
        if (mayRepeat(method, error)) return ask();
        throw error;
      });
      return { status: response.statusCode, headers: response.headers, body: response.body };
    },
  };
}

/** What holds for every connection of a run with that profile. @throws UsageError CA_BUNDLE */
export async function networkOptions(
  options: Omit<NetworkOptions, 'trusted'>,
  profile: string | undefined,
): Promise<NetworkOptions> {
  return { ...options, trusted: await trustedCertificates(profile === undefined ? {} : { profile }) };
}
