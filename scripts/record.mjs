// Draws the pictures of README.md: real runs of the built program on a pseudo-terminal, against a local Cognito of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { toSvg } from './record/svg.mjs';
import { play } from './record/terminal.mjs';

const PROGRAM = fileURLToPath(new URL('../bin/mendix-cognito.cjs', import.meta.url));
const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const SCREEN = { columns: 80, rows: 24 };
const enter = (wait, hold = 900) => ({ wait, type: '', hold });
const answer = (wait, type) => ({ wait, type, hold: 700 });

const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-record-'));
// The pictures show a run by npx, which names itself in npm_command.
const env = { HOME: folder, XDG_DATA_HOME: folder, npm_command: 'exec' };
const served = spawn(
  process.execPath,
  [PROGRAM, 'sandbox', '--port', '0', '--state', join(folder, 'state.json'), '--json'],
  { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] },
);

/**
 * Plays a command and writes its picture; `title` is what somebody hears who does not see it. A command that asks nothing
 * is shown as it ended.
 */
async function record(name, title, args, steps = []) {
  const shown = ['npx mendix-cognito', ...args].join(' ');
  // What is not played is shown whole, its command line included.
  const screen = steps.length === 0 ? { ...SCREEN, rows: 60 } : SCREEN;
  const program = { file: process.execPath, args: [PROGRAM, ...args], shown, env, ...screen };
  const frames = await play(program, steps);
  const shownFrames = steps.length === 0 ? frames.slice(-1) : frames;
  const rows = Math.max(
    ...shownFrames.map(({ lines }) => lines.findLastIndex((runs) => runs.length > 0) + 1),
  );
  await writeFile(join(DOCS, `${name}.svg`), toSvg(shownFrames, { title, ...SCREEN, rows }));
  process.stdout.write(`docs/${name}.svg: ${shownFrames.length} frames\n`);
}

try {
  const [line] = await once(createInterface({ input: served.stdout }), 'line');
  env.MENDIX_COGNITO_PORT = String(JSON.parse(line).port);
  await record(
    'setup',
    'The wizard, from its first question to the values for Mendix',
    ['--sandbox'],
    [
      answer(/Address of your Mendix app/u, 'https://myapp.mendixcloud.com'),
      answer(/email address/u, 'ann@example.com'),
      enter(/Is this right/u, 4_000),
      enter(/Make these 5 changes/u, 3_000),
      enter(/Press Enter/u, 5_000),
    ],
  );
  await record('status', 'What is there, and whether it is correct', [
    'status',
    '--alias',
    'myapp',
    '--sandbox',
  ]);
  await record('doctor', 'Everything that a sign-in needs, checked', [
    'doctor',
    '--alias',
    'myapp',
    '--sandbox',
  ]);
} finally {
  served.kill();
  if (served.exitCode === null) await once(served, 'exit');
  await rm(folder, { recursive: true, force: true });
}
