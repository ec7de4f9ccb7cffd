import { stripVTControlCharacters } from 'node:util';

/**
 * Controls (C0, C1), format characters (marks that turn the direction of text, zero-width ones, tags), halves of
 * surrogate pairs and the two line separators: whatever comes from AWS, a file or a flag may hold any of them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Leaves them out of the text, but for those that are named: one pattern for all, as each takes its time to be made. */
const clean = (text: string, kept = ''): string =>
  stripVTControlCharacters(text).replace(UNPRINTABLE, (found) => (kept.includes(found) ? found : ''));

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of our own colours are what this is for
const OUR_COLOURS = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

const LONGEST = 500;

/** A callback URL of 1024 characters, and a sentence about it. */
const LONGEST_LINE = 2000;

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

/** A value as one line of text that cannot move the cursor, colour the screen, or flood it. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(printable).join(', ');
  return clean(cut(String(value), LONGEST));
}

/** Words that were put together from values of anybody, as lines without colours: an error, a question. */
export function printableLines(text: string): string {
  // Cut first: looking for escapes in megabytes takes its time.
  const lines = text.split('\n').map((line) => cut(line, LONGEST_LINE));
  return clean(lines.join('\n'), '\n');
}

/**
 * The last gate before a terminal, whatever a renderer has let through: of all controls only line ends, tabs and the
 * colours that this program paints with are left.
 *
 * @param painted false where the stream has no colours
 */
export function onScreen(text: string, painted: boolean): string {
  // A shell's completion reads the tab between columns.
  const shown = (part: string) => clean(part, '\n\t');
  if (!painted) return shown(text);
  // A captured separator stands at every odd place.
  return text
    .split(OUR_COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : shown(part)))
    .join('');
}

/**
 * A value as JSON that a terminal can be shown: what `JSON.stringify` leaves as it is, such as C1 controls and marks that
 * turn the direction of text, is escaped. It reads back the same.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNPRINTABLE, (found) =>
    found === '\n'
      ? found
      : found
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  );
}
