import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importsOf, RULES, type Source } from './support/house.ts';

const LAYERS = 'imports run one way, from top to bottom';
const KEEPERS = 'what asks, spins, paints and calls AWS is imported in one place';
const SRC = fileURLToPath(new URL('../src/', import.meta.url));

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, text: readFileSync(SRC + path, 'utf8') }));

describe('the house', () => {
  for (const [rule, broken] of Object.entries(RULES)) {
    it(rule, () => {
      expect(broken(sources)).toEqual([]);
    });
  }

  it('is read as a whole', () => {
    const paths = sources.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['main.ts', 'ui/prompts.ts', 'sandbox/server.ts']));
    // Whatever ends like an import is one: a statement that the check cannot read would go unchecked.
    for (const { path, text } of sources) {
      const endings = [...text.matchAll(/\bfrom '([^']+)'(?: with \{.*\})?;$/gm)].map(([, end]) => end);
      expect(
        importsOf(text).map(({ specifier }) => specifier),
        path,
      ).toEqual(expect.arrayContaining(endings));
    }
  });
});

describe('the words', () => {
  const ROOT = fileURLToPath(new URL('../', import.meta.url));
  /** What explains the rule has to use the words. */
  const ABOUT_THE_RULE = /^test\/(?:structure\.test|support\/house)\.ts$/;

  it('are those of the house in tests, scripts and pages too', () => {
    const written = readdirSync(ROOT)
      .filter((name) => /^(?:test|scripts|docs|\.github|bin|.*\.md)$/.test(name))
      .flatMap((name) =>
        name.endsWith('.md')
          ? [name]
          : readdirSync(ROOT + name, { recursive: true, encoding: 'utf8' }).map((path) => `${name}/${path}`),
      )
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /\.(?:ts|mjs|js|md|yml)$/.test(path) && !ABOUT_THE_RULE.test(path))
      .map((path) => ({ path, text: readFileSync(ROOT + path, 'utf8') }));
    expect(written.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md']));
    expect(RULES['words are those of the house']?.(written)).toEqual([]);
  });
});

describe('the check of the house', () => {
  const of = (...files: readonly (readonly [path: string, text: string])[]): Source[] =>
    files.map(([path, text]) => ({ path, text }));

  it.each([
    ["import { a } from './a.ts';", './a.ts', false],
    ["import type { A } from './a.ts';", './a.ts', true],
    ["import { type A, b } from './a.ts';", './a.ts', false],
    ["import {\n  a,\n  b,\n} from './a.ts';", './a.ts', false],
    ["import a, { b } from './a.ts';", './a.ts', false],
    ["import * as a from './a.ts';", './a.ts', false],
    ["import a from './a.json' with { type: 'json' };", './a.json', false],
    ["import './a.ts';", './a.ts', false],
    ["export { a } from './a.ts';", './a.ts', false],
    ["export type { A } from './a.ts';", './a.ts', true],
    ["export * from './a.ts';", './a.ts', false],
    ["const a = await import('./a.ts');", './a.ts', false],
    ["const a = await import(\n  './a.ts'\n);", './a.ts', false],
    ["type A = import('./a.ts').A;", './a.ts', true],
  ])('finds the import in %j', (text, specifier, typeOnly) => {
    expect(importsOf(text)).toEqual([{ specifier, typeOnly }]);
  });

  it.each([
    "// import { a } from './a.ts';",
    " * from './a.ts'",
    "export const from = './a.ts';",
    "say('import me');",
  ])('finds no import in %j', (text) => {
    expect(importsOf(text)).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    ['an upward import', LAYERS, 'aws/a.ts', "import { b } from '../ui/b.ts';"],
    ['an upward type', LAYERS, 'engine/a.ts', "import type { B } from '../run/context.ts';"],
    ['an upward import()', LAYERS, 'ui/a.ts', "await import('../commands/b.ts');"],
    ['a sibling layer', LAYERS, 'mendix/a.ts', "import { b } from '../resources/b.ts';"],
    ['an unknown layer', LAYERS, 'aws/a.ts', "import '../things/b.ts';"],
    ['a file outside src', LAYERS, 'aws/a.ts', "import '../../test/b.ts';"],
    [
      'a command',
      'a command never imports a command',
      'commands/a/run.ts',
      "import { run } from '../b/run.ts';",
    ],
    ['inquirer', KEEPERS, 'inputs/a.ts', "import { input } from '@inquirer/prompts';"],
    ['ora', KEEPERS, 'ui/a.ts', "import ora from 'ora';"],
    ['the SDK', KEEPERS, 'inputs/a.ts', "import { b } from '@aws-sdk/client-sts';"],
    ['a type of the SDK', KEEPERS, 'ui/a.ts', "import type { B } from '@aws-sdk/client-sts';"],
    [
      'the sandbox',
      'only the command sandbox and --sandbox know the sandbox',
      'run/context.ts',
      "await import('../sandbox/b.ts');",
    ],
    ['the rest', 'the sandbox knows nothing of the rest', 'sandbox/a.ts', "import '../errors.ts';"],
    ['a computed path', 'what import() loads stands there in words', 'ui/a.ts', 'await import(path);'],
    [
      'a command as text',
      'a proposed command is data: { run: [...] }',
      'aws/a.ts',
      "const hint = 'Run mendix-cognito status.';",
    ],
    [
      'a command of the AWS CLI as text',
      'a command of the AWS CLI is data: { aws: [...] }',
      'aws/a.ts',
      `const hint = \`Run aws sso login --profile \${profile}.\`;`,
    ],
    ['a vague name', 'no file has a name that says nothing', 'aws/utils.ts', ''],
    ['a vague folder', 'no file has a name that says nothing', 'helpers/time.ts', ''],
    [
      'a barrel',
      'no file only passes on what others export',
      'aws/a.ts',
      "// All of it.\nexport { b } from './b.ts';\nexport * from './c.ts';\n",
    ],
    ['a word', 'words are those of the house', 'aws/a.ts', '// As AWS tells it.\n'],
    ['what is made', 'words are those of the house', 'aws/a.ts', '// The pool that an earlier run made.\n'],
    [
      'a long sentence',
      'no sentence on a screen is longer than 25 words',
      'aws/a.ts',
      `const hint = 'It is ${'so '.repeat(24)}long.';`,
    ],
    ['length', 'no file is longer than 400 lines', 'aws/a.ts', 'x\n'.repeat(401)],
  ])('objects to %s', (_what, rule, path, text) => {
    expect(RULES[rule]?.(of([path, text]))).toEqual([expect.stringContaining(path)]);
  });

  it('objects to a circle, and shows it', () => {
    const circle = of(
      ['aws/a.ts', "import './b.ts';"],
      ['aws/b.ts', "import type { C } from './c.ts';"],
      ['aws/c.ts', "import './a.ts';"],
    );
    expect(RULES['no files import each other in a circle']?.(circle)).toEqual([
      'aws/a.ts → aws/b.ts → aws/c.ts → aws/a.ts',
    ]);
  });

  it('names the other long files beside one that is too long', () => {
    const long = of(['aws/a.ts', 'x\n'.repeat(401)], ['aws/b.ts', 'x\n'.repeat(301)], ['aws/c.ts', 'x\n']);
    expect(RULES['no file is longer than 400 lines']?.(long)).toEqual([
      expect.stringContaining('aws/a.ts has 401'),
      expect.stringContaining('aws/b.ts has 301'),
    ]);
  });

  it('has nothing against what the design allows', () => {
    const good = of(
      ['cli/program.ts', "import packageJson from '../../package.json' with { type: 'json' };"],
      [
        'commands/a/run.ts',
        "import type { Policy } from '@aws-sdk/client-sts';\nimport type { a } from './command.ts';\nimport '../../ui/b.ts';",
      ],
      ['run/local-sandbox.ts', "import { startSandbox } from '../sandbox/server.ts';"],
      ['aws/a.ts', "import { b } from './b.ts';\nexport { c } from './c.ts';\nexport const a = b;"],
      ['ui/b.ts', "import '../engine/c.ts';"],
    );
    for (const broken of Object.values(RULES)) expect(broken(good)).toEqual([]);
  });
});
