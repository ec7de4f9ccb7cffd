import { describe, expect } from 'vitest';
import type { Run } from '../support/cli.ts';
import { asked, at, errorOf, it, startProxy } from '../support/company-network.ts';
import { SETUP } from '../support/world.ts';

const PASSWORD = 'p@ss/word#1';
const COGNITO = 'cognito-idp.eu-central-1.amazonaws.com:443';
const STS = 'sts.eu-central-1.amazonaws.com:443';
const TAGGING = 'tagging.eu-central-1.amazonaws.com:443';
const SES = 'email.eu-central-1.amazonaws.com:443';

describe('the proxy of a company', () => {
  it('passes on all that a setup asks for, and nothing goes past it', async ({ company, world }) => {
    const run = await company.run([...SETUP, '--verify-email', 'b@example.com'], {
      HTTPS_PROXY: at(company.proxy),
    });
    expect(run.code, run.stdout).toBe(0);
    expect(asked(company.proxy)).toEqual(
      [COGNITO, SES, STS, TAGGING].map((host) => `CONNECT ${host}`).toSorted(),
    );
    const operations = world.recorder.requests.map(({ operation }) => operation);
    expect(operations).toEqual(expect.arrayContaining(['CreateUserPool', 'CreateEmailIdentity']));

    const doctor = await company.run(['doctor', '--json'], { https_proxy: at(company.proxy) });
    const { checks } = doctor.json() as { checks: { id: string; verdict: string }[] };
    const verdicts = Object.fromEntries(checks.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toMatchObject({ clock: 'ok', discovery: 'ok' });
    expect(company.aws.lines).toContainEqual('HEAD /');
    expect(company.aws.lines).toContainEqual(expect.stringMatching(/^GET .*\/openid-configuration$/));
  });

  it.for(['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'])(
    'is found by %s',
    async (name, { company }) => {
      const run = await company.run(['status', '--json'], { [name]: `127.0.0.1:${company.proxy.port}` });
      expect(run.code, run.stdout).toBe(0);
      expect(asked(company.proxy)).toContain(`CONNECT ${COGNITO}`);
    },
  );

  it.for(['http_proxy', 'HTTP_PROXY', 'ALL_PROXY'])(
    'is asked itself for http, by %s',
    async (name, { company, world }) => {
      const through = await startProxy(world.recorder.port);
      const run = await company.run(['status', '--json'], {
        [name]: at(through, 'ann:secret-9@'),
        AWS_ENDPOINT_URL: 'http://aws.example:4566',
      });
      await through.close();
      expect(run.code, run.stdout).toBe(0);
      expect(asked(through)).toEqual(['POST http://aws.example:4566/']);
      expect(new Set(through.passages.map(({ authorization }) => authorization))).toEqual(
        new Set([`Basic ${Buffer.from('ann:secret-9').toString('base64')}`]),
      );
      expect(company.proxy.passages).toEqual([]);
    },
  );

  it('is never asked for an address on loopback', async ({ company, world }) => {
    const all = { HTTPS_PROXY: at(company.proxy), HTTP_PROXY: at(company.proxy), NODE_USE_ENV_PROXY: '1' };
    for (const host of ['127.0.0.1', 'localhost', '127.1.2.3']) {
      const run = await company.run(['status', '--json'], {
        ...all,
        AWS_ENDPOINT_URL: `http://${host}:${world.recorder.port}`,
        AWS_MAX_ATTEMPTS: '1',
      });
      // Nobody listens at the last one; it is not the proxy that says so.
      expect(run.stdout).not.toContain('proxy 127');
    }
    expect(await world.run(['status', '--json'], { env: all })).toMatchObject({ code: 0 });
    expect(company.proxy.passages).toEqual([]);
  });

  it('is handed the credentials in its address, which reach no stream', async ({ company }) => {
    const user = `ann:${encodeURIComponent(PASSWORD)}@`;
    const runs: Run[] = [];
    for (const behaviour of ['pass', { status: 407 }, 'cut', { status: 502 }] as const) {
      company.proxy.behaviour = behaviour;
      const env = { HTTPS_PROXY: at(company.proxy, user), DEBUG: '*', NODE_DEBUG: 'undici' };
      runs.push(await company.run(['status', '--debug', '--call-timeout', '2'], env));
    }
    const pair = Buffer.from(`ann:${PASSWORD}`).toString('base64');
    expect(company.proxy.passages[0]?.authorization).toBe(`Basic ${pair}`);
    expect(runs.map(({ code }) => code)).toEqual([0, 1, 1, 1]);
    for (const { stdout, stderr } of runs) {
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), pair]) {
        expect(`${stdout}${stderr}`).not.toContain(secret);
      }
    }
  });
});

describe('a proxy that does not serve', () => {
  const CASES = [
    [
      'requires a password',
      { status: 407, challenge: 'Basic realm="corp"' },
      '',
      'PROXY_CREDENTIALS',
      /asks for a user name and a password.*http:\/\/user:password@/,
    ],
    [
      'refuses the password',
      { status: 407, challenge: 'Basic' },
      'ann:wrong-1@',
      'PROXY_CREDENTIALS',
      /does not accept the user name and password in HTTPS_PROXY/,
    ],
    ['wants another sign-in', { status: 407, challenge: 'NTLM' }, '', 'PROXY_CREDENTIALS', /asks for NTLM/],
    [
      'forbids the host',
      { status: 403 },
      '',
      'PROXY_REFUSED',
      /does not connect to \w+\S*\.eu-central-1\.amazonaws\.com:443 \(HTTP 403\)/,
    ],
    ['hangs', 'hang', '', 'PROXY_UNREACHABLE', /does not answer/],
    ['cuts the connection', 'cut', '', 'PROXY_UNREACHABLE', /closes the connection/],
    [
      'cuts the tunnel',
      'cut-later',
      '',
      'UNREACHABLE',
      /Region eu-central-1 cannot be reached through the proxy/,
    ],
  ] as const;

  for (const [what, behaviour, user, code, says] of CASES) {
    it(`and ${what} is named`, async ({ company, world }) => {
      company.proxy.behaviour = behaviour;
      const run = await company.run([...SETUP, '--call-timeout', '2'], {
        HTTPS_PROXY: at(company.proxy, user),
      });
      const { port } = company.proxy;
      expect(run.code).toBe(1);
      expect(errorOf(run)).toEqual({ code, text: expect.stringMatching(says) });
      expect(errorOf(run).text).toContain(`127.0.0.1:${port}`);
      expect(run.stdout + run.stderr).not.toMatch(/wrong-1|unknown|Unexpected/);
      expect(world.recorder.requests).toEqual([]);
    });
  }

  it('as it is misspelt, or nobody listens there, is named', async ({ company }) => {
    const misspelt = await company.run(['status', '--json'], { HTTPS_PROXY: 'http://proxy.invalid:3128' });
    expect(errorOf(misspelt)).toEqual({
      code: 'PROXY_UNREACHABLE',
      text: expect.stringMatching(/proxy\.invalid:3128 is a name that no DNS server knows.*HTTPS_PROXY/),
    });
    const closed = await company.run(['status', '--json'], { HTTPS_PROXY: 'http://127.0.0.1:9' });
    expect(errorOf(closed).text).toContain('127.0.0.1:9 cannot be reached (ECONNREFUSED)');
  });

  it.for([
    ['socks5://ann:secret-9@127.0.0.1:1080', 'PROXY_UNSUPPORTED', /ALL_PROXY names a SOCKS proxy \(socks5\)/],
    ['ftp://ann:secret-9@127.0.0.1', 'PROXY_INVALID', /ALL_PROXY is not the address of a proxy/],
    ['http://ann:secret#9@127.0.0.1:8080', 'PROXY_INVALID', /write @ as %40/],
  ] as const)('as its address is %s is a usage error', async ([value, code, says], { company, world }) => {
    // It ends at once, whatever a call may take.
    const run = await company.run([...SETUP, '--call-timeout', '600'], { ALL_PROXY: value });
    expect(run.code).toBe(2);
    expect(errorOf(run)).toEqual({ code, text: expect.stringMatching(says) });
    expect(run.stdout).not.toMatch(/secret|ann/);
    expect(world.recorder.requests).toEqual([]);
  });
});

describe('certificates of a company', () => {
  const status = ['status', '--json'];

  it.for(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('are trusted by %s', async (name, { company }) => {
    const env = { HTTPS_PROXY: at(company.proxy), AWS_CA_BUNDLE: '', [name]: company.aws.caFile };
    expect(await company.run(status, env)).toMatchObject({ code: 0 });
  });

  it('are trusted by AWS_CA_BUNDLE without a proxy as well', async ({ company }) => {
    const env = { AWS_ENDPOINT_URL: `https://localhost:${company.aws.port}` };
    expect(await company.run(status, env)).toMatchObject({ code: 0 });
    expect(errorOf(await company.run(status, { ...env, AWS_CA_BUNDLE: '' })).code).toBe('TLS_UNTRUSTED');
  });

  it('that nobody trusts lead to both, and to the proxy', async ({ company }) => {
    const run = await company.run(status, { HTTPS_PROXY: at(company.proxy), AWS_CA_BUNDLE: '' });
    expect(errorOf(run)).toEqual({
      code: 'TLS_UNTRUSTED',
      text: expect.stringMatching(/proxy 127\.0\.0\.1:\d+.*AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/),
    });
  });

  it('in a file that is none are a usage error', async ({ company }) => {
    for (const file of ['/nowhere/ca.pem', 'package.json']) {
      const run = await company.run(status, { AWS_CA_BUNDLE: file });
      expect(run.code).toBe(2);
      expect(errorOf(run)).toEqual({
        code: 'CA_BUNDLE',
        text: expect.stringContaining(`AWS_CA_BUNDLE names ${file}`),
      });
    }
  });
});
