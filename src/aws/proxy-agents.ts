import type { Agent } from 'node:http';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Trusted } from './certificates.ts';
import { type HttpProxy, proxyRefused, proxyUnreachable } from './proxy.ts';

/** How connections to a proxy are made. */
interface Connecting {
  readonly proxy: HttpProxy;
  /** How long the proxy may take until it has connected. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Whose certificates are trusted, where that is more than Node's own. */
  readonly trusted: Trusted | undefined;
}

type Connect<A extends HttpsProxyAgent<string> | HttpProxyAgent<string>> = Parameters<A['connect']>;

/**
 * Connects within its time. The library waits for the answer of a proxy without end, and nobody else holds the socket by
 * then: it would keep the process alive.
 *
 * @param connect begins to connect at once, with that signal
 */
async function inTime<T>(
  { timeoutMs, signal }: Connecting,
  connect: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const end = () => stop.abort();
  const timer = setTimeout(end, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await connect(stop.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

const targetOf = (opts: object): string => {
  const { host, port } = opts as { host?: string; port?: number };
  return `${host}:${port}`;
};

const trusting = ({ trusted }: Connecting) => (trusted === undefined ? {} : { secureContext: trusted() });

/** A tunnel through the proxy: for https. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #how: Connecting;

  constructor(how: Connecting) {
    super(how.proxy.url, { keepAlive: true, maxSockets: 50, headers: how.proxy.headers });
    this.#how = how;
  }

  override async connect(...[request, options]: Connect<HttpsProxyAgent<string>>) {
    const { proxy } = this.#how;
    const passage = { proxy, target: targetOf(options) };
    const trusted = trusting(this.#how);
    let answered: { readonly statusCode: number; readonly headers: object } | undefined;
    request.once('proxyConnect', (answer: typeof answered) => {
      answered = answer;
    });
    const { connectOpts } = this;
    const socket = await inTime(this.#how, (signal) => {
      // Read before the first pause of the library, so that no two connections get each other's signal.
      this.connectOpts = Object.assign({}, connectOpts, trusted, { signal });
      const connected = super.connect(request, { ...options, ...trusted });
      this.connectOpts = connectOpts;
      return connected;
    }).catch((cause: Error) => {
      throw proxyUnreachable(passage, cause);
    });
    if (answered !== undefined && answered.statusCode !== 200) {
      const { statusCode, headers } = answered;
      throw proxyRefused(passage, statusCode, String(Reflect.get(headers, 'proxy-authenticate') ?? ''));
    }
    return socket;
  }
}

/** The proxy in the place of the server, which is asked for the whole address: for http. */
class ForwardAgent extends HttpProxyAgent<string> {
  readonly #how: Connecting;

  constructor(how: Connecting) {
    super(how.proxy.url, { keepAlive: true, maxSockets: 50, headers: how.proxy.headers });
    this.#how = how;
  }

  override async connect(...[request, options]: Connect<HttpProxyAgent<string>>) {
    const { proxy } = this.#how;
    const trusted = trusting(this.#how);
    const { connectOpts } = this;
    return inTime(this.#how, (signal) => {
      this.connectOpts = Object.assign({}, connectOpts, trusted, { signal });
      const connected = super.connect(request, options);
      this.connectOpts = connectOpts;
      return connected;
    }).catch((cause: Error) => {
      throw proxyUnreachable({ proxy, target: targetOf(options) }, cause);
    });
  }
}

/** The agents that send requests through a proxy; nothing is connected yet. */
export function proxyAgents(how: Connecting): { readonly httpAgent: Agent; readonly httpsAgent: Agent } {
  return { httpAgent: new ForwardAgent(how), httpsAgent: new TunnelAgent(how) };
}
