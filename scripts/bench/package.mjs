// What npx has to fetch and to put down before anything runs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pairs, timeOf } from './pairs.mjs';
import { atMost } from './row.mjs';
import { emptyHome, ROOT } from './world.mjs';

const ROUNDS = 5;

function pack(folder, cwd, ...what) {
  const out = execFileSync('npm', ['pack', ...what, '--json', '--pack-destination', folder], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out)[0];
}

/** A first `npx` on a machine: nothing in any cache, the archive on disk, so that the network is no part of it. */
function coldNpx({ folder, env }, archive, ...command) {
  const fresh = mkdtempSync(join(folder, 'npx-'));
  const cold = {
    ...env,
    HOME: fresh,
    npm_config_cache: join(fresh, 'cache'),
    npm_config_update_notifier: 'false',
  };
  return timeOf('npx', ['--yes', '--package', archive, ...command], cold, fresh);
}

/** @returns {Promise<import('./row.mjs').Row[]>} */
export async function packageRows() {
  const home = emptyHome();
  try {
    const ours = pack(home.folder, ROOT);
    const theirs = pack(home.folder, home.folder, 'create-vite@latest');
    const project = mkdtempSync(join(home.folder, 'project-'));
    const archive = join(home.folder, ours.filename);
    timeOf('npm', ['install', '--prefix', project, '--no-audit', '--no-fund', archive], process.env);
    const lock = JSON.parse(readFileSync(join(project, 'node_modules', '.package-lock.json'), 'utf8'));
    const installed = Object.keys(lock.packages).length;
    const [kilobytes, megabytes] = [statSync(archive).size / 1024, ours.unpackedSize / 1024 / 1024];
    const theirArchive = join(home.folder, theirs.filename);
    const measured = await pairs(
      ROUNDS,
      () => coldNpx(home, archive, 'mendix-cognito', '--version'),
      // It has no --version: without a flag that it knows it would make a project.
      () => coldNpx(home, theirArchive, 'create-vite', '--help'),
    );
    return [
      {
        what: 'packed; installed; packages installed',
        against: '',
        goal: '≤ 650 KB; ≤ 2.5 MB; 1',
        measured: `${Math.round(kilobytes)} KB; ${megabytes.toFixed(2)} MB; ${installed}`,
        holds: kilobytes <= 650 && megabytes <= 2.5 && installed === 1,
      },
      atMost(
        'cold `npx <tarball> --version`, empty cache',
        `create-vite ${theirs.version} the same way`,
        1.2,
        measured,
      ),
    ];
  } finally {
    await home.remove();
  }
}
