import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { callsWith, DOMAIN, examined, illIn, POOL, POOL_ID, repairIn } from '../../support/doctor.ts';

describe('the user pool', () => {
  it('that is missing: the repair is setup with all that this run named', () => {
    const results = examined({
      question: { appUrls: ['https://a.example.com'] },
      seen: { located: { value: undefined }, pool: undefined },
    });
    expect(illIn(results)).toMatchObject({
      pool: 'fail',
      domain: 'skipped',
      client: 'skipped',
      user: 'skipped',
    });
    expect(repairIn(results, 'pool')).toBe(
      'mendix-cognito setup --alias demo --app-url https://a.example.com --user-email ann@example.com',
    );
  });

  it('of which there are two is reported with its choices, and is no lack of permission', () => {
    const error = new CliError('2 user pools carry the tag', {
      code: 'POOL_AMBIGUOUS',
      hint: 'Use --pool-id.',
    });
    const results = examined({ seen: { located: { error }, pool: undefined } });
    expect(illIn(results)).toMatchObject({ pool: 'fail' });
    expect(Object.keys(illIn(results)).filter((id) => id.startsWith('permission'))).toEqual([]);
    expect(repairIn(results, 'pool')).toBe('Use --pool-id.');
  });

  it('that was named by its id does not need the list of pools', () => {
    const calls = callsWith('cognito-idp:ListUserPools', 'AccessDeniedException');
    expect(illIn(examined({ question: { poolId: POOL_ID }, seen: { calls } }))).toEqual({
      'permission:cognito-idp:ListUserPools': 'fail',
    });
  });

  it('without our tag warns, and every repair reaches it by id and --adopt', () => {
    const pool = { ...POOL, Name: 'My pool!', UserPoolTags: {}, DeletionProtection: 'INACTIVE' as const };
    const results = examined({ question: { alias: undefined }, seen: { located: { value: pool }, pool } });
    // Deletion protection of somebody else's pool is theirs to decide.
    expect(illIn(results)).toEqual({ pool: 'warn' });
    const command = `mendix-cognito create-pool --alias My-pool --pool-id ${POOL_ID} --adopt`;
    expect(repairIn(results, 'pool')).toBe(command);
  });

  it.each([
    [undefined, 'ok', 'The password is enough'],
    ['OPTIONAL', 'ok', 'of users who have set one up'],
    ['ON', 'warn', 'has 3 minutes for it'],
  ] as const)('with MFA %s is %s: %s', (MfaConfiguration, state, says) => {
    const results = examined({ seen: { pool: { ...POOL, ...(MfaConfiguration && { MfaConfiguration }) } } });
    expect(results.find(({ id }) => id === 'mfa')).toMatchObject({
      verdict: state,
      why: expect.stringContaining(says),
    });
    if (state === 'warn') expect(repairIn(results, 'mfa')).toContain('--session-minutes 15');
  });

  it('of ours without deletion protection warns, with the flag that turns it on', () => {
    const results = examined({ seen: { pool: { ...POOL, DeletionProtection: 'INACTIVE' } } });
    expect(illIn(results)).toEqual({ 'deletion-protection': 'warn' });
    expect(repairIn(results, 'deletion-protection')).toBe(
      'mendix-cognito create-pool --alias demo --deletion-protection',
    );
  });

  it.each([
    { pool: POOL, why: /their email address, in any letter case/ },
    { pool: { ...POOL, UsernameAttributes: [] }, why: /their user name, in any letter case/ },
    {
      pool: { ...POOL, UsernameAttributes: [], AliasAttributes: ['email' as const] },
      why: /user name or their verified email address/,
    },
    { pool: { ...POOL, UsernameAttributes: ['phone_number' as const] }, why: /their phone number/ },
    {
      pool: { ...POOL, UsernameConfiguration: { CaseSensitive: true } },
      why: /email address, typed in the letter case that they were created with/,
    },
  ])('says how users sign in: $why', ({ pool, why }) => {
    const results = examined({ seen: { located: { value: pool }, pool } });
    expect(illIn(results)).toEqual({});
    expect(results.find(({ id }) => id === 'sign-in-name')?.why).toMatch(why);
  });

  it('says with whom an app shares it', () => {
    const pool = { ...POOL, UserPoolTags: { ...POOL.UserPoolTags, 'mendix-cognito:app:second': 'nothing' } };
    const results = examined({ seen: { located: { value: pool }, pool } });
    expect(results.find(({ id }) => id === 'pool')?.why).toContain('shared with “second”');
    expect(repairIn(examined({ seen: { pool, domain: undefined } }), 'domain')).toBe(
      `mendix-cognito create-pool --alias demo --pool-id ${POOL_ID}`,
    );
  });
});

describe('the domain', () => {
  it.each([
    ['CREATING', { domain: 'warn' }],
    ['UPDATING', { domain: 'warn' }],
    ['DELETING', { domain: 'fail', branding: 'skipped', 'discovery-domain': 'skipped' }],
    ['FAILED', { domain: 'fail', branding: 'skipped', 'discovery-domain': 'skipped' }],
  ])('that is %s', (status, ill) => {
    expect(illIn(examined({ seen: { domain: { ...DOMAIN, status } } }))).toEqual(ill);
  });

  it('with the classic pages needs no style of them', () => {
    const domain = { ...DOMAIN, managedLogin: 1 as const };
    expect(illIn(examined({ seen: { domain, branding: undefined } }))).toEqual({});
    expect(illIn(examined({ seen: { branding: undefined } }))).toEqual({ branding: 'fail' });
  });
});
