#!/usr/bin/env node
// Runs on any Node that npx may bring, so only syntax that old ones know: the gate has to be able to speak. CommonJS,
// because the loader of modules takes longer to start than the answers that are given here.
const needed = [20, 17];
const found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    `mendix-cognito needs Node.js ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install a current Node.js from https://nodejs.org (or with your version manager) and run the command again.\n',
  );
  process.exitCode = 1;
} else {
  start(process.argv.slice(2));
}

function start(words) {
  const known = answer(words);
  if (known === undefined) {
    // From Node 22.1 on: what a run compiled is kept for the next one. Node runs what lies in that folder.
    const { enableCompileCache } = require('node:module');
    const folder = enableCompileCache && cacheFolder();
    if (folder) enableCompileCache(folder);
    import('../dist/main.js').catch((error) => fail('mendix-cognito could not be started', error));
    return;
  }
  // A reader such as head may close the pipe early.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') fail('Standard output could not be written', error);
  });
  process.stdout.write(known);
}

function fail(what, error) {
  process.exitCode = 1;
  process.stderr.write(`${what} (${error.code || error.message}).\n`);
}

/** What was written down when the package was built; undefined for everything that has to run. */
function answer(words) {
  const [flag, ...before] = words.slice().reverse();
  if (before.length === 0 && ['--version', '-v', '-V', 'version'].includes(flag)) {
    return `${require('../package.json').version}\n`;
  }
  // A terminal of another width has the help laid out for it, and a run by npx has other examples.
  const usual = (process.stdout.columns || 80) === 80 && process.env.npm_command !== 'exec';
  const asked = usual && before.length < 2 && (flag === '--help' || flag === '-h');
  return asked ? require('../dist/help.json')[before.join('')] : undefined;
}

/**
 * A folder that nobody but the user can put anything into, or undefined. There is none on Windows, where Node does not
 * know the owner of a folder.
 */
function cacheFolder() {
  if (!process.geteuid || process.env.NODE_COMPILE_CACHE) return undefined;
  const { lstatSync, mkdirSync, realpathSync } = require('node:fs');
  const { dirname, isAbsolute, join } = require('node:path');
  const user = process.geteuid();
  // Whoever can rename a folder above it can put another in its place. Under sudo the home may be somebody else's.
  const isSafe = (folder) => {
    const { uid, mode } = lstatSync(folder);
    const closed = (mode & 0o022) === 0 || (mode & 0o1000) !== 0;
    return (uid === user || uid === 0) && closed && (folder === dirname(folder) || isSafe(dirname(folder)));
  };
  const make = (folder) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  };
  try {
    const home = require('node:os').homedir();
    const given = process.platform === 'darwin' ? undefined : process.env.XDG_CACHE_HOME;
    const caches =
      given && isAbsolute(given)
        ? given
        : join(home, ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
    if (!isAbsolute(caches) || !isSafe(realpathSync(dirname(caches)))) return undefined;
    const folder = join(realpathSync(make(caches)), 'mendix-cognito');
    if (!isSafe(dirname(folder))) return undefined;
    const found = lstatSync(make(folder));
    return found.isDirectory() && found.uid === user && (found.mode & 0o077) === 0 ? folder : undefined;
  } catch (_none) {
    // No home, or none that can be written: the run takes a little longer.
    return undefined;
  }
}
