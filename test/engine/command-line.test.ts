import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellLine, shellWord, userShell } from '../../src/engine/command-line.ts';
import { openTerminal } from '../../src/ui/terminal.ts';
import { holds } from '../support/cases.ts';

/** The shells that read what is quoted for sh, each without the files of whoever runs the tests. */
const SHELLS: Readonly<Record<string, readonly string[]>> = {
  sh: ['-c'],
  bash: ['--norc', '-c'],
  zsh: ['-f', '-c'],
  fish: ['--no-config', '-c'],
};

const isThere = (shell: string): boolean => {
  try {
    execFileSync(shell, [...(SHELLS[shell] ?? []), 'true']);
    return true;
  } catch {
    return false;
  }
};

/** The words that a program gets when that line is typed. */
function argvIn(shell: string, line: string): string[] {
  const printed = execFileSync(shell, [...(SHELLS[shell] ?? []), `env printf '%s\\0' ${line}`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: '/nonexistent' },
  });
  return printed.split('\0').slice(0, -1);
}

const HOSTILE = [
  ...['', ' ', '~', '=ls', '%self', '%1', '-', '--', '--x=~', '!', '!!', '*', '?', '#', '{a,b}', '[a]'],
  ...['a$HOME', '$(id)', 'a`id`@example.com', '\\', 'a\\', "\\'", "'", "''", '"', '\'"$`\\!', "it's"],
  ...[
    'a;b|c&d',
    'a\nb',
    'a\tb',
    '<address of your app>',
    '(id)',
    '\\\\server\\share',
    '^',
    '‘’‚‛“”„',
    'é€😀',
  ],
  ...['’`id`’', '“$(id)”', 'C:\\Users\\Ann Lee\\', "o'neil@example.com", 'a!b', 'two words', '--flag=x y'],
];

/** Words that hold what shells make something of more often than not. */
const WORD = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({
    unit: fc.constantFrom(...'\'"`$\\!~=%#*?[]{}()<>|&;^@,.:-+/ \t\n‘’“”azAZ019é'),
    maxLength: 12,
  }),
  // Without the characters that fish keeps for itself.
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\0\p{Co}\p{Cn}\p{Cs}]/u.test(text)),
);

describe.each(Object.keys(SHELLS))('words quoted for sh, in %s', (shell) => {
  it.skipIf(!isThere(shell))('are the words that a program gets', async (context) => {
    expect(argvIn(shell, shellLine(HOSTILE, 'sh'))).toEqual(HOSTILE);
    await holds(
      context,
      'property',
      400,
      fc.property(fc.array(WORD, { minLength: 1, maxLength: 20 }), (words) => {
        expect(argvIn(shell, shellLine(words, 'sh'))).toEqual(words);
      }),
    );
  });

  it.skipIf(!isThere(shell))('stay as many on a screen without Unicode', () => {
    const { spelled } = openTerminal({ LANG: 'C' }, { noInput: true, noColor: true });
    const words = HOSTILE.map((word) => `a‘b’c“d”${word}’“\`id\``);
    expect(argvIn(shell, spelled(shellLine(words, 'sh')))).toEqual(words.map(spelled));
  });
});

describe('a word quoted for sh', () => {
  it.each([
    ['plain', 'plain'],
    ['two words', '"two words"'],
    ["o'neil@example.com", `"o'neil@example.com"`],
    // Double quotes do not hold against the history of an interactive bash or zsh.
    ['a!b', "'a!b'"],
    ["it's $5", `'it'"'"'s $5'`],
    ['a\\b', "'a'\\\\'b'"],
  ])('%j is %s', (text, quoted) => {
    expect(shellWord(text, 'sh')).toBe(quoted);
  });
});

// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_splatting
// The typographic quotes: PowerShell/PowerShell, src/System.Management.Automation/engine/parser/CharTraits.cs.
describe('a word quoted for PowerShell, by its documentation alone', () => {
  it.each([
    ['plain', 'plain'],
    ['--app-url', '--app-url'],
    ['https://a.example/b', 'https://a.example/b'],
    ['a@example.com', 'a@example.com'],
    ['', '""'],
    ['two words', '"two words"'],
    ['@splatted', '"@splatted"'],
    ['a,b', '"a,b"'],
    ['a;b', '"a;b"'],
    ['(a)', '"(a)"'],
    ['{a}', '"{a}"'],
    ['#a', '"#a"'],
    ['a&b|c', '"a&b|c"'],
    ['<address of your app>', '"<address of your app>"'],
    ['--%', '"--%"'],
    ['-a.b', '"-a.b"'],
    ['C:\\Users\\Ann', '"C:\\Users\\Ann"'],
    ["o'neil", `"o'neil"`],
    ['a!b', '"a!b"'],
    ['a$b', "'a$b'"],
    ['a`id`', "'a`id`'"],
    ['“a”', "'“a”'"],
    ['„a', "'„a'"],
    ["it's $5", "'it''s $5'"],
    ["‘’‚‛'$", "'‘‘’’‚‚‛‛''$'"],
    ['say "a"', `'say "a"'`],
  ])('%j is %s', (text, quoted) => {
    expect(shellWord(text, 'powershell')).toBe(quoted);
  });
});

describe('the shell of the user', () => {
  it.each([
    ['linux', {}, 'sh', 'mendix-cognito'],
    ['darwin', { npm_command: 'exec' }, 'sh', 'npx mendix-cognito'],
    ['linux', { npm_command: 'run-script' }, 'sh', 'mendix-cognito'],
    ['win32', {}, 'powershell', 'mendix-cognito'],
    ['win32', { npm_command: 'exec' }, 'powershell', 'npx mendix-cognito'],
    ['win32', { MSYSTEM: 'MINGW64' }, 'sh', 'mendix-cognito'],
  ] as const)('on %s with %j is %s, and %s starts the program', (platform, env, shell, program) => {
    expect(userShell(env, platform)).toEqual({ shell, program: program.split(' ') });
  });
});
