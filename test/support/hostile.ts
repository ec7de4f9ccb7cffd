import fc from 'fast-check';

const ESC = '\u001b';

/** What must not come out of the program, each with what it would do to a terminal or a reader. */
export const HOSTILE: readonly string[] = [
  `${ESC}[2J${ESC}[H`, // clears the screen
  `${ESC}[31mred${ESC}[0m`,
  `${ESC}[8mhidden${ESC}[28m`,
  `${ESC}[1A${ESC}[2K\rAccount 999999999999`, // overwrites the line above
  `${ESC}]0;title\u0007`, // the window's title
  `${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`, // a link under other words
  `${ESC}]52;c;ZXZpbA==\u0007`, // the clipboard
  `${ESC}P+q544e${ESC}\\`, // DCS: asks the terminal, which types the answer
  `${ESC}_Gf=100;AAAA${ESC}\\`, // APC: an image
  `${ESC}c`, // resets the terminal
  '\u009b31m\u009d0;title\u009c', // CSI, OSC and ST as one C1 character each
  '\u0090q\u009c',
  '\u0007\u0008\u0008\u007f\u000b\u000c\u000e\u000f',
  'nul\u0000nul',
  'line\r\nfeed\u0085\u2028\u2029',
  '\u202egnp.exe\u202c', // turns the direction of text
  '\u2066\u2067\u2068a\u2069\u200e\u200f\u061c',
  'zero\u200b\u200c\u200d\u2060\ufeffwidth',
  '\u{e0041}\u{e0042}\u{e007f}', // tags: letters that nobody sees
  'half \ud800 half \udc00',
  '"};alert(1)//<script>$(reboot)`reboot`;reboot\\',
  '=cmd|calc!A1',
  '%s%n%x{{7*7}}',
  '__proto__',
  `--yes${ESC}[0m`,
  'ﷺ'.repeat(50),
  `${'Z̸'.repeat(20)}${'\u0300'.repeat(500)}`,
];

/** A text that somebody made to do harm, or any other. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...HOSTILE) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
      { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
      // An escape that only comes to be when a part in its middle is taken out.
      {
        weight: 1,
        arbitrary: fc.constantFrom(`${ESC}${ESC}[0m[31m`, `${ESC}\u200b[2J`, `${ESC}`, '[31m', ']52;c;'),
      },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

/** 10 MB, with an escape at both ends and in between. */
export const HUGE = `${ESC}[2J${`${'x'.repeat(999)}${ESC}`.repeat(10_486)}${ESC}[2J`;

/** What no stream may hold: a control other than a line end, a mark of direction, a character that nobody sees. */
const UNSAFE = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The text without the colours that the program paints with itself. */
export const withoutOurColours = (text: string): string =>
  text.replaceAll(new RegExp(`${ESC}\\[(?:1|2|22|31|32|33|39)m`, 'g'), '');

/** The unsafe characters of a text as code points; empty when there are none. */
export function unsafeIn(text: string): string[] {
  const found = text.match(new RegExp(UNSAFE.source, 'gu')) ?? [];
  return [...new Set(found)].map((each) => `U+${each.codePointAt(0)?.toString(16)}`);
}
