import type { ModelShape } from './aws-model.ts';

/** What stands in for a pattern: `start`, as many `filler` as a length asks for; and a value that does not match. */
interface Sample {
  readonly start: string;
  readonly filler: string;
  readonly bad: string;
}

const PLAIN: Sample = { start: '', filler: 'a', bad: '\u0000' };

/** By pattern, since no library writes strings that match Java's. A pattern that is not here is matched by letters. */
const SAMPLES: Readonly<Record<string, Partial<Sample>>> = {
  '[\\w-]+_[0-9a-zA-Z]+': { start: 'eu-west-1_a', bad: 'eu-west-1' },
  '[\\w+]+': { bad: 'a-b' },
  '[\\w\\s+=,.@-]+': { bad: 'a/b' },
  '[\\S]+': { bad: 'a b' },
  'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?': {
    start: 'arn:aws:iam::1:a',
    bad: 'arn:aws:iam::account:role/abc',
  },
  '(arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?)?':
    {
      start: 'arn:aws:iam::1:a',
      bad: 'arn:aws:iam::account:role/abc',
    },
  '^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$': { bad: 'a_b' },
  '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$': {
    start: '01234567-89ab-4cde-8f01-23456789abcd',
    bad: '01234567-89ab-1cde-8f01-23456789abcd',
  },
  '^[0-9a-fA-F]+$': { bad: 'g' },
  '[0-9]+': { filler: '0', bad: 'abcdef' },
  'Level[1-4]': { start: 'Level1', bad: 'Level5' },
  '.*\\{####\\}.*': { start: '{####}', bad: 'no placeholder' },
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{####\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*': {
    start: '{####}',
    bad: 'no placeholder',
  },
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*\\{##[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*##\\}[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*':
    {
      start: '{##Link##}',
      bad: 'no placeholder',
    },
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+': { start: 'a@a', bad: 'a' },
  '[\\x21\\x23-\\x5B\\x5D-\\x7E]+': { bad: 'a b' },
  '^[a-zA-Z0-9_-]+$': { bad: 'a.b' },
  '^[\\w\\- ]+$': { bad: 'a.b' },
  '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+': { bad: 'a b' },
};

/** Patterns that take every string, so that nothing can break them. */
const TAKES_ALL = ['(?s).*'];

function sampleOf(shape: ModelShape): Sample {
  return { ...PLAIN, ...SAMPLES[shape.pattern ?? ''] };
}

/** A string of a length that matches the shape's pattern, as far as one of that length can. */
export function goodText(shape: ModelShape, length: number): string {
  const { start, filler } = sampleOf(shape);
  const whole = start + filler.repeat(Math.max(length - start.length, 0));
  return length < (shape.min ?? 0) ? whole.slice(0, length) : whole;
}

/** A string that does not match the shape's pattern; undefined when there is none, or every string matches. */
export function badText(shape: ModelShape): string | undefined {
  const takesAll = shape.pattern === undefined || TAKES_ALL.includes(shape.pattern);
  return takesAll ? undefined : sampleOf(shape).bad;
}
