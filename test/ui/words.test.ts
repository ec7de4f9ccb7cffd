import { expect, it } from 'vitest';
import { counted, several } from '../../src/ui/words.ts';

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [10_000, '10,000'],
  [1_234_567, '1,234,567'],
])('%d is %s for people', (value, words) => {
  expect(counted(value)).toBe(words);
});

it('one of something stands in the singular', () => {
  expect([0, 1, 2000].map((value) => several(value, 'user'))).toEqual(['0 users', '1 user', '2,000 users']);
});
