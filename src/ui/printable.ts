import { stripVTControlCharacters } from 'node:util';

// C0 and C1 controls, and the marks that turn the direction of text: a name from AWS may hold any of them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const LONGEST = 500;

/** A value as one line of text that cannot move the cursor, colour the screen, or flood it. */
export function printable(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(printable).join(', ');
  const text = typeof value === 'string' ? value : String(value);
  const clean = stripVTControlCharacters(text.slice(0, LONGEST)).replace(UNPRINTABLE, '');
  return text.length > LONGEST ? `${clean}…` : clean;
}
