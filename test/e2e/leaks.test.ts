import type { ChildProcess } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CreateUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, type TestContext } from 'vitest';
import { type Run, runCli } from '../support/cli.ts';
import { startProxy } from '../support/company-network.ts';
import type { Fault } from '../support/recorder.ts';
import { it, type World } from '../support/world.ts';

const PASSWORD = 'Leaked-Horse-9';
const ACCESS_KEY = 'LEAKsecretAccessKeyOf40CharactersLEAK000';
const TOKEN = `LEAKsessionToken${'0123456789abcdef'.repeat(8)}`;
const APP = ['--app-url', 'https://app.example.com'];

/** The members of AWS's requests and answers that hold a secret. */
const SECRET_MEMBERS = new Set([
  ...['Password', 'TemporaryPassword', 'PASSWORD', 'ClientSecret', 'ClientSecretValue'],
  ...['IdToken', 'AccessToken', 'RefreshToken', 'Session', 'SECRET_HASH'],
]);

function secretsIn(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, each] of Object.entries(value)) {
    if (name === 'TokenValidityUnits') continue;
    if (SECRET_MEMBERS.has(name) && typeof each === 'string') found.add(each);
    else secretsIn(each, found);
  }
}

/** Real calls with keys of the environment, past which no secret goes without being known here. */
class Watched {
  readonly #world: World;
  readonly secrets = new Set([PASSWORD, ACCESS_KEY, TOKEN]);
  readonly env: Readonly<Record<string, string>>;
  /** What has travelled in the run that is under way: nobody could repeat to it what it never had. */
  #ofRun = new Set<string>();
  #seen = 0;

  constructor(world: World) {
    this.#world = world;
    this.env = {
      HOME: world.folder,
      TMPDIR: world.folder,
      XDG_DATA_HOME: world.folder,
      AWS_ENDPOINT_URL: world.recorder.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: ACCESS_KEY,
      AWS_SESSION_TOKEN: TOKEN,
    };
    world.recorder.rewrite = (body) => {
      if (body.startsWith('{')) this.#note(JSON.parse(body));
      return body;
    };
  }

  #note(value: unknown): void {
    secretsIn(value, this.#ofRun);
    secretsIn(value, this.secrets);
  }

  /** An answer that repeats every secret that has travelled in this run, and those of the request itself. */
  echo(kind: 'error' | 'page', input: object): Fault {
    this.#note(input);
    const all = [...this.#ofRun, ...[...this.#ofRun].map(encodeURIComponent)].join(' ');
    if (kind === 'page')
      return { status: 200, headers: { 'content-type': 'text/html' }, body: `${all}<html>` };
    const message = `You sent ${JSON.stringify(input)} ${all}`;
    return { status: 400, body: JSON.stringify({ __type: 'InvalidParameterException', message }) };
  }

  /** Runs the program, and reads its command line and its children while it runs. */
  async run(
    args: readonly string[],
    input: string,
    more: Record<string, string> = {},
  ): Promise<Run & { seen: string }> {
    this.#ofRun = new Set([ACCESS_KEY, TOKEN]);
    let seen = '';
    let watching: NodeJS.Timeout | undefined;
    const run = await runCli(args, {
      cwd: this.#world.folder,
      input,
      env: { ...this.env, ...more },
      onStart: ({ pid }) => {
        watching = setInterval(() => {
          void lookAt(pid).then((text) => {
            seen += text;
          });
        }, 20);
      },
    });
    clearInterval(watching);
    const { requests } = this.#world.recorder;
    for (const request of requests.slice(this.#seen)) secretsIn(request.input, this.secrets);
    this.#seen = requests.length;
    return { ...run, seen };
  }
}

/** The command line of the process, and command line and environment of its children. */
async function lookAt(pid: number | undefined): Promise<string> {
  const read = (path: string) => readFile(`/proc/${path}`, 'latin1').catch(() => '');
  const children = (await read(`${pid}/task/${pid}/children`)).split(' ').filter((each) => each !== '');
  const parts = [
    read(`${pid}/cmdline`),
    ...children.flatMap((id) => [read(`${id}/cmdline`), read(`${id}/environ`)]),
  ];
  return (await Promise.all(parts)).join('\n');
}

async function filesIn(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return (
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')))
  ).join('\n');
}

/** Fails the test for each secret, or its first half, that stands in the text, and counts it for the closing line. */
function expectNone(task: TestContext['task'], text: string, secrets: Iterable<string>, where: string): void {
  const leaked = [...secrets].filter((secret) =>
    text.includes(secret.slice(0, Math.max(8, secret.length / 2))),
  );
  task.meta.leaks = (task.meta.leaks ?? 0) + leaked.length;
  expect(leaked, where).toEqual([]);
}

interface Case {
  readonly args: readonly string[];
  /** The calls at which something goes wrong, one after the other. */
  readonly at: readonly string[];
}

const RESULT = 'result.csv';

const USER = ['--user-email', 'a@example.com'];
const CASES: readonly Case[] = [
  {
    args: ['setup', '--yes', '--alias', 'new', ...APP, ...USER, '--password-stdin'],
    at: ['CreateUserPoolClient', 'AdminCreateUser', 'AdminSetUserPassword', 'CreateManagedLoginBranding'],
  },
  {
    args: ['setup', '--yes', '--alias', 'newer', ...APP, ...USER, '--verify-email', 'a@example.com'],
    at: ['AdminSetUserPassword', 'CreateEmailIdentity'],
  },
  {
    args: ['add-user', 'a@example.com', '--yes', '--reset-password', '--password-stdin'],
    at: ['AdminSetUserPassword'],
  },
  {
    args: ['add-user', '--yes', '--from-csv', 'users.csv', '--result', RESULT],
    at: ['AdminCreateUser', 'AdminSetUserPassword'],
  },
  {
    args: ['create-client', '--yes', '--alias', 'demo', ...APP, '--session-minutes', '9'],
    at: ['UpdateUserPoolClient'],
  },
  { args: ['create-pool', '--yes', '--alias', 'demo', '--pool-name', 'renamed'], at: ['UpdateUserPool'] },
  { args: ['test-login', '--password-stdin', ...USER], at: ['InitiateAuth', 'DescribeUserPoolClient'] },
  { args: ['mendix-config'], at: ['DescribeManagedLoginBrandingByClient'] },
  { args: ['status', ...USER], at: ['DescribeUserPoolClient', 'GetCallerIdentity'] },
  { args: ['doctor', ...USER], at: ['DescribeUserPoolClient'] },
  { args: ['verify-email', 'b@example.com', '--yes'], at: ['CreateEmailIdentity'] },
  { args: ['iam-policy'], at: ['GetCallerIdentity'] },
  {
    args: ['rotate-secret', '--yes', '--alias', 'demo', '--reveal-secrets'],
    at: ['AddUserPoolClientSecret', 'ListUserPoolClientSecrets'],
  },
  { args: ['destroy', '--yes', '--alias', 'demo'], at: ['ListUserPoolClients', 'DeleteUserPool'] },
];

const FAULTS = ['error', 'page', 'drop-after'] as const;

async function setUp(world: World): Promise<Watched> {
  const watched = new Watched(world);
  await writeFile(join(world.folder, 'users.csv'), 'email,name\nb@example.com,B\nc@example.com,C\n');
  const flags = ['--yes', '--alias', 'demo', ...APP, ...USER, '--password-stdin'];
  const run = await watched.run(['setup', ...flags], PASSWORD);
  expect(run).toMatchObject({ code: 0 });
  expect([...watched.secrets].filter((secret) => /^\w{24,64}$/.test(secret)).length).toBeGreaterThan(1);
  return watched;
}

describe('no secret leaves the program', () => {
  for (const [number, { args, at }] of CASES.entries()) {
    it(`${args.slice(0, 3).join(' ')} (${number + 1}), whatever goes wrong`, async ({ world, task }) => {
      const watched = await setUp(world);
      const wrong = [undefined, ...at.flatMap((call) => FAULTS.map((fault) => [call, fault] as const))];
      // The last of them is the run that removes things, so the one without a fault comes last.
      for (const [index, fault] of wrong.toReversed().entries()) {
        let left = fault?.[1] === 'drop-after' ? 1 : 99;
        world.recorder.fail = ({ operation, input }) => {
          if (fault === undefined || operation !== fault[0] || left === 0) return undefined;
          left -= 1;
          return fault[1] === 'drop-after' ? 'drop-after' : watched.echo(fault[1], input);
        };
        const run = await watched.run([...args, '--debug', ...(index % 2 === 0 ? ['--json'] : [])], PASSWORD);
        const where = `${args.join(' ')}, ${fault?.join(' ')}`;
        expect([0, 1, 3, 4], where).toContain(run.code);
        // These print the secret of the client, on standard output and nowhere else.
        const shows = (args[0] === 'mendix-config' || args[0] === 'rotate-secret') && run.code === 0;
        expectNone(task, run.stderr, watched.secrets, `stderr of ${where}`);
        if (!shows) expectNone(task, run.stdout, watched.secrets, `stdout of ${where}`);
        else expectNone(task, run.stdout, [PASSWORD, ACCESS_KEY, TOKEN], `stdout of ${where}`);
        expectNone(task, run.seen, watched.secrets, `command lines of ${where}`);
      }
      // The one file that exists to hold passwords.
      await rm(join(world.folder, RESULT), { force: true });
      expectNone(task, await filesIn(world.folder), watched.secrets, 'files');
    });
  }

  it('by an app that joins a user pool, leaves it, or takes over one of somebody else', async ({
    world,
    task,
  }) => {
    const watched = await setUp(world);
    const made = await world.cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'theirs',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
      }),
    );
    const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    const ours = UserPools.find(({ Id }) => Id !== made.UserPool?.Id)?.Id ?? '';
    const joins = ['setup', '--yes', ...APP, ...USER, '--password-stdin'];
    for (const [args, at] of [
      [[...joins, '--alias', 'second', '--pool-id', ours], 'CreateUserPoolClient'],
      [[...joins, '--alias', 'third', '--pool-id', made.UserPool?.Id ?? '', '--adopt'], 'AdminCreateUser'],
      [['rotate-secret', '--yes', '--alias', 'second', '--output', 'secret.txt'], 'AddUserPoolClientSecret'],
      [['destroy', '--yes', '--alias', 'third'], 'UntagResource'],
      [['destroy', '--yes', '--alias', 'second'], 'DeleteUserPoolClient'],
    ] as const) {
      for (const fault of [...FAULTS, undefined]) {
        let left = 1;
        world.recorder.fail = ({ operation, input }) => {
          if (fault === undefined || operation !== at || left === 0) return undefined;
          left -= fault === 'drop-after' ? 1 : 0;
          return fault === 'drop-after' ? fault : watched.echo(fault, input);
        };
        const run = await watched.run([...args, '--debug'], PASSWORD);
        const where = `${args.join(' ')}, ${fault}`;
        expectNone(task, run.stdout + run.stderr + run.seen, watched.secrets, where);
      }
    }
    await rm(join(world.folder, 'secret.txt'), { force: true });
    expectNone(task, await filesIn(world.folder), watched.secrets, 'files');
  });

  it('through a proxy with credentials in its address', async ({ world, task }) => {
    const watched = await setUp(world);
    const proxy = await startProxy(world.recorder.port);
    const basic = Buffer.from(`ann:${PASSWORD}`).toString('base64');
    const env = {
      HTTP_PROXY: `http://ann:${PASSWORD}@127.0.0.1:${proxy.port}`,
      AWS_ENDPOINT_URL: 'http://aws.example:4566',
    };
    const secrets = [...watched.secrets, basic];
    for (const fault of ['none', 'repeats what it was sent', 'is gone'] as const) {
      if (fault === 'is gone') await proxy.close();
      world.recorder.fail =
        fault === 'none'
          ? undefined
          : ({ input }) => watched.echo('error', { ...input, authorization: basic });
      for (const args of [['status'], ['doctor'], ['mendix-config', '--format', 'json']]) {
        const run = await watched.run([...args, '--debug'], '', env);
        const printed = args[0] === 'mendix-config' && run.code === 0 ? run.stderr : run.stdout + run.stderr;
        expectNone(task, printed + run.seen, secrets, `${args.join(' ')}, a proxy: ${fault}`);
      }
    }
    expect(proxy.passages.map(({ authorization }) => authorization)).toContain(`Basic ${basic}`);
  });

  it('by a session of aws login, good or ended', async ({ world, task }) => {
    const watched = await setUp(world);
    const session = 'arn:aws:iam::123456789012:user/ann';
    const cache = join(world.folder, 'login');
    const config = join(world.folder, 'aws-config');
    await mkdir(cache);
    await writeFile(config, `[profile console]\nlogin_session = ${session}\nregion = eu-central-1\n`);
    const refresh = `LEAKrefreshToken${'abcdef0123456789'.repeat(4)}`;
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const dpopKey = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    const name = createHash('sha256').update(session).digest('hex');
    const keys = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };
    const env = { ...keys, AWS_CONFIG_FILE: config, AWS_LOGIN_CACHE_DIRECTORY: cache };
    const secrets = [...watched.secrets, refresh, dpopKey.split('\n')[1] ?? ''];
    for (const [expiresAt, body] of [
      [new Date(Date.now() + 3_600_000), undefined],
      [new Date(Date.now() + 3_600_000), 'error'],
      [new Date(Date.now() + 3_600_000), 'page'],
      [new Date(0), 'page'],
    ] as const) {
      const accessToken = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: ACCESS_KEY, sessionToken: TOKEN };
      const token = {
        accessToken: { ...accessToken, accountId: '123456789012', expiresAt },
        tokenType: 'aws_sigv4',
      };
      await writeFile(
        join(cache, `${name}.json`),
        JSON.stringify({
          ...token,
          clientId: 'arn:aws:signin:::devtools/same-device',
          refreshToken: refresh,
          dpopKey,
        }),
      );
      world.recorder.fail = body && (({ input }) => watched.echo(body, { ...input, ACCESS_KEY, TOKEN }));
      for (const args of [['status'], ['doctor'], ['iam-policy']]) {
        const flags = ['--profile', 'console', '--debug', '--call-timeout', '2'];
        const run = await watched.run([...args, ...flags], '', env);
        const good = body === undefined && args[0] === 'status';
        if (good) expect(run, run.stderr).toMatchObject({ code: 0 });
        expectNone(
          task,
          run.stdout + run.stderr + run.seen,
          secrets,
          `${args[0]} with aws login, until ${expiresAt}`,
        );
      }
    }
  });

  it('into a result file that another run holds, or its lock', async ({ world, task }) => {
    const watched = await setUp(world);
    const args = ['add-user', '--yes', '--from-csv', 'users.csv', '--result', RESULT, '--debug'];
    await writeFile(join(world.folder, `${RESULT}.lock`), `${process.pid} ${hostname()}`);
    const held = await watched.run([...args, '--json'], PASSWORD);
    expect(held.json()).toMatchObject({ error: { code: 'RESULT_IN_USE' } });
    expectNone(task, held.stdout + held.stderr + held.seen, watched.secrets, 'a lock');
    await rm(join(world.folder, `${RESULT}.lock`));
    let lock = '';
    world.recorder.fail = ({ operation }) => {
      if (operation === 'AdminSetUserPassword')
        lock += readFileSync(join(world.folder, `${RESULT}.lock`), 'latin1');
      return undefined;
    };
    const runs = await Promise.all([watched.run(args, PASSWORD), watched.run(args, PASSWORD)]);
    expect(runs.map(({ code }) => code)).toContain(0);
    expect(lock).not.toBe('');
    for (const run of runs)
      expectNone(task, run.stdout + run.stderr + run.seen, watched.secrets, 'two at once');
    await rm(join(world.folder, RESULT), { force: true });
    expectNone(task, lock + (await filesIn(world.folder)), watched.secrets, 'files');
  });

  it('when the program itself fails where nobody expects it', async ({ world, task }) => {
    const watched = await setUp(world);
    for (const later of [false, true]) {
      const preload = join(world.folder, `crash-${later}.mjs`);
      await writeFile(
        preload,
        `import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
const createHmac = crypto.createHmac;
crypto.createHmac = (name, key, ...rest) => {
  const boom = () => { throw new Error('A bug, with ' + key + ' in its message.'); };
  if (/^AWS4|^\\w{24,64}$/.test(String(key))) ${later ? 'setTimeout(boom)' : 'boom()'};
  return createHmac(name, key, ...rest);
};
syncBuiltinESMExports();
`,
      );
      for (const more of [[], ['--json']]) {
        const args = ['test-login', '--password-stdin', ...USER, '--debug', ...more];
        const run = await watched.run(args, PASSWORD, { NODE_OPTIONS: `--import ${preload}` });
        expect(run.code).toBe(1);
        expect(run.stdout + run.stderr).toContain('A bug, with');
        expectNone(task, run.stdout + run.stderr, watched.secrets, `a crash, later: ${later}`);
      }
    }
  });

  it('in what a browser is started with', async ({ world, task }) => {
    const watched = await setUp(world);
    const browser = join(world.folder, 'browser.sh');
    const seen = join(world.folder, 'browser.txt');
    await writeFile(
      browser,
      `#!/bin/sh\n{ env; printf '%s\\n' "$@"; } > '${seen}.part'\nmv '${seen}.part' '${seen}'\nsleep 2\n`,
    );
    await chmod(browser, 0o755);
    const args = ['test-login', '--yes'];
    let child: ChildProcess | undefined;
    const run = runCli(args, {
      cwd: world.folder,
      env: { ...watched.env, BROWSER: browser },
      onStart: (started) => {
        child = started;
      },
    });
    const opened = () => readFile(seen, 'utf8').catch(() => '');
    await expect.poll(opened).toContain('/oauth2/authorize');
    child?.kill('SIGINT');
    expectNone(task, await opened(), watched.secrets, 'browser');
    expectNone(task, (await run).stdout + (await run).stderr, watched.secrets, 'output');
  });

  it('in the state file of the sandbox: passwords are hashed there, and tokens are digests', async ({
    world,
    task,
  }) => {
    const { MENDIX_COGNITO_PORT: _port, ...env } = world.env;
    const run = (args: readonly string[], input = '') =>
      runCli([...args, '--sandbox'], { cwd: world.folder, input, env: { ...env, MENDIX_COGNITO_PORT: '0' } });
    const flags = ['--yes', '--json', '--alias', 'demo', ...APP, ...USER, '--password-stdin'];
    await run(['setup', ...flags], PASSWORD);
    const made = await run(['add-user', 'b@example.com', '--yes', '--json', '--reveal-secrets']);
    const [user] = made.json().users as { password: string }[];
    expect(await run(['test-login', '--password-stdin', ...USER], PASSWORD)).toMatchObject({ code: 0 });
    expect(user?.password).toMatch(/.{20}/);
    expectNone(task, await filesIn(world.folder), [PASSWORD, user?.password ?? ''], 'state');
  });
});
