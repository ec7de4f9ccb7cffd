// How src/ becomes dist/: what npx installs is one package without dependencies.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

/** Where classes go by their names: oidc-provider keeps under them what it has issued, and errors are told apart by them. */
const BY_CLASS_NAME =
  /(?:oidc-provider[/\\]lib[/\\]models[/\\].*|oidc-provider[/\\]lib[/\\]helpers[/\\](?:re_render_)?errors|(?:oauth4webapi|openid-client)[/\\]build[/\\]index|jose[/\\].*[/\\]util[/\\]errors)\.js$/;

/** The other names go: 34 KB of the packed archive. A stack trace is read with scripts/trace.mjs. */
const NAMES_OF_CLASSES = {
  name: 'names-of-classes',
  setup({ onLoad }) {
    onLoad({ filter: BY_CLASS_NAME }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), {
        keepNames: true,
        target: 'node20.17',
      });
      return { contents: code, loader: 'js' };
    });
  },
};

/** What the sandbox's sign-in pages answer with, or are sent. */
const MEDIA_TYPES = new Set([
  'application/json',
  'application/jwt',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/html',
  'text/plain',
]);

/** Koa brings every media type there is: 45 KB of the packed archive. */
const FEW_MEDIA_TYPES = {
  name: 'few-media-types',
  setup({ onLoad }) {
    onLoad({ filter: /mime-db[/\\]db\.json$/ }, async ({ path }) => {
      const all = Object.entries(JSON.parse(await readFile(path, 'utf8')));
      return {
        contents: JSON.stringify(Object.fromEntries(all.filter(([key]) => MEDIA_TYPES.has(key)))),
        loader: 'json',
      };
    });
  },
};

/**
 * The shapes of every operation of a service stay in, since esbuild takes a computed key for code that may do something:
 * written as the text that it stands for, what nobody calls goes. Of Amazon SES that is 12 KB of the packed archive.
 */
const PRUNED_SHAPES = {
  name: 'pruned-shapes',
  setup({ onLoad }) {
    onLoad(
      { filter: /client-(sesv2|resource-groups-tagging-api)[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/ },
      async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const texts = new Map(
          [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, key, text]) => [key, text]),
        );
        return {
          contents: source.replaceAll(/\[(_\w+)\]:/g, (whole, key) =>
            texts.has(key) ? `${texts.get(key)}:` : whole,
          ),
          loader: 'js',
        };
      },
    );
  },
};

/** Of its own package.json a client reads the version alone. */
const SHORT_MANIFESTS = {
  name: 'short-manifests',
  setup({ onLoad }) {
    onLoad({ filter: /@aws-sdk[/\\][\w-]+[/\\]package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });
  },
};

/**
 * An import of node:http makes Node read each of its exports, and from Node 22 on some of them load all of undici when
 * they are read, about 25 ms of each start that calls AWS; require() hands over the object alone.
 */
const HTTP_BY_REQUIRE = {
  name: 'http-by-require',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'require-call' ? undefined : { path: 'node:http', namespace: 'by-require' },
    );
    onLoad({ filter: /./, namespace: 'by-require' }, ({ path }) => ({
      contents: `module.exports = require('${path}');`,
    }));
  },
};

const PROGRAM = {
  entryPoints: { main: 'src/main.ts' },
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  // esbuild's own order for Node takes the CommonJS form of the AWS SDK, of which nothing can be left out.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  splitting: true,
  format: 'esm',
  // ora measures text with this one; string-width has a pattern of every emoji, and takes some 40 ms to load.
  alias: { 'string-width': 'fast-string-width' },
  // The SDK asks it which browser it runs in: 8 KB packed that Node never loads.
  external: ['bowser'],
  // Some bundled libraries are CommonJS and call require() for Node's own modules.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  // From a stack trace to the lines of src/: see scripts/trace.mjs.
  sourcemap: 'external',
  plugins: [NAMES_OF_CLASSES, FEW_MEDIA_TYPES, PRUNED_SHAPES, SHORT_MANIFESTS, HTTP_BY_REQUIRE],
};

/**
 * The help of the program, and of each command under its name, as it stands on a screen of 80 columns. To lay it out
 * takes 45 ms of processor time; to read it from this file takes none that can be measured.
 */
function writtenHelp(main) {
  // Whoever builds by npx is not the one who reads it.
  const { npm_command: _, ...env } = process.env;
  const helpOf = (...words) =>
    execFileSync(process.execPath, [main, ...words, '--help'], {
      encoding: 'utf8',
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const whole = helpOf();
  const names = [...whole.slice(whole.indexOf('Usage:')).matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(
    ([, name]) => name,
  );
  return Object.fromEntries([['', whole], ...names.map((name) => [name, helpOf(name)])]);
}

/**
 * Puts dist/ in place, and beside it dist-maps/ with the source maps: five times the size of the rest together, and wanted
 * by nobody but who reads a stack trace (scripts/trace.mjs).
 *
 * @param {string} root the repository
 * @returns {Promise<import('esbuild').Metafile>} what went into it
 */
export async function bundle(root) {
  // Built aside and then put in place: a build that fails leaves the program as it was.
  const fresh = await mkdtemp(join(root, 'dist-'));
  const [program, maps] = [join(fresh, 'program'), join(fresh, 'maps')];
  try {
    const { metafile } = await build({ ...PROGRAM, absWorkingDir: root, outdir: program });
    await writeFile(join(program, 'help.json'), JSON.stringify(writtenHelp(join(program, 'main.js'))));
    await mkdir(maps);
    for (const file of await readdir(program)) {
      if (file.endsWith('.map')) await rename(join(program, file), join(maps, file));
    }
    for (const [from, to] of [
      [program, 'dist'],
      [maps, 'dist-maps'],
    ]) {
      await chmod(from, 0o755);
      await rm(join(root, to), { recursive: true, force: true });
      await rename(from, join(root, to));
    }
    return metafile;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
