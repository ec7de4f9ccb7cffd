// The whole suite under several versions of Node, one after the other: npm run test:nodes -- 20.17 22 24
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installNode } from './nodes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const versions = process.argv.length > 2 ? process.argv.slice(2) : ['20.17', '22', '24'];
const folder = mkdtempSync(join(tmpdir(), 'mendix-cognito-nodes-'));
try {
  const failed = versions.filter((version) => {
    const node = installNode(version, folder);
    process.stdout.write(`\n== Node ${version}\n`);
    const { status } = spawnSync(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` },
    });
    return status !== 0;
  });
  if (failed.length > 0) throw new Error(`The suite fails under Node ${failed.join(', ')}.`);
  process.stdout.write(`\nThe suite passes under Node ${versions.join(', ')}.\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
