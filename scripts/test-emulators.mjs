// Runs the built program against emulators of Cognito that others wrote: cognito-local from npm, and moto where Python is.
// They are installed into a folder of their own, which stays for the next time (--fresh empties it). Not part of npm test.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/mendix-cognito.cjs', import.meta.url));
const FOLDER = join(tmpdir(), 'mendix-cognito-emulators');
if (process.argv.includes('--fresh')) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

const install = (command, ...words) => execFileSync(command, words, { cwd: FOLDER, stdio: 'inherit' });

function installCognitoLocal() {
  if (existsSync(join(FOLDER, 'node_modules', 'cognito-local'))) return true;
  writeFileSync(join(FOLDER, 'package.json'), '{"private":true}');
  install('npm', 'install', '--no-audit', '--no-fund', 'cognito-local');
  return true;
}

function installMoto() {
  if (spawnSync('python3', ['--version']).status !== 0) return false;
  if (existsSync(join(FOLDER, 'venv', 'bin', 'moto_server'))) return true;
  install('python3', '-m', 'venv', 'venv');
  install(
    join('venv', 'bin', 'pip'),
    'install',
    '--quiet',
    'moto[server,cognitoidp,ses,resourcegroupstaggingapi]',
  );
  return true;
}

/**
 * How each is installed and started, which features it is known to lack, each of which the run has to name, and what it takes
 * and does not keep.
 */
const EMULATORS = {
  'cognito-local': {
    isThere: installCognitoLocal,
    start: (port) => ({
      command: process.execPath,
      words: [join(FOLDER, 'node_modules', 'cognito-local', 'lib', 'bin', 'start.js')],
      env: { PORT: String(port) },
    }),
    lacks: [/no domains/, /no styles/, /STS GetCallerIdentity/],
    drops: ['session minutes'],
  },
  moto: {
    isThere: installMoto,
    start: (port) => ({
      command: join(FOLDER, 'venv', 'bin', 'moto_server'),
      words: ['-p', String(port)],
      env: {},
    }),
    lacks: [/no styles/, /discovery document leads to no sign-in page/],
    drops: [],
  },
};

/** Every choice that both emulators keep. */
const CHOICES = [
  ...['--self-sign-up', '--no-deletion-protection', '--password-length', '14', '--account-recovery', 'none'],
  ...[
    '--mfa',
    'optional',
    '--custom-attribute',
    'team',
    '--session-minutes',
    '9',
    '--id-token-minutes',
    '15',
  ],
];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(url) {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return;
    await sleep(200);
  }
  throw new Error(`Nothing answers at ${url}.`);
}

/** The whole way as far as the emulator goes. */
function wholeWay(url, home, { lacks, drops }) {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const run = (...words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...words], {
      cwd: home,
      env,
      encoding: 'utf8',
    });
    process.stdout.write(`  ${words.join(' ').slice(0, 90)}: ${status}\n`);
    return { status, stderr, json: stdout.startsWith('{') ? JSON.parse(stdout) : undefined };
  };
  const on = ['--alias', 'demo'];
  const app = ['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'];
  for (const more of [[], CHOICES]) {
    const setup = ['setup', '--yes', '--json', ...on, ...app, ...more];
    const first = run(...setup);
    assert.equal(first.status, 0, first.stderr);
    for (const feature of lacks) assert.match(first.json.warnings.join('\n'), feature);
    const isKept = ({ field }) => !drops.includes(field);
    const second = run(...setup, '--dry-run');
    assert.equal(second.status, 0, second.stderr);
    const would = second.json.changes.flatMap(({ fields }) => fields).filter(isKept);
    assert.deepEqual(would, [], 'a second setup writes nothing but what the emulator drops');
    assert.equal(run(...setup).status, 0);
    const status = run('status', '--json', ...on, ...more);
    assert.equal(status.status, 0, status.stderr);
    const ills = status.json.resources.flatMap(({ differences }) => differences).filter(isKept);
    assert.deepEqual(ills, [], 'status finds nothing to repair');
    assert.equal(run('add-user', 'b@example.com', '--yes', ...on, '--output', 'user.csv').status, 0);
    rmSync(join(home, 'user.csv'));
    const { mendix } = run('mendix-config', '--json', ...on).json;
    assert.equal(mendix.clientId, first.json.mendix.clientId);
    assert.ok(mendix.clientSecret.length > 0);
    assert.equal(run('destroy', '--yes', ...on, '--users', '2').status, 0);
  }
}

for (const [name, emulator] of Object.entries(EMULATORS)) {
  process.stdout.write(`${name}\n`);
  if (!emulator.isThere()) {
    process.stdout.write('  left out: there is no python3\n');
    continue;
  }
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'mendix-cognito-emulated-'));
  const { command, words, env } = emulator.start(port);
  const server = spawn(command, words, { cwd: home, env: { ...process.env, ...env }, stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}`;
    await answering(url);
    wholeWay(url, home, emulator);
  } finally {
    server.kill();
    rmSync(home, { recursive: true, force: true });
  }
}
process.stdout.write('Every emulator went the whole way.\n');
