// Times whole runs of the program in pairs, A B A B …, and tells each pair's ratio: on a machine that is busy with other
// things a ratio within one run means something, and a time alone does not.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/mendix-cognito.js', import.meta.url));
const ROUNDS = 9;
const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-bench-'));
const env = { ...process.env, HOME: folder, XDG_DATA_HOME: folder, MENDIX_COGNITO_PORT: '9418' };

function run(args) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
const cli = (...args) => [PROGRAM, ...args];
const setup = (alias) =>
  cli(
    ...['setup', '--sandbox', '--yes', '--json', '--alias', alias],
    ...['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'],
  );

const BARE = { name: 'bare Node', args: () => ['-e', '0'] };
const SETTLED = { name: 'setup, nothing to change', args: () => setup('bench') };
const PAIRS = [
  [{ name: '--version', args: () => cli('--version') }, BARE],
  [{ name: '--help', args: () => cli('--help') }, BARE],
  [{ name: 'setup, from nothing', args: (round) => setup(`bench-${round}`) }, SETTLED],
  [{ name: 'status', args: () => cli('status', '--sandbox', '--alias', 'bench') }, SETTLED],
];

try {
  run(setup('bench'));
  for (const [one, other] of PAIRS) {
    run(one.args('warm'));
    run(other.args('warm'));
    const rounds = Array.from({ length: ROUNDS }, (_, round) => [
      run(one.args(round)),
      run(other.args(round)),
    ]);
    const ratio = median(rounds.map(([a, b]) => a / b)).toFixed(2);
    const [a, b] = [0, 1].map((at) => `${Math.round(median(rounds.map((pair) => pair[at])))} ms`);
    process.stdout.write(`${one.name} / ${other.name}: ${ratio}  (medians ${a} / ${b}, ${ROUNDS} pairs)\n`);
  }
  await import('./bench-users.mjs');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
