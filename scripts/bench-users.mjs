// Adds users by the thousand to a sandbox that holds Cognito's quotas, and tells what share of the quota's rate was reached
// and how much more memory ten thousand rows take than a hundred. Everything is six times as fast as AWS's default quotas
// allow, the program's own pace included, so that it ends in a minute.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PROGRAM = fileURLToPath(new URL('../bin/mendix-cognito.js', import.meta.url));
const PORT = '9419';
const SCALE = 6;
/** AdminSetUserPassword: the slowest call of a new user with a password (Cognito's default, calls a second). */
const QUOTA = 30;

const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-bench-users-'));
const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, MENDIX_COGNITO_PORT: PORT };

/** Runs the program, and tells its JSON document and its peak memory in MB, which it writes when it exits. */
function run(...args) {
  const peak = join(folder, 'peak');
  const tell = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS/1024)))`;
  const hook = join(folder, 'peak.cjs');
  writeFileSync(hook, tell);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', hook, PROGRAM, ...args, '--sandbox', '--yes', '--json'],
    { env, cwd: folder, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return { document: JSON.parse(stdout), peak: Number(readFileSync(peak, 'utf8')) };
}

function write(rows) {
  const file = join(folder, `${rows}.csv`);
  const lines = Array.from({ length: rows }, (_, row) => `user${row}@${rows}.example.com,User ${row},`);
  writeFileSync(file, `email,name,groups\n${lines.join('\n')}\n`);
  return file;
}

const add = (rows) =>
  run(
    ...['add-user', '--alias', `bench-${rows}`, '--from-csv', write(rows)],
    ...['--result', join(folder, `${rows}.result.csv`), '--rate', String(QUOTA * SCALE)],
  );

// Without a state file: a state of ten thousand users takes longer to write down than AWS takes to answer.
const bundle = join(folder, 'sandbox.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('../src/sandbox/server.ts', import.meta.url))],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  logLevel: 'warning',
});
const serve = `const{startSandbox}=await import(${JSON.stringify(bundle)});await startSandbox({port:${PORT},quotaScale:${SCALE}});console.log('ready')`;
const sandbox = spawn(process.execPath, ['--input-type=module', '--eval', serve], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await new Promise((resolve) => sandbox.stdout.once('data', resolve));
  for (const rows of [100, 10_000]) run('create-pool', '--alias', `bench-${rows}`);
  const few = add(100);
  const many = add(10_000);
  const rate = many.document.users.created / many.document.seconds;
  const again = add(10_000);
  const share = ((100 * rate) / (QUOTA * SCALE)).toFixed(1);
  process.stdout.write(
    [
      `add-user, 10,000 rows: ${rate.toFixed(1)} a second, ${share} % of the quota of ${QUOTA * SCALE} (AWS's ${QUOTA}, times ${SCALE})`,
      `peak memory, 10,000 rows / 100 rows: ${(many.peak / few.peak).toFixed(2)}  (${many.peak.toFixed(0)} / ${few.peak.toFixed(0)} MB)`,
      `the same again, nothing to change: ${again.document.seconds} s of writing, ${again.peak.toFixed(0)} MB`,
      '',
    ].join('\n'),
  );
} finally {
  sandbox.kill('SIGINT');
  await new Promise((resolve) => sandbox.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
