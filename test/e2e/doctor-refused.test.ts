import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readActions } from '../../src/aws/iam-policy.ts';
import { runCli } from '../support/cli.ts';
import {
  type CheckReport,
  type DoctorWorld,
  ON_CLIENT,
  ON_POOL,
  openDoctorWorld,
  SENDER,
  USER_CHECKS,
  verdicts,
} from '../support/doctor-world.ts';
import { awsError } from '../support/faults.ts';

let doctor: DoctorWorld;

beforeAll(async () => {
  doctor = await openDoctorWorld();
});

afterAll(async () => {
  await doctor.close();
});

/** What each permission is needed for: these checks wait for it. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  'cognito-idp:ListUserPools': ['pool', ...ON_POOL],
  'cognito-idp:DescribeUserPool': ['pool', ...ON_POOL],
  'cognito-idp:DescribeUserPoolDomain': ['domain', 'branding', 'discovery-domain'],
  'cognito-idp:ListUserPoolClients': ['client', ...ON_CLIENT],
  'cognito-idp:DescribeUserPoolClient': ['client', ...ON_CLIENT],
  'cognito-idp:ListUserPoolClientSecrets': ['client', ...ON_CLIENT],
  'cognito-idp:DescribeManagedLoginBrandingByClient': ['branding'],
  'cognito-idp:AdminGetUser': ['user', ...USER_CHECKS],
  'cognito-idp:ListUsers': [],
  'ses:GetAccount': ['ses-sandbox'],
  'ses:GetEmailIdentity': [`email:${SENDER}`, 'pool-sender'],
};

const denying =
  (action: string): DoctorWorld['world']['recorder']['fail'] =>
  ({ operation }) =>
    operation === action.replace(/^.*:/, '')
      ? {
          status: action.startsWith('ses:') ? 403 : 400,
          headers: { 'x-amzn-errortype': 'AccessDeniedException' },
          body: JSON.stringify({
            __type: 'AccessDeniedException',
            message: `User: arn:aws:iam::123456789012:user/ann is not authorized to perform: ${action}`,
          }),
        }
      : undefined;

describe('doctor, when AWS denies an action', () => {
  it('has a case for every action that it can try out', () => {
    expect(Object.keys(WAITING).sort()).toEqual([...readActions()].sort());
  });

  it.each(Object.keys(WAITING))('%s', async (action) => {
    doctor.world.recorder.fail = denying(action);
    try {
      const { code, checks } = await doctor.examine();
      expect(code).toBe(1);
      expect(doctor.turned(checks)).toEqual({
        [`permission:${action}`]: 'fail',
        ...Object.fromEntries((WAITING[action] ?? []).map((id) => [id, 'skipped'])),
      });
      expect(checks.find(({ id }) => id === `permission:${action}`)).toMatchObject({
        why: expect.stringContaining(action),
        repair: expect.stringContaining('mendix-cognito iam-policy'),
      });
    } finally {
      doctor.world.recorder.fail = undefined;
    }
  });
});

describe('doctor, when AWS denies an action and there is no app client yet', () => {
  it.each(['cognito-idp:DescribeUserPoolClient', 'cognito-idp:ListUserPoolClientSecrets'])(
    '%s',
    async (action) => {
      doctor.world.recorder.fail = denying(action);
      try {
        const { checks } = await doctor.examine(['--client-name', 'nobody']);
        const denied = checks.filter(({ id, verdict }) => id.startsWith('permission:') && verdict === 'fail');
        expect(denied.map(({ id }) => id)).toEqual([`permission:${action}`]);
      } finally {
        doctor.world.recorder.fail = undefined;
      }
    },
  );
});

describe('doctor, when nothing is answered', () => {
  it('is not healthy, whoever the credentials belong to', async () => {
    doctor.world.recorder.fail = ({ service }) => (service === 'sts' ? undefined : 'drop');
    try {
      const { code, checks, document } = await doctor.examine([], { AWS_MAX_ATTEMPTS: '1' });
      expect(code).toBe(1);
      expect(document.healthy).toBe(false);
      expect(verdicts(checks)).toMatchObject({
        'permission:cognito-idp:ListUserPools': 'fail',
        'permission:ses:GetEmailIdentity': 'unknown',
      });
    } finally {
      doctor.world.recorder.fail = undefined;
    }
  });

  it('ends as a matter of credentials where Cognito does not know these', async () => {
    doctor.world.recorder.fail = ({ service }) =>
      service === 'sts' ? undefined : awsError(service, 400, 'UnrecognizedClientException');
    try {
      expect(await doctor.examine()).toMatchObject({ code: 4 });
    } finally {
      doctor.world.recorder.fail = undefined;
    }
  });
});

describe('doctor without a way to AWS', () => {
  const run = async (env: Record<string, string>) => {
    const run = await runCli(['doctor', '--json'], {
      env: { HOME: doctor.world.folder, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    });
    return { code: run.code, checks: run.json().checks as readonly CheckReport[] };
  };

  it.each([
    { what: 'no Region', env: {}, says: /--region/ },
    {
      what: 'a Region in China',
      env: { AWS_REGION: 'cn-north-1' },
      says: /no user pools in the China Region/,
    },
  ])('$what fails, and all else waits for it', async ({ env, says }) => {
    const { code, checks } = await run(env);
    expect(code).toBe(1);
    const { node, region, ...others } = verdicts(checks);
    expect({ node, region }).toEqual({ node: 'ok', region: 'fail' });
    expect(new Set(Object.values(others))).toEqual(new Set(['skipped']));
    expect(checks.find(({ id }) => id === 'region')?.why).toMatch(says);
  });

  it('no credentials: they fail with what to do, and what AWS would answer waits for them', async () => {
    const { code, checks } = await run({
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL: doctor.world.recorder.url,
    });
    expect(code).toBe(4);
    expect(checks.find(({ id }) => id === 'credentials')).toMatchObject({
      verdict: 'fail',
      repair: expect.stringContaining('aws login'),
    });
    expect(checks.find(({ id }) => id === 'pool')).toMatchObject({
      verdict: 'skipped',
      why: 'Waits for “Credentials”.',
    });
    expect(verdicts(checks).clock).toBe('ok');
  });
});

describe('doctor --explain', () => {
  it('explains an address bar without a call to AWS', async () => {
    doctor.world.recorder.clear();
    const bar = 'https://x.auth.eu-central-1.amazoncognito.com/error?error=redirect_mismatch&amp;client_id=1';
    const run = await doctor.world.run(['doctor', '--json', '--explain', bar]);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ explanations: [{ id: 'redirect-mismatch' }] });
    expect(doctor.world.recorder.requests).toEqual([]);
  });

  it('names the alias and how this run reaches AWS in each command', async () => {
    const run = await doctor.world.run(['doctor', '--alias', 'shop', '--explain', 'invalid_grant']);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('mendix-cognito doctor --alias shop --sandbox');
    const mismatch = await doctor.world.run(['doctor', '--alias', 'shop', '--explain', 'redirect_mismatch']);
    expect(mismatch.stdout.replace(/\s+/g, ' ')).toContain(
      'mendix-cognito create-client --app-url "<address of the app>" --alias shop --sandbox',
    );
  });

  it('picks what it knows from a log on standard input', async () => {
    const log = [
      '2026-11-27 10:00:01 INFO - Core: Mendix Runtime 10.24.2',
      '2026-11-27 10:00:02 ERROR - OIDC: Unable to get access token',
      '2026-11-27 10:00:02 ERROR - OIDC: {"error":"invalid_client"}',
      '2026-11-27 10:00:09 ERROR - OIDC: No matching AuthAttempt found',
    ].join('\r\n');
    const run = await doctor.world.run(['doctor', '--json', '--explain', '-'], { input: log });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      explanations: [
        { id: 'invalid-client', line: 2, lines: 2 },
        { id: 'no-auth-attempt', line: 4, lines: 1 },
      ],
    });
    const text = await doctor.world.run(['doctor', '--explain', '-'], { input: log });
    expect(text.stdout).toMatch(/^Line 2 and one more: (?:.*\n)+Line 4: /);
  });

  it.each([
    [['--explain', 'the bananas are late'], ''],
    [['--explain', '-'], 'the bananas\nare late\n'],
    [['--explain', '-'], ''],
  ])('says when nothing is known, and ends with 1: %j', async (args, input) => {
    const run = await doctor.world.run(['doctor', '--json', ...args], { input });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      ok: false,
      command: 'doctor',
      error: { code: 'ERROR_UNKNOWN', hint: expect.stringContaining('mendix-cognito doctor') },
    });
  });
});
