import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, json, readRequest, send } from './http.ts';
import { answer } from './router.ts';
import { Sandbox, type SandboxSettings } from './sandbox.ts';
import { emptyState } from './state.ts';
import { claimState, saveState } from './state-file.ts';

const HOST = '127.0.0.1';
/** How long an answer under way may take when the sandbox closes. */
const CLOSING_MS = 2000;

const DEFAULTS: SandboxSettings = {
  embedded: false,
  log: () => undefined,
  // With AWS it is up to a minute.
  domainActivationMs: 300,
  // With AWS it is five minutes, and an hour at most.
  customDomainActivationMs: 3000,
  now: () => Date.now(),
};

export type SandboxOptions = Partial<SandboxSettings> & {
  /** 0 takes any free port. */
  readonly port: number;
};

export interface RunningSandbox {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Lets answers under way end, writes the state and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts a local Cognito, SES and STS on the loopback interface. The state file is read when the port is taken, and
 * written before it is given back: who has the port has the file.
 *
 * @throws the listen error of node (EADDRINUSE, EACCES), StateFileError for a state file that is none or cannot be
 *   written
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  let open: (sandbox: Sandbox) => void = () => undefined;
  const opened = new Promise<Sandbox>((resolve) => {
    open = resolve;
  });
  const server = createServer((request, response) => {
    void opened.then((sandbox) => handle(request, response, sandbox));
  });
  // A client that sends slowly or not at all must not hold a socket for ever.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.listen(options.port, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const state = options.stateFile === undefined ? emptyState() : await claimState(options.stateFile);
    const sandbox = new Sandbox({ ...DEFAULTS, ...options }, state);
    sandbox.url = `http://${HOST}:${port}`;
    open(sandbox);
    return { url: sandbox.url, port, close: () => close(server, sandbox) };
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
}

/** Empties a state file of a sandbox that is not running. */
export async function resetState(stateFile: string): Promise<void> {
  await saveState(stateFile, emptyState());
}

async function handle(message: IncomingMessage, response: ServerResponse, sandbox: Sandbox): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    if (!isLocal(message.headers.host)) {
      return send(response, json(403, { message: 'The sandbox answers on 127.0.0.1 and localhost only.' }));
    }
    send(response, await answer(await readRequest(message), sandbox));
  } catch (error) {
    if (response.headersSent || message.destroyed) return void response.destroy();
    if (error instanceof BodyTooLarge) {
      // The rest is read and thrown away: closing now would reset the connection, and the client would not see why.
      message.resume();
      return send(response, json(413, { message: 'Request Entity Too Large' }));
    }
    sandbox.report(error);
    send(response, json(500, { message: 'The sandbox failed.' }));
  }
}

/** A web page that points its own name at 127.0.0.1 (DNS rebinding) still sends that name. */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host);
}

async function close(server: Server, sandbox: Sandbox): Promise<void> {
  await sandbox.save();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose request ends only now is idle from then on, and would be kept alive.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const force = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(force);
}
