// Writes docs/cli.md from the definitions that the program is made of.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the project, where the packages that the definitions import are found.
const folder = await mkdtemp(join(root, 'dist-'));
try {
  const outfile = join(folder, 'cli-reference.mjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/cli-reference.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    packages: 'external',
    logLevel: 'warning',
  });
  const { cliReference } = await import(pathToFileURL(outfile).href);
  await writeFile(join(root, 'docs', 'cli.md'), cliReference());
} finally {
  await rm(folder, { recursive: true, force: true });
}
