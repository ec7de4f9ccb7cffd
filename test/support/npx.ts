import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAM } from './cli.ts';

/**
 * Lets npx find the built program in a folder, as in one where the package is installed.
 *
 * @returns the variables with which npx asks no registry
 */
export async function linkForNpx(folder: string): Promise<Readonly<Record<string, string>>> {
  const bin = join(folder, 'node_modules', '.bin');
  await mkdir(bin, { recursive: true });
  await symlink(PROGRAM, join(bin, 'mendix-cognito'));
  return { npm_config_update_notifier: 'false', npm_config_offline: 'true' };
}

/** What a line left behind that was typed into a shell. */
export interface TypedRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Types a line into `sh`, in that folder and environment; there is nobody to ask. Ctrl-C ends what waits for somebody.
 *
 * @param waits what such a program prints
 */
export function typeInto(
  line: string,
  { cwd, env, input = '' }: { cwd: string; env: Readonly<Record<string, string>>; input?: string },
  waits: RegExp,
): Promise<TypedRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], {
      cwd,
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
      stdio: 'pipe',
      // A group of its own, which Ctrl-C reaches as a whole.
      detached: true,
    });
    const text = { stdout: '', stderr: '' };
    let stopped = false;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        text[name] += chunk;
        if (stopped || child.pid === undefined || !waits.test(text.stderr)) return;
        stopped = true;
        process.kill(-child.pid, 'SIGINT');
      });
    }
    // A program that ends without reading its input closes the pipe.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...text }));
  });
}
