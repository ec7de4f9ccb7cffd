import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { NODE, PROGRAM } from '../support/cli.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** Words that only a fault of the program has. */
const FAULT = /Unexpected|report what it|^\s+at .*(?:dist|bin)\//m;

/** Runs the program behind that much of a shell command. */
async function inShell(world: World, before: string, args: readonly string[], after = '') {
  const child = spawn('sh', ['-c', `${before} exec "$0" "$@" ${after}`, NODE, PROGRAM, ...args], {
    cwd: world.folder,
    env: { ...world.env, PATH: process.env.PATH, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

describe.runIf(existsSync('/dev/full'))('a disk without room', () => {
  for (const args of [
    ['--version'],
    ['create-pool', '--help'],
    ['help', 'setup'],
    ['completion', 'bash'],
    ['iam-policy', '--account', '123456789012'],
    ['iam-policy', '--account', '123456789012', '--json'],
    ['mendix-config', '--alias', 'demo', '--sandbox'],
    ['status', '--alias', 'demo', '--json', '--sandbox'],
  ]) {
    it(`is reported by ${args.join(' ')}`, async ({ world }) => {
      if (args.includes('--sandbox')) await world.run(SETUP);
      const { code, stderr } = await inShell(world, '', args, '> /dev/full');
      expect(code).toBe(1);
      expect(stderr).toContain('Standard output could not be written (ENOSPC)');
      expect(stderr).not.toMatch(FAULT);
    });
  }

  it('does not end a run that only has nothing to say it with', async ({ world }) => {
    const run = await inShell(world, '', ['iam-policy', '--account', '123456789012'], '2> /dev/full');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('cognito-idp:CreateUserPool') });
  });
});

describe.skipIf(process.platform === 'win32')('a limit of open files', () => {
  for (const limit of [24, 28, 32, 36, 40, 48]) {
    it(`of ${limit} is reported, or is enough`, async ({ world }) => {
      await world.run(SETUP);
      const args = ['status', '--alias', 'demo', '--sandbox'];
      const { code, stderr } = await inShell(world, `ulimit -n ${limit};`, args);
      if (code !== 0) expect(stderr).toMatch(/\(E[MN]FILE\)/);
      expect(stderr).not.toMatch(FAULT);
    });
  }
});

describe('an error of AWS', () => {
  for (const message of [{ a: 1 }, ['a'], 5, true, null]) {
    it(`with the message ${JSON.stringify(message)} is reported as any other`, async ({ world }) => {
      for (const type of [
        'InvalidParameterException',
        'LimitExceededException',
        'NotAuthorizedException',
        'New',
      ]) {
        world.recorder.fail = ({ operation }) =>
          operation === 'CreateUserPool'
            ? {
                status: 400,
                headers: { 'content-type': 'application/x-amz-json-1.1' },
                body: JSON.stringify({ __type: type, message }),
              }
            : undefined;
        const run = await world.run(['create-pool', '--alias', 'demo', '--yes']);
        expect(run.code).toBe(1);
        expect(run.stderr).not.toMatch(FAULT);
      }
    });
  }
});
