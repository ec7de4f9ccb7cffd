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
    // From Node 22 on: what a run compiled is kept for the next one, in the folder for temporary files.
    const { enableCompileCache } = require('node:module');
    if (enableCompileCache) enableCompileCache();
    import('../dist/main.js');
    return;
  }
  // A reader such as head may close the pipe early.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.stdout.write(known);
}

/** What was written down when the package was built; undefined for everything that has to run. */
function answer(words) {
  const [flag, ...before] = words.slice().reverse();
  if (before.length === 0 && (flag === '--version' || flag === '-V')) {
    return `${require('../package.json').version}\n`;
  }
  // A terminal of another width has the help laid out for it.
  const asked =
    before.length < 2 && (flag === '--help' || flag === '-h') && (process.stdout.columns || 80) === 80;
  return asked ? require('../dist/help.json')[before.join('')] : undefined;
}
