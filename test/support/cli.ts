import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The program as npm installs it: the launcher in bin/, which loads the bundle. `scripts/package.mjs` has the tests drive
 * one that was installed from the archive.
 */
export const PROGRAM =
  process.env.TESTED_PROGRAM ?? fileURLToPath(new URL('../../bin/mendix-cognito.cjs', import.meta.url));

/** The Node that runs it. */
export const NODE = process.env.TESTED_NODE ?? process.execPath;

/** What a run of the program left behind. */
export interface Run {
  /** The exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard error as one line: where it is wrapped is not what a test is about. */
  readonly said: string;
  /** The JSON document on standard output; throws when there is anything else. */
  json(): Record<string, unknown>;
}

export interface RunSettings {
  /** The whole environment beside PATH; nothing of the surrounding one is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into standard input, which is closed after it; without it there is an empty one. */
  readonly input?: string | Uint8Array;
  /** Leaves the pipe into standard input open, and says nothing: what a careless parent process does. */
  readonly silent?: true;
  readonly cwd?: string;
  /** Another Node than the one that runs the program in all other tests. */
  readonly node?: string;
  /** Handed the process when it runs, for a test that sends it a signal. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Without SystemRoot nothing on Windows opens a socket. */
const NEEDED = {
  PATH: process.env.PATH,
  ...(process.env.SystemRoot !== undefined && { SystemRoot: process.env.SystemRoot }),
};

/** Runs the built program to its end, with pipes for all three streams. */
export function runCli(args: readonly string[], settings: RunSettings = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(settings.node ?? NODE, [PROGRAM, ...args], {
      env: { ...NEEDED, LANG: 'C.UTF-8', ...settings.env },
      cwd: settings.cwd,
      stdio: 'pipe',
    });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        text[name] += chunk;
      });
    }
    // A program that ends without reading its input closes the pipe.
    child.stdin.on('error', () => {});
    if (settings.silent !== true) child.stdin.end(settings.input ?? '');
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        code,
        ...text,
        said: text.stderr.replace(/\s+/g, ' '),
        json: () => JSON.parse(text.stdout) as Record<string, unknown>,
      });
    });
    settings.onStart?.(child);
  });
}
