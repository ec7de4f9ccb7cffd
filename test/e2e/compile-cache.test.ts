import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NODE, runCli } from '../support/cli.ts';

/** A Node that keeps what it compiled, which is one from 22.1 on: the tested one, or else the one that .ci/run has fetched. */
const node = [NODE, process.env.NEWER_NODE ?? NODE].find((each) =>
  execFileSync(each, ['-p', 'typeof require("node:module").enableCompileCache']).includes('function'),
);
/** Windows has no owner and mode that Node could check. */
const posix = process.platform !== 'win32';
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

interface Place {
  readonly home: string;
  readonly temporary: string;
  /** Where the cache belongs. */
  readonly cache: string;
  /** Runs a command that needs no AWS, in this home. */
  run(env?: Readonly<Record<string, string>>): Promise<void>;
}

const it = test.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  place: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-cache-'));
    const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
    for (const each of [home, temporary]) await mkdir(each, { mode: 0o700 });
    const caches = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
    if (process.platform === 'darwin') await mkdir(join(home, 'Library'));
    await use({
      home,
      temporary,
      cache: join(home, caches, 'mendix-cognito'),
      run: async (env = {}) => {
        const run = await runCli(['iam-policy', '--account', '123456789012'], {
          env: { HOME: home, TMPDIR: temporary, ...env },
          ...(node === undefined ? {} : { node }),
        });
        expect(run).toMatchObject({ code: 0, stderr: expect.not.stringContaining('rror') });
        expect(run.stdout).toContain('cognito-idp:CreateUserPool');
        // The folder for temporary files is everybody's.
        expect(await readdir(temporary)).toEqual([]);
      },
    });
    await rm(folder, { recursive: true, force: true });
  },
});

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

describe.runIf(posix && node !== undefined)('what Node compiled', () => {
  it('is kept in a folder that only the user can enter', async ({ place: { run, cache } }) => {
    await run();
    expect((await stat(cache)).mode & 0o777).toBe(0o700);
    expect(await filesIn(cache)).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')(
    'is kept where XDG_CACHE_HOME says, if that is an absolute path',
    async ({ place: { run, cache, home } }) => {
      await run({ XDG_CACHE_HOME: join(home, 'caches') });
      expect(await filesIn(join(home, 'caches', 'mendix-cognito'))).toHaveLength(1);
      expect(await filesIn(cache)).toEqual([]);
      await run({ XDG_CACHE_HOME: 'caches' });
      expect(await filesIn(cache)).toHaveLength(1);
    },
  );

  it('is kept where the user set it in Node', async ({ place: { run, cache, home } }) => {
    await run({ NODE_COMPILE_CACHE: join(home, 'own') });
    expect(await filesIn(join(home, 'own'))).toHaveLength(1);
    expect(await filesIn(cache)).toEqual([]);
  });

  it('is not kept behind a symbolic link', async ({ place: { run, cache, home } }) => {
    const elsewhere = join(home, 'elsewhere');
    await mkdir(elsewhere, { mode: 0o700 });
    await mkdir(join(cache, '..'), { mode: 0o700 });
    await symlink(elsewhere, cache);
    await run();
    expect(await filesIn(elsewhere)).toEqual([]);
  });

  it.for([0o777, 0o770, 0o755])(
    'is not kept in a folder of mode %o',
    async (mode, { place: { run, cache } }) => {
      await mkdir(cache, { recursive: true, mode: 0o700 });
      await chmod(cache, mode);
      await run();
      expect(await filesIn(cache)).toEqual([]);
    },
  );

  it.for([0o777, 0o770])(
    'is not kept below a folder of mode %o',
    async (mode, { place: { run, cache, home } }) => {
      await chmod(home, mode);
      await run();
      expect(await filesIn(cache)).toEqual([]);
      expect(await filesIn(join(cache, '..'))).toEqual([]);
    },
  );

  it('is not kept without a home', async ({ place: { run, home } }) => {
    await run({ HOME: join(home, 'missing') });
    await run({ HOME: '' });
    expect(await filesIn(home)).toEqual([]);
  });

  it.runIf(isRoot)('is not kept in a folder of somebody else', async ({ place: { run, cache } }) => {
    await mkdir(cache, { recursive: true, mode: 0o700 });
    await chown(cache, NOBODY, NOBODY);
    await run();
    expect(await filesIn(cache)).toEqual([]);
  });

  it.runIf(isRoot)(
    'is not kept in the home of somebody else, as with sudo',
    async ({ place: { run, home } }) => {
      await chown(home, NOBODY, NOBODY);
      await run();
      expect(await filesIn(home)).toEqual([]);
    },
  );
});
