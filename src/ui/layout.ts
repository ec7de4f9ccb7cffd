import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** Below this many columns two things do not fit beside each other. */
export const NARROW = 60;

/**
 * Text that begins at column `hang`, wrapped to the width, its further lines indented to the same column. A URL or
 * secret that is longer than a line stays whole, since a break would spoil what is copied.
 */
export function wrapped(text: string, columns: number, hang = 0): string {
  const room = Math.max(columns - hang, 20);
  return text
    .split('\n')
    .flatMap((line) => {
      const [first = '', ...others] = wrapAnsi(line, room, { hard: false, trim: false }).split('\n');
      // The space at which a line was broken stands before the next one, or on one of its own, when it had no room itself.
      return [first, ...others.map((other) => other.trimStart()).filter((other) => other !== '')];
    })
    .map((line, index) => (index === 0 ? line : `${' '.repeat(hang)}${line}`).trimEnd())
    .join('\n');
}

/** Steps with their numbers before them, wrapped to the width. */
export function numbered(steps: readonly string[], columns: number): string[] {
  return steps.map((step, index) => `  ${index + 1}. ${wrapped(step, columns, 5)}`);
}

/** The text filled up with spaces to that width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** The widest of the texts. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}
