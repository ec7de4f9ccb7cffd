import type { IncomingMessage, ServerResponse } from 'node:http';

/** The longest body that is read. */
const MAX_BODY_BYTES = 1024 * 1024;

/** A request with its body read. */
export interface Request {
  readonly method: string;
  /** Path and query as sent; the path is not decoded. */
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Buffer;
}

export class BodyTooLarge extends Error {}

/**
 * Reads a request whole.
 *
 * @throws BodyTooLarge when the body is longer than `MAX_BODY_BYTES`, before the rest of it is read
 */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  if (Number(message.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop must not destroy the socket: the client is still to be answered.
  const pieces: AsyncIterable<Buffer> = message.iterator({ destroyOnReturn: false });
  for await (const chunk of pieces) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return {
    method: message.method ?? 'GET',
    url: readTarget(message.url ?? '/'),
    headers: message.headers,
    body: Buffer.concat(chunks),
  };
}

/** A target of `//host/x` would be read as another host: the base is put before it as text. */
function readTarget(target: string): URL {
  return new URL(`http://sandbox${target.startsWith('/') ? target : `/${target}`}`);
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

export interface PageOptions {
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /**
   * CSP sources, besides the page's own origin, that a form of the page may lead to. Browsers hold the whole chain of
   * redirects after a form against this list.
   */
  readonly formTargets?: readonly string[];
}

export function html(status: number, body: string, options: PageOptions = {}): Answer {
  const formTargets = ["'self'", ...(options.formTargets ?? [])].join(' ');
  return {
    status,
    headers: {
      ...options.headers,
      'content-type': 'text/html; charset=utf-8',
      // The pages carry untrusted text and one style sheet of their own, and nothing else.
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; " +
        `form-action ${formTargets}`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  };
}

/** Sends a browser elsewhere. 303 follows a form; Cognito's own redirects are 302. */
export function redirect(status: 302 | 303, location: string, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: {
      ...headers,
      location: asHeader(location),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: '',
  };
}

/** A header carries ASCII only, and an address that is registered may have any letter. */
function asHeader(location: string): string {
  return location.replaceAll(/[^!-~]+/gu, encodeURIComponent);
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': String(Buffer.byteLength(answer.body)),
  });
  response.end(answer.body);
}
