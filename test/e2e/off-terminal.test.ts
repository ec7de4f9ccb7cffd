import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect } from 'vitest';
import { PROGRAM } from '../support/cli.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** Runs the program with standard input closed, as `<&-` does. */
async function withoutInput({ env, folder }: World, args: readonly string[]) {
  const child = spawn('sh', ['-c', 'exec "$0" "$@" <&-', process.execPath, PROGRAM, ...args, '--sandbox'], {
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env },
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, stdout, stderr };
}

/** What a parent process may do with the input of the program, which is not to read it. */
const INPUTS = [
  ['closed', (world: World, args: readonly string[]) => withoutInput(world, args)],
  [
    'a pipe that stays open and silent',
    (world: World, args: readonly string[]) => world.run(args, { silent: true }),
  ],
  [
    'an empty pipe, on a build server',
    (world: World, args: readonly string[]) => world.run(args, { env: { CI: 'true' } }),
  ],
] as const;

describe.for(INPUTS)('standard input that is %s', ([, run]) => {
  it('has nothing asked: what is missing is reported at once', async ({ world }) => {
    const { code, stdout, stderr } = await run(world, ['setup']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('--app-url is missing');
    expect(stderr).toContain('--user-email is missing');
    expect(stderr).toContain(
      'mendix-cognito setup --app-url https://myapp.mendixcloud.com --user-email ann@example.com --yes --sandbox',
    );
    expect(stderr).toMatch(
      /Nobody can be asked: standard\s+input is not a terminal|\(CI is set\)|Nobody can be asked/,
    );
    expect(stderr).not.toContain('\u001b');
    expect(world.recorder.requests).toEqual([]);
  });

  it('has no yes supposed: a plan that writes is shown, and nothing made', async ({ world }) => {
    const { code, stderr } = await run(
      world,
      SETUP.filter((word) => !['--yes', '--json'].includes(word)),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/\+ User pool +demo/);
    expect(stderr).toMatch(/--yes is\s+missing/);
    expect(world.recorder.writes).toEqual([]);
  });

  it('is not waited for by a run that has all it needs', async ({ world }) => {
    const { code, stdout } = await run(world, SETUP);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, command: 'setup' });
  });
});
