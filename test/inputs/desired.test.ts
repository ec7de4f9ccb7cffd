import { describe, expect, it } from 'vitest';
import type { Wishes } from '../../src/inputs/definitions.ts';
import {
  aliasFrom,
  desiredClient,
  desiredDomain,
  desiredPool,
  desiredUser,
  selectorOf,
  targetOf,
} from '../../src/inputs/desired.ts';
import { readEmails } from '../../src/inputs/emails.ts';
import { requireGoodPassword } from '../../src/inputs/password.ts';
import { Secret } from '../../src/secret.ts';
import { INITIAL_TIMES } from '../support/present.ts';

describe('the alias that an address suggests', () => {
  it.each([
    ['https://myapp.mendixcloud.com', 'myapp'],
    ['https://myapp-accp.mendixcloud.com/', 'myapp-accp'],
    ['https://www.example.com', 'example-com'],
    ['https://app.example.com:8443/portal', 'app-example-com'],
    ['http://localhost:8080', 'localhost'],
    ['http://127.0.0.1:8080', '127-0-0-1'],
    ['http://[::1]:8080', '1'],
    [undefined, undefined],
  ])('%s → %s', (url, alias) => {
    expect(aliasFrom(url)).toBe(alias);
  });
});

describe('the pool that is meant', () => {
  it.each<[Wishes, object]>([
    [{ appUrl: ['https://myapp.mendixcloud.com'] }, { alias: 'myapp', adopt: false }],
    [{ appUrl: ['https://myapp.mendixcloud.com'], alias: 'demo' }, { alias: 'demo' }],
    [
      { poolId: 'eu-west-1_a', adopt: true },
      { alias: undefined, poolId: 'eu-west-1_a', adopt: true },
    ],
    [
      { alias: 'demo', poolName: 'People' },
      { alias: 'demo', poolName: 'People' },
    ],
  ])('%j → %j', (answers, selector) => {
    expect(selectorOf(answers)).toMatchObject(selector);
  });
});

it('reads the pool and the client that are named, and beside them what a command adds', () => {
  expect(targetOf({ alias: 'demo', clientName: 'web' }, { identities: ['a@example.com'] })).toEqual({
    selector: { alias: 'demo', poolName: undefined, poolId: undefined, adopt: false },
    clientName: 'web',
    identities: ['a@example.com'],
    emailFrom: undefined,
    mfa: false,
    prefix: undefined,
    users: [],
  });
});

describe('the user pool', () => {
  it.each<[Wishes, object]>([
    [{}, { tier: undefined, selfSignUp: undefined, deletionProtection: undefined, name: undefined }],
    [{ deletionProtection: true }, { deletionProtection: true }],
    [{ tier: 'lite' }, { tier: 'LITE' }],
    [{ tier: 'plus' }, { tier: 'PLUS' }],
    [{ selfSignUp: true }, { selfSignUp: true }],
    [{ noDeletionProtection: true }, { deletionProtection: false }],
    [{ noDeletionProtection: false }, { deletionProtection: true }],
    [{ signIn: 'username' }, { signIn: 'username' }],
    [{ passwordRules: 'upper,digit' }, { passwords: { rules: ['upper', 'digit'] } }],
    [{ passwordRules: 'none', passwordLength: 12 }, { passwords: { rules: [], length: 12 } }],
    [{ accountRecovery: 'none' }, { recovery: 'none' }],
    [
      { customAttribute: ['team:string', 'grade:number'] },
      {
        attributes: {
          custom: [
            { name: 'team', type: 'String' },
            { name: 'grade', type: 'Number' },
          ],
        },
      },
    ],
  ])('of %j is %j', (answers, wanted) => {
    expect(desiredPool(answers, 'demo')).toMatchObject({ alias: 'demo', ...wanted });
  });
});

describe('the domain', () => {
  it.each<[Wishes, object]>([
    [{}, { prefix: undefined, managedLogin: undefined }],
    [{ domainPrefix: 'mine' }, { prefix: 'mine' }],
    [{ managedLogin: '1' }, { managedLogin: 1 }],
    [{ managedLogin: '2' }, { managedLogin: 2 }],
    [{ tier: 'lite' }, { managedLogin: 1 }],
    [{ tier: 'plus' }, { managedLogin: undefined }],
  ])('of %j is %j', (answers, wanted) => {
    expect(desiredDomain(answers, 'demo')).toMatchObject({ alias: 'demo', ...wanted });
  });
});

describe('the app client', () => {
  it('has callback and sign-out URLs of each app, in both forms of the root, and each once', () => {
    const answers: Wishes = {
      appUrl: ['https://one.example', 'https://two.example/portal', 'https://one.example'],
      callbackUrl: ['https://three.example/cb', 'https://one.example/oauth/v2/callback'],
    };
    expect(desiredClient(answers, 'demo')).toEqual({
      name: 'demo',
      callbackUrls: [
        'https://one.example/oauth/v2/callback',
        'https://two.example/portal/oauth/v2/callback',
        'https://three.example/cb',
      ],
      signOutUrls: [
        'https://one.example',
        'https://one.example/',
        'https://two.example/portal',
        'https://two.example/portal/',
      ],
      times: {},
      initialTimes: INITIAL_TIMES,
    });
  });

  it('is to lose callback and both sign-out URLs of an app that is removed, and no others', () => {
    const answers: Wishes = { removeAppUrl: ['https://one.example/portal'] };
    expect(desiredClient(answers, 'demo')).toMatchObject({
      callbackUrls: [],
      unwanted: {
        callbackUrls: ['https://one.example/portal/oauth/v2/callback'],
        signOutUrls: ['https://one.example/portal', 'https://one.example/portal/'],
      },
    });
  });

  it('has no sign-out URL of a callback URL alone', () => {
    const answers: Wishes = { callbackUrl: ['https://a.example/cb'], clientName: 'web', sessionMinutes: 9 };
    expect(desiredClient(answers, 'demo')).toEqual({
      name: 'web',
      callbackUrls: ['https://a.example/cb'],
      signOutUrls: [],
      times: { sessionMinutes: 9 },
      initialTimes: { ...INITIAL_TIMES, sessionMinutes: 9 },
    });
  });
});

describe('the user', () => {
  it.each<[Wishes, object]>([
    [{}, { permanent: true, resetPassword: false, attributes: {} }],
    [{ temporaryPassword: true }, { permanent: false }],
    [
      { resetPassword: true, userFullName: 'Ann' },
      { resetPassword: true, attributes: { name: 'Ann' } },
    ],
  ])('of %j is %j', (answers, wanted) => {
    const user = { email: 'a@example.com', fullName: answers.userFullName };
    expect(desiredUser(answers, user, new Secret('x'))).toMatchObject({ ...wanted, generated: false });
    expect(desiredUser(answers, user, undefined)).toMatchObject({ ...wanted, generated: true });
  });
});

describe('the addresses among the words', () => {
  it('are each there once, and the others are reported with what is wrong', () => {
    expect(readEmails(['a@example.com', ' b@example.com ', 'a@example.com', 'nobody', ''])).toEqual({
      emails: ['a@example.com', 'b@example.com'],
      problems: [
        'The email address “nobody” is not an email address; one looks like ann@example.com.',
        'The email address is empty.',
      ],
    });
  });
});

describe('a password that was brought along', () => {
  it('passes when it meets the policy of the pool', () => {
    expect(() => requireGoodPassword(new Secret('Correct-Horse-9'))).not.toThrow();
    expect(() => requireGoodPassword(new Secret('correct'), { MinimumLength: 6 })).not.toThrow();
  });

  it('is refused with what it lacks, and is nowhere in the error', () => {
    let error: unknown;
    try {
      requireGoodPassword(new Secret('swordfish'));
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'PASSWORD_WEAK', exitCode: 2 });
    expect(String(error)).toContain('an upper-case letter, a digit, a special character');
    expect(JSON.stringify(error) + String(error) + (error as Error).stack).not.toContain('swordfish');
  });
});
