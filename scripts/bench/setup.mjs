// What a setup costs: round trips one after the other, and time against what somebody would do instead, with the AWS CLI.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDelay, stepsOf, untilTheWait, writesOf } from './delay.mjs';
import { durationOf, pairs } from './pairs.mjs';
import { ms, skipped } from './row.mjs';
import { emptyHome, onEndpoint, serveSandbox, setup } from './world.mjs';

const DELAY_MS = 100;
const ROUNDS = 5;
/** What each call takes longer than on this computer. */
const CALL_MS = [0, 50, 100];
const TIMES_FASTER = 3;
const NINE_CALLS = fileURLToPath(new URL('aws-cli.sh', import.meta.url));

async function callsOf(proxy, env) {
  await durationOf(process.execPath, setup('trips'), onEndpoint(env, proxy.url));
  return proxy.take();
}

async function roundTripRows(sandbox, env) {
  const proxy = await startDelay(sandbox.url, DELAY_MS);
  try {
    const fresh = stepsOf(untilTheWait(await callsOf(proxy, env)));
    const again = await callsOf(proxy, env);
    const [trips, writes] = [stepsOf(again), writesOf(again).length];
    return [
      {
        what: `fresh \`setup\` with ${DELAY_MS} ms added to each answer`,
        against: 'sequential round trips before it waits for the domain',
        goal: '≤ 5',
        measured: String(fresh),
        holds: fresh <= 5,
      },
      {
        what: '`setup` with nothing to change',
        against: 'sequential round trips; writes',
        goal: '≤ 4; 0',
        measured: `${trips}; ${writes}`,
        holds: trips <= 4 && writes === 0,
      },
    ];
  } finally {
    proxy.close();
  }
}

/** How long a command takes in an account without user pools, in which each call takes that much longer. */
async function inFreshAccount(delayMs, command, args) {
  const home = emptyHome();
  const sandbox = await serveSandbox(home);
  const proxy = await startDelay(sandbox.url, delayMs);
  const config = join(home.folder, 'aws-config');
  // The first AWS CLI would fetch the callback URL instead of sending it.
  writeFileSync(config, '[default]\ncli_follow_urlparam = false\n');
  try {
    return await durationOf(command, args, onEndpoint({ ...home.env, AWS_CONFIG_FILE: config }, proxy.url));
  } finally {
    proxy.close();
    await sandbox.close();
    await home.remove();
  }
}

/** What somebody would do instead, where a call takes no time, and where it takes as long as to a Region near by or far off. */
async function awsCliRow(delayMs) {
  const [what, against, goal] = [
    `fresh \`setup\`, ${delayMs} ms added to each answer`,
    'nine AWS CLI calls in a shell script',
    `≥ ${TIMES_FASTER} × faster`,
  ];
  if (spawnSync('aws', ['--version']).status !== 0) return skipped(what, against, goal, 'no `aws` installed');
  const { ratio, one, other } = await pairs(
    ROUNDS,
    () => inFreshAccount(delayMs, 'sh', [NINE_CALLS, 'bench']),
    () => inFreshAccount(delayMs, process.execPath, setup('bench')),
  );
  const measured = `${ratio.toFixed(1)} × (${ms(other)} / ${ms(one)})`;
  return { what, against, goal, measured, holds: ratio >= TIMES_FASTER };
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function setupRows() {
  const home = emptyHome();
  const sandbox = await serveSandbox(home);
  try {
    const rows = await roundTripRows(sandbox, home.env);
    for (const delayMs of CALL_MS) rows.push(await awsCliRow(delayMs));
    return rows;
  } finally {
    await sandbox.close();
    await home.remove();
  }
}
