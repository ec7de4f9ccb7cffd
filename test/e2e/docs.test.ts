import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { cliReference } from '../../scripts/cli-reference.ts';
import { JSON_EXAMPLES } from '../../scripts/json-examples.ts';
import { mendixGuide } from '../../scripts/mendix-guide.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { NODE, PROGRAM, runCli } from '../support/cli.ts';
import { type Bench, type Block, blocksOf, openBench } from '../support/shell-blocks.ts';
import { it as worldTest } from '../support/world.ts';

/** The documents whose every block has to hold. */
const DOCUMENTS = ['docs/cli.md', 'README.md', 'docs/users.md', 'docs/pipelines.md', 'docs/security.md'];

const PAGES = ['cli', 'mendix', 'pipelines', 'users', 'security', 'sandbox', 'bench'].map(
  (name) => `docs/${name}.md`,
);

const textOf = (document: string) =>
  readFile(fileURLToPath(new URL(`../../${document}`, import.meta.url)), 'utf8');

/** How a block that is not run is checked: what is no document of its language throws. */
const READERS: Readonly<Record<string, (text: string) => void>> = {
  json: (text) => {
    try {
      JSON.parse(text);
    } catch {
      for (const line of text.split('\n')) JSON.parse(line);
    }
  },
  yaml: (text) => {
    const [error] = parseDocument(text).errors;
    if (error !== undefined) throw error;
  },
  text: () => {},
};

describe.each(DOCUMENTS)('%s', async (document) => {
  const blocks = blocksOf(await textOf(document));
  const shell = blocks.filter(({ language }) => language === 'sh');
  const others = blocks.filter(({ language }) => language !== 'sh');
  let folder: string;
  let bench: Bench;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
    bench = await openBench(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const named = (block: Block) => [`line ${block.line}: ${block.text.split('\n')[0]}`, block] as const;

  it.each(shell.map(named))('%s … runs', async (_name, { text }) => {
    const { code, output } = await bench.run(text);
    expect(code, output).toBe(0);
  });

  it.each(others.map(named))('%s … is what it says it is', (_name, { language, text }) => {
    const read = READERS[language];
    if (read === undefined) throw new Error(`Nobody checks a block of “${language}”.`);
    expect(() => read(text)).not.toThrow();
  });

  it('has shell blocks', () => {
    expect(shell.length).toBeGreaterThan(document === 'README.md' || document === 'docs/cli.md' ? 3 : 0);
  });
});

describe('the bench of shell blocks', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('fails a block at the first command that fails', async () => {
    const bench = await openBench(folder);
    for (const text of [
      'mendix-cognito status --aplias demo\ntrue',
      'npx mendix-cognito nonsense',
      'npx something-else',
      'npm run nonsense',
      'mendix-cognito nonsense | cat',
    ]) {
      expect((await bench.run(text)).code, text).not.toBe(0);
    }
  });

  it('reads the blocks of a text with their lines', () => {
    expect(blocksOf('a\n\n```sh\nx\ny\n```\n\n```json\n{}\n```\n')).toEqual([
      { language: 'sh', text: 'x\ny', line: 4 },
      { language: 'json', text: '{}', line: 9 },
    ]);
  });
});

/** The links of a document to files of this repository, without those to its own headings. */
const linksOf = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) =>
    /^(?:https?:|#)/.test(link) ? [] : [link],
  );

/** A heading as GitHub names its anchor. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(' ', '-');

describe('README.md', () => {
  it('has at most 1,500 words', async () => {
    expect((await textOf('README.md')).split(/\s+/).length).toBeLessThanOrEqual(1500);
  });
});

describe('the links', () => {
  it.each(['README.md', 'CHANGELOG.md', '.github/CONTRIBUTING.md', '.github/SECURITY.md', ...PAGES])(
    'of %s lead to files and headings that are there',
    async (document) => {
      for (const link of linksOf(await textOf(document))) {
        const [file = '', anchor] = link.split('#');
        const target = posix.join(posix.dirname(document), file);
        const text = await textOf(target);
        if (anchor === undefined) continue;
        const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));
        expect(anchors, link).toContain(anchor);
      }
    },
  );
});

describe('docs/cli.md and docs/mendix.md', () => {
  it('are what npm run docs makes of the program as it is', async () => {
    expect(await textOf('docs/cli.md')).toBe(cliReference());
    expect(await textOf('docs/mendix.md')).toBe(mendixGuide());
  });
});

/** The members of an example, whose `…` stands for whatever else there is. */
function expectShape(real: unknown, example: unknown, path: string): void {
  // Null is what there is not this time.
  if (real === null || example === null) return;
  if (Array.isArray(example)) {
    expect(Array.isArray(real), path).toBe(true);
    const [first] = real as unknown[];
    if (first !== undefined && example[0] !== undefined) expectShape(first, example[0], `${path}[0]`);
  } else if (typeof example === 'object') {
    const keys = Object.keys(example).filter((key) => key !== '…');
    const open = '…' in example;
    const found = Object.keys(real as object);
    expect(open ? keys.filter((key) => found.includes(key)) : found, path).toEqual(keys);
    for (const key of keys) {
      expectShape(
        (real as Record<string, unknown>)[key],
        (example as Record<string, unknown>)[key],
        `${path}.${key}`,
      );
    }
  } else expect(typeof real, path).toBe(typeof example);
}

describe('the JSON of each example', () => {
  const alias = ['--alias', 'myapp'];
  const RUNS: Readonly<Record<string, readonly string[]>> = {
    setup: [...alias, '--app-url', 'https://myapp.mendixcloud.com', '--user-email', 'ann@example.com'],
    'verify-email': ['noreply@example.com'],
    'create-pool': [...alias, '--tier', 'plus'],
    'add-user': ['bob@example.com', ...alias],
    'create-client': [...alias, '--app-url', 'http://localhost:8080'],
    'mendix-config': alias,
    status: alias,
    doctor: alias,
    'iam-policy': ['--read-only'],
    completion: ['bash'],
    'rotate-secret': [...alias, '--output', 'secret.txt'],
    destroy: [...alias, '--users', '2'],
  };

  it('is there for each command', () => {
    expect(Object.keys(JSON_EXAMPLES).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
    expect([...Object.keys(RUNS), 'test-login', 'sandbox'].sort()).toEqual(Object.keys(JSON_EXAMPLES).sort());
  });

  worldTest('has the members that the command prints', async ({ world }) => {
    for (const [command, args] of Object.entries(RUNS)) {
      const run = await world.run([command, ...args, '--yes', '--json']);
      const { ok, command: name, ...rest } = run.json();
      expect([ok, name]).toEqual([true, command]);
      expectShape(rest, JSON_EXAMPLES[command], command);
    }
  });

  worldTest('is that of test-login', async ({ world }) => {
    const user = [...alias, '--user-email', 'ann@example.com', '--password-stdin'];
    const settings = { input: 'Correct-Horse-9' };
    await world.run(['setup', ...user, '--app-url', 'https://myapp.mendixcloud.com', '--yes'], settings);
    const {
      ok: _ok,
      command: _command,
      ...rest
    } = (await world.run(['test-login', ...user, '--json'], settings)).json();
    expectShape(rest, JSON_EXAMPLES['test-login'], 'test-login');
  });

  worldTest('is that of sandbox', async ({ world }) => {
    const child = spawn(NODE, [PROGRAM, 'sandbox', '--port', '0', '--json'], {
      env: { HOME: world.folder, XDG_DATA_HOME: world.folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    child.kill('SIGINT');
    await once(child, 'close');
    const { ok: _ok, command: _command, ...rest } = JSON.parse(String(line)) as Record<string, unknown>;
    expectShape(rest, JSON_EXAMPLES.sandbox, 'sandbox');
  });

  worldTest('is that of an error', async ({ world }) => {
    const run = await runCli(['setup', '--json'], { env: world.env });
    expectShape(
      run.json(),
      { ok: false, command: 'setup', error: { code: '', message: '', hint: null } },
      'error',
    );
  });
});
