// What the measurements share: an empty home, and a sandbox that is a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = join(ROOT, 'bin/mendix-cognito.cjs');

/** An environment with an empty home, and how to do away with it. */
export function emptyHome() {
  const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-bench-'));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    USERPROFILE: folder,
    XDG_DATA_HOME: folder,
    TMPDIR: folder,
  };
  return { folder, env, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The environment in which the program, and the AWS CLI, take what stands at that address for AWS. */
export const onEndpoint = (env, url) => ({
  ...env,
  AWS_ENDPOINT_URL: url,
  AWS_REGION: 'eu-central-1',
  // The AWS CLI's own name for it.
  AWS_DEFAULT_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'BENCH',
  AWS_SECRET_ACCESS_KEY: 'bench',
});

/** Starts `sandbox` on a free port; `startedMs` is how long it took until it printed its address. */
export async function serveSandbox({ folder, env }) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [PROGRAM, 'sandbox', '--port', '0', '--state', join(folder, 'state.json'), '--json'],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    url: JSON.parse(line).url,
    pid: child.pid,
    started,
    close: async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** The arguments of a `setup` that answers everything. */
export const setup = (alias) => [
  ...[PROGRAM, 'setup', '--yes', '--json', '--alias', alias],
  ...['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'],
];
