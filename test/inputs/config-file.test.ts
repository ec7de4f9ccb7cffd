import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersFile } from '../../src/inputs/answers-file.ts';
import { readConfigFile } from '../../src/inputs/config-file.ts';
import { INPUTS, type InputName, kebab, type Wishes } from '../../src/inputs/definitions.ts';
import { resolveGiven } from '../../src/inputs/resolve.ts';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
  file = join(folder, 'f.yaml');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const NAMES = Object.keys(INPUTS) as InputName[];

async function read(text: string | Buffer): Promise<Wishes> {
  await writeFile(file, text);
  const { wishes, problems } = resolveGiven(NAMES, {}, {}, await readConfigFile(file, new PassThrough()));
  expect(problems).toEqual([]);
  return wishes;
}

/** What is wrong with the text, without the folder. */
async function problemsOf(text: string | Buffer): Promise<readonly string[]> {
  await writeFile(file, text);
  try {
    await readConfigFile(file, new PassThrough());
    return [];
  } catch (error) {
    expect(error).toMatchObject({ exitCode: 2 });
    const { problems } = error as { readonly problems: readonly string[] };
    return problems.map((problem) => problem.replaceAll(`${folder}/`, ''));
  }
}

describe('a configuration file', () => {
  it('gives answers as YAML', async () => {
    const text = `# The test app
app-url:
  - https://a.example
  - https://b.example
callback-url: https://a.example/own
alias: 0123
session-minutes: 5
self-sign-up: false
sandbox: true
user-full-name: 'Ann: Lee # no comment'
pool-name: no
`;
    expect(await read(text)).toEqual({
      appUrl: ['https://a.example', 'https://b.example'],
      callbackUrl: ['https://a.example/own'],
      alias: '0123',
      sessionMinutes: 5,
      selfSignUp: false,
      sandbox: true,
      userFullName: 'Ann: Lee # no comment',
      poolName: 'no',
    });
  });

  it.each([
    ['spaces', '  '],
    ['tabs', '\t'],
  ])('gives answers as JSON that is indented by %s', async (_name, indent) => {
    const given = { 'app-url': ['https://a.example'], alias: 'demo', 'session-minutes': 4, sandbox: false };
    expect(await read(JSON.stringify(given, undefined, indent))).toEqual({
      appUrl: ['https://a.example'],
      alias: 'demo',
      sessionMinutes: 4,
      sandbox: false,
    });
  });

  it.each([
    ['a byte order mark', Buffer.from('\ufeffalias: demo\n', 'utf8')],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from('\ufeffalias: demo\r\n', 'utf16le')],
  ])('may have %s', async (_name, bytes) => {
    expect(await read(bytes)).toEqual({ alias: 'demo' });
  });

  it.each([
    ['alias: demo\nappUrl: x', 'f.yaml:2: there is no answer “appUrl”; did you mean app-url?'],
    [
      'MENDIX_COGNITO_POOL_NAME: x',
      'f.yaml:1: there is no answer “MENDIX_COGNITO_POOL_NAME”; did you mean pool-name?',
    ],
    ['--alias: x', 'f.yaml:1: there is no answer “--alias”; did you mean alias?'],
    [
      'frobnicate: x',
      'f.yaml:1: there is no answer “frobnicate”; the names are those of the flags, without hyphens in front.',
    ],
    ['config: other.yaml', 'f.yaml:1: config is a flag only, and no answer.'],
    ['print-config: true', 'f.yaml:1: print-config is a flag only, and no answer.'],
    ['self-sign-up: no', 'f.yaml:1: self-sign-up takes true or false: “no” is a text in YAML 1.2.'],
    ['self-sign-up: 1', 'f.yaml:1: self-sign-up takes true or false.'],
    ['alias: true', 'f.yaml:1: alias takes a text; put “true” between quotes if that is meant.'],
    ['alias:', 'f.yaml:1: alias has no value.'],
    ['app-url: []', 'f.yaml:1: app-url has no value.'],
    ['alias: [a, b]', 'f.yaml:1: alias takes one value, not a list.'],
    ['alias: {name: a}', 'f.yaml:1: alias takes a value, and no further keys.'],
    ['app-url: [[a]]', 'f.yaml:1: app-url takes a value, and no further keys.'],
    ['? [a]\n: b', 'f.yaml:1: a key must be the name of a flag.'],
    ['alias: a\ntier: lite\nalias: b', 'f.yaml:3: this key is set further up already.'],
    ['app-url:\n\t- https://a.example', 'f.yaml:2: a tab is before the text; YAML needs spaces.'],
    ['alias: a\n---\nalias: b', 'f.yaml:2: a second document begins here (---); one file holds one.'],
    ['user-full-name: Ann: Lee', 'f.yaml:1: a value with “: ” in it must be between quotes.'],
    [
      'output: "C:\\users"',
      'f.yaml:1: a backslash between double quotes means something else; use single quotes.',
    ],
    [
      'alias: !!str a',
      'f.yaml:1: alias uses an anchor, alias or tag of YAML (& * !); write the value itself.',
    ],
    ['- a\n- b', '--config f.yaml: it holds no answers; a line looks like alias: myapp.'],
    ['just text', '--config f.yaml: it holds no answers; a line looks like alias: myapp.'],
    ['', '--config f.yaml: there is nothing in it.'],
    ['# alias: demo\n', '--config f.yaml: there is nothing in it.'],
    [Buffer.from([0x61, 0x3a, 0x20, 0xff]), '--config f.yaml: it is not text in UTF-8.'],
    [' '.repeat(65_537), '--config f.yaml: it has more than 64 KB; answers need a few lines.'],
  ])('%j is refused: %s', async (text, says) => {
    expect(await problemsOf(text)).toEqual([says]);
  });

  it('has every problem at once', async () => {
    expect(await problemsOf('alias: [a]\ntire: lite\nsandbox: on\n')).toHaveLength(3);
  });

  it.each([
    'password',
    'user-password',
    'userPassword',
    'passphrase',
    'client-secret',
    'MENDIX_COGNITO_PASSWORD',
    'aws-access-key',
    'token',
  ])('refuses %s, and says why without showing it', async (key) => {
    const [problem = '', ...others] = await problemsOf(`${key}: hunter2`);
    expect(others).toEqual([]);
    expect(problem).toMatch(/^f\.yaml:1: .* is refused: passwords and secrets do not belong in a file/);
    expect(problem).not.toContain('hunter2');
  });

  it.each([
    'temporary-password: hunter2',
    'password-stdin: "hunter2',
    'reset-password: {new: hunter2}',
    'client-secret: "hunter2\\q"',
    'password: &a hunter2',
  ])('never shows what stands in %s', async (text) => {
    const problems = await problemsOf(text);
    expect(problems).not.toEqual([]);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each([
    [
      'aliases that grow tenfold a line',
      [
        'a: &a [x,x,x]',
        ...'bcdefghij'
          .split('')
          .map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[at]}`)}]`),
      ].join('\n'),
    ],
    ['lists in lists', '['.repeat(60_000)],
    ['keys in keys', '{a: '.repeat(15_000)],
    ['hyphens', '- '.repeat(30_000)],
    ['the same key', 'alias: a\n'.repeat(7000)],
    ['different keys', Array.from({ length: 7000 }, (_, at) => `k${at}: 1`).join('\n')],
  ])('is read or refused, and no more, with many %s', async (_name, text) => {
    expect(await problemsOf(text)).not.toEqual([]);
  });

  it('comes from standard input too', async () => {
    const stdin = new PassThrough();
    stdin.end('alias: [a]\n');
    await expect(readConfigFile('-', stdin)).rejects.toThrow('standard input:1: alias takes one value');
  });

  it('is never read from a terminal', async () => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    await expect(readConfigFile('-', stdin)).rejects.toThrow('--config -: it is a terminal');
  });
});

describe('the answers of a run as a file', () => {
  const ANSWERS: Wishes = {
    appUrl: ['https://a.example', 'http://localhost:8080'],
    alias: 'no',
    poolName: '0123',
    sessionMinutes: 5,
    selfSignUp: false,
    temporaryPassword: true,
    userEmail: "o'neil@example.com",
    userFullName: 'Ann "A": Lee # $HOME `id`',
    clientName: '- x',
    region: 'eu-west-1',
    yes: true,
    json: true,
    debug: true,
    config: 'f.yaml',
    printConfig: true,
  };

  it('are the same answers when it is read, without how the run was to go', async () => {
    const { yes: _yes, json: _json, debug: _debug, config: _config, printConfig: _print, ...kept } = ANSWERS;
    expect(await read(answersFile(ANSWERS, 'sh').yaml)).toEqual(kept);
  });

  it('stand in its head as one command, with a variable for a no', () => {
    const { yaml, commandLine } = answersFile(ANSWERS, 'sh');
    expect(yaml).toContain(`#   ${commandLine}\n`);
    expect(commandLine).toMatch(/^MENDIX_COGNITO_SELF_SIGN_UP=no npx mendix-cognito setup --yes /);
    expect(commandLine).toContain('--app-url https://a.example --app-url http://localhost:8080');
  });

  it('cannot break out of the comment', async () => {
    const { yaml } = answersFile({ alias: 'a', poolName: 'x\nadopt= true' }, 'sh');
    expect(await read(yaml)).toEqual({ alias: 'a', poolName: 'x\nadopt= true' });
    expect(yaml).toMatch(/^# *adopt= true"/m);
  });

  it('say where a password comes from', () => {
    const { commandLine, yaml } = answersFile({ alias: 'a', passwordStdin: true }, 'sh');
    expect(commandLine).toBe(
      'printf %s "$PASSWORD" | npx mendix-cognito setup --yes --alias a --password-stdin',
    );
    expect(yaml).toContain('password-stdin: true');
    expect(yaml).toContain('it is read from standard input');
  });

  it('are one command for PowerShell as well', () => {
    const answers = { alias: 'a b', selfSignUp: false, passwordStdin: true } as const;
    expect(answersFile(answers, 'powershell').commandLine).toBe(
      '$env:MENDIX_COGNITO_SELF_SIGN_UP = "no"; $env:PASSWORD | npx mendix-cognito setup --yes --alias "a b" --password-stdin',
    );
  });

  it('have the names that the file has', () => {
    expect(
      Object.keys(answersFile({ appUrl: ['https://a.example'], userEmail: 'a@example.com' }, 'sh').answers),
    ).toEqual((['appUrl', 'userEmail'] as const).map(kebab));
  });
});
