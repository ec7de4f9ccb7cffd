// How long it takes to start: to an answer of the command line itself, and to the first call on the wire.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { pairs, timeOf } from './pairs.mjs';
import { atMost } from './row.mjs';
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
    const measured = await pairs(ROUNDS, () => firstCall(env), bare);
    return [...rows, atMost('first call of `status` on the wire after start', '`node -e 0`', 2.5, measured)];
  } finally {
    await remove();
  }
}
