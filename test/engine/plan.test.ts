import { describe, expect, it } from 'vitest';
import type { Desired } from '../../src/engine/desired.ts';
import { type Observed, sendingIdentity } from '../../src/engine/observe.ts';
import { blockedChanges, makePlan, poolNotFound, writes } from '../../src/engine/plan.ts';
import { suffixedPrefix } from '../../src/resources/domain-prefix.ts';
import type { EmailIdentity } from '../../src/resources/email-identity.ts';
import { ALL, CLIENT, DOMAIN, NOTHING, POOL, TARGET, WANTS_ALL, WANTS_NOTHING } from '../support/present.ts';
import { hinting, hintOf } from '../support/repairs.ts';

const aws = { region: 'eu-central-1', sandbox: false, missing: new Set<never>() };
const SUFFIXED = suffixedPrefix('demo', '123456789012', 'eu-central-1');
const OTHER_POOL = { ...DOMAIN, poolId: 'eu-central-1_Other' };

const plan = (desired: Partial<Desired>, observed: Partial<Observed> = {}, base: Observed = ALL) =>
  makePlan(aws, { ...WANTS_NOTHING, ...desired }, { ...base, ...observed });

const actions = (...[desired, observed, base]: Parameters<typeof plan>) =>
  plan(desired, observed, base).changes.map(({ resource, difference }) => `${resource} ${difference.action}`);

describe('a plan', () => {
  it('creates all of it in the order of dependence, where nothing is there', () => {
    expect(actions(WANTS_ALL, {}, NOTHING)).toEqual([
      'user-pool create',
      'domain create',
      'app-client create',
      'branding create',
      'user create',
    ]);
    expect(writes(plan(WANTS_ALL, {}, NOTHING))).toBe(true);
  });

  it('writes nothing, where all is there', () => {
    const nothingToDo = plan(WANTS_ALL);
    expect(nothingToDo.changes.map(({ difference }) => difference.action)).toEqual(Array(5).fill('none'));
    expect(writes(nothingToDo)).toBe(false);
    expect(blockedChanges(nothingToDo)).toEqual([]);
  });

  it('is empty, where nothing is wanted', () => {
    expect(actions({}, {}, NOTHING)).toEqual([]);
  });

  it('knows each thing by the name and id that the user knows', () => {
    const ids = plan(WANTS_ALL).changes.map(({ resource, name, id }) => [resource, name, id]);
    expect(ids).toEqual([
      ['user-pool', 'demo', POOL.Id],
      ['domain', 'demo', 'demo'],
      ['app-client', 'demo', 'client1'],
      ['branding', 'demo', 'branding1'],
      ['user', 'a@example.com', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'],
    ]);
  });

  it('writes nothing while a change is blocked, and says which', () => {
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag${index}`, '']));
    const full = { ...POOL, UserPoolTags: { ...many, 'mendix-cognito': 'made' } };
    const blocked = plan({ pool: WANTS_ALL.pool }, { pool: full });
    expect(blockedChanges(blocked).map(({ resource }) => resource)).toEqual(['user-pool']);
    expect(writes(blocked)).toBe(false);
  });
});

describe('a pool that is missing or not ours', () => {
  it('is made where the run has looked for it', () => {
    expect(hintOf(poolNotFound({ sandbox: true }, TARGET))).toBe(
      'This creates one:\n  mendix-cognito create-pool --alias demo',
    );
    expect(hintOf(poolNotFound(aws, { selector: undefined }))).toBe(
      'Check --region and --profile. This creates one:\n  mendix-cognito setup',
    );
  });

  it.each<[string, Partial<Desired>]>([
    ['a client', { client: WANTS_ALL.client }],
    ['a user', { users: WANTS_ALL.users }],
  ])('stops a run that wants %s on it', (_what, desired) => {
    expect(() => plan(desired, {}, NOTHING)).toThrow(
      expect.objectContaining({ code: 'POOL_NOT_FOUND', message: expect.stringContaining('“demo”') }),
    );
    const { UserPoolTags: _, ...untagged } = POOL;
    expect(() => plan(desired, { pool: untagged })).toThrow(
      expect.objectContaining({ code: 'POOL_NOT_OURS', repairs: hinting('--adopt') }),
    );
  });

  it('is no trouble for a run that only looks', () => {
    const { UserPoolTags: _, ...untagged } = POOL;
    expect(actions({}, { pool: untagged })).toEqual([]);
  });

  it('is taken over with --adopt, by its tag', () => {
    const { UserPoolTags: _, ...untagged } = POOL;
    const selector = { alias: 'demo', poolName: undefined, poolId: POOL.Id, adopt: true };
    const [change] = plan(
      { target: { ...TARGET, selector }, pool: WANTS_ALL.pool },
      { pool: untagged },
    ).changes;
    expect(change?.difference).toEqual({
      action: 'update',
      fields: [
        { field: 'tag mendix-cognito', from: undefined, to: 'joined' },
        { field: 'tag mendix-cognito:app:demo', from: undefined, to: 'nothing' },
      ],
    });
  });
});

describe('the prefix of a new domain', () => {
  const domain = WANTS_ALL.domain;
  const pool = WANTS_ALL.pool;

  it('is the one derived from the alias, else the one with a suffix', () => {
    expect(plan({ domain, pool }, {}, NOTHING).prefixes).toEqual(['demo', SUFFIXED]);
  });

  it('is the one with a suffix, where another pool of the account is seen to hold the first', () => {
    const found = plan({ domain, pool }, { prefixHolder: OTHER_POOL }, NOTHING);
    expect(found.prefixes).toEqual([SUFFIXED]);
    expect(found.changes.find(({ resource }) => resource === 'domain')?.name).toBe(SUFFIXED);
  });

  it('of the user’s own is none but that, and an error where another pool holds it', () => {
    const own = { prefix: 'mine', alias: 'demo', managedLogin: undefined };
    expect(plan({ domain: own, pool }, {}, NOTHING).prefixes).toEqual(['mine']);
    expect(() => plan({ domain: own, pool }, { prefixHolder: OTHER_POOL }, NOTHING)).toThrow(
      expect.objectContaining({
        code: 'DOMAIN_TAKEN',
        message: expect.stringContaining('eu-central-1_Other'),
        repairs: hinting('--domain-prefix'),
      }),
    );
  });

  it('is nobody’s business, where the pool has a domain', () => {
    expect(actions({ domain }, { prefixHolder: OTHER_POOL, domain: { ...DOMAIN, name: 'older' } })).toContain(
      'domain none',
    );
    const own = { prefix: 'mine', alias: 'demo', managedLogin: undefined };
    expect(actions({ domain: own }, { prefixHolder: { ...OTHER_POOL, name: 'mine' } })).toContain(
      'domain blocked',
    );
  });
});

describe('the style of the sign-in pages', () => {
  const wants = (version: 1 | 2 | undefined) => ({ prefix: undefined, alias: 'demo', managedLogin: version });
  const CLASSIC = { domain: { ...DOMAIN, managedLogin: 1 as const }, branding: undefined };

  it.each<[string, Partial<Desired>, Partial<Observed>, boolean]>([
    ['a new client of managed login', { client: WANTS_ALL.client }, { branding: undefined }, true],
    [
      'a client that stands without a domain',
      { client: WANTS_ALL.client },
      { domain: undefined, branding: undefined },
      true,
    ],
    ['a client of the classic pages', { client: WANTS_ALL.client }, CLASSIC, false],
    [
      'a client, where the classic pages are wanted',
      { client: WANTS_ALL.client, domain: wants(1) },
      {},
      false,
    ],
    ['a domain that moves to managed login under a client', { domain: wants(2) }, CLASSIC, true],
    ['a domain that moves under no client', { domain: wants(2) }, { ...CLASSIC, client: undefined }, false],
    ['a pool alone', { pool: WANTS_ALL.pool }, { branding: undefined }, false],
  ])('%s: %o', (_what, desired, observed, wanted) => {
    expect(actions(desired, observed).includes('branding create')).toBe(wanted);
  });

  it('is named like the client that it is for', () => {
    const renamed = { ...CLIENT, name: 'web' };
    const moved = plan({ domain: wants(2) }, { ...CLASSIC, client: renamed });
    expect(moved.changes.find(({ resource }) => resource === 'branding')?.name).toBe('web');
  });
});

describe('the sender of the pool', () => {
  const identity = (address: string, verified: boolean): EmailIdentity => ({
    address,
    verified,
    status: verified ? 'SUCCESS' : 'PENDING',
    alias: undefined,
  });
  const wanted = { pool: WANTS_ALL.pool, target: { ...TARGET, emailFrom: 'noreply@example.com' } };
  const withIdentities = (...found: EmailIdentity[]) => ({
    identities: new Map(found.map((each) => [each.address, each])),
  });

  it.each<[string, EmailIdentity[], string]>([
    ['its own identity', [identity('noreply@example.com', true)], 'noreply@example.com'],
    ['the identity of its domain', [identity('example.com', true)], 'example.com'],
    [
      'the identity of its domain, while its own is pending',
      [identity('noreply@example.com', false), identity('example.com', true)],
      'example.com',
    ],
  ])('sends under %s', (_what, found, name) => {
    const { pool, notes } = plan(wanted, withIdentities(...found));
    expect(pool?.email).toEqual({
      from: 'noreply@example.com',
      identityArn: `arn:aws:ses:eu-central-1:123456789012:identity/${name}`,
    });
    expect(notes).toEqual([]);
  });

  it('has the partition of the caller', () => {
    const caller = { account: '123456789012', arn: 'arn:aws-us-gov:iam::123456789012:user/ann' };
    const { pool } = plan(wanted, { caller, ...withIdentities(identity('example.com', true)) });
    expect(pool?.email?.identityArn).toMatch(/^arn:aws-us-gov:ses:/);
  });

  it.each<[string, EmailIdentity[]]>([
    ['unknown', []],
    ['pending', [identity('noreply@example.com', false)]],
    ['of a domain that is pending', [identity('example.com', false)]],
  ])('waits while it is %s, and a note says so', (_what, found) => {
    const { pool, notes, changes } = plan(wanted, withIdentities(...found));
    expect(pool?.email).toBeUndefined();
    expect(changes).toMatchObject([{ difference: { action: 'none' } }]);
    expect(notes).toEqual([
      expect.objectContaining({
        act: expect.stringMatching(/Until SES has verified noreply@example\.com.*same command/),
      }),
    ]);
  });

  it('is its own identity rather than its domain’s, where both are verified', () => {
    const found = withIdentities(identity('noreply@example.com', true), identity('example.com', true));
    expect(sendingIdentity(found.identities, 'noreply@example.com')?.address).toBe('noreply@example.com');
  });
});
