#!/usr/bin/env node
// Runs on any Node that npx may bring, so only syntax that Node 12 knows: the gate has to be able to speak.
const needed = [20, 17];
const found = process.versions.node.split('.').map(Number);
if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  process.stderr.write(
    `mendix-cognito needs Node.js ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Install a current Node.js from https://nodejs.org (or with your version manager) and run the command again.\n',
  );
  process.exitCode = 1;
} else {
  import('../dist/main.js');
}
