import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { type Run, runCli } from './cli.ts';
import { it as worldIt } from './world.ts';

/** One request that reached the proxy. */
export interface Passage {
  /** `CONNECT host:port`, or the method and the whole address of what is no tunnel. */
  readonly line: string;
  readonly authorization: string | undefined;
}

/** What the proxy does with a request for a tunnel. */
export type Behaviour =
  | 'pass'
  /** Never answers. */
  | 'hang'
  /** Closes the connection, before its answer or behind it. */
  | 'cut'
  | 'cut-later'
  | { readonly status: number; readonly challenge?: string };

/** A proxy as companies have it. */
export interface CompanyProxy {
  readonly port: number;
  readonly passages: Passage[];
  behaviour: Behaviour;
  close(): Promise<void>;
}

async function listening(server: Server): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    // A tunnel is no connection of the server any more.
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** @param upstreamPort where every tunnel leads, whatever host it was asked for */
export async function startProxy(upstreamPort: number): Promise<CompanyProxy> {
  const passages: Passage[] = [];
  const note = (line: string, { headers }: IncomingMessage) =>
    passages.push({ line, authorization: headers['proxy-authorization'] });
  const server = createServer((message, response) => {
    note(`${message.method} ${message.url}`, message);
    const { pathname, search } = new URL(message.url ?? '/', 'http://none');
    const { method = 'GET', headers } = message;
    const options = { port: upstreamPort, host: '127.0.0.1', path: `${pathname}${search}`, method, headers };
    const passed = request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    message.pipe(passed);
    passed.on('error', () => response.destroy());
  });
  server.on('connect', (message: IncomingMessage, socket: Socket) => {
    note(`CONNECT ${message.url}`, message);
    socket.on('error', () => {});
    const { behaviour } = proxy;
    if (behaviour === 'hang') return;
    if (behaviour === 'cut') return void socket.destroy();
    if (typeof behaviour === 'object') {
      const { status, challenge } = behaviour;
      const header = challenge === undefined ? '' : `Proxy-Authenticate: ${challenge}\r\n`;
      return void socket.end(`HTTP/1.1 ${status} No\r\n${header}Content-Length: 0\r\n\r\n`);
    }
    const upstream = connect(upstreamPort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (behaviour === 'cut-later') return void socket.destroy();
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  const { port, close } = await listening(server);
  const proxy: CompanyProxy = { port, passages, behaviour: 'pass', close };
  return proxy;
}

/** What answers in AWS's place under AWS's names, with certificates of a CA that only the test knows. */
export interface FakeAws {
  readonly port: number;
  /** The certificate of its CA, in PEM form. */
  readonly caFile: string;
  /** Every request so far, as `GET /path`. */
  readonly lines: string[];
  /** Answers in the place of what stands behind it, unless it says false. */
  answer: ((message: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

const HOSTS = [
  ...['*.amazonaws.com', '*.eu-central-1.amazonaws.com', '*.sso.eu-central-1.amazonaws.com'],
  // As an endpoint, which is reached without a proxy.
  'localhost',
];

/**
 * @param folder where the CA's certificate is written
 * @param targetUrl who answers the calls: a sandbox, or a recorder in front of one
 */
async function startFakeAws(folder: string, targetUrl: string): Promise<FakeAws> {
  const extensions = (isCa: boolean) => [
    { name: 'basicConstraints' as const, cA: isCa, critical: true },
    ...(isCa
      ? [{ name: 'keyUsage' as const, keyCertSign: true }]
      : [{ name: 'subjectAltName' as const, altNames: HOSTS.map((value) => ({ type: 2 as const, value })) }]),
  ];
  const named = (value: string) => [{ name: 'commonName', value }];
  const kind = { keyType: 'ec', algorithm: 'sha256' } as const;
  const ca = await generate(named('A company'), { ...kind, extensions: extensions(true) });
  const own = await generate(named('AWS'), {
    ...kind,
    extensions: extensions(false),
    ca: { key: ca.private, cert: ca.cert },
  });
  const caFile = join(folder, 'company-ca.pem');
  await writeFile(caFile, ca.cert);
  const target = new URL(targetUrl);
  const server = createSecureServer({ key: own.private, cert: own.cert }, (message, response) => {
    fake.lines.push(`${message.method} ${message.url}`);
    if (fake.answer?.(message, response) === true) return;
    const { method = 'GET', url = '/', headers } = message;
    const options = { host: target.hostname, port: target.port, path: url, method, headers };
    const passed = request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    message.pipe(passed);
    passed.on('error', () => response.destroy());
  });
  const { port, close } = await listening(server);
  const fake: FakeAws = { port, caFile, lines: [], answer: undefined, close };
  return fake;
}

/** A world behind the proxy of a company, under AWS's own names. */
export interface Company {
  readonly aws: FakeAws;
  readonly proxy: CompanyProxy;
  /** Runs the program as for AWS, in that network: with keys, unless the environment says otherwise. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
}

/** A test in such a network. */
export const it = worldIt.extend<{ company: Company }>({
  company: async ({ world }, use) => {
    const aws = await startFakeAws(world.folder, world.recorder.url);
    const proxy = await startProxy(aws.port);
    await use({
      aws,
      proxy,
      run: (args, env = {}) =>
        runCli(args, {
          cwd: world.folder,
          env: {
            HOME: world.folder,
            AWS_REGION: 'eu-central-1',
            AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
            AWS_SECRET_ACCESS_KEY: 'example',
            AWS_MAX_ATTEMPTS: '1',
            AWS_CA_BUNDLE: aws.caFile,
            ...env,
          },
        }),
    });
    await proxy.close();
    await aws.close();
  },
});

/** The proxy's address, as a variable names it. */
export const at = ({ port }: { readonly port: number }, user = ''): string =>
  `http://${user}127.0.0.1:${port}`;

/** What the proxy was asked for, each once. */
export const asked = ({ passages }: CompanyProxy): string[] =>
  [...new Set(passages.map(({ line }) => line))].toSorted();

/** The error in the JSON document. */
export function errorOf(run: Run): { readonly code: string; readonly text: string } {
  const { error } = run.json() as { error: { code: string; message: string; hint: string } };
  return { code: error.code, text: `${error.message} ${error.hint}` };
}
