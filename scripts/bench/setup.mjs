// What a setup costs: round trips one after the other, and time against the AWS CLI.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDelay, stepsOf, untilTheWait, writesOf } from './delay.mjs';
import { pairs, timeOf } from './pairs.mjs';
import { ms, skipped } from './row.mjs';
import { emptyHome, onEndpoint, serveSandbox, setup } from './world.mjs';

const DELAY_MS = 100;
const ROUNDS = 5;
const NINE_CALLS = fileURLToPath(new URL('aws-cli.sh', import.meta.url));

async function callsOf(proxy, env) {
  const child = spawn(process.execPath, setup('trips'), { env: onEndpoint(env, proxy.url), stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`setup ended with ${code}.`);
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

async function awsCliRow(sandbox, { folder, env }) {
  const [what, against, goal] = ['fresh `setup`', 'nine AWS CLI calls in a shell script', '≥ 10 × faster'];
  if (spawnSync('aws', ['--version']).status !== 0) return skipped(what, against, goal, 'no `aws` installed');
  const config = join(folder, 'aws-config');
  // The first AWS CLI would fetch the callback URL instead of sending it.
  writeFileSync(config, '[default]\ncli_follow_urlparam = false\n');
  const here = onEndpoint({ ...env, AWS_CONFIG_FILE: config }, sandbox.url);
  const { ratio, one, other } = await pairs(
    ROUNDS,
    (round) => timeOf('sh', [NINE_CALLS, `cli-${round}`], here),
    (round) => timeOf(process.execPath, setup(`ours-${round}`), here),
  );
  return {
    what,
    against,
    goal,
    measured: `${ratio.toFixed(1)} × (${ms(other)} / ${ms(one)})`,
    holds: ratio >= 10,
  };
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function setupRows() {
  const home = emptyHome();
  const sandbox = await serveSandbox(home);
  try {
    return [...(await roundTripRows(sandbox, home.env)), await awsCliRow(sandbox, home)];
  } finally {
    await sandbox.close();
    await home.remove();
  }
}
