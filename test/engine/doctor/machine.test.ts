import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { callsWith, examined, illIn, repairIn } from '../../support/doctor.ts';

const find = (results: ReturnType<typeof examined>, id: string) => results.find((result) => result.id === id);

describe('Node.js', () => {
  it.each([
    ['20.17.0', 'ok'],
    ['20.16.9', 'fail'],
    ['18.20.0', 'fail'],
    ['22.1.0', 'ok'],
    ['100.0.0', 'ok'],
  ])('%s is %s', (node, verdict) => {
    const check = find(examined({ machine: { node } }), 'node');
    expect(check?.verdict).toBe(verdict);
    expect(check?.why).toContain('mendix-cognito 1.2.3');
  });
});

describe('the clock', () => {
  const minute = 60_000;
  it.each([
    [5 * minute, 'ok'],
    [-5 * minute, 'ok'],
    [5 * minute + 1, 'fail'],
    [-6 * minute, 'fail'],
  ])('%i ms ahead is %s', (value, verdict) => {
    expect(find(examined({ seen: { clock: { value } } }), 'clock')?.verdict).toBe(verdict);
  });

  it('says by how much, and which way', () => {
    const why = (value: number) => find(examined({ seen: { clock: { value } } }), 'clock')?.why;
    expect(why(10 * minute)).toContain('10 minutes ahead of');
    expect(why(-61 * minute)).toContain('61 minutes behind');
  });

  it('is unknown when nothing could be read, and stops nothing', () => {
    const clock = { error: new CliError('No time.', { code: 'CLOCK_UNKNOWN' }) };
    expect(illIn(examined({ seen: { clock } }))).toEqual({ clock: 'unknown' });
  });
});

describe('the Region', () => {
  it.each([
    ['eu-central-1', /partition aws\.$/],
    ['us-gov-west-1', /partition aws-us-gov\.$/],
    ['eusc-de-east-1', /partition aws-eusc\.$/],
  ])('%s is in its partition', (region, why) => {
    expect(find(examined({ machine: { region } }), 'region')).toMatchObject({
      verdict: 'ok',
      why: expect.stringMatching(why),
    });
  });

  it.each([undefined, 'cn-north-1', 'Frankfurt'])('%s fails, and all but Node.js waits for it', (region) => {
    const { region: verdict, ...others } = illIn(examined({ machine: { region } }));
    expect(verdict).toBe('fail');
    expect(new Set(Object.values(others))).toEqual(new Set(['skipped']));
    expect(Object.keys(others)).not.toContain('node');
  });
});

describe('credentials', () => {
  const failed = (name: string, message: string, profile?: string) =>
    examined({
      machine: { profile },
      seen: { caller: { error: Object.assign(new Error(message), { name }) } },
    });

  it('that are missing fail, and the repair signs in with the profile of this run', () => {
    const results = failed('CredentialsProviderError', 'Could not load credentials', 'work');
    expect(illIn(results)).toMatchObject({ credentials: 'fail', pool: 'skipped' });
    expect(repairIn(results, 'credentials')).toContain('aws sso login --profile work');
  });

  it('that have expired are reported as expired, not as missing', () => {
    expect(find(failed('ExpiredTokenException', 'expired'), 'credentials')?.why).toContain('expired');
  });

  it('that cannot be asked after, as AWS is not reached, fail too', () => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND sts'), { code: 'ENOTFOUND' });
    const check = find(examined({ seen: { caller: { error } } }), 'credentials');
    expect(check).toMatchObject({ verdict: 'fail', why: expect.stringContaining('cannot be reached') });
  });

  it('that are good are shown with account and ARN', () => {
    expect(find(examined({}), 'credentials')?.why).toMatch(/123456789012.*user\/ann/);
  });
});

describe('permissions', () => {
  it('a call that finds nothing of that name was allowed', () => {
    for (const name of ['ResourceNotFoundException', 'NotFoundException', 'UserNotFoundException']) {
      const calls = callsWith('cognito-idp:AdminGetUser', name);
      expect(illIn(examined({ seen: { calls } }))).toEqual({});
    }
  });

  it('a throttled call proves nothing: unknown, and no failure', () => {
    const calls = callsWith('ses:GetAccount', 'TooManyRequestsException');
    expect(illIn(examined({ seen: { calls } }))).toEqual({
      'permission:ses:GetAccount': 'unknown',
      'ses-sandbox': 'skipped',
    });
  });

  it('a denied call fails, and the repair names the policy', () => {
    const results = examined({
      seen: { calls: callsWith('ses:GetAccount', 'AccessDeniedException') },
    });
    expect(illIn(results)).toEqual({ 'permission:ses:GetAccount': 'fail', 'ses-sandbox': 'skipped' });
    expect(repairIn(results, 'permission:ses:GetAccount')).toContain('mendix-cognito iam-policy');
  });
});
