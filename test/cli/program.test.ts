import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { readCommandLine } from '../../src/cli/program.ts';
import {
  flagOf,
  GLOBAL_INPUTS,
  INPUTS,
  type InputName,
  kebab,
  variableOf,
} from '../../src/inputs/definitions.ts';
import type { Input } from '../../src/inputs/input.ts';
import { nearest } from '../../src/inputs/nearest.ts';
import { checkOf } from '../../src/inputs/resolve.ts';
import { helpOf } from '../support/help-text.ts';

const read = (argv: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const call = readCommandLine(argv, env);
  if (call === undefined) throw new Error('Help or version was printed.');
  return call;
};

describe('the nearest of several names', () => {
  it.each([
    ['statsu', 'status'],
    ['setpu', 'setup'],
    ['create-clinet', 'create-client'],
    ['destory', 'destroy'],
    ['docter', 'doctor'],
    ['deploy', undefined],
    ['x', undefined],
  ])('%s: %s', (text, name) => {
    const names = COMMANDS.map((command) => command.name);
    expect(nearest(text, names)).toBe(name);
  });

  it('is none of none', () => {
    expect(nearest('status', [])).toBeUndefined();
  });
});

describe('the command line', () => {
  it('is setup without a command', () => {
    expect(read([])).toMatchObject({
      command: 'setup',
      invocation: { words: [], answers: {}, problems: [] },
    });
    expect(read(['--yes', '--alias', 'demo'])).toMatchObject({
      command: 'setup',
      options: { yes: true },
      invocation: { answers: { alias: 'demo' } },
    });
  });

  it.each(COMMANDS.map((command) => command.name))('knows %s', (name) => {
    expect(read([name]).command).toBe(name);
  });

  it('takes global flags before the command and after it', () => {
    expect(read(['--json', 'status', '--region', 'eu-west-1']).options).toMatchObject({
      json: true,
      region: 'eu-west-1',
    });
  });

  it('takes a value after a space or an equals sign, and a list one by one', () => {
    const { answers } = read([
      'setup',
      '--alias=demo',
      '--app-url',
      'https://a.example',
      '--app-url=https://b.example',
    ]).invocation;
    expect(answers).toMatchObject({ alias: 'demo', appUrl: ['https://a.example', 'https://b.example'] });
  });

  it('has nothing switched on that nobody switched on', () => {
    expect(read(['status']).options).toEqual({
      region: undefined,
      profile: undefined,
      sandbox: false,
      port: 9400,
      yes: false,
      callTimeoutMs: 20_000,
      noInput: false,
      json: false,
      dryRun: false,
      debug: false,
      noColor: false,
      accessible: false,
      revealSecrets: false,
    });
  });

  it.each([
    ['--no-input', 'noInput'],
    ['--no-color', 'noColor'],
    ['--accessible', 'accessible'],
    ['--dry-run', 'dryRun'],
    ['--debug', 'debug'],
    ['--sandbox', 'sandbox'],
  ] as const)('switches %s on', (flag, option) => {
    expect(read(['status', flag]).options[option]).toBe(true);
  });

  it('leaves variables alone that are for inputs of other commands', () => {
    const env = {
      MENDIX_COGNITO_ALIAS: 'demo',
      MENDIX_COGNITO_JSON: 'true',
      MENDIX_COGNITO_USER_EMAIL: 'a@example.com',
    };
    expect(read(['create-pool'], env).invocation.wishes).toEqual({ alias: 'demo', json: true });
  });

  it('keeps the words of a command that takes some', () => {
    expect(read(['add-user', 'a@example.com', '--yes', 'b@example.com']).invocation.words).toEqual([
      'a@example.com',
      'b@example.com',
    ]);
  });

  it.each([
    [['status', 'demo'], ['status takes flags only; “demo” is too much.']],
    [['status', '--aplias', 'demo'], ['There is no flag --aplias; did you mean --alias?']],
    [['status', '--aplias=demo'], ['There is no flag --aplias; did you mean --alias?']],
    [
      ['create-pool', '--output', 'x'],
      ['--output is not a flag of create-pool; create-pool --help lists those that are.'],
    ],
    [['status', '--frobnicate'], ['There is no flag --frobnicate; status --help lists those that are.']],
    [['status', '-x'], ['There is no flag -x; status --help lists those that are.']],
  ])('%j has the problem %j', (argv, problems) => {
    expect(read(argv).invocation.problems).toEqual(problems);
  });

  it('takes what stands after two hyphens for words', () => {
    expect(read(['completion', '--json', '--', 'complete', '--', '--tier']).invocation).toMatchObject({
      words: ['complete', '--', '--tier'],
      answers: { json: true },
      problems: [],
    });
  });

  it.each([
    [['add-user', '--nope', 'value', 'a@example.com'], ['a@example.com']],
    [['add-user', '--nope=value', 'a@example.com'], ['a@example.com']],
  ])('%j takes the value of an unknown flag for no word', (argv, words) => {
    expect(read(argv).invocation).toMatchObject({ words, problems: [expect.stringContaining('--nope')] });
  });

  it.each([
    ['--helpp', '--help'],
    ['--versoin', '--version'],
  ])('has the nearest flag for %j, of those that commander knows too', (flag, near) => {
    const { problems } = read(['setup', flag]).invocation;
    expect(problems).toEqual([`There is no flag ${flag}; did you mean ${near}?`]);
  });

  it('has all of its problems at once', () => {
    const { problems } = read(['status', 'word', '--nope', '--alias', 'a/b', '--tier', 'gold']).invocation;
    expect(problems).toHaveLength(4);
  });

  it.each([
    [['statsu'], 'UNKNOWN_COMMAND', 'There is no command “statsu”. Did you mean status?'],
    [['frobnicate'], 'UNKNOWN_COMMAND', 'There is no command “frobnicate”.'],
    [['--alias', 'demo', 'status'], 'USAGE', 'The command status must come first, before its flags.'],
    [['setup', '--alias'], 'USAGE', '--alias needs a value: --alias <name>.'],
    [['help', 'statsu'], 'UNKNOWN_COMMAND', 'There is no command “statsu”. Did you mean status?'],
  ])('%j is no command line (%s)', (argv, code, says) => {
    expect(() => readCommandLine(argv, {})).toThrow(
      expect.objectContaining({ code, exitCode: 2, message: expect.stringContaining(says) }),
    );
  });
});

/** Values of every kind that an input may take. */
const CANDIDATES = [
  'https://a.example',
  'a@example.com',
  '7',
  'upper,digit',
  'name',
  '123456789012',
  'eu-west-1',
  'eu-central-1_AbCdEfGhI',
  '4.3.0',
  'sample',
];

/** A good value of an input that is no switch. */
function sampleOf(name: InputName): string {
  const good = [...(choicesOf(name) ?? []), ...CANDIDATES].find((text) => checkOf(name)(text) === undefined);
  if (good === undefined) throw new Error(`No candidate is a value of ${name}: add one.`);
  return good;
}

const choicesOf = (name: InputName): readonly string[] | undefined => {
  const input: Input = INPUTS[name];
  return input.kind === 'switch' ? undefined : input.choices;
};

describe('every answer', () => {
  const table = COMMANDS.flatMap(({ name, inputs }) =>
    [...inputs, ...GLOBAL_INPUTS].map((input) => [name, input] as const),
  );

  it.each(table)('of %s can be given as flag, variable and line of a file: %s', (command, name) => {
    const input: Input = INPUTS[name];
    const isSwitch = input.kind === 'switch';
    const value = isSwitch ? 'true' : sampleOf(name);
    const byFlag = read([command, flagOf(name), ...(isSwitch ? [] : [value])]).invocation;
    const byVariable = read([command], { [variableOf(name)]: value }).invocation;
    const byFile = readCommandLine(
      [command],
      {},
      { [name]: [{ text: value, place: 'f.yaml:1' }] },
    )?.invocation;
    expect(byFlag.problems).toEqual([]);
    expect(byFlag.wishes[name]).toBeDefined();
    expect(byVariable).toMatchObject({ wishes: byFlag.wishes, problems: [] });
    expect(byFile).toMatchObject({
      wishes: byFlag.wishes,
      problems: [],
      sources: { [name]: { from: 'file', at: 'f.yaml:1' } },
    });
    expect([flagOf(name), variableOf(name)]).toEqual([
      `--${kebab(name)}`,
      `MENDIX_COGNITO_${kebab(name).toUpperCase().replaceAll('-', '_')}`,
    ]);
  });
});

describe('a command', () => {
  it.each(COMMANDS.flatMap(({ name, examples }) => examples.map((example) => [example, name] as const)))(
    'can be called as in its example: %s',
    (example, name) => {
      const [, words = ''] = /(?:^|\| )(?:npx )?mendix-cognito ?([^|<>]*)/.exec(example) ?? [];
      const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      const call = read(argv);
      expect(call.command).toBe(name);
      expect(call.invocation.problems).toEqual([]);
    },
  );

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    '%s names each input once',
    (_name, command) => {
      const names: readonly InputName[] = [...command.inputs, ...GLOBAL_INPUTS];
      expect(new Set(names).size).toBe(names.length);
    },
  );

  it('has code that is loaded when it runs', async () => {
    for (const { name, load } of COMMANDS) expect((await load()).run, name).toBeTypeOf('function');
  });
});

describe('the help', () => {
  it('of the program names every command and global flag', () => {
    const help = helpOf('--help');
    for (const { name, summary } of COMMANDS) {
      expect(help).toContain(name);
      expect(help.replace(/\s+/g, ' ')).toContain(summary);
    }
    for (const name of GLOBAL_INPUTS) expect(help).toContain(flagOf(name));
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s names each of its flags, those of every command, and its examples',
    (name, { inputs, examples }) => {
      const help = helpOf(name, '--help');
      for (const input of [...inputs, ...GLOBAL_INPUTS]) expect(help).toContain(flagOf(input));
      for (const example of examples) expect(help).toContain(`\n  ${example}\n`);
    },
  );

  it('shows values, default and variable of each flag', () => {
    const help = helpOf('setup', '--help').replace(/\s+/g, ' ');
    expect(help).toContain(
      '--tier <tier> feature plan of the user pool: lite, essentials, plus; default: essentials [MENDIX_COGNITO_TIER]',
    );
    expect(help).toContain('default: from the app URL [MENDIX_COGNITO_ALIAS]');
    for (const name of [...GLOBAL_INPUTS, 'appUrl', 'noDeletionProtection'] as const) {
      expect(help).toContain(`[${variableOf(name)}]`);
    }
  });

  it('begins with examples, and has the commands in groups', () => {
    expect(helpOf('--help')).toMatch(/^Examples:\n {2}npx mendix-cognito\n/);
    expect(helpOf('doctor', '--help')).toMatch(/^Examples:\n {2}mendix-cognito doctor/);
    const headings = [...helpOf('--help').matchAll(/^(Set up|Check|Change|Local):$/gm)].map(
      ([, group]) => group,
    );
    expect(headings).toEqual(['Set up', 'Check', 'Change', 'Local']);
  });

  it.each([
    [40, 40],
    [80, 80],
    [0, 80],
    [200, 100],
  ])('on a terminal of %s columns is %s wide', (columns, width) => {
    const before = Object.getOwnPropertyDescriptor(process.stdout, 'columns');
    Object.defineProperty(process.stdout, 'columns', { value: columns, configurable: true });
    try {
      for (const argv of [['--help'], ...COMMANDS.map(({ name }) => [name, '--help'])]) {
        const lines = helpOf(...argv).split('\n');
        // An example is copied as it is, and a name has no place to break it at.
        const wide = lines.filter(
          (line) =>
            line.length > width && !/^ {2}(?:npx |printf .*)?mendix-cognito |^Usage|^\s*\S+$/.test(line),
        );
        expect(wide, argv.join(' ')).toEqual([]);
        if (width > 80) expect(lines.some((line) => line.length > 80)).toBe(true);
      }
    } finally {
      if (before === undefined) Reflect.deleteProperty(process.stdout, 'columns');
      else Object.defineProperty(process.stdout, 'columns', before);
    }
  });

  it('of the version is the one of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(helpOf('--version')).toBe(`${version}\n`);
    for (const word of ['-v', '-V', 'version']) expect(helpOf(word)).toBe(`${version}\n`);
  });
});
