import { describe, expect, it } from 'vitest';
import { madeAt, pairOf, twoSecrets } from '../../src/engine/rotation.ts';
import { secretAdvice } from '../../src/engine/settings.ts';
import { needsCount } from '../../src/engine/teardown-plan.ts';
import { Secret } from '../../src/secret.ts';
import { repairsText } from '../../src/ui/render-repair.ts';
import { hintOf, print } from '../support/repairs.ts';

const OLDER = { id: 'client1--1', createdAt: new Date('2026-01-02T03:04:05Z') };
const NEWER = { id: 'client1--2', createdAt: new Date('2026-11-02T03:04:05Z') };
const secret = new Secret('example-secret');

describe('the two secrets of a client', () => {
  it('are a pair, the older first; one or none is no pair', () => {
    expect(pairOf([OLDER, NEWER])).toEqual({ older: OLDER, newer: NEWER });
    expect(pairOf([OLDER])).toBeUndefined();
    expect(pairOf([])).toBeUndefined();
  });

  it('stop a run that would need a third, which shows both and both ways out', () => {
    const commands = { finish: ['f'], cancel: ['c'] };
    const error = twoSecrets({ name: 'demo' }, { older: OLDER, newer: NEWER }, commands);
    expect(error).toMatchObject({ code: 'TWO_SECRETS', exitCode: 3 });
    expect(error.message).toMatch(
      /older one, created 2026-01-02 03:04 UTC \(client1--1\)\n.*newer.*2026-11-02/,
    );
    expect(hintOf(error)).toMatch(/newer one\?.*\n {2}mendix-cognito f\n.*noted.*\n {2}mendix-cognito c$/);
  });

  it('have no date when AWS gives none', () => {
    expect(madeAt({ id: 'x', createdAt: undefined })).toBe('created at an unknown time');
  });
});

describe('the advice about a secret that AWS does not show', () => {
  it('is none where it shows the right one, or there is none to show', () => {
    expect(secretAdvice({ name: 'demo', secret, secretCount: 1 }, 'demo', ['--alias', 'demo'])).toEqual([]);
    expect(
      secretAdvice({ name: 'demo', secret: undefined, secretCount: 0 }, 'demo', ['--alias', 'demo']),
    ).toEqual([]);
  });

  it('names both ways on while there are two, for that client', () => {
    const advice = secretAdvice({ name: 'My client', secret, secretCount: 2 }, 'demo', ['--alias', 'demo']);
    expect(repairsText(advice, print)).toMatch(
      /rotate-secret --finish --alias demo --client-name "My client"\n[\s\S]*--cancel --alias demo/,
    );
  });

  it('names the way to a new one when the original is gone', () => {
    const advice = secretAdvice({ name: 'demo', secret: undefined, secretCount: 1 }, 'demo', [
      '--alias',
      'demo',
    ]);
    expect(repairsText(advice, print)).toMatch(/\n {2}mendix-cognito rotate-secret --alias demo$/);
  });
});

describe('the number of users', () => {
  it.each([
    [0, false],
    [1, false],
    [2, true],
    [1_000_000, true],
  ])('has to be given for %i: %s', (users, needed) => {
    expect(needsCount({ users })).toBe(needed);
  });
});
