import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import envPaths from 'env-paths';
import { CliError, UsageError } from '../errors.ts';
import { startSandbox } from '../sandbox/server.ts';
import { StateFileError } from '../sandbox/state-file.ts';

/** A sandbox that this run uses: one that was running, or one in this process. */
export interface LocalSandbox {
  readonly url: string;
  /** Ends it when it is in this process. */
  close(): Promise<void>;
}

/** The port that cli.md names; with another one the state is another file, so that the port can be its lock. */
const DEFAULT_PORT = 9400;

/** Where the sandbox of that port keeps its state between commands. */
export function defaultStateFile(port: number): string {
  const name = port === DEFAULT_PORT ? 'sandbox.json' : `sandbox-${port}.json`;
  return join(envPaths('mendix-cognito', { suffix: '' }).data, name);
}

/** The address of the sandbox on that port: on loopback, always. */
export function sandboxUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

const WAIT_MS = 60_000;

/** What a connection fails with when the sandbox that held the port has just ended. */
const ENDED = new Set(['ECONNREFUSED', 'ECONNRESET']);

type Answer = 'served' | 'embedded' | 'foreign' | 'nobody';

/** Who answers there: a sandbox of its own, one inside a command, another program, or nobody. */
export async function whoAnswers(url: string, signal: AbortSignal): Promise<Answer> {
  try {
    const { openNetwork } = await import('../aws/network.ts');
    // The global fetch() may send it through a proxy (NODE_USE_ENV_PROXY). A sandbox on a busy computer is slow to answer.
    const { body } = await openNetwork({ signal, timeoutMs: 20_000 }).request(`${url}/_sandbox`);
    const document: unknown = JSON.parse(Buffer.from(body).toString());
    if (typeof document !== 'object' || document === null) return 'foreign';
    if (Reflect.get(document, 'product') !== 'mendix-cognito sandbox') return 'foreign';
    return Reflect.get(document, 'embedded') === true ? 'embedded' : 'served';
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return ENDED.has((error as NodeJS.ErrnoException).code ?? '') ? 'nobody' : 'foreign';
  }
}

/** The state file is not one, or cannot be written. */
export function stateUnusable(error: StateFileError): UsageError {
  return new UsageError(
    [error.message],
    [
      {
        act: 'Name another file (sandbox --state <file>) or folder (XDG_DATA_HOME), or empty the state:',
        run: ['sandbox', '--reset'],
      },
    ],
    'SANDBOX_STATE',
  );
}

/** The port is not ours to use. */
export function portTaken(port: number): CliError {
  return new CliError(`Port ${port} is held by another program, and the sandbox needs it.`, {
    code: 'SANDBOX_PORT_TAKEN',
    hint: 'Stop that program, or take a free one: MENDIX_COGNITO_PORT (or --port of the command sandbox).',
  });
}

/**
 * Uses the sandbox that runs on the port, or starts one in this process with the user's own state file. The port is
 * also the lock on that file: while another command holds it for its own sandbox, this one waits.
 *
 * @throws CliError SANDBOX_PORT_TAKEN or SANDBOX_BUSY; UsageError SANDBOX_STATE.
 */
export async function openLocalSandbox(
  port: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<LocalSandbox> {
  const url = sandboxUrl(port);
  const deadline = Date.now() + WAIT_MS;
  for (let announced = false; ; ) {
    try {
      return await startSandbox({ port, stateFile: defaultStateFile(port), embedded: true });
    } catch (error) {
      if (error instanceof StateFileError) throw stateUnusable(error);
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
    const answer = await whoAnswers(url, signal);
    if (answer === 'served') return { url, close: async () => {} };
    if (answer === 'foreign') throw portTaken(port);
    if (Date.now() > deadline) {
      throw new CliError('Another command is using the sandbox and does not end.', {
        code: 'SANDBOX_BUSY',
        hint: [
          {
            act: 'Let it end, or run this in a terminal of its own: then commands share it.',
            run: ['sandbox'],
          },
        ],
      });
    }
    if (!announced && answer === 'embedded') {
      announced = true;
      say(`Another command is using the sandbox on port ${port}; waiting for it to end…`);
    }
    await sleep(200, undefined, { signal });
  }
}
