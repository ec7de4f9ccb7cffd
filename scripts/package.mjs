// Packs the package, installs the archive into an empty folder as npx would, and runs the installed program.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-package-'));

function run(command, args, env = {}) {
  return execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

function check(holds, what) {
  if (!holds) throw new Error(`The package fails: ${what}`);
  process.stdout.write(`ok: ${what}\n`);
}

try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const { messages, pkg } = await publint({ pkgDir: root });
  for (const message of messages) process.stdout.write(`${formatMessage(message, pkg)}\n`);
  check(
    messages.every(({ type }) => type !== 'error'),
    'publint finds no error',
  );

  const names = packed.files.map(({ path }) => path);
  const extra = names.filter(
    (name) => !/^(bin|dist)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(name),
  );
  check(extra.length === 0, `it holds nothing but the program and its papers ${extra.join(' ')}`);

  run('npm', ['init', '--yes']);
  run('npm', ['install', '--no-audit', '--no-fund', join(folder, packed.filename)]);
  const listed = JSON.parse(run('npm', ['ls', '--all', '--json']));
  const dependencies = Object.keys(listed.dependencies['mendix-cognito'].dependencies ?? {});
  check(dependencies.length === 0, 'npx installs one package, without dependencies');

  const program = join(folder, 'node_modules', '.bin', 'mendix-cognito');
  check(run(program, ['--version']).trim() === packed.version, `--version prints ${packed.version}`);
  const flags = ['--sandbox', '--yes', '--json', '--alias', 'packed'];
  // A port of its own: the sandbox of the person who runs this stays out of it.
  const env = { MENDIX_COGNITO_PORT: '9417' };
  const app = ['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'];
  const setup = JSON.parse(run(program, ['setup', ...flags, ...app], env));
  check(setup.ok && setup.changes.length === 5, 'setup makes user pool, domain, client, branding and user');
  const destroy = JSON.parse(run(program, ['destroy', ...flags], env));
  check(destroy.ok && destroy.changes.length === 2, 'destroy takes them down');
  const bytes = statSync(join(folder, packed.filename)).size;
  process.stdout.write(
    `${packed.filename}: ${Math.round(bytes / 1024)} kB packed, ${Math.round(packed.unpackedSize / 1024)} kB unpacked, ${names.length} files\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
