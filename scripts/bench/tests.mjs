// How long all tests take on this machine.
import { availableParallelism } from 'node:os';
import { timeOf } from './pairs.mjs';
import { ms } from './row.mjs';

const LIMIT_MS = 5 * 60_000;

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function testRows() {
  const time = timeOf('npm', ['test'], process.env);
  return [
    {
      what: '`npm test` whole',
      against: '',
      goal: '≤ 5 minutes on two cores',
      measured: `${ms(time)} on ${availableParallelism()} cores`,
      holds: time <= LIMIT_MS,
    },
  ];
}
