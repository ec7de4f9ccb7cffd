import { describe, expect, it } from 'vitest';
import { diffBranding } from '../../src/resources/branding.ts';
import { type Difference, differenceOf, missingFrom, overlayOf } from '../../src/resources/contract.ts';
import { type DesiredDomain, type Domain, diffDomain } from '../../src/resources/domain.ts';
import { diffEmailIdentity } from '../../src/resources/email-identity.ts';
import { diffUser } from '../../src/resources/user-diff.ts';
import type { DesiredUser, User } from '../../src/resources/user-settings.ts';
import { Secret } from '../../src/secret.ts';

const DOMAIN: Domain = {
  name: 'demo',
  poolId: 'eu-central-1_Example01',
  status: 'ACTIVE',
  managedLogin: 2,
  custom: false,
  description: {},
};
const WANTED_DOMAIN: DesiredDomain = { prefix: undefined, alias: 'demo', managedLogin: undefined };

describe('the difference of a domain', () => {
  it('is a create that says what comes next when the first prefix is taken', () => {
    expect(diffDomain(undefined, WANTED_DOMAIN, ['demo-1'])).toEqual({
      action: 'create',
      fields: [{ field: 'if that is taken', from: undefined, to: ['demo-1'] }],
    });
    expect(diffDomain(undefined, WANTED_DOMAIN)).toEqual({ action: 'create', fields: [] });
  });

  it.each<[string, Partial<Domain>, Partial<DesiredDomain>]>([
    ['a version that nobody named', { managedLogin: 1 }, {}],
    ['the version that is wanted', {}, { managedLogin: 2 }],
    ['the prefix that is wanted', {}, { prefix: 'demo' }],
    ['a prefix that nobody named', { name: 'something-else' }, {}],
    ['a custom domain', { name: 'login.example.com', custom: true }, {}],
  ])('is none for %s', (_what, present, wanted) => {
    expect(diffDomain({ ...DOMAIN, ...present }, { ...WANTED_DOMAIN, ...wanted })).toEqual({
      action: 'none',
    });
  });

  it('is an update for another version', () => {
    expect(diffDomain({ ...DOMAIN, managedLogin: 1 }, { ...WANTED_DOMAIN, managedLogin: 2 })).toEqual({
      action: 'update',
      fields: [{ field: 'managed login version', from: 1, to: 2 }],
    });
  });

  it('is blocked by another prefix, and names the one to keep', () => {
    expect(diffDomain(DOMAIN, { ...WANTED_DOMAIN, prefix: 'other' })).toMatchObject({
      action: 'blocked',
      blocked: [
        {
          field: 'domain prefix',
          choices: [
            { act: expect.stringContaining('--domain-prefix demo') },
            { act: expect.stringContaining('console') },
          ],
        },
      ],
    });
  });
});

describe('the difference of an email address and of a branding', () => {
  it('is there or not', () => {
    const identity = { address: 'a@example.com', verified: false, status: 'PENDING', alias: undefined };
    expect(diffEmailIdentity(undefined, false)).toEqual({ action: 'create', fields: [] });
    expect(diffEmailIdentity(identity, false)).toEqual({ action: 'none' });
    expect(diffBranding(undefined)).toEqual({ action: 'create', fields: [] });
    expect(diffBranding({ id: 'b' })).toEqual({ action: 'none' });
  });
});

const USER: User = {
  email: 'a@example.com',
  username: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  status: 'CONFIRMED',
  enabled: true,
  attributes: { name: 'Ann Lee', email_verified: 'true' },
};
const WANTED_USER: DesiredUser = {
  email: 'a@example.com',
  attributes: {},
  password: new Secret('Correct-Horse-9'),
  generated: true,
  permanent: true,
  resetPassword: false,
};

describe('the difference of a user', () => {
  it('is a create with the name that is wanted', () => {
    expect(diffUser(undefined, WANTED_USER)).toEqual({ action: 'create', fields: [] });
    expect(diffUser(undefined, { ...WANTED_USER, attributes: { name: 'Ann' } })).toEqual({
      action: 'create',
      fields: [{ field: 'full name', from: undefined, to: 'Ann' }],
    });
  });

  it.each<[string, Partial<User>, Partial<DesiredUser>]>([
    ['who is there', {}, {}],
    ['with the name that is wanted', {}, { attributes: { name: 'Ann Lee' } }],
    [
      'who has to change a temporary password, where that is wanted',
      { status: 'FORCE_CHANGE_PASSWORD' },
      { permanent: false },
    ],
    ['with a password of their own, where a temporary one is wanted', {}, { permanent: false }],
    ['who is disabled', { enabled: false }, {}],
  ])('is none for one %s', (_what, present, wanted) => {
    expect(diffUser({ ...USER, ...present }, { ...WANTED_USER, ...wanted })).toEqual({ action: 'none' });
  });

  it.each<[string, Partial<User>, Partial<DesiredUser>, [field: string, from: unknown, to: unknown]]>([
    ['another name', {}, { attributes: { name: 'Ann' } }, ['full name', 'Ann Lee', 'Ann']],
    [
      'a first name',
      { attributes: { email_verified: 'true' } },
      { attributes: { name: 'Ann' } },
      ['full name', undefined, 'Ann'],
    ],
    [
      'an address that nobody verified',
      { attributes: { name: 'Ann Lee' } },
      {},
      ['email verified', false, true],
    ],
    ['a new password', {}, { resetPassword: true }, ['password', 'theirs', 'new']],
    [
      'a new temporary password',
      {},
      { resetPassword: true, permanent: false },
      ['password', 'theirs', 'new, temporary'],
    ],
    [
      'a run that ended before the password was set',
      { status: 'FORCE_CHANGE_PASSWORD' },
      {},
      ['status', 'FORCE_CHANGE_PASSWORD', 'CONFIRMED (new password)'],
    ],
  ])('is an update for %s', (_what, present, wanted, [field, from, to]) => {
    expect(diffUser({ ...USER, ...present }, { ...WANTED_USER, ...wanted })).toEqual({
      action: 'update',
      fields: [{ field, from, to }],
    });
  });

  it('never holds the password', () => {
    const found: Difference[] = [
      diffUser(undefined, WANTED_USER),
      diffUser(USER, { ...WANTED_USER, resetPassword: true }),
    ];
    expect(JSON.stringify(found)).not.toContain('Correct-Horse-9');
  });
});

describe('edits', () => {
  it('become a difference without what is for the call alone', () => {
    const edit = { field: 'name', from: 'a', to: 'b', member: 'PoolName', value: 'b' };
    expect(differenceOf([edit])).toEqual({
      action: 'update',
      fields: [{ field: 'name', from: 'a', to: 'b' }],
    });
    expect(differenceOf([])).toEqual({ action: 'none' });
  });

  it('become the members of the call', () => {
    interface Update {
      readonly name: string;
      readonly size: number;
    }
    const edits = [
      { field: 'name', from: 'a', to: 'b', member: 'name', value: 'b' },
      { field: 'size', from: 1, to: 'two', member: 'size', value: 2 },
    ] as const;
    expect(overlayOf<Update>(edits)).toEqual({ name: 'b', size: 2 });
  });

  it('add what a list lacks, and only that', () => {
    expect(missingFrom(undefined, ['a'])).toEqual(['a']);
    expect(missingFrom(['c', 'a'], ['a', 'b'])).toEqual(['b']);
    expect(missingFrom(['a', 'b'], ['b', 'a'])).toEqual([]);
  });
});
