import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { CliError } from '../errors.ts';
import { resultPage } from './callback-page.ts';

/** Listens on the port of one callback URL of this computer. */
export interface CallbackListener {
  readonly url: string;
  /**
   * Waits for the browser to come to the callback, finishes the sign-in with what it brings, and shows the browser how
   * it ended. Only the first answer to this sign-in counts: any web page can send a request here, and none knows its state.
   *
   * @throws CliError LOGIN_TIMEOUT, or what `finish` throws
   */
  wait<T>(
    { state, finish }: { readonly state: string; readonly finish: (answer: URL) => Promise<T> },
    signal: AbortSignal,
    timeoutMs: number,
  ): Promise<T>;
  close(): Promise<void>;
}

/** Both addresses that a browser may take for localhost; IPv6 is not everywhere. */
const LOOPBACK = ['127.0.0.1', '::1'] as const;

/** True when something answers there: on some systems a second program could listen beside it. */
function isAnswered(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 });
    const done = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

/** True when a program of this computer listens on that port. */
export async function isListening(port: number): Promise<boolean> {
  return (await Promise.all(LOOPBACK.map((host) => isAnswered(port, host)))).includes(true);
}

function bind(server: Server, port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    // It stays: a connection that could not be taken later, for want of files, is an error of the server too.
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => resolve(undefined));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Takes the port of a callback URL on this computer.
 *
 * @param callbackUrl `http://localhost:<port>/…`; port 0 takes a free one, and `url` then names it
 * @returns undefined when the port is not to be had
 */
export async function listenOn(callbackUrl: string): Promise<CallbackListener | undefined> {
  const wanted = new URL(callbackUrl);
  let port = wanted.port === '' ? 80 : Number(wanted.port);
  if (port !== 0 && (await isListening(port))) return undefined;
  const servers: Server[] = [];
  let handle: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    void response.writeHead(503).end();
  for (const host of LOOPBACK) {
    const server = createServer((request, response) => handle(request, response));
    // A client that sends slowly or not at all must not keep the run from ending.
    server.headersTimeout = 10_000;
    server.requestTimeout = 10_000;
    const failed = await bind(server, port, host);
    if (failed === undefined) {
      servers.push(server);
      const address = server.address();
      if (typeof address === 'object' && address !== null) port = address.port;
    } else if (host === '127.0.0.1' || failed === 'EADDRINUSE') {
      await Promise.all(servers.map(close));
      return undefined;
    }
  }
  const url = wanted.port === '0' ? callbackUrl.replace(':0/', `:${port}/`) : callbackUrl;
  return {
    url,
    wait: ({ state, finish }, signal, timeoutMs) =>
      new Promise((resolve, reject) => {
        // A run that was cancelled before this began does not hear of it once more.
        signal.throwIfAborted();
        let answered = false;
        const timer = setTimeout(() => reject(tooLate(timeoutMs)), timeoutMs);
        const ended = () => clearTimeout(timer);
        signal.addEventListener(
          'abort',
          () => {
            ended();
            reject(signal.reason);
          },
          { once: true },
        );
        handle = (request, response) => {
          // Not read as a URL: what arrives here need not be one.
          const [path, query = ''] = (request.url ?? '').split(/\?(.*)/s);
          if (path !== wanted.pathname) return show(response, 404, 'There is nothing here.');
          if (request.method !== 'GET')
            return show(response, 405, 'Only a sign-in in the browser can open this page.');
          const answer = new URL(url);
          answer.search = query;
          const states = answer.searchParams.getAll('state');
          if (states.length !== 1 || states[0] !== state) {
            return show(
              response,
              400,
              'This answer belongs to another sign-in and is ignored. Open the address that test-login shows.',
            );
          }
          if (answered) return show(response, 409, 'This sign-in has its answer already.');
          answered = true;
          finish(answer).then(
            (result) => {
              ended();
              show(response, 200, undefined, () => resolve(result));
            },
            (error: unknown) => {
              ended();
              const message =
                error instanceof CliError ? error.message : 'The sign-in could not be finished.';
              show(response, 400, message, () => reject(error));
            },
          );
        };
      }),
    close: async () => {
      await Promise.all(servers.map(close));
    },
  };
}

/** Shows the page, and goes on when the browser has it. */
function show(response: ServerResponse, status: number, problem: string | undefined, then = () => {}): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(resultPage(problem));
  // A browser that was closed in the meantime: nothing closes any more.
  if (response.destroyed) then();
  else response.once('close', then);
}

function tooLate(timeoutMs: number): CliError {
  return new CliError(`Nobody signed in within ${Math.round(timeoutMs / 60_000)} min.`, {
    code: 'LOGIN_TIMEOUT',
    hint: [
      {
        act: 'Run test-login again. If the sign-in page showed an error:',
        run: ['doctor', '--explain', '<its text>'],
      },
    ],
  });
}
