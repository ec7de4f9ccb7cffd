import { describe, expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import type { Fault } from '../support/recorder.ts';
import { it, SETUP, type World } from '../support/world.ts';

function failWith(world: World, operation: string, type: string, message: string, status = 400): void {
  const fault: Fault = {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
    body: JSON.stringify({ __type: type, message }),
  };
  world.recorder.fail = (request) => (request.operation === operation ? fault : undefined);
}

const stsError = (code: string, message: string): Fault => ({
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

interface Case {
  readonly operation: string;
  readonly type: string;
  readonly message: string;
  readonly code: string;
  readonly exit: number;
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    operation: 'CreateUserPool',
    type: 'AccessDeniedException',
    message: 'User: arn:aws:iam::1:user/x is not authorized to perform: cognito-idp:CreateUserPool',
    code: 'ACCESS_DENIED',
    exit: 1,
    says: /cognito-idp:CreateUserPool/,
  },
  {
    operation: 'DescribeUserPoolDomain',
    type: 'AccessDeniedException',
    message: 'Access denied.',
    code: 'ACCESS_DENIED',
    exit: 1,
    says: /cognito-idp:DescribeUserPoolDomain/,
  },
  {
    operation: 'ListUserPools',
    type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
    code: 'CREDENTIALS_EXPIRED',
    exit: 4,
    says: /aws sso login[\s\S]*--sandbox/,
  },
  {
    operation: 'ListUserPools',
    type: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
    code: 'CREDENTIALS_INVALID',
    exit: 4,
    says: /clock/,
  },
  {
    operation: 'CreateUserPool',
    type: 'LimitExceededException',
    message: 'The limit of user pools was reached.',
    code: 'QUOTA_REACHED',
    exit: 1,
    says: /Service Quotas/,
  },
  {
    operation: 'ListUserPools',
    type: 'TooManyRequestsException',
    message: 'Too many requests',
    code: 'THROTTLED',
    exit: 1,
    says: /Wait a minute/,
  },
  {
    operation: 'AdminSetUserPassword',
    type: 'InvalidPasswordException',
    message: 'Password did not conform with policy: Password not long enough',
    code: 'PASSWORD_REFUSED',
    exit: 1,
    says: /not long enough.*--password-stdin/,
  },
  {
    operation: 'CreateUserPoolDomain',
    type: 'SomethingNewException',
    message: 'A new rule.',
    code: 'SomethingNewException',
    exit: 1,
    says: /AWS refused CreateUserPoolDomain: A new rule\./,
  },
];

describe('errors of AWS become advice', () => {
  for (const { operation, type, message, code, exit, says } of CASES) {
    it(`${type} of ${operation}`, async ({ world }) => {
      failWith(world, operation, type, message);
      const run = await world.run(SETUP);
      expect(run.code).toBe(exit);
      const { error } = run.json() as { error: { code: string; message: string; hint: string } };
      expect(error.code).toBe(code);
      expect(`${error.message} ${error.hint}`).toMatch(says);
      expect(run.stderr).not.toMatch(/\n\s+at /);
    });
  }

  it('an STS refusal is about the credentials', async ({ world }) => {
    world.recorder.fail = ({ operation }) =>
      operation === 'GetCallerIdentity' ? stsError('InvalidClientTokenId', 'Invalid token') : undefined;
    expect(await world.run(SETUP)).toMatchObject({ code: 4 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('a taken prefix of the user’s own choice is named, with what to do', async ({ world }) => {
    await world.run(['create-pool', '--yes', '--alias', 'other', '--domain-prefix', 'taken']);
    const run = await world.run([...SETUP, '--domain-prefix', 'taken']);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'DOMAIN_TAKEN', hint: expect.stringContaining('--domain-prefix') },
    });
  });
});

describe('on AWS itself', () => {
  const AWS = {
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };

  it('shows account, ARN and Region with the plan, and honours AWS_ENDPOINT_URL', async ({ world }) => {
    const run = await runCli([...SETUP, '--dry-run'], {
      env: { ...AWS, HOME: world.folder, AWS_ENDPOINT_URL: world.recorder.url },
    });
    expect(run.code).toBe(0);
    expect(run.said).toContain(
      'AWS account 123456789012, Region eu-central-1 as arn:aws:iam::123456789012:user/sandbox',
    );
  });

  it('names the discovery document below the endpoint', async ({ world }) => {
    const run = await runCli(SETUP, {
      env: { ...AWS, HOME: world.folder, AWS_ENDPOINT_URL: world.recorder.url },
    });
    const { automaticConfigurationUrl } = run.json().mendix as { automaticConfigurationUrl: string };
    expect(automaticConfigurationUrl).toMatch(
      new RegExp(`^${world.recorder.url}/eu-central-1_\\w+/\\.well-known/openid-configuration$`),
    );
  });

  it('exits 4 and names the ways to sign in when there are no credentials', async ({ world }) => {
    const { AWS_REGION, AWS_EC2_METADATA_DISABLED } = AWS;
    const run = await runCli(SETUP, {
      env: {
        HOME: world.folder,
        AWS_REGION,
        AWS_EC2_METADATA_DISABLED,
        AWS_ENDPOINT_URL: world.recorder.url,
      },
    });
    expect(run.code).toBe(4);
    expect(run.json()).toMatchObject({
      error: {
        code: 'CREDENTIALS_MISSING',
        hint: expect.stringMatching(/^ {2}aws login$[\s\S]*--sandbox/m),
      },
    });
    expect(world.recorder.requests).toEqual([]);
  });

  it('names the profile that has no credentials', async ({ world }) => {
    const run = await runCli([...SETUP, '--profile', 'staging'], {
      env: { HOME: world.folder, AWS_REGION: 'eu-central-1', AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect(run.code).toBe(4);
    expect(run.stdout).toContain('staging');
  });

  it('is silent about credentials in the environment beside a profile that was named', async ({ world }) => {
    const env = { ...AWS, HOME: world.folder, AWS_ENDPOINT_URL: world.recorder.url };
    const run = await runCli(['status', '--profile', 'staging', '--json'], { env });
    expect(run.code).toBe(4);
    expect(run.stderr).not.toContain('WARNING');
  });

  it('asks for a Region when none is configured, before any call', async ({ world }) => {
    const run = await runCli(SETUP, {
      env: { HOME: world.folder, AWS_ENDPOINT_URL: world.recorder.url, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('--region is missing');
    expect(world.recorder.requests).toEqual([]);
  });

  it('says that an endpoint cannot be reached', async ({ world }) => {
    const run = await runCli(SETUP, {
      env: { ...AWS, HOME: world.folder, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' },
    });
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'UNREACHABLE' } });
  });
});

it('names the token file of a build server that is not there, as a matter of credentials', async ({
  world,
}) => {
  const run = await runCli(['status', '--json'], {
    cwd: world.folder,
    env: {
      HOME: world.folder,
      AWS_ENDPOINT_URL: world.recorder.url,
      AWS_REGION: 'eu-central-1',
      AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/build',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere/token',
    },
  });
  expect(run).toMatchObject({ code: 4 });
  expect(run.json()).toMatchObject({
    error: { code: 'CREDENTIALS_UNREADABLE', message: expect.stringContaining('/nowhere/token') },
  });
});
