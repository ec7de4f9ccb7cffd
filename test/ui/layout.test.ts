import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { padded, widest, wrapped } from '../../src/ui/layout.ts';
import { printable } from '../../src/ui/printable.ts';

describe('wrapped text', () => {
  it.each([
    ['short', 80, 0, 'short'],
    ['one two three four five six', 20, 0, 'one two three four\nfive six'],
    ['one two three four five six', 22, 2, 'one two three four\n  five six'],
    ['exactly twenty wide. next', 20, 0, 'exactly twenty wide.\nnext'],
    ['exactly twenty wide. next', 24, 4, 'exactly twenty wide.\n    next'],
    ['first:\n  + indented', 80, 6, 'first:\n        + indented'],
    [
      'see https://a.example/a-long-path-of-it for more',
      24,
      0,
      'see\nhttps://a.example/a-long-path-of-it\nfor more',
    ],
    // What is set off by two spaces leaves no empty line before a word that is too long.
    [
      'exactly twenty wide.  https://a.example/a-long-path-of-it',
      24,
      4,
      'exactly twenty wide.\n    https://a.example/a-long-path-of-it',
    ],
    ['narrow is taken for twenty', 5, 0, 'narrow is taken for\ntwenty'],
    ['', 80, 4, ''],
  ])('%j in %i columns from column %i', (text, columns, hang, shown) => {
    expect(wrapped(text, columns, hang)).toBe(shown);
  });

  it('is no wider than the terminal, unless a word alone is, and loses no word', () => {
    const word = fc.stringMatching(/^[a-zé…“”.,:/-]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 40 }),
        fc.integer({ min: 40, max: 100 }),
        fc.integer({ min: 0, max: 8 }),
        (words, columns, hang) => {
          const lines = wrapped(words.join(' '), columns, hang).split('\n');
          const [first = '', ...others] = lines;
          expect(stringWidth(first)).toBeLessThanOrEqual(columns - hang);
          for (const line of others) {
            expect(stringWidth(line)).toBeLessThanOrEqual(columns);
            expect(line).toMatch(new RegExp(`^ {${hang}}\\S`));
          }
          expect(lines.join(' ').split(/ +/).filter(Boolean)).toEqual(words);
        },
      ),
    );
  });
});

describe('columns', () => {
  it('are as wide as the text is on a screen', () => {
    expect(padded('ab', 4)).toBe('ab  ');
    expect(padded('李', 4)).toBe('李  ');
    expect(padded('\u001b[31mab\u001b[39m', 4)).toBe('\u001b[31mab\u001b[39m  ');
    expect(padded('abcdef', 4)).toBe('abcdef');
    expect(widest(['a', '李李', 'abc'])).toBe(4);
    expect(widest([])).toBe(0);
  });
});

describe('a printable value', () => {
  it.each<[string, unknown, string]>([
    ['text', 'Ann Lee 李 é', 'Ann Lee 李 é'],
    ['a number', 3, '3'],
    ['false', false, 'false'],
    ['nothing', undefined, 'none'],
    ['null', null, 'none'],
    ['an empty list', [], 'none'],
    ['a list', ['a', 2, undefined], 'a, 2, none'],
    ['colours', '\u001b[31mred\u001b[39m', 'red'],
    ['a cursor that moves', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['a title of the window', 'a\u001b]0;evil\u0007b', 'ab'],
    ['a link', '\u001b]8;;https://evil.example\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['C1 controls', 'a\u009b31mb', 'ab'],
    ['line breaks', 'a\r\nb\u2028c', 'abc'],
    ['a bell and a backspace', 'a\u0007\u0008b', 'ab'],
    ['text turned round', 'a\u202etxt.exe\u202c\u2066b\u2069\u200f\u061c', 'atxt.exeb'],
    ['a text of 500', 'x'.repeat(500), 'x'.repeat(500)],
    ['a text of 501', 'x'.repeat(501), `${'x'.repeat(500)}…`],
    ['a flood', 'x'.repeat(1_000_000), `${'x'.repeat(500)}…`],
  ])('of %s', (_what, value, shown) => {
    expect(printable(value)).toBe(shown);
  });

  it('is one line that holds no control character, whatever came in', () => {
    const nasty = fc.constantFrom('\u001b', '[', ']', '31m', '\u0007', '\u009b', '\r\n', '\u202e', 'a', '0;');
    fc.assert(
      fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' })), { maxLength: 60 }), (parts) => {
        const shown = printable(parts.join(''));
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        expect(shown.length).toBeLessThanOrEqual(501);
      }),
    );
  });
});
