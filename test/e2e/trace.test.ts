import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';

// A fault that nobody foresaw, in the middle of a run: the clock breaks.
const BREAK_THE_CLOCK = `import { performance } from 'node:perf_hooks';
performance.now = () => { throw new TypeError('The clock is broken.'); };`;

const broken = (...args: string[]) =>
  runCli(['status', '--alias', 'demo', ...args], {
    env: {
      AWS_REGION: 'eu-central-1',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(BREAK_THE_CLOCK)}`,
    },
  });

it('a fault that nobody foresaw shows its stack under --debug, and no stack without it', async () => {
  const quiet = await broken();
  expect(quiet).toMatchObject({ code: 1, stdout: '' });
  expect(quiet.said).toContain('Unexpected: The clock is broken.');
  expect(quiet.stderr).not.toMatch(/^ +at /m);
  const { code, stderr } = await broken('--debug');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^TypeError: The clock is broken\.\n/m);
  expect(stderr).toMatch(/^ +at \S+ \(.*dist/m);
});

it('the source maps lead from it to the lines of src/', async () => {
  const { stderr } = await broken('--debug');
  const script = fileURLToPath(new URL('../../scripts/trace.mjs', import.meta.url));
  const { stdout } = spawnSync(process.execPath, [script], { input: stderr, encoding: 'utf8' });
  const [, file = '', line = ''] = stdout.match(/at \S+ \((src\/\S+):(\d+):\d+\)/) ?? [];
  expect(file, stdout).toBe('src/run/context.ts');
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n');
  expect(source[Number(line) - 1]).toContain('performance.now()');
});
