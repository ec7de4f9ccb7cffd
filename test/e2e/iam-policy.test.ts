import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type DoctorWorld, notAllowed, openDoctorWorld, SENDER, USER } from '../support/doctor-world.ts';

let doctor: DoctorWorld;

beforeAll(async () => {
  doctor = await openDoctorWorld();
});

afterAll(async () => {
  await doctor.close();
});

describe('the policies of iam-policy', () => {
  it.each([
    {
      scope: 'read-only' as const,
      args: ['status', '--alias', 'demo', '--user-email', USER, '--verify-email', SENDER],
    },
    {
      scope: 'read-only' as const,
      args: ['mendix-config', '--alias', 'demo', '--format', 'env'],
    },
    { scope: 'setup' as const, args: ['verify-email', 'new@example.com', '--yes', '--alias', 'demo'] },
    { scope: 'setup' as const, args: ['verify-email', 'new@example.com', '--yes', '--resend'] },
    {
      scope: 'setup' as const,
      args: [
        'setup',
        '--yes',
        '--app-url',
        'https://two.example.com',
        '--alias',
        'two',
        '--user-email',
        USER,
      ],
    },
    {
      scope: 'setup' as const,
      args: ['rotate-secret', '--yes', '--alias', 'demo', '--reveal-secrets'],
    },
    { scope: 'setup' as const, args: ['rotate-secret', '--yes', '--alias', 'demo', '--finish'] },
    { scope: 'destroy' as const, args: ['destroy', '--yes', '--alias', 'two'] },
    { scope: 'destroy' as const, args: ['destroy', '--yes', '--alias', 'demo'] },
  ])('$scope allows all that $args.0 sends', async ({ scope, args }) => {
    doctor.world.recorder.clear();
    const run = await doctor.world.run(args);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(doctor.world.recorder.requests.length).toBeGreaterThan(1);
    expect(notAllowed(doctor.world, scope)).toEqual([]);
  });
});

describe('iam-policy', () => {
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runCli(['iam-policy', ...args], {
      env: { HOME: doctor.world.folder, AWS_EC2_METADATA_DISABLED: 'true', ...env },
    });

  it('prints nothing but the policy on standard output, for the account of the credentials', async () => {
    const printed = await doctor.world.run(['iam-policy']);
    expect(printed.code).toBe(0);
    expect(printed.json()).toMatchObject({ Version: '2012-10-17' });
    expect(printed.stdout).toContain('"arn:aws:cognito-idp:eu-central-1:123456789012:userpool/*"');
  });

  it('with --json wraps it, and makes no call when the account is named', async () => {
    doctor.world.recorder.clear();
    const printed = await doctor.world.run(['iam-policy', '--json', '--account', '2109-8765-4321']);
    expect(Object.keys(printed.json())).toEqual(['ok', 'command', 'policy']);
    expect(printed.stdout).toContain(':210987654321:');
    expect(doctor.world.recorder.requests).toEqual([]);
  });

  it('says that the condition on deleting a user pool was not tried on AWS', async () => {
    const printed = await doctor.world.run(['iam-policy', '--destroy']);
    expect(printed.stderr).toContain('was not tried on AWS');
    expect((await doctor.world.run(['iam-policy'])).stderr).not.toContain('was not tried');
  });

  it('without credentials names any account, and says so', async () => {
    const printed = await run(['--read-only'], { AWS_REGION: 'us-gov-west-1' });
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain('"arn:aws-us-gov:cognito-idp:us-gov-west-1:*:userpool/*"');
    expect(printed.stderr).toMatch(/No AWS credentials were found\.[\s\S]*--account/);
  });

  it('without a Region names any, and says so', async () => {
    const printed = await run(['--destroy', '--account', '123456789012']);
    expect(printed.code).toBe(0);
    expect(printed.stdout).toContain('"arn:aws:cognito-idp:*:123456789012:userpool/*"');
    expect(printed.stderr).toContain('--region');
  });

  it('refuses an account that is none, and two policies at once', async () => {
    const printed = await run(['--json', '--account', '12', '--read-only', '--destroy']);
    expect(printed.code).toBe(2);
    expect(printed.json()).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/--account[\s\S]*--destroy/) },
    });
  });
});
