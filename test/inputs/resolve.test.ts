import { describe, expect, it } from 'vitest';
import {
  flagOf,
  GLOBAL_INPUTS,
  INPUTS,
  type InputName,
  kebab,
  variableOf,
} from '../../src/inputs/definitions.ts';
import { checkOf, missingProblem, resolveGiven } from '../../src/inputs/resolve.ts';

const NAMES = Object.keys(INPUTS) as InputName[];

describe('an input', () => {
  it.each([
    ['appUrl', '--app-url', 'MENDIX_COGNITO_APP_URL'],
    ['noDeletionProtection', '--no-deletion-protection', 'MENDIX_COGNITO_NO_DELETION_PROTECTION'],
    ['alias', '--alias', 'MENDIX_COGNITO_ALIAS'],
  ] as const)('%s is %s and %s', (name, flag, variable) => {
    expect(flagOf(name)).toBe(flag);
    expect(variableOf(name)).toBe(variable);
  });

  it('has a flag, a variable and a help of its own', () => {
    for (const list of [NAMES.map(flagOf), NAMES.map(variableOf), NAMES.map((name) => INPUTS[name].help)]) {
      expect(new Set(list).size).toBe(NAMES.length);
    }
  });

  it('that has a default takes that default', () => {
    for (const name of NAMES) {
      const input = INPUTS[name];
      if ('byDefault' in input && input.byDefault !== undefined) {
        expect(input.parse(String(input.byDefault)), kebab(name)).toEqual(input.byDefault);
      }
    }
  });

  it('never takes a password as its value', () => {
    // What passwords have to be like is none.
    const rules = ['passwordLength', 'passwordRules', 'temporaryPasswordDays', 'passwordHistory'];
    for (const name of NAMES) {
      if (/password/i.test(name) && !rules.includes(name)) expect(INPUTS[name].kind).toBe('switch');
    }
  });

  it('of every command is known', () => {
    expect(NAMES).toEqual(expect.arrayContaining([...GLOBAL_INPUTS]));
  });
});

describe('what was given', () => {
  const resolve = (flags: Record<string, unknown>, env: NodeJS.ProcessEnv = {}) =>
    resolveGiven(NAMES, flags, env);

  it('is nothing when nothing was', () => {
    expect(resolve({})).toMatchObject({ wishes: {}, problems: [], wrong: [] });
    expect(resolve({}).wishes).toEqual({});
  });

  it('is the flag, where flag and variable are there', () => {
    const { answers } = resolve({ alias: 'flag' }, { MENDIX_COGNITO_ALIAS: 'variable' });
    expect(answers.alias).toBe('flag');
  });

  it('is the variable, where the flag is not there', () => {
    expect(resolve({}, { MENDIX_COGNITO_ALIAS: ' variable ' }).answers.alias).toBe('variable');
  });

  it('is the good flag, where the variable is wrong', () => {
    const resolved = resolve({ sessionMinutes: '4' }, { MENDIX_COGNITO_SESSION_MINUTES: 'abc' });
    expect(resolved).toMatchObject({ answers: { sessionMinutes: 4 }, problems: [], wrong: [] });
  });

  it.each([
    'https://one.example,https://two.example',
    'https://one.example https://two.example',
    ' https://one.example ,\n https://two.example/ ,',
  ])('is a list, where the variable is %j', (text) => {
    expect(resolve({}, { MENDIX_COGNITO_APP_URL: text }).answers.appUrl).toEqual([
      'https://one.example',
      'https://two.example',
    ]);
  });

  it('is a list of the flag in its order', () => {
    expect(resolve({ appUrl: ['https://b.example', 'https://a.example/'] }).answers.appUrl).toEqual([
      'https://b.example',
      'https://a.example',
    ]);
  });

  it.each([
    ['1', true],
    ['true', true],
    ['YES', true],
    ['on', true],
    ['0', false],
    ['False', false],
    ['no', false],
    ['OFF', false],
  ])('is a switch, where the variable is %s', (text, on) => {
    expect(resolve({}, { MENDIX_COGNITO_YES: text }).answers.yes).toBe(on);
  });

  it('is a switch, where the flag is there', () => {
    expect(resolve({ yes: true }, { MENDIX_COGNITO_YES: '0' }).answers.yes).toBe(true);
  });

  it.each(['', ' '])('is not a variable with the value %j', (text) => {
    const resolved = resolve({}, { MENDIX_COGNITO_ALIAS: text, MENDIX_COGNITO_APP_URL: text });
    expect(resolved).toEqual(resolve({}));
  });

  it('has all that is wrong with it at once, each under the name by which it was given', () => {
    const resolved = resolve(
      { alias: '', sessionMinutes: '99', tier: 'plus' },
      { MENDIX_COGNITO_YES: 'perhaps', MENDIX_COGNITO_USER_EMAIL: 'nobody' },
    );
    expect(resolved.wishes).toEqual({ tier: 'plus' });
    expect([...resolved.wrong].sort()).toEqual(['alias', 'sessionMinutes', 'userEmail', 'yes']);
    expect([...resolved.problems].sort()).toEqual([
      '--alias is empty.',
      '--session-minutes “99” is not a whole number from 3 to 15.',
      'MENDIX_COGNITO_USER_EMAIL “nobody” is not an email address; one looks like ann@example.com.',
      'MENDIX_COGNITO_YES “perhaps” is neither yes nor no.',
    ]);
  });

  it('is the file’s, where neither flag nor variable is there, and each knows its source', () => {
    const line = (text: string, place: string) => [{ text, place }];
    const { wishes, sources } = resolveGiven(
      NAMES,
      { alias: 'flag' },
      { MENDIX_COGNITO_ALIAS: 'variable', MENDIX_COGNITO_TIER: 'plus' },
      {
        alias: line('file', 'f.yaml:1'),
        tier: line('lite', 'f.yaml:2'),
        sessionMinutes: line('7', 'f.yaml:3'),
        appUrl: [...line('https://a.example', 'f.yaml:5'), ...line('https://b.example', 'f.yaml:6')],
        selfSignUp: line('false', 'f.yaml:7'),
      },
    );
    expect(wishes).toEqual({
      alias: 'flag',
      tier: 'plus',
      sessionMinutes: 7,
      appUrl: ['https://a.example', 'https://b.example'],
      selfSignUp: false,
    });
    expect(sources).toMatchObject({
      alias: { from: 'flag', at: '--alias' },
      tier: { from: 'environment', at: 'MENDIX_COGNITO_TIER' },
      sessionMinutes: { from: 'file', at: 'f.yaml:3' },
      appUrl: { from: 'file', at: 'f.yaml:5' },
      selfSignUp: { from: 'file', at: 'f.yaml:7' },
    });
  });

  it('leaves out what a command does not take', () => {
    expect(resolveGiven(['region'], { alias: 'demo', region: 'eu-west-1' }, {}).wishes).toEqual({
      region: 'eu-west-1',
    });
  });
});

describe('a default', () => {
  const withDefault = NAMES.filter((name) => 'byDefault' in INPUTS[name]);

  it.each(withDefault)('of %s is an answer that nobody asked for', (name) => {
    const { answers, wishes, sources } = resolveGiven([name], {}, {});
    expect(answers).toEqual({ [name]: (INPUTS[name] as { byDefault: unknown }).byDefault });
    expect(wishes).toEqual({});
    expect(sources).toEqual({ [name]: { from: 'default' } });
  });

  it('gives way to what was given, and to that of the command', () => {
    expect(resolveGiven(['port'], { port: '1234' }, {}).answers).toEqual({ port: 1234 });
    expect(resolveGiven(['timeout'], {}, {}, {}, { timeout: 30 }).answers).toEqual({ timeout: 30 });
    expect(resolveGiven(['timeout'], { timeout: '7' }, {}, {}, { timeout: 30 }).answers).toEqual({
      timeout: 7,
    });
  });
});

describe('the check of a prompt', () => {
  it.each([
    ['appUrl', ' https://app.example.com ', undefined],
    ['alias', 'a/b', '“a/b” may hold only letters, digits, dot, underscore and hyphen.'],
    ['alias', ' ', 'This is empty.'],
    ['userEmail', 'nobody', '“nobody” is not an email address; one looks like ann@example.com.'],
    ['sandbox', 'whatever', undefined],
  ] as const)('says of %s %j: %s', (name, text, says) => {
    expect(checkOf(name)(text)).toBe(says);
  });

  it('is a sentence for every problem', () => {
    for (const name of NAMES) {
      for (const text of ['', '\u0000', 'ü/#', 'x'.repeat(3000)]) {
        expect(checkOf(name)(text) ?? 'Good.').toMatch(/^(?:This |“|Good).*[.?]$/s);
      }
    }
  });
});

it('names flag and variable of what is missing', () => {
  expect(missingProblem('appUrl')).toBe('--app-url is missing (or set MENDIX_COGNITO_APP_URL).');
});
