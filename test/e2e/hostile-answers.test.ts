import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Run } from '../support/cli.ts';
import { HOSTILE, HUGE, unsafeIn, withoutOurColours } from '../support/hostile.ts';
import { openPty } from '../support/pty.ts';
import { it, SETUP, type World } from '../support/world.ts';

const POISON = HOSTILE.join(' ');

/** Commands that show what AWS said, in every part of the program. */
const COMMANDS: readonly (readonly string[])[] = [
  ['status', '--user-email', 'a@example.com', '--verify-email', 'a@example.com'],
  ['doctor', '--user-email', 'a@example.com', '--app-url', 'https://app.example.com'],
  ['create-pool', '--yes', '--alias', 'demo', '--pool-name', 'other'],
  ['create-client', '--yes', '--alias', 'demo', '--app-url', 'https://second.example.com'],
  ['add-user', 'a@example.com', '--yes', '--user-full-name', 'Ann', '--reset-password'],
  ['verify-email', 'a@example.com', '--yes'],
  ['mendix-config'],
  ['mendix-config', '--format', 'json'],
  ['mendix-config', '--format', 'env'],
  ['test-login', '--password-stdin', '--user-email', 'a@example.com'],
  ['iam-policy'],
  ['destroy', '--dry-run'],
  [
    'setup',
    '--yes',
    '--alias',
    'demo',
    '--app-url',
    'https://app.example.com',
    '--user-email',
    'a@example.com',
  ],
];

/** What leads the program from one call to the next, and cannot be anything else in an answer that AWS gives. */
const LEADS = new Set([
  ...['Id', 'ClientId', 'UserPoolId', 'Username', 'mendix-cognito:app:demo', 'NextToken', 'ClientSecret'],
  ...['ManagedLoginBrandingId', 'IdToken', 'issuer', 'jwks_uri', 'authorization_endpoint', '__type'],
]);

/** Puts the poison behind every text of a JSON answer that is not left out. */
function poisoned(value: unknown, spared: ReadonlySet<string>, poison: string): unknown {
  if (typeof value === 'string') return `${value}${poison}`;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, spared, poison));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      spared.has(name) ? each : poisoned(each, spared, poison),
    ]),
  );
}

function poisonAll(world: World, spared: ReadonlySet<string>, poison = POISON): void {
  world.recorder.rewrite = (body) => {
    // The XML of STS.
    if (body.startsWith('<')) return body.replace(/(?<=<(?:Arn|UserId)>)/g, poison.replaceAll(/[<&]/g, ''));
    try {
      return JSON.stringify(poisoned(JSON.parse(body), spared, poison));
    } catch {
      return body;
    }
  };
}

function expectClean(run: Run, what: string): void {
  expect([0, 1, 2, 3, 4], what).toContain(run.code);
  expect(unsafeIn(run.stdout), `stdout of ${what}`).toEqual([]);
  expect(unsafeIn(run.stderr), `stderr of ${what}`).toEqual([]);
  expect(run.stderr, what).not.toMatch(/Unexpected|\n\s+at /);
}

const PASSWORD = 'Correct-Horse-9';

/** The spinner moves the cursor by itself, and is cyan; all else has to be text. */
const SPINNER = new RegExp(`${'\u001b'}\\[(?:\\?25[hl]|\\d*[GKAJ]|36m)`, 'g');

async function everyCommand(
  world: World,
  more: readonly string[],
  look: (run: Run, what: string) => void,
  commands = COMMANDS,
) {
  for (const args of commands) {
    look(await world.run([...args, ...more], { input: PASSWORD }), [...args, ...more].join(' '));
  }
}

async function setUp(world: World): Promise<void> {
  const flags = ['--verify-email', 'a@example.com', '--password-stdin'];
  expect(await world.run([...SETUP, ...flags], { input: PASSWORD })).toMatchObject({ code: 0 });
}

describe('answers of AWS that hold terminal escapes', () => {
  it('reach no stream of any command', async ({ world }) => {
    await setUp(world);
    poisonAll(world, LEADS);
    await everyCommand(world, [], expectClean);
  });

  it('are escaped in a JSON document that stays one', async ({ world }) => {
    await setUp(world);
    poisonAll(world, LEADS);
    await everyCommand(world, ['--json'], (run, what) => {
      expectClean(run, what);
      expect(run.json(), what).toHaveProperty('ok');
    });
  });

  it('do no harm either where AWS would never put them', async ({ world }) => {
    await setUp(world);
    poisonAll(world, new Set());
    await everyCommand(world, [], expectClean, COMMANDS.slice(0, 7));
  });

  it('reach no stream as an error, whatever its name, and stay one line', async ({ world }) => {
    await setUp(world);
    const cases = [
      ['InvalidParameterException', []],
      ['InternalErrorException', ['--json']],
      [`Odd${HOSTILE[1]}Exception`, ['--debug']],
    ] as const;
    for (const [type, more] of cases) {
      world.recorder.fail = ({ operation }) =>
        operation === 'GetCallerIdentity'
          ? undefined
          : {
              status: 400,
              body: JSON.stringify({ __type: type, message: `${POISON}\n${'\n'.repeat(500)}` }),
            };
      const run = await world.run(['status', ...more]);
      expectClean(run, `status on ${type}`);
      expect(run.code).toBe(1);
      expect(run.stderr.split('\n').length).toBeLessThan(30);
    }
  });

  it('reach no terminal, where colours are painted and text is wrapped', async ({ world }) => {
    await setUp(world);
    poisonAll(world, LEADS);
    for (const args of [['status'], ['doctor'], ['destroy', '--dry-run']]) {
      const pty = openPty([...args, '--sandbox'], { env: world.env, cwd: world.folder });
      await pty.exit;
      expect(unsafeIn(withoutOurColours(pty.raw().replaceAll(SPINNER, '').replaceAll('\r', '')))).toEqual([]);
      pty.kill();
    }
  });

  it('of 10 MB flood nothing', async ({ world }) => {
    await setUp(world);
    world.recorder.rewrite = (body, request) =>
      request?.operation === 'AdminGetUser' || request?.operation === 'DescribeUserPoolClient'
        ? JSON.stringify(
            poisoned(
              JSON.parse(body),
              new Set([...LEADS, 'CallbackURLs', 'UserStatus']),
              HUGE.slice(0, 3_000_000),
            ),
          )
        : body;
    for (const args of [
      ['status', '--user-email', 'a@example.com'],
      ['doctor', '--user-email', 'a@example.com'],
    ]) {
      const run = await world.run(args);
      expectClean(run, args.join(' '));
      expect(run.stdout.length + run.stderr.length).toBeLessThan(40_000);
    }
    world.recorder.rewrite = undefined;
    world.recorder.fail = ({ operation }) =>
      operation === 'ListUserPools'
        ? { status: 400, body: JSON.stringify({ __type: 'InvalidParameterException', message: HUGE }) }
        : undefined;
    const failed = await world.run(['status']);
    expectClean(failed, 'status');
    expect(failed.stderr.length).toBeLessThan(2000);
  });

  it('that are no answers at all are reported as such', async ({ world }) => {
    await setUp(world);
    for (const body of ['', `<html>${POISON}`, '[]', 'null', '"text"', '{', '\u0000']) {
      world.recorder.fail = ({ operation }) =>
        operation === 'ListUserPools' ? { status: 200, body } : undefined;
      const run = await world.run(['status', '--json']);
      expect([0, 1], body).toContain(run.code);
      expect(unsafeIn(run.stdout + run.stderr)).toEqual([]);
      const { error } = run.json() as { error?: { code: string } };
      expect(error?.code, body).not.toBe('UNEXPECTED');
    }
  });

  it('whose members are of another kind are reported as such', async ({ world }) => {
    await setUp(world);
    const status = ['status', '--user-email', 'a@example.com'];
    const cases: readonly (readonly [operation: string, body: string, args?: readonly string[]])[] = [
      ['ListUserPools', '{"UserPools":7}'],
      ['ListUserPools', '{"UserPools":[7]}'],
      ['ListUserPools', '{"UserPools":[null]}'],
      ['ListUserPools', '{"UserPools":[{"Id":7}]}'],
      ['DescribeUserPool', '{"UserPool":7}'],
      ['DescribeUserPool', '{"UserPool":{"UserPoolTags":7}}'],
      ['DescribeUserPool', '{"UserPool":{"UserPoolTags":{"mendix-cognito:app:demo":7}}}'],
      ['ListUserPoolClients', '{"UserPoolClients":{"a":1}}'],
      ['DescribeUserPoolClient', '{"UserPoolClient":{"CallbackURLs":"https://app.example.com"}}'],
      ['DescribeUserPoolClient', '{"UserPoolClient":{"ClientSecret":7}}'],
      ['AdminGetUser', '{"UserAttributes":[null]}'],
      ['ListUserPoolClientSecrets', '{"ClientSecrets":7}', ['rotate-secret', '--dry-run']],
      ['ListUsers', '{"Users":"none"}', ['destroy', '--dry-run']],
    ];
    for (const [operation, body, args = status] of cases) {
      world.recorder.fail = (request) =>
        request.operation === operation ? { status: 200, body } : undefined;
      const run = await world.run([...args, '--alias', 'demo', '--json']);
      expect(run.code, body).toBe(1);
      expect(run.json(), body).toMatchObject({ error: { code: 'ANSWER_INVALID' } });
    }
  });
});

describe('hostile input of the built program', () => {
  /** No argument and no variable can hold a NUL. */
  const whole = HOSTILE.map((text) => text.replaceAll('\u0000', ''));
  const givable = [0, 1, 2, 3].map((part) => whole.filter((_text, index) => index % 4 === part).join(' '));

  it('in every flag and every variable is one error with exit code 2', async ({ world }) => {
    for (const text of givable) {
      const flags = [
        '--alias',
        '--pool-name',
        '--domain-prefix',
        '--user-email',
        '--tier',
        '--session-minutes',
      ];
      const args = ['setup', ...flags.flatMap((flag) => [`${flag}=${text}`]), `--app-url=https://${text}`];
      const env = { MENDIX_COGNITO_REGION: text, MENDIX_COGNITO_MANAGED_LOGIN: text };
      const run = await world.run(args, { env });
      expectClean(run, JSON.stringify(text));
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr.match(/^(?:✖|⚠) /gm)).toHaveLength(1);
    }
    expect(world.recorder.writes).toEqual([]);
  });

  it('on standard input and in a CSV file is one error with exit code 2, or a user', async ({ world }) => {
    await setUp(world);
    world.recorder.clear();
    const files: readonly (string | Buffer)[] = [
      Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x9b, 0x0a]),
      `email,name\n"${POISON}`,
      `email,name\n${POISON}@example.com,x\n`,
      `email,${POISON}\na@example.com,x\n`,
      `email\n${'a'.repeat(5_000_000)}@example.com\n`,
      `__proto__,constructor\n1,2\n`,
      '\u0000'.repeat(1000),
    ];
    for (const [index, file] of files.entries()) {
      await writeFile(join(world.folder, 'users.csv'), file);
      const run = await world.run([
        ...['add-user', '--yes', '--alias', 'demo'],
        ...['--from-csv', 'users.csv', '--result', 'result.csv'],
      ]);
      expectClean(run, `file ${index}`);
      expect(run.code, `file ${index}`).toBe(2);
      expect(run.stderr.length).toBeLessThan(20_000);
    }
    for (const input of [POISON, '\u0000', '\u001b[2J\n', 'x'.repeat(5_000_000)]) {
      const run = await world.run(['add-user', 'n@example.com', '--yes', '--password-stdin'], { input });
      expectClean(run, 'a password');
      expect(run.code).toBe(2);
    }
    expect(world.recorder.writes).toEqual([]);
  });
});
