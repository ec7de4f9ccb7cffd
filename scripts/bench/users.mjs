// Adds users by the thousand to a sandbox that holds Cognito's quotas. Everything is six times as fast as AWS's default
// quotas allow, the program's own pace included, so that it ends in a minute.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { emptyHome, onEndpoint, PROGRAM, ROOT } from './world.mjs';

const SCALE = 6;
/** AdminSetUserPassword: the slowest call of a new user with a password (Cognito's default, calls a second). */
const QUOTA = 30;

/** Runs the program, and returns its JSON document and its peak memory in MB, which it writes when it exits. */
function run({ folder, env }, ...args) {
  const peak = join(folder, 'peak');
  const hook = join(folder, 'peak.cjs');
  writeFileSync(
    hook,
    `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS/1024)))`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', hook, PROGRAM, ...args, '--yes', '--json'],
    { env, cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return { document: JSON.parse(stdout), peak: Number(readFileSync(peak, 'utf8')) };
}

function add(home, rows) {
  const file = join(home.folder, `${rows}.csv`);
  const lines = Array.from({ length: rows }, (_, row) => `user${row}@${rows}.example.com,User ${row},`);
  writeFileSync(file, `email,name,groups\n${lines.join('\n')}\n`);
  const result = join(home.folder, `${rows}.result.csv`);
  const pace = ['--rate', String(QUOTA * SCALE)];
  return run(home, 'add-user', '--alias', `bench-${rows}`, '--from-csv', file, '--result', result, ...pace);
}

/** A sandbox with quotas; without a state file, since ten thousand users take longer to write down than AWS to answer. */
async function serve({ folder, env }) {
  const bundle = join(folder, 'sandbox.mjs');
  await build({
    entryPoints: [join(ROOT, 'src/sandbox/server.ts')],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  const code = `const{startSandbox}=await import(${JSON.stringify(bundle)});console.log((await startSandbox({port:0,quotaScale:${SCALE}})).url)`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(child.stdout, 'data');
  return { child, url: String(url).trim() };
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function userRows() {
  const home = emptyHome();
  const { child, url } = await serve(home);
  const there = { folder: home.folder, env: onEndpoint(home.env, url) };
  try {
    for (const rows of [100, 10_000]) run(there, 'create-pool', '--alias', `bench-${rows}`);
    const few = add(there, 100);
    const many = add(there, 10_000);
    const rate = many.document.users.created / many.document.seconds;
    const share = rate / (QUOTA * SCALE);
    const memory = many.peak / few.peak;
    return [
      {
        what: '`add-user --from-csv`, 10,000 rows',
        against: `the quota, ${SCALE} times AWS's ${QUOTA} a second`,
        goal: '≥ 95 %',
        measured: `${(100 * share).toFixed(1)} % (${rate.toFixed(1)} users a second)`,
        holds: share >= 0.95,
      },
      {
        what: 'its peak memory',
        against: '100 rows',
        goal: '≤ 1.2 ×',
        measured: `${memory.toFixed(2)} × (${many.peak.toFixed(0)} / ${few.peak.toFixed(0)} MB)`,
        holds: memory <= 1.2,
      },
    ];
  } finally {
    child.kill('SIGKILL');
    await home.remove();
  }
}
