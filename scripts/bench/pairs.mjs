// Runs in pairs, A B A B …: on a machine that is busy with other things the ratio within a pair means something, and a time
// alone does not.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

export const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

/** How long a command takes from start to end, in milliseconds. */
export function timeOf(command, args, env, cwd) {
  const started = performance.now();
  const { status, error, stderr } = spawnSync(command, args, { env, cwd, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

/** The same, while this process goes on: as it must where it serves what the command calls. */
export async function durationOf(command, args, env) {
  const started = performance.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, [status]] = await Promise.all([child.stderr.toArray(), once(child, 'exit')]);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${errors.join('')}`);
  return performance.now() - started;
}

/** Times `one` against `other`, after a run of each that is not counted. */
export async function pairs(rounds, one, other) {
  await one('warm');
  await other('warm');
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push([await one(round), await other(round)]);
  return {
    ratio: median(times.map(([a, b]) => a / b)),
    one: median(times.map(([a]) => a)),
    other: median(times.map(([, b]) => b)),
  };
}
