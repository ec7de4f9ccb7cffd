// Bundles src/ into dist/: what npx installs is one package without dependencies.
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Built aside and then put in place: a build that fails leaves the program as it was.
const fresh = await mkdtemp(join(root, 'dist-'));
try {
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts' },
    outdir: fresh,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.17',
    minify: true,
    keepNames: true,
    sourcemap: false,
    legalComments: 'none',
    // Some bundled libraries are CommonJS and call require() for Node's own modules.
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'warning',
  });
  await chmod(fresh, 0o755);
  await rm(join(root, 'dist'), { recursive: true, force: true });
  await rename(fresh, join(root, 'dist'));
} finally {
  await rm(fresh, { recursive: true, force: true });
}
