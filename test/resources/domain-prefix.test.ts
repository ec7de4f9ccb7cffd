import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAlias, parseDomainPrefix } from '../../src/inputs/checks.ts';
import {
  derivedPrefix,
  prefixCandidates,
  RESERVED_WORDS,
  suffixedPrefix,
} from '../../src/resources/domain-prefix.ts';

// Cognito API reference, CreateUserPoolDomain.
const COGNITOS_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Aliases of any letters, with hyphens and pieces of reserved words in unlucky places. */
const alias = fc
  .array(
    fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        'aws',
        'AWS',
        'a',
        'ws',
        'amazon',
        'ama',
        'zon',
        'cog',
        'nito',
        'Cognito',
        '-',
        '_',
        '.',
      ),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((parts) => parts.join(''));

function expectPrefix(prefix: string): void {
  expect(prefix).toMatch(COGNITOS_PATTERN);
  expect(prefix.length).toBeLessThanOrEqual(63);
  for (const word of RESERVED_WORDS) expect(prefix).not.toContain(word);
  expect(parseDomainPrefix(prefix)).toBe(prefix);
}

describe('the prefix derived from an alias', () => {
  it.each([
    ['demo', 'demo'],
    ['My.App_1', 'my-app-1'],
    ['--a--b--', 'a-b'],
    ['aws', 'mendix'],
    ['my-aws-app', 'my-app'],
    ['aawsws', 'mendix'],
    ['AmazonCognitoApp', 'app'],
    ['...', 'mendix'],
    ['x'.repeat(200), 'x'.repeat(63)],
    [`${'x'.repeat(62)}-y`, 'x'.repeat(62)],
  ])('%s is %s', (from, prefix) => {
    expect(derivedPrefix(from)).toBe(prefix);
  });

  it('is one that Cognito takes, always', () => {
    fc.assert(fc.property(alias, (from) => expectPrefix(derivedPrefix(from))));
  });

  it('is the prefix of itself', () => {
    fc.assert(
      fc.property(alias, (from) => {
        const prefix = derivedPrefix(from);
        expect(derivedPrefix(prefix)).toBe(prefix);
      }),
    );
  });

  it('is derived from every alias that Mendix takes', () => {
    const taken = fc.stringMatching(/^[A-Za-z0-9._-]{1,200}$/);
    fc.assert(fc.property(taken, (from) => expectPrefix(derivedPrefix(parseAlias(from)))));
  });
});

describe('the prefix with a suffix', () => {
  const account = fc.stringMatching(/^\d{12}$/);
  const region = fc.constantFrom('eu-central-1', 'us-gov-west-1', 'eusc-de-east-1');

  it('is one that Cognito takes, always, and another than the first', () => {
    fc.assert(
      fc.property(alias, account, region, (from, number, where) => {
        const prefix = suffixedPrefix(from, number, where);
        expectPrefix(prefix);
        expect(prefix).not.toBe(derivedPrefix(from));
      }),
    );
  });

  it('has room for the suffix behind the longest alias', () => {
    const prefix = suffixedPrefix('x'.repeat(200), '123456789012', 'eu-central-1');
    expectPrefix(prefix);
    expect(prefix).toMatch(/^x{54}-[0-9a-f]{8}$/);
  });

  it('is the same in a second run, and another one for another account, Region or alias', () => {
    const prefix = suffixedPrefix('demo', '123456789012', 'eu-central-1');
    expect(prefix).toMatch(/^demo-[0-9a-f]{8}$/);
    expect(suffixedPrefix('demo', '123456789012', 'eu-central-1')).toBe(prefix);
    const others = [
      suffixedPrefix('demo', '123456789013', 'eu-central-1'),
      suffixedPrefix('demo', '123456789012', 'eu-west-1'),
      suffixedPrefix('Demo', '123456789012', 'eu-central-1'),
    ];
    expect(new Set([prefix, ...others]).size).toBe(4);
  });
});

describe('the prefixes to try', () => {
  it('are the derived one and the one with a suffix', () => {
    const tried = prefixCandidates({ prefix: undefined, alias: 'demo' }, '123456789012', 'eu-central-1');
    expect(tried).toEqual(['demo', suffixedPrefix('demo', '123456789012', 'eu-central-1')]);
  });

  it('are the user’s own alone, where there is one', () => {
    expect(prefixCandidates({ prefix: 'mine', alias: 'demo' }, '123456789012', 'eu-west-1')).toEqual([
      'mine',
    ]);
  });
});
