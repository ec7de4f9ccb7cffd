import { createHash } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { NODE, type Run, runCli } from '../support/cli.ts';
import { asked, at, it as companyIt, errorOf } from '../support/company-network.ts';
import { openPty, type Pty } from '../support/pty.ts';
import { it, type World } from '../support/world.ts';

/** Whatever AWS CLI this computer has is none of a test's business. */
const PATH = `${dirname(NODE)}:/usr/bin:/bin`;

const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = example-${id}\n`;

/** A configuration of the AWS CLI in the world's home folder. */
async function configure({ folder }: World, config: string, credentials = ''): Promise<void> {
  await mkdir(join(folder, '.aws'), { recursive: true });
  await writeFile(join(folder, '.aws', 'config'), config);
  await writeFile(join(folder, '.aws', 'credentials'), credentials);
}

/** Runs the program with that configuration and nothing else. */
function run(
  { folder }: World,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return runCli(args, {
    cwd: folder,
    env: {
      ...{ HOME: folder, PATH, AWS_REGION: 'eu-central-1', AWS_MAX_ATTEMPTS: '1' },
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    },
  });
}

/** An endpoint that notes whose key signed each call, and answers none. */
async function startEndpoint() {
  const signedBy = new Set<string>();
  const server = createServer((message, response) => {
    signedBy.add(/Credential=(\w+)/.exec(message.headers.authorization ?? '')?.[1] ?? 'nobody');
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end('{"__type":"InvalidParameterException"}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, signedBy: () => [...signedBy] };
}

const STATUS = ['status', '--json', '--alias', 'demo'];

describe('whose credentials are used', () => {
  it.for([
    [
      ['--profile', 'one'],
      { AWS_PROFILE: 'two', AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'e' },
      'ONE',
    ],
    [[], { AWS_PROFILE: 'two', AWS_ACCESS_KEY_ID: 'ENV', AWS_SECRET_ACCESS_KEY: 'e' }, 'ENV'],
    [[], { AWS_PROFILE: 'two' }, 'TWO'],
    [[], {}, 'DEFAULT'],
  ] as const)('%s with %o: %s', async ([flags, env, key], { world }) => {
    await configure(world, '', `[default]\n${keys('DEFAULT')}[one]\n${keys('ONE')}[two]\n${keys('TWO')}`);
    const endpoint = await startEndpoint();
    const ended = await run(world, [...STATUS, ...flags], { ...env, AWS_ENDPOINT_URL: endpoint.url });
    expect(endpoint.signedBy()).toEqual([key]);
    expect(ended.stderr).toBe('');
  });
});

describe('the endpoint of a profile', () => {
  const services = (url: string) =>
    `[services mine]\ncognito_identity_provider =\n  endpoint_url = ${url}\nsts =\n  endpoint_url = ${url}\nresource_groups_tagging_api =\n  endpoint_url = ${url}\n`;

  it('is that of the profile in use: endpoint_url, and its services before it', async ({ world }) => {
    const [other, own, service] = [await startEndpoint(), await startEndpoint(), await startEndpoint()];
    await configure(
      world,
      `[profile local]\nendpoint_url = ${other.url}\n[profile prod]\nendpoint_url = ${own.url}\n[profile both]\nendpoint_url = ${own.url}\nservices = mine\n${services(service.url)}`,
      `[local]\n${keys('LOCAL')}[prod]\n${keys('PROD')}[both]\n${keys('BOTH')}`,
    );
    const env = { AWS_PROFILE: 'local' };
    await run(world, [...STATUS, '--profile', 'prod'], env);
    await run(world, [...STATUS, '--profile', 'both'], env);
    expect([other, own, service].map(({ signedBy }) => signedBy())).toEqual([[], ['PROD'], ['BOTH']]);
    await run(world, STATUS, env);
    expect(other.signedBy()).toEqual(['LOCAL']);
  });

  it('is not asked for by AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', async ({ world }) => {
    const own = await startEndpoint();
    await configure(world, `[profile prod]\nendpoint_url = ${own.url}\n`, `[prod]\n${keys('PROD')}`);
    await run(world, [...STATUS, '--profile', 'prod'], {
      ...{ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', HTTPS_PROXY: 'http://127.0.0.1:9' },
    });
    expect(own.signedBy()).toEqual([]);
  });

  it.for([
    ['services = gone\n', 'PROFILE_INVALID', /“gone”, which are not in/],
    ['endpoint_url = localhost\n', 'ENDPOINT_INVALID', /is not an address/],
  ] as const)('that says %j is a usage error', async ([line, code, says], { world }) => {
    await configure(world, `[default]\n${line}`, `[default]\n${keys('DEFAULT')}`);
    const ended = await run(world, STATUS);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toEqual({ code, text: expect.stringMatching(says) });
  });
});

describe('credentials that fail say what to do', () => {
  const sso =
    '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n';

  it.for<[string, string, readonly string[], string, RegExp]>([
    [
      'none at all',
      '',
      [],
      'CREDENTIALS_MISSING',
      /2\.32[\s\S]*^ {2}aws login$[\s\S]*SignInLocalDevelopmentAccess[\s\S]*getting-started-install[\s\S]*administrator[\s\S]*--sandbox/m,
    ],
    ['a Region alone', '[default]\nregion = eu-west-1\n', [], 'CREDENTIALS_MISSING', /^ {2}aws login$/m],
    [
      'no such profile',
      '[default]\nregion = eu-west-1\n[profile team]\nregion = eu-west-1\n[profile prod]\nregion = eu-west-1\n',
      ['--profile', 'tema'],
      'PROFILE_UNKNOWN',
      /no AWS profile “tema”.*default, prod, team/,
    ],
    [
      'no such source',
      '[profile a]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = b\n',
      ['--profile', 'a'],
      'PROFILE_UNKNOWN',
      /“a” takes its credentials from the profile “b”/,
    ],
    [
      'aws login',
      '[profile console]\nlogin_session = arn:aws:iam::123456789012:user/ann\n',
      ['--profile', 'console'],
      'CREDENTIALS_EXPIRED',
      /aws login.*has ended[\s\S]*^ {2}aws login --profile console$/m,
    ],
    [
      'aws login as default',
      '[default]\nlogin_session = arn:aws:iam::123456789012:user/ann\n',
      [],
      'CREDENTIALS_EXPIRED',
      /^ {2}aws login$/m,
    ],
    [
      'an SSO session',
      `[profile work]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev\n${sso}`,
      ['--profile', 'work'],
      'CREDENTIALS_EXPIRED',
      /SSO session[\s\S]*^ {2}aws sso login --profile work$/m,
    ],
    [
      'a role on an SSO session',
      `[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = work\n[profile work]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev\n${sso}`,
      ['--profile', 'role'],
      'CREDENTIALS_EXPIRED',
      /^ {2}aws sso login --profile work$/m,
    ],
    [
      'half an SSO profile',
      `[profile work]\nsso_session = corp\nsso_account_id = 123456789012\n${sso}`,
      ['--profile', 'work'],
      'PROFILE_INCOMPLETE',
      /sso_role_name missing[\s\S]*^ {2}aws configure sso --profile work$/m,
    ],
    [
      'an SSO session that is not there',
      '[profile work]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = dev\n',
      ['--profile', 'work'],
      'PROFILE_INCOMPLETE',
      /“corp” is not in the AWS configuration/,
    ],
    [
      'a program',
      '[profile tool]\ncredential_process = sh -c "echo the vault is locked >&2; exit 3" --token hidden-word\n',
      ['--profile', 'tool'],
      'CREDENTIALS_PROCESS',
      /credential_process of the AWS profile “tool” failed: the vault is locked/,
    ],
    [
      'a program without words',
      '[profile tool]\ncredential_process = sh -c "exit 3" --token hidden-word\n',
      ['--profile', 'tool'],
      'CREDENTIALS_PROCESS',
      /it failed without a message/,
    ],
  ])('%s', async ([, config, flags, code, says], { world }) => {
    await configure(world, config);
    const ended = await run(world, [...STATUS, ...flags], { AWS_ENDPOINT_URL: world.recorder.url });
    expect(ended.code).toBe(4);
    expect(errorOf(ended)).toEqual({ code, text: expect.stringMatching(says) });
    expect(ended.stdout).not.toContain('hidden-word');
    expect(world.recorder.requests).toEqual([]);
  });

  it('a temporary key without its token', async ({ world }) => {
    await configure(world, '', `[team]\n${keys('ASIATEAM')}`);
    const env = {
      AWS_ACCESS_KEY_ID: 'ASIAENV',
      AWS_SECRET_ACCESS_KEY: 'e',
      AWS_ENDPOINT_URL: world.recorder.url,
    };
    const inEnvironment = await run(world, STATUS, env);
    expect(inEnvironment.code).toBe(4);
    expect(errorOf(inEnvironment)).toEqual({
      code: 'CREDENTIALS_INCOMPLETE',
      text: expect.stringMatching(/AWS_ACCESS_KEY_ID is a temporary one.*Set AWS_SESSION_TOKEN as well/),
    });
    const inProfile = await run(world, [...STATUS, '--profile', 'team'], env);
    expect(errorOf(inProfile).text).toMatch(
      /“team” is a temporary one.*Set aws_session_token in that profile/,
    );
    expect(world.recorder.requests).toEqual([]);
  });

  it('a Region that the account has not enabled', async ({ world }) => {
    await configure(world, '', `[default]\n${keys('DEFAULT')}`);
    for (const [name, isSts] of [
      ['InvalidClientTokenId', true],
      ['UnrecognizedClientException', false],
    ] as const) {
      world.recorder.fail = ({ service }) => {
        if ((service === 'sts') !== isSts) return undefined;
        const body = isSts
          ? `<ErrorResponse><Error><Code>${name}</Code></Error></ErrorResponse>`
          : `{"__type":"${name}"}`;
        return { status: 403, body, headers: { 'content-type': isSts ? 'text/xml' : 'application/json' } };
      };
      const env = { AWS_ENDPOINT_URL: world.recorder.url, AWS_REGION: 'me-south-1' };
      const ended = await run(world, STATUS, env);
      expect(ended.code).toBe(4);
      expect(errorOf(ended)).toEqual({
        code: 'CREDENTIALS_INVALID',
        text: expect.stringMatching(/Region me-south-1 does not accept.*not be enabled.*--region/),
      });
      const always = await run(world, STATUS, { ...env, AWS_REGION: 'eu-central-1' });
      expect(errorOf(always).text).not.toContain('enabled');
    }
  });
});

describe('the way to the credentials goes through the proxy', () => {
  const SSO = `[profile work]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = dev\n[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-central-1\n`;
  const NO_KEYS = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

  async function signedIn({ folder }: World): Promise<void> {
    const cache = join(folder, '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const token = { accessToken: 'a-token-of-some-length', expiresAt: new Date(Date.now() + 3_600_000) };
    await writeFile(
      join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`),
      JSON.stringify(token),
    );
  }

  companyIt('to IAM Identity Center', async ({ company, world }) => {
    await configure(world, SSO);
    await signedIn(world);
    company.aws.answer = (message, response) => {
      if (message.url?.startsWith('/federation/credentials') !== true) return false;
      const roleCredentials = {
        accessKeyId: 'SSOKEY',
        secretAccessKey: 's',
        sessionToken: 't',
        expiration: Date.now() + 3_600_000,
      };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ roleCredentials }));
      return true;
    };
    const env = { ...NO_KEYS, HTTPS_PROXY: at(company.proxy) };
    const ended = await company.run([...STATUS, '--profile', 'work'], env);
    expect(ended.code, ended.stdout).toBe(0);
    expect(asked(company.proxy)).toContain('CONNECT portal.sso.eu-central-1.amazonaws.com:443');
    // Once for all of the run's clients.
    expect(company.aws.lines.filter((line) => line.includes('/federation/credentials'))).toHaveLength(1);

    company.proxy.behaviour = { status: 407 };
    const refused = await company.run([...STATUS, '--profile', 'work'], env);
    expect(errorOf(refused)).toMatchObject({ code: 'PROXY_CREDENTIALS' });
    company.proxy.behaviour = 'pass';
    company.aws.answer = (_message, response) => {
      response.writeHead(403, { 'x-amzn-errortype': 'ForbiddenException' }).end('{"message":"No access"}');
      return true;
    };
    const forbidden = await company.run([...STATUS, '--profile', 'work'], env);
    expect(errorOf(forbidden)).toEqual({
      code: 'CREDENTIALS_REFUSED',
      text: expect.stringMatching(/No access.*sso_account_id and sso_role_name/),
    });
  });

  companyIt('to STS for a role, and never to the endpoint of another profile', async ({ company, world }) => {
    const other = await startEndpoint();
    await configure(
      world,
      `[profile local]\nendpoint_url = ${other.url}\n[profile prod]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n`,
      `[base]\n${keys('BASE')}[local]\n${keys('LOCAL')}`,
    );
    const calls: string[] = [];
    company.aws.answer = (message, response) => {
      const signer = /Credential=(\w+)/.exec(message.headers.authorization ?? '')?.[1] ?? '';
      calls.push(signer);
      if (signer !== 'BASE') return false;
      const expiration = new Date(Date.now() + 3_600_000).toISOString();
      const credentials = `<AccessKeyId>ROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${expiration}</Expiration>`;
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        `<AssumeRoleResponse><AssumeRoleResult><Credentials>${credentials}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
      );
      return true;
    };
    const env = { ...NO_KEYS, HTTPS_PROXY: at(company.proxy), AWS_PROFILE: 'local' };
    const ended = await company.run([...STATUS, '--profile', 'prod'], env);
    expect(ended.code, ended.stdout).toBe(0);
    expect(calls[0]).toBe('BASE');
    expect(new Set(calls)).toEqual(new Set(['BASE', 'ROLE']));
    expect(other.signedBy()).toEqual([]);
  });
});

describe('on a terminal', () => {
  /** An AWS CLI that says that version, and signs in, or not. */
  async function installAws({ folder }: World, version: string, login: string): Promise<string> {
    const bin = join(folder, 'bin');
    await mkdir(bin, { recursive: true });
    const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo "aws-cli/${version} Python/3.13 Linux/6"; exit 0; fi\necho "aws was called with $*"\n${login}\n`;
    await writeFile(join(bin, 'aws'), script);
    await chmod(join(bin, 'aws'), 0o755);
    return `${bin}:${PATH}`;
  }

  /** What a sign-in leaves behind, as far as this program needs it. */
  const SIGNS_IN = `mkdir -p "$HOME/.aws"; printf '[default]\\naws_access_key_id = EXAMPLE\\naws_secret_access_key = example\\n' > "$HOME/.aws/credentials"`;

  function open({ env, recorder, folder }: World, path: string, args = ['setup']): Pty {
    const pty = openPty(args, {
      env: { ...env, PATH: path, AWS_ENDPOINT_URL: recorder.url, AWS_EC2_METADATA_DISABLED: 'true' },
      cwd: folder,
    });
    onTestFinished(() => pty.kill());
    return pty;
  }

  it('the sign-in is offered before the Region is asked for, and the run goes on', async ({ world }) => {
    const pty = open(world, await installAws(world, '2.32.1', SIGNS_IN));
    await pty.waitFor('No AWS credentials were found. Run aws login now?');
    expect(pty.scrollback()).not.toContain('AWS Region');
    expect(world.recorder.requests).toEqual([]);
    pty.press('enter');
    await pty.waitFor('aws was called with login');
    await pty.waitFor('? AWS Region');
    pty.press('enter');
    await pty.waitFor('AWS account 123456789012');
  });

  it('a single command offers it too', async ({ world }) => {
    const pty = open(world, await installAws(world, '2.40.0', SIGNS_IN), [
      'status',
      '--region',
      'eu-central-1',
      '--alias',
      'demo',
    ]);
    await pty.waitFor('Run aws login now?');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('aws was called with login');
  });

  it.for([
    ['is too old', '2.31.9', '', /aws login needs the AWS CLI 2\.32; this computer has 2\.31\./],
    ['fails', '2.32.0', 'exit 7', /aws login failed \(exit code 7\)/],
  ] as const)(
    'an AWS CLI that %s is named, and the run ends',
    async ([, version, login, says], { world }) => {
      const pty = open(world, await installAws(world, version, login));
      if (login !== '') {
        await pty.waitFor('Run aws login now?');
        pty.press('enter');
      }
      expect(await pty.exit).toMatchObject({ code: 4 });
      expect(pty.scrollback().replace(/\s+/g, ' ')).toMatch(says);
      expect(pty.scrollback()).toMatch(/^ *aws login$/m);
      expect(pty.scrollback()).not.toContain('AWS Region');
    },
  );

  it('without an AWS CLI the run says where to get it', async ({ world }) => {
    const pty = open(world, PATH);
    expect(await pty.exit).toMatchObject({ code: 4 });
    expect(pty.scrollback()).not.toMatch(/now\?|AWS Region/);
    await pty.waitFor('getting-started-install.html');
  });

  it('no is an answer', async ({ world }) => {
    const pty = open(world, await installAws(world, '2.32.1', SIGNS_IN));
    await pty.waitFor('Run aws login now?');
    pty.type('n');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 4 });
    expect(pty.scrollback()).not.toContain('aws was called with');
  });
});
