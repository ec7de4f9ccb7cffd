// What all tests cost on this machine.
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { ms } from './row.mjs';

/** Seconds of the processes that a shell has waited for, from what its `times` prints: 1m2.5s 0m3.5s, user and system. */
function cpuSeconds(times) {
  const parts = [...(times.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function testRows() {
  const started = performance.now();
  const times = execFileSync('sh', ['-c', 'npm test >/dev/null && times'], { encoding: 'utf8' });
  const took = performance.now() - started;
  return [
    {
      what: '`npm test`, CPU time',
      against: '',
      goal: '',
      measured: `${Math.round(cpuSeconds(times))} s, in ${ms(took)} on ${availableParallelism()} cores`,
    },
  ];
}
