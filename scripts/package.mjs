// Packs the package, installs the archive alone into an empty folder, and runs what was installed from end to end: the demo,
// the wizard on a terminal and the sign-in in a browser, under this Node and under those that are named.
// usage: package.mjs [--keep <folder>] [version of Node…]
// With --keep what was installed stays there, for a run of all tests under this Node (see .ci/run), beside it the archive and
// the other versions of Node.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { installNode } from './nodes.mjs';

const PAPERS = ['package.json', 'README.md', 'LICENSE', 'THIRD_PARTY_LICENSES'];
/** What npx fetches at each first run. */
const MOST_KILOBYTES = 650;
const [PNPM, YARN] = ['pnpm@10.34.9', '@yarnpkg/cli-dist@4.18.1'];
/** The tests of what a user does with the installed program; in the last one its own sandbox serves the sign-in pages. */
const JOURNEYS = ['test/e2e/wizard.test.ts', 'test/e2e/test-login.test.ts', 'test/e2e/docs.test.ts'];

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-package-'));
const { values, positionals: versions } = parseArgs({
  options: { keep: { type: 'string' } },
  allowPositionals: true,
});
const project = values.keep === undefined ? join(folder, 'project') : resolve(values.keep);
rmSync(project, { recursive: true, force: true });
mkdirSync(project);
const clean = { ...process.env, HOME: folder, USERPROFILE: folder, XDG_DATA_HOME: folder };

function run(command, args, { cwd = project, env = clean } = {}) {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // On Windows npm and npx are scripts, which only a shell starts.
    shell: process.platform === 'win32' && !command.includes('node'),
  });
}

function check(holds, what) {
  if (!holds) throw new Error(`The package fails: ${what}`);
  process.stdout.write(`ok: ${what}\n`);
}

function pack() {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root }));
  const names = packed.files.map(({ path }) => path);
  const extra = names.filter((name) => !/^(bin|dist)\//.test(name) && !PAPERS.includes(name));
  check(extra.length === 0, `it holds nothing but the program and its papers ${extra.join(' ')}`);
  const missing = PAPERS.filter((name) => !names.includes(name));
  check(missing.length === 0, `it holds all of its papers ${missing.join(' ')}`);
  check(!names.some((name) => name.endsWith('.map')), 'it holds no source maps');
  const kilobytes = Math.ceil(packed.size / 1000);
  check(kilobytes <= MOST_KILOBYTES, `it has ${kilobytes} KB, at most ${MOST_KILOBYTES}`);
  return { ...packed, archive: join(folder, packed.filename) };
}

async function lint() {
  const { messages, pkg } = await publint({ pkgDir: root, strict: true });
  for (const message of messages) process.stdout.write(`${formatMessage(message, pkg)}\n`);
  check(messages.length === 0, 'publint has nothing to say');
  check(Object.keys(pkg.dependencies ?? {}).length === 0, 'package.json names no dependencies');
}

/** Every way in which somebody may get at it. */
function checkInstallers({ archive, version }) {
  const ran = (text) => text.trim().split('\n').at(-1) === version;
  check(ran(run('npx', ['--yes', '--package', archive, 'mendix-cognito', '--version'])), 'npx runs it');
  run('npm', ['install', '--global', '--prefix', join(folder, 'global'), archive]);
  const bin = process.platform === 'win32' ? ['mendix-cognito.cmd'] : ['bin', 'mendix-cognito'];
  check(ran(run(join(folder, 'global', ...bin), ['--version'])), 'a global install runs it');

  const managers = join(folder, 'managers');
  run('npm', ['install', '--prefix', managers, '--no-audit', '--no-fund', '--loglevel=error', PNPM, YARN]);
  const manager = (name) => join(managers, 'node_modules', '.bin', name);
  const pnpm = ['--package', archive, '--silent', 'dlx', 'mendix-cognito', '--version'];
  check(ran(run(manager('pnpm'), pnpm)), 'pnpm dlx runs it');
  const yarn = [
    'dlx',
    '--quiet',
    '--package',
    `mendix-cognito@file:${archive}`,
    'mendix-cognito',
    '--version',
  ];
  check(ran(run(manager('yarn'), yarn)), 'yarn dlx runs it');
}

function checkDemo(program, node) {
  run(node, [join(root, 'scripts/demo.mjs'), program]);
  check(true, `under Node ${run(node, ['--version']).trim()} the demo runs to its end`);
}

/** The installed program under that Node: the tests themselves run under this one. */
function checkJourneys(program, node) {
  execFileSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...JOURNEYS], {
    cwd: root,
    env: { ...process.env, TESTED_PROGRAM: program, TESTED_NODE: node },
    stdio: 'inherit',
  });
  const under = `under Node ${run(node, ['--version']).trim()}`;
  check(true, `${under} the wizard, and the sign-in in a browser, do what their tests ask of them`);
}

try {
  const packed = pack();
  await lint();
  run('npm', ['init', '--yes']);
  run('npm', ['install', '--no-audit', '--no-fund', packed.archive]);
  if (values.keep !== undefined) copyFileSync(packed.archive, join(project, packed.filename));
  const listed = JSON.parse(run('npm', ['ls', '--all', '--json']));
  check(listed.dependencies['mendix-cognito'].dependencies === undefined, 'one package is installed');
  checkInstallers(packed);

  const program = join(project, 'node_modules', 'mendix-cognito', 'bin', 'mendix-cognito.cjs');
  const others = versions.map((version) =>
    installNode(version, values.keep === undefined ? folder : project),
  );
  for (const node of [process.execPath, ...others]) checkDemo(program, node);
  const here = values.keep === undefined ? [process.execPath] : [];
  for (const node of [...here, ...others]) checkJourneys(program, node);
  const [packedKb, unpackedKb] = [statSync(packed.archive).size, packed.unpackedSize].map((bytes) =>
    Math.round(bytes / 1024),
  );
  process.stdout.write(`${packed.filename}: ${packedKb} KB packed, ${unpackedKb} KB unpacked\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
