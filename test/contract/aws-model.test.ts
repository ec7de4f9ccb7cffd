import { describe, expect, test } from 'vitest';
import { awsModel, modelsPresent, skipReason } from '../support/aws-model.ts';
import { javaPattern } from '../support/java-pattern.ts';

const POOL = 'eu-west-1_AbCdEfGhI';

describe.skipIf(!modelsPresent)(`AWS’s model of an input${skipReason}`, () => {
  test.each<[string, string, object]>([
    ['a pool', 'CreateUserPool', { PoolName: 'People', UserPoolTags: { owner: 'ada' } }],
    ['a list of pools', 'ListUserPools', { MaxResults: 60 }],
    ['a domain', 'CreateUserPoolDomain', { UserPoolId: POOL, Domain: 'a', ManagedLoginVersion: 2 }],
    [
      'a document',
      'CreateManagedLoginBranding',
      { UserPoolId: POOL, ClientId: 'a', Settings: { any: [{ thing: null }, 1] } },
    ],
  ])('finds nothing about %s that is good', (_what, operation, input) => {
    expect(awsModel('cognito-idp').problems(operation, input)).toEqual([]);
  });

  test.each<[string, string, unknown, string]>([
    ['an operation that is not there', 'MakeCoffee', {}, 'MakeCoffee: cognito-idp has no such operation'],
    ['an inherited name', 'toString', {}, 'toString: cognito-idp has no such operation'],
    [
      'a member left out',
      'CreateUserPool',
      {},
      "CreateUserPool: input must have required property 'PoolName'",
    ],
    [
      'a member left out, deep inside',
      'CreateUserPool',
      { PoolName: 'a', UserPoolAddOns: {} },
      "CreateUserPool: UserPoolAddOns must have required property 'AdvancedSecurityMode'",
    ],
    [
      'a member that is not there',
      'CreateUserPool',
      { PoolName: 'a', Colour: 'red' },
      'CreateUserPool: input must NOT have additional properties: Colour',
    ],
    [
      'a member that is not there, deep inside',
      'CreateUserPool',
      { PoolName: 'a', Policies: { PasswordPolicy: { Length: 8 } } },
      'CreateUserPool: Policies.PasswordPolicy must NOT have additional properties: Length',
    ],
    [
      'a text that is too short',
      'AddUserPoolClientSecret',
      { UserPoolId: POOL, ClientId: 'a', ClientSecret: 'a'.repeat(23) },
      'AddUserPoolClientSecret: ClientSecret must NOT have fewer than 24 characters',
    ],
    [
      'a text that is too long',
      'CreateUserPool',
      { PoolName: 'a'.repeat(129) },
      'CreateUserPool: PoolName must NOT have more than 128 characters',
    ],
    [
      'a text that does not match as a whole',
      'CreateUserPool',
      { PoolName: 'a/b' },
      'CreateUserPool: PoolName must pass "javaPattern" keyword validation',
    ],
    [
      'a number that is too small',
      'ListUserPools',
      { MaxResults: 0 },
      'ListUserPools: MaxResults must be >= 1',
    ],
    [
      'a number that is too large',
      'ListUserPools',
      { MaxResults: 61 },
      'ListUserPools: MaxResults must be <= 60',
    ],
    ['a fraction', 'ListUserPools', { MaxResults: 1.5 }, 'ListUserPools: MaxResults must be integer'],
    ['a number as text', 'ListUserPools', { MaxResults: '1' }, 'ListUserPools: MaxResults must be integer'],
    ['a text as a number', 'CreateUserPool', { PoolName: 1 }, 'CreateUserPool: PoolName must be string'],
    [
      'null',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTier: null },
      'CreateUserPool: UserPoolTier must be string',
    ],
    [
      'a value that is none of an enum',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTier: 'FREE' },
      'CreateUserPool: UserPoolTier must be equal to one of the allowed values',
    ],
    [
      'a flag as text',
      'AdminSetUserPassword',
      { UserPoolId: POOL, Username: 'a', Password: 'a', Permanent: 'true' },
      'AdminSetUserPassword: Permanent must be boolean',
    ],
    [
      'a list that is too long',
      'CreateUserPoolClient',
      { UserPoolId: POOL, ClientName: 'a', LogoutURLs: Array.from({ length: 101 }, () => 'https://a') },
      'CreateUserPoolClient: LogoutURLs must NOT have more than 100 items',
    ],
    [
      'an item of a list',
      'CreateUserPoolClient',
      { UserPoolId: POOL, ClientName: 'a', LogoutURLs: ['https://a', ''] },
      'CreateUserPoolClient: LogoutURLs.1 must NOT have fewer than 1 characters',
    ],
    [
      'a value of a map',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTags: { owner: 'a'.repeat(257) } },
      'CreateUserPool: UserPoolTags.owner must NOT have more than 256 characters',
    ],
    [
      'a key of a map',
      'CreateUserPool',
      { PoolName: 'a', UserPoolTags: { '': 'ada' } },
      'CreateUserPool: UserPoolTags must NOT have fewer than 1 characters',
    ],
    [
      'bytes that are too many',
      'CreateManagedLoginBranding',
      {
        UserPoolId: POOL,
        ClientId: 'a',
        Assets: [
          {
            Category: 'FORM_LOGO',
            ColorMode: 'LIGHT',
            Extension: 'PNG',
            Bytes: Buffer.alloc(1_000_001).toString('base64'),
          },
        ],
      },
      'CreateManagedLoginBranding: Assets.0.Bytes must pass "bytes" keyword validation',
    ],
  ])('finds %s', (_what, operation, input, problem) => {
    expect(awsModel('cognito-idp').problems(operation, input)).toContain(problem);
  });

  test('finds every fault of an input, and repeats no value', () => {
    const problems = awsModel('cognito-idp').problems('AdminSetUserPassword', {
      UserPoolId: 'my pool',
      Username: 'ada@example.com',
      Password: 'a secret with spaces',
      Permanent: 'yes',
    });

    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toMatch(/secret|my pool|yes/);
  });

  test('is no input for an operation that takes none', () => {
    expect(awsModel('sts').problems('GetCallerIdentity', {})).toEqual([]);
    expect(awsModel('sts').problems('GetCallerIdentity', { Colour: 'red' })).toHaveLength(1);
  });
});

describe('a pattern in Java’s syntax', () => {
  test.each([
    ['[\\w]+', 'ab', true],
    ['[\\w]+', 'a b', false],
    ['[\\w]+', 'a\n', false],
    ['a|b', 'ab', false],
    ['^a$', 'a', true],
    // Java's \s is ASCII's, JavaScript's is Unicode's.
    ['[\\w\\s]+', 'a b', true],
    ['[\\w\\s]+', 'a\u00a0b', false],
    ['\\s', ' ', true],
    ['[\\S]+', 'a\u00a0b', true],
    ['[\\S]+', 'a b', false],
    ['\\S', '\u00a0', true],
    ['[\\w:\\:]+', 'a:', true],
    ['[\\p{L}]+', 'é', true],
    ['.*', 'a\nb', false],
    ['(?s).*', 'a\nb', true],
    ['[\\w\\-]+', 'a-b', true],
  ])('%s against %j: %s', (pattern, value, matches) => {
    expect(javaPattern(pattern).test(value)).toBe(matches);
  });
});
