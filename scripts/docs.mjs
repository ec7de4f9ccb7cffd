// Writes docs/cli.md and docs/mendix.md from the definitions that the program is made of.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the project, where the packages that the definitions import are found.
const folder = await mkdtemp(join(root, 'dist-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: ['scripts/cli-reference.ts', 'scripts/mendix-guide.ts'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    packages: 'external',
    logLevel: 'warning',
  });
  const load = (name) => import(pathToFileURL(join(folder, name)).href);
  const { cliReference } = await load('cli-reference.mjs');
  const { mendixGuide } = await load('mendix-guide.mjs');
  await writeFile(join(root, 'docs', 'cli.md'), cliReference());
  await writeFile(join(root, 'docs', 'mendix.md'), mendixGuide());
} finally {
  await rm(folder, { recursive: true, force: true });
}
