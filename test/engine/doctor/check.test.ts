import { describe, expect, it } from 'vitest';
import {
  answer,
  type Check,
  type Finding,
  fail,
  isHealthy,
  ok,
  unknown,
  warn,
} from '../../../src/engine/doctor/check.ts';
import { examined, illIn } from '../../support/doctor.ts';

const check = (id: string, needs: readonly string[], finding: () => Finding): Check => ({
  id,
  group: 'AWS',
  name: id.toUpperCase(),
  needs,
  look: finding,
});
const never = (): Finding => {
  throw new Error('It must not be asked.');
};
const act = { act: 'Do it.' };

describe('answer', () => {
  it.each([
    ['ok', ok('Good.')],
    ['warn', warn('Mind it.', act)],
  ])('asks a check whose precondition is %s', (_verdict, finding) => {
    const [, second] = answer([check('a', [], () => finding), check('b', ['a'], () => ok('Asked.'))]);
    expect(second).toMatchObject({ verdict: 'ok', why: 'Asked.' });
  });

  it.each([
    ['fail', fail('Bad.', act)],
    ['unknown', unknown('Who knows.', act)],
  ])('skips a check whose precondition is %s, and says on what it waits', (_verdict, finding) => {
    const [, second] = answer([check('a', [], () => finding), check('b', ['a'], never)]);
    expect(second).toMatchObject({ verdict: 'skipped', why: 'Waits for “A”.', repair: [] });
  });

  it('names the check at the root, and not the one that waits itself', () => {
    const results = answer([
      check('a', [], () => fail('Bad.', act)),
      check('b', ['a'], never),
      check('c', ['b'], never),
    ]);
    expect(results.map(({ why }) => why)).toEqual(['Bad.', 'Waits for “A”.', 'Waits for “A”.']);
  });

  it('refuses a precondition that is no check: it would be skipped for ever', () => {
    expect(() => answer([check('b', ['a'], never)])).toThrow('b needs a');
  });
});

describe('isHealthy', () => {
  it('minds failures only', () => {
    const results = (finding: Finding) => answer([check('a', [], () => finding)]);
    expect(isHealthy(results(warn('Mind it.', act)))).toBe(true);
    expect(isHealthy(results(unknown('Who knows.', act)))).toBe(true);
    expect(isHealthy(results(fail('Bad.', act)))).toBe(false);
  });
});

describe('the checks together', () => {
  it('find nothing on a complete setup', () => {
    expect(illIn(examined({}))).toEqual({});
  });

  it('have ids of their own', () => {
    const ids = examined({ question: { identities: ['a@example.com', 'b@example.com'] } }).map(
      ({ id }) => id,
    );
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('ask about one user only when one was named, and else count', () => {
    const ids = examined({ question: { userEmail: undefined } }).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('user'))).toEqual(['users']);
  });
});
