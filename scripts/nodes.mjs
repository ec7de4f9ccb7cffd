import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs a Node from npm's package `node`, so that no version manager is needed.
 *
 * @param {string} version `24` or `20.17`: the newest of these
 * @param {string} folder an empty folder, where it is put
 * @returns {string} its binary
 */
export function installNode(version, folder) {
  const home = join(folder, `node-${version}`);
  mkdirSync(home);
  const args = [
    'install',
    '--prefix',
    home,
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `node@${version}`,
  ];
  // On Windows npm is a script, which only a shell starts.
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(home, 'node_modules', 'node', 'bin', binary);
}
