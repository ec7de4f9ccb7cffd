import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatePassword, passwordProblems } from '../../src/resources/password.ts';

const policy = fc.record({
  MinimumLength: fc.integer({ min: 6, max: 99 }),
  RequireLowercase: fc.boolean(),
  RequireUppercase: fc.boolean(),
  RequireNumbers: fc.boolean(),
  RequireSymbols: fc.boolean(),
});

describe('a generated password', () => {
  it('meets every policy', () => {
    fc.assert(
      fc.property(policy, (rules) => {
        const password = generatePassword(rules.MinimumLength).reveal();
        expect(passwordProblems(password, rules)).toEqual([]);
        expect(password.length).toBe(Math.max(20, rules.MinimumLength));
      }),
    );
  });

  it('holds nothing that a shell, CSV or YAML makes something of, and no letter that looks like another', () => {
    for (let round = 0; round < 200; round += 1) {
      expect(generatePassword().reveal()).toMatch(/^[A-Za-z2-9_.+:@-]{20}$/);
      expect(generatePassword().reveal()).not.toMatch(/[lIO01]/);
    }
  });

  it('is another one each time, begins with a letter, and any kind of character may be its second', () => {
    const made = Array.from({ length: 300 }, () => generatePassword().reveal());
    expect(new Set(made).size).toBe(made.length);
    // A spreadsheet takes what begins with - + @ for a formula.
    expect(made.every((password) => /^[A-Za-z]/.test(password))).toBe(true);
    for (const kind of [/^.[a-z]/, /^.[A-Z]/, /^.[0-9]/, /^.[^A-Za-z0-9]/]) {
      expect(made.some((password) => kind.test(password))).toBe(true);
    }
  });
});

describe('what a password lacks', () => {
  it.each([
    ['Correct-Horse-9', []],
    ['Abcde.7', ['at least 8 characters']],
    ['correct-horse-9', ['an upper-case letter']],
    ['CORRECT-HORSE-9', ['a lower-case letter']],
    ['Correct-Horse', ['a digit']],
    ['CorrectHorse9', ['a special character such as - _ . ! #']],
    ['Correct-Horse 9', ['no spaces']],
    [' Correct-Horse9', ['no spaces']],
    ['Correct§Horse9', ['a special character such as - _ . ! #']],
    [`Aa1-${'x'.repeat(253)}`, ['at most 256 characters']],
    [
      '',
      [
        'at least 8 characters',
        'a lower-case letter',
        'an upper-case letter',
        'a digit',
        'a special character such as - _ . ! #',
      ],
    ],
  ])('%j: %j', (password, problems) => {
    expect(passwordProblems(password)).toEqual(problems);
  });

  it('goes by the policy of the pool', () => {
    expect(passwordProblems('abcdef', { MinimumLength: 6 })).toEqual([]);
    expect(passwordProblems('abcde', {})).toEqual(['at least 6 characters']);
    expect(passwordProblems('Correct-Horse-9', { MinimumLength: 99 })).toEqual(['at least 99 characters']);
    expect(passwordProblems('abcdefgh', { MinimumLength: 8, RequireNumbers: true })).toEqual(['a digit']);
  });

  it('is no special character, for each of those that Cognito knows', () => {
    for (const symbol of '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-') {
      expect(passwordProblems(`Abcdefg1${symbol}`), symbol).toEqual([]);
    }
  });
});
