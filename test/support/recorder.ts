import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsModel, modelsPresent, type Service } from './aws-model.ts';
import { type AwsCall, readAwsCall } from './aws-requests.ts';

/** One AWS call that went through the recorder. */
export interface RecordedRequest {
  readonly service: Service;
  /** As AWS names it: `CreateUserPool`. What no service knows stands here as it was sent. */
  readonly operation: string;
  /** The operation's input, wherever it travelled: body, path or query. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The HTTP status that the client got; undefined while it waits, and when the connection was dropped. */
  readonly status: number | undefined;
  /** The error's name in that answer; undefined for success. */
  readonly error: string | undefined;
  /** True when the sandbox has carried it out, whatever the client got to know of that. */
  readonly done: boolean;
}

/** An answer that the recorder gives in the sandbox's place. */
export interface FaultAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the client gets in place of the sandbox's answer: another one, a closed connection, or nothing at all. */
export type Trouble = FaultAnswer | 'drop' | 'stall';

/**
 * What goes wrong with a call. Trouble alone comes in the sandbox's place, which then never sees the call. A function is
 * called when the sandbox has done the work, and returns what the client gets instead of its answer; undefined is that
 * answer. `drop-after` is the function that answers `drop`, so that the client cannot know the outcome.
 */
export type Fault = Trouble | (() => Trouble | undefined) | 'drop-after';

export interface Recorder {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Every AWS call so far, in the order in which they arrived. */
  readonly requests: readonly RecordedRequest[];
  /** The calls among `requests` that change something. */
  readonly writes: readonly RecordedRequest[];
  /**
   * Read for each AWS call. Undefined (the start value, or as its result) lets a call through; a promise holds it back
   * until it is kept.
   */
  fail: ((request: RecordedRequest) => Fault | undefined | Promise<undefined>) | undefined;
  /** The same for a page of the local Cognito that is no AWS call, such as the discovery document. */
  failPage: ((path: string) => Fault | undefined) | undefined;
  /** Changes what the client gets to read, of AWS calls and of all else (then without a request); undefined changes nothing. */
  rewrite: ((body: string, request: RecordedRequest | undefined) => string) | undefined;
  /**
   * What AWS's models refuse in the calls so far, one line a problem. On a machine without the models (see
   * `modelsPresent`) nothing is checked and this is empty.
   */
  problems(): string[];
  /** Forgets the calls so far. */
  clear(): void;
  close(): Promise<void>;
}

/** Operations that only read, or that sign a user in. */
const READ = /^(?:Describe|Get|List|AdminGet|AdminList)|^InitiateAuth$/;

/**
 * Starts a proxy on loopback in front of a running sandbox, which writes down every AWS call and can make calls fail. All
 * else (`/_sandbox`, discovery, sign-in pages) passes through and is not written down. Answers are passed on as they are:
 * addresses in them are the sandbox's own, not the recorder's.
 *
 * The command line goes through it with `MENDIX_COGNITO_PORT=<port>` and `--sandbox`.
 *
 * @param targetUrl the sandbox's address, `http://127.0.0.1:<port>`
 */
export async function startRecorder(targetUrl: string): Promise<Recorder> {
  const target = new URL(targetUrl);
  const requests: Recording[] = [];
  const server = createServer((message, response) => {
    // A client that went away in the middle leaves nobody to answer.
    pass(message, response).catch(() => response.destroy());
  });

  async function pass(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(message);
    const call = readAwsCall(message, body);
    const entry = call && record(call);
    const fault = entry ? await recorder.fail?.(entry) : recorder.failPage?.(message.url ?? '/');
    const late = fault === 'drop-after' ? () => 'drop' as const : fault;
    if (late !== undefined && typeof late !== 'function') return trouble(response, entry, late);
    const reply = await forward(message, body, target);
    if (entry) entry.done = reply.status < 400;
    const instead = late?.();
    if (instead !== undefined) return trouble(response, entry, instead);
    const read = recorder.rewrite?.(reply.body.toString(), entry) ?? reply.body;
    answer(response, entry, reply.status, reply.headers, read);
  }

  function trouble(response: ServerResponse, entry: Recording | undefined, what: Trouble): void {
    if (what === 'drop') response.destroy();
    // The client ends this itself, when its patience does.
    else if (what !== 'stall') answer(response, entry, what.status, what.headers, what.body);
  }

  function record(call: AwsCall): Recording {
    const entry = { ...call, status: undefined, error: undefined, done: false };
    requests.push(entry);
    return entry;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const recorder: Recorder = {
    url: `http://127.0.0.1:${port}`,
    port,
    fail: undefined,
    failPage: undefined,
    rewrite: undefined,
    get requests() {
      return requests;
    },
    get writes() {
      return requests.filter((each) => !READ.test(each.operation));
    },
    problems: () => requests.flatMap((each) => problemsOf(each)),
    clear: () => void requests.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return recorder;
}

/** A recorded request before its answer is known. */
interface Recording extends AwsCall {
  status: number | undefined;
  error: string | undefined;
  done: boolean;
}

function problemsOf(call: AwsCall): string[] {
  if (!modelsPresent) return [];
  if (call.unreadable !== undefined) return [`${call.operation}: ${call.unreadable}`];
  return awsModel(call.service).problems(call.operation, call.input);
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

function forward(message: IncomingMessage, body: Buffer, target: URL): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = sendRequest(
      {
        host: target.hostname,
        port: target.port,
        method: message.method,
        // As it was sent: parsing it would tidy up what a test may want untidy.
        path: message.url,
        headers: { ...withoutHop(message.headers), host: target.host, 'content-length': body.length },
        agent: false,
      },
      (incoming) => {
        readBody(incoming).then(
          (content) =>
            resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: content }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function answer(
  response: ServerResponse,
  entry: Recording | undefined,
  status: number,
  headers: IncomingMessage['headers'] | FaultAnswer['headers'],
  body: Buffer | string,
): void {
  if (entry) {
    entry.status = status;
    entry.error = status < 400 ? undefined : errorName(headers ?? {}, body.toString());
  }
  response.writeHead(status, { ...withoutHop(headers ?? {}), 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** Headers that concern one connection only. */
function withoutHop<H extends object>(headers: H): Partial<H> {
  const hop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hop.includes(name.toLowerCase())),
  ) as Partial<H>;
}

/** Where the three protocols put an error's name: a header, `__type`, or `<Code>`. */
function errorName(headers: object, body: string): string | undefined {
  const [, type] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amzn-errortype') ?? [];
  const name = String(
    type ?? /"__type"\s*:\s*"([^"]+)"/.exec(body)?.[1] ?? /<Code>([^<]+)/.exec(body)?.[1] ?? '',
  );
  return name === '' ? undefined : name.replace(/^.*#/, '').replace(/:.*$/, '');
}
