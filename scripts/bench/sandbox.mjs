// What the local Cognito costs: time to its first answer, and memory after some work.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { median, timeOf } from './pairs.mjs';
import { ms, skipped } from './row.mjs';
import { emptyHome, onEndpoint, serveSandbox, setup } from './world.mjs';

const ROUNDS = 5;

/** The most memory that the process ever held, in megabytes; undefined where the system does not say. */
function peakMemory(pid) {
  if (process.platform === 'linux') {
    const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+)/m) ?? [];
    return Number(kilobytes) / 1024;
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) / 1024 : undefined;
}

/** Starts a sandbox, has it answer once, and then do some work. */
async function once() {
  const home = emptyHome();
  const sandbox = await serveSandbox(home);
  try {
    await (await fetch(`${sandbox.url}/_sandbox`)).json();
    const firstAnswer = performance.now() - sandbox.started;
    for (const alias of ['one', 'two', 'three']) {
      timeOf(process.execPath, setup(alias), onEndpoint(home.env, sandbox.url));
    }
    return { firstAnswer, memory: peakMemory(sandbox.pid) };
  } finally {
    await sandbox.close();
    await home.remove();
  }
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function sandboxRows() {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await once());
  const start = median(rounds.map(({ firstAnswer }) => firstAnswer));
  const memory = median(rounds.map((round) => round.memory));
  const row = {
    what: 'sandbox, start to first answer',
    against: '',
    goal: '≤ 1 s',
    measured: ms(start),
    holds: start <= 1000,
  };
  const about = ['sandbox, memory at most, with three setups', '', '≤ 120 MB'];
  if (memory === undefined) return [row, skipped(...about, 'this system does not say')];
  const [what, against, goal] = about;
  return [row, { what, against, goal, measured: `${Math.round(memory)} MB`, holds: memory <= 120 }];
}
