import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoted, Secret, withoutSecrets } from '../src/secret.ts';

const VALUE = 'Correct-Horse-9';
const secret = new Secret(VALUE);

it('a secret gives its value to who asks for it, and to nobody else', () => {
  expect(secret.reveal()).toBe(VALUE);
});

it.each<[string, () => string]>([
  ['String()', () => String(secret)],
  ['a template', () => `${secret}`],
  ['concatenation', () => `the secret is ${secret}`],
  ['join', () => [secret].join()],
  ['JSON', () => JSON.stringify({ secret, list: [secret], deep: { secret } })],
  ['inspect', () => inspect({ secret, map: new Map([[secret, secret]]) }, { depth: 9, showHidden: true })],
  ['format', () => format('%s %o %O %j', secret, secret, secret, secret)],
  ['an error that holds it', () => inspect(new Error('failed', { cause: { secret } }), { depth: 9 })],
  ['its own members', () => JSON.stringify([Object.entries(secret), Object.getOwnPropertyNames(secret)])],
  ['a copy', () => JSON.stringify({ ...secret }) + JSON.stringify(Object.assign({}, secret))],
  ['structuredClone', () => inspect(structuredClone({ secret }))],
])('a secret does not show in %s', (_how, shown) => {
  expect(shown()).not.toContain(VALUE);
  expect(shown()).not.toContain('Horse');
});

it('a secret does not show how long it is', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(String(new Secret(value))).toBe(String(secret));
      expect(inspect(new Secret(value))).toBe(inspect(secret));
    }),
  );
});

it('what a service repeats is shown without any secret, whole or encoded, inside another or cut', () => {
  const outer = new Secret('outer-p@ss-inner-p@ss-word');
  const inner = new Secret('inner-p@ss');
  const said = `${outer.reveal()} ${encodeURIComponent(inner.reveal())}\n${inner.reveal()}`;
  expect(withoutSecrets(said)).toBe(`${outer} ${inner}\n${inner}`);
  expect(quoted(said)).toBe(`${outer} ${inner} ${inner}`);
  const late = `${'x'.repeat(490)} ${outer.reveal()}`;
  expect(quoted(late)).not.toContain('outer');
});

it('an ordinary word is no secret, however short a password is', () => {
  expect(new Secret('is').reveal()).toBe('is');
  expect(withoutSecrets('This is shown.')).toBe('This is shown.');
});
