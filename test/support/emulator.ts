import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that stands in for AWS, and knows less than AWS does. */
export interface Emulator {
  readonly url: string;
  close(): Promise<void>;
}

/** What it knows less. */
export interface Ignorance {
  /** Members that stand in none of its answers, at any depth. */
  readonly members?: readonly string[];
  /** Paths that it has no page for. */
  readonly pages?: RegExp;
}

/** Starts an emulator that answers as the sandbox at that address does, but for what it does not know. */
export async function startEmulator(
  targetUrl: string,
  { members = [], pages }: Ignorance,
): Promise<Emulator> {
  const server = createServer((message, response) => {
    const path = message.url ?? '/';
    if (pages?.test(path) === true) return void response.writeHead(404).end('Not found');
    forward(`${targetUrl}${path}`, message).then(
      async (answer) => {
        const text = await answer.text();
        response.writeHead(answer.status, {
          'content-type': answer.headers.get('content-type') ?? 'text/plain',
        });
        response.end(members.length === 0 ? text : without(text, members));
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forward(url: string, message: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = message.headers;
  return fetch(url, {
    method: message.method ?? 'GET',
    headers: headers as Record<string, string>,
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  });
}

/** The answer without those members; what is no JSON stays as it is. */
function without(text: string, members: readonly string[]): string {
  try {
    return JSON.stringify(
      JSON.parse(text, (key, value: unknown) => (members.includes(key) ? undefined : value)),
    );
  } catch {
    return text;
  }
}
