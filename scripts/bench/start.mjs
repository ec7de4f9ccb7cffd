// How long it takes to start: to an answer of the command line itself, and to the first call on the wire.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { pairs, timeOf } from './pairs.mjs';
import { atMost, skipped } from './row.mjs';
import { emptyHome, onEndpoint, PROGRAM } from './world.mjs';

const ROUNDS = 21;
const node = (env, ...args) => timeOf(process.execPath, args, env);

/** From the start of `status` until its first call arrives. */
async function firstCall(env) {
  const server = createServer((_request, response) => response.writeHead(503).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = performance.now();
  const child = spawn(process.execPath, [PROGRAM, 'status', '--alias', 'bench'], {
    env: onEndpoint(env, `http://127.0.0.1:${server.address().port}`),
    stdio: 'ignore',
  });
  await once(server, 'request');
  const time = performance.now() - started;
  child.kill();
  await once(child, 'exit');
  server.closeAllConnections();
  server.close();
  return time;
}

/** Against a command that somebody knows who works with AWS; how much of the time Node itself takes is said beside it. */
async function firstCallRow(env, bare) {
  const [what, against, limit] = ['first call of `status`, from its start', '`aws --version`', 1];
  const toCall = () => firstCall(env);
  const beside = (await pairs(ROUNDS, toCall, bare)).ratio.toFixed(1);
  if (spawnSync('aws', ['--version']).status !== 0) {
    return skipped(what, against, `≤ ${limit} ×`, `no \`aws\` installed; ${beside} × \`node -e 0\``);
  }
  const row = atMost(
    what,
    against,
    limit,
    await pairs(ROUNDS, toCall, () => timeOf('aws', ['--version'], env)),
  );
  return { ...row, measured: `${row.measured}; ${beside} × \`node -e 0\`` };
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function startRows() {
  const { env, remove } = emptyHome();
  const bare = () => node(env, '-e', '0');
  try {
    const rows = [];
    for (const flag of ['--version', '--help']) {
      const measured = await pairs(ROUNDS, () => node(env, PROGRAM, flag), bare);
      rows.push(atMost(`\`${flag}\``, '`node -e 0`', 1.25, measured));
    }
    return [...rows, await firstCallRow(env, bare)];
  } finally {
    await remove();
  }
}
