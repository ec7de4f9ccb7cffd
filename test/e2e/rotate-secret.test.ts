import type { ChildProcess } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { EMAIL, type Made, PASSWORD, setUpFor } from '../support/login-run.ts';
import type { Fault, RecordedRequest } from '../support/recorder.ts';
import { it } from '../support/wizard.ts';
import type { World } from '../support/world.ts';

const APP = 'https://app.example.com';
const ROTATE = ['rotate-secret', '--yes', '--json', '--alias', 'demo'];
const FINISH = [...ROTATE, '--finish'];
const PROOF = ['--user-email', EMAIL, '--password-stdin', '--secret-stdin'];

const secretsOf = async ({ cognito }: World, made: Made) =>
  (
    await cognito.send(
      new ListUserPoolClientSecretsCommand({ UserPoolId: made.userPoolId, ClientId: made.clientId }),
    )
  ).ClientSecrets ?? [];

/** Begins, and returns the new secret. */
async function begin(world: World): Promise<string> {
  const run = await world.run([...ROTATE, '--reveal-secrets']);
  expect(run).toMatchObject({ code: 0 });
  return String(run.json().clientSecret);
}

/** Signs Ann in by password with that secret, or with the one that AWS shows. */
const signIn = (world: World, secret?: string) =>
  secret === undefined
    ? world.run(['test-login', '--json', '--user-email', EMAIL, '--password-stdin'], { input: PASSWORD })
    : world.run(['test-login', '--json', ...PROOF], { input: `${PASSWORD}\n${secret}\n` });

/** Lets the fault happen once, at the first call of that operation. */
function once(operation: string, fault: () => Fault): (request: RecordedRequest) => Fault | undefined {
  let happened = false;
  return (request) => {
    if (happened || request.operation !== operation) return undefined;
    happened = true;
    return fault();
  };
}

const failing = (status: number, type: string): Fault => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message: 'Not now.' }),
});

describe('rotate-secret', () => {
  it('goes the whole way: a second secret, proved by a sign-in, and the older one gone', async ({
    world,
  }) => {
    const made = await setUpFor(world, APP);
    const secret = await begin(world);
    expect(secret).toMatch(/^[\w+]{24,64}$/);
    expect(await secretsOf(world, made)).toHaveLength(2);
    const status = await world.run(['status', '--json', '--alias', 'demo']);
    expect(status.json()).toMatchObject({
      inStep: true,
      notes: [expect.stringContaining('mendix-cognito rotate-secret --finish --alias demo --sandbox')],
    });
    expect(await signIn(world, made.clientSecret)).toMatchObject({ code: 0 });
    expect(await signIn(world, secret)).toMatchObject({ code: 0 });

    const finished = await world.run([...FINISH, ...PROOF], { input: `${PASSWORD}\n${secret}\n` });

    expect(finished.json()).toMatchObject({
      ok: true,
      proved: true,
      changes: [{ resource: 'client-secret', action: 'delete' }],
    });
    expect(finished.stdout + finished.stderr).not.toContain(secret);
    expect(await secretsOf(world, made)).toHaveLength(1);
    expect(await signIn(world, secret)).toMatchObject({ code: 0 });
    expect((await signIn(world, made.clientSecret)).json()).toMatchObject({
      error: { code: 'SECRET_REFUSED' },
    });
    expect((await world.run(FINISH)).json()).toMatchObject({ ok: true, changes: [] });
  });

  it('begins again after the original is gone', async ({ world }) => {
    const made = await setUpFor(world, APP);
    await begin(world);
    await world.run(FINISH);
    const third = await begin(world);
    const finished = await world.run([...FINISH, ...PROOF], { input: `${PASSWORD}\n${third}\n` });
    expect(finished.json()).toMatchObject({ proved: true });
    expect(await secretsOf(world, made)).toHaveLength(1);
    expect(await signIn(world, third)).toMatchObject({ code: 0 });
  });

  it('writes the secret to a file, and to nowhere else', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const file = join(world.folder, 'secret.txt');
    const run = await world.run([...ROTATE, '--reveal-secrets', '--debug', '--output', file]);
    const secret = (await readFile(file, 'utf8')).trim();
    expect(run.json()).toMatchObject({ ok: true, clientSecret: null, output: file });
    expect(run.stdout + run.stderr).not.toContain(secret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await signIn(world, secret)).toMatchObject({ code: 0 });
    expect(await secretsOf(world, made)).toHaveLength(2);
  });

  it('creates no secret that nobody would see', async ({ world }) => {
    await setUpFor(world, APP);
    world.recorder.clear();
    const run = await world.run(ROTATE);
    expect(run).toMatchObject({ code: 2 });
    expect(run.json()).toMatchObject({ error: { message: expect.stringContaining('--output <file>') } });
    expect(world.recorder.requests).toEqual([]);
  });

  it('stops at two secrets, and says which and what to do', async ({ world }) => {
    const made = await setUpFor(world, APP);
    await begin(world);
    const [older, newer] = await secretsOf(world, made);
    world.recorder.clear();
    const run = await world.run(['rotate-secret', '--yes', '--alias', 'demo', '--reveal-secrets']);
    expect(run.code).toBe(3);
    for (const id of [older?.ClientSecretId, newer?.ClientSecretId]) expect(run.said).toContain(id);
    expect(run.said).toContain('rotate-secret --finish --alias demo --sandbox');
    expect(run.said).toContain('rotate-secret --cancel --alias demo --sandbox');
    expect(world.recorder.writes).toEqual([]);
  });

  it('takes the newer one back with --cancel, and the older one is good as before', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const secret = await begin(world);
    const cancelled = await world.run([...ROTATE, '--cancel']);
    expect(cancelled.json()).toMatchObject({ changes: [{ resource: 'client-secret', action: 'delete' }] });
    expect(await signIn(world)).toMatchObject({ code: 0 });
    expect((await signIn(world, secret)).json()).toMatchObject({ error: { code: 'SECRET_REFUSED' } });
    expect((await world.run([...ROTATE, '--cancel'])).json()).toMatchObject({ ok: true, changes: [] });
    expect((await world.run(FINISH)).json()).toMatchObject({ error: { code: 'NOT_ROTATING' } });
    expect(await secretsOf(world, made)).toHaveLength(1);
  });

  it('keeps both secrets while the newer one is not proved', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const secret = await begin(world);
    const finish = (password: string, given: string) =>
      world.run([...FINISH, ...PROOF], { input: `${password}\n${given}\n` });
    const codes = [
      await finish(PASSWORD, made.clientSecret),
      await finish(PASSWORD, secret.toUpperCase()),
      await finish('Wrong-Horse-9', secret),
      await finish(PASSWORD, 'not a secret'),
      await finish(PASSWORD, ''),
    ].map((run) => [run.code, (run.json().error as { code: string }).code]);
    expect(codes).toEqual([
      [2, 'SECRET_IS_OLDER'],
      [1, 'SECRET_REFUSED'],
      [1, 'SIGN_IN_REFUSED'],
      [2, 'USAGE'],
      [2, 'USAGE'],
    ]);
    expect(await secretsOf(world, made)).toHaveLength(2);
  });

  it('changes nothing in a dry run, nor without --yes when nobody can be asked', async ({ world }) => {
    await setUpFor(world, APP);
    world.recorder.clear();
    const dry = await world.run([...ROTATE, '--dry-run']);
    expect(dry.json()).toMatchObject({ ok: true, changes: [{ action: 'create', id: null }] });
    const asked = await world.run(['rotate-secret', '--alias', 'demo', '--reveal-secrets']);
    expect(asked).toMatchObject({ code: 2, said: expect.stringContaining('--yes is missing') });
    expect(world.recorder.writes).toEqual([]);
    await begin(world);
    world.recorder.clear();
    for (const step of ['--finish', '--cancel']) {
      const planned = await world.run(['rotate-secret', '--json', '--alias', 'demo', step, '--dry-run']);
      expect(planned.json()).toMatchObject({ ok: true, changes: [{ action: 'delete' }] });
      expect(await world.run(['rotate-secret', '--alias', 'demo', step])).toMatchObject({ code: 2 });
    }
    expect(world.recorder.writes).toEqual([]);
  });

  it('reports at once all that is wrong with its flags', async ({ world }) => {
    const both = await world.run([
      'rotate-secret',
      '--finish',
      '--cancel',
      '--output',
      'x',
      '--password-stdin',
    ]);
    expect(both.code).toBe(2);
    for (const part of [
      'cannot be used together',
      '--output is for',
      '--user-email is',
      '--secret-stdin is',
    ]) {
      expect(both.said).toContain(part);
    }
    const early = await world.run(['rotate-secret', '--reveal-secrets', '--secret-stdin']);
    expect(early).toMatchObject({ code: 2, said: expect.stringContaining('are for --finish') });
  });

  it('does not touch a pool that it did not make, nor a client without a secret', async ({ world }) => {
    const { UserPool } = await world.cognito.send(new CreateUserPoolCommand({ PoolName: 'theirs' }));
    const UserPoolId = UserPool?.Id ?? '';
    const client = { UserPoolId, ClientName: 'theirs', GenerateSecret: true };
    await world.cognito.send(new CreateUserPoolClientCommand(client));
    const named = ['--pool-id', UserPoolId, '--client-name', 'theirs'];
    const foreign = await world.run(['rotate-secret', '--yes', '--reveal-secrets', ...named]);
    expect(foreign).toMatchObject({ code: 1, said: expect.stringContaining('was not created by this tool') });

    const made = await setUpFor(world, APP);
    const bare = { UserPoolId: made.userPoolId, ClientName: 'bare' };
    await world.cognito.send(new CreateUserPoolClientCommand(bare));
    world.recorder.clear();
    const none = await world.run([...ROTATE, '--reveal-secrets', '--client-name', 'bare']);
    expect(none.json()).toMatchObject({ error: { code: 'SECRET_MISSING' } });
    expect(world.recorder.writes).toEqual([]);
  });
});

describe('a run of rotate-secret that goes wrong', () => {
  for (const [what, fault] of [
    ['the answer is lost', 'drop-after'],
    ['the connection is lost', 'drop'],
    ['AWS fails', failing(500, 'InternalErrorException')],
    ['AWS throttles', failing(400, 'TooManyRequestsException')],
  ] as const) {
    it(`shows a secret that works when ${what} once`, async ({ world }) => {
      const made = await setUpFor(world, APP);
      world.recorder.fail = once('AddUserPoolClientSecret', () => fault);
      const secret = await begin(world);
      expect(await secretsOf(world, made)).toHaveLength(2);
      expect(await signIn(world, secret)).toMatchObject({ code: 0 });
    });
  }

  it('takes the secret back when it is stopped before anybody has it', async ({ world }) => {
    const made = await setUpFor(world, APP);
    let child: ChildProcess | undefined;
    world.recorder.fail = once('AddUserPoolClientSecret', () => {
      child?.kill('SIGINT');
      return 'drop-after';
    });
    const run = await world.run([...ROTATE, '--reveal-secrets'], { onStart: (started) => (child = started) });
    expect(run.code).toBe(130);
    expect(await secretsOf(world, made)).toHaveLength(1);
    expect(await signIn(world)).toMatchObject({ code: 0 });
  });

  it('leaves two secrets when it is killed, which the next run reports and --cancel repairs', async ({
    world,
  }) => {
    const made = await setUpFor(world, APP);
    let child: ChildProcess | undefined;
    world.recorder.fail = once('AddUserPoolClientSecret', () => {
      child?.kill('SIGKILL');
      return 'drop-after';
    });
    await world.run([...ROTATE, '--reveal-secrets'], { onStart: (started) => (child = started) });
    expect((await world.run([...ROTATE, '--reveal-secrets'])).json()).toMatchObject({
      error: { code: 'TWO_SECRETS', hint: expect.stringContaining('--cancel') },
    });
    expect(await secretsOf(world, made)).toHaveLength(2);
    expect((await world.run([...ROTATE, '--cancel'])).code).toBe(0);
    expect(await signIn(world, await begin(world))).toMatchObject({ code: 0 });
  });

  it('leaves another run’s secret alone when that was quicker', async ({ world }) => {
    const made = await setUpFor(world, APP);
    world.recorder.fail = once('AddUserPoolClientSecret', () => failing(400, 'LimitExceededException'));
    const ids = { UserPoolId: made.userPoolId, ClientId: made.clientId };
    let meanwhile: Promise<unknown> | undefined;
    const refuse = world.recorder.fail;
    world.recorder.fail = (request) => {
      if (request.operation === 'AddUserPoolClientSecret') {
        meanwhile = world.cognito.send(new AddUserPoolClientSecretCommand(ids));
      }
      return refuse(request);
    };
    const run = await world.run([...ROTATE, '--reveal-secrets']);
    await meanwhile;
    expect(run.code).not.toBe(0);
    expect(await secretsOf(world, made)).toHaveLength(2);
  });

  for (const step of ['--finish', '--cancel']) {
    it(`removes one and keeps one when the answer to ${step} is lost`, async ({ world }) => {
      const made = await setUpFor(world, APP);
      const secret = await begin(world);
      world.recorder.fail = once('DeleteUserPoolClientSecret', () => 'drop-after');
      expect(await world.run([...ROTATE, step])).toMatchObject({ code: 0 });
      expect(await secretsOf(world, made)).toHaveLength(1);
      const good = step === '--finish' ? secret : made.clientSecret;
      expect(await signIn(world, good)).toMatchObject({ code: 0 });
    });
  }
});

describe('what AWS does not show', () => {
  it('is not printed by mendix-config as if it were good, before and after --finish', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const secret = await begin(world);
    for (const finished of [false, true]) {
      if (finished) await world.run(FINISH);
      const screen = await world.run(['mendix-config', '--alias', 'demo']);
      expect(screen.code).toBe(0);
      expect(screen.stdout).toContain('the one that rotate-secret showed');
      expect(screen.stdout + screen.stderr).not.toContain(made.clientSecret);
      expect(screen.said).toContain(finished ? 'rotate-secret --alias demo' : 'rotate-secret --cancel');
      const document = await world.run(['mendix-config', '--alias', 'demo', '--json']);
      expect(document.json()).toMatchObject({ mendix: { clientSecret: null }, hints: [expect.any(String)] });
      const env = await world.run([
        'mendix-config',
        '--alias',
        'demo',
        '--format',
        'env',
        '--output',
        'x.env',
      ]);
      expect(env).toMatchObject({ code: 1, said: expect.stringContaining('--secret-stdin') });
    }
    const given = await world.run(['mendix-config', '--alias', 'demo', '--format', 'env', '--secret-stdin'], {
      input: `${secret}\n`,
    });
    expect(given.stdout).toContain(`OIDC_CLIENT_SECRET='${secret}'`);
  });

  it('is no reason for a plan or the doctor to call the client bare', async ({ world }) => {
    await setUpFor(world, APP);
    await begin(world);
    const rotating = await world.run(['doctor', '--alias', 'demo', '--user-email', EMAIL]);
    expect(rotating.stdout.replace(/\s+/g, ' ')).toContain('two secrets');
    await world.run(FINISH);
    expect(await world.run(['status', '--check', '--alias', 'demo'])).toMatchObject({ code: 0 });
    const again = await world.run([
      'setup',
      '--yes',
      '--json',
      '--alias',
      'demo',
      '--app-url',
      APP,
      '--user-email',
      EMAIL,
    ]);
    expect(again.json()).toMatchObject({ ok: true, changes: [], mendix: { clientSecret: null } });
    const client = await world.run(['create-client', '--yes', '--json', '--alias', 'demo', '--app-url', APP]);
    expect(client.json()).toMatchObject({ changes: [], hints: [expect.stringContaining('rotate-secret')] });
    const login = await signIn(world);
    expect(login.json()).toMatchObject({ error: { code: 'SECRET_NOT_SHOWN' } });
  });

  it('may have been removed by somebody else', async ({ world }) => {
    const made = await setUpFor(world, APP);
    await begin(world);
    const [older] = await secretsOf(world, made);
    const ids = { UserPoolId: made.userPoolId, ClientId: made.clientId };
    const ClientSecretId = older?.ClientSecretId;
    await world.cognito.send(new DeleteUserPoolClientSecretCommand({ ...ids, ClientSecretId }));
    expect((await world.run(FINISH)).json()).toMatchObject({ ok: true, changes: [] });
  });
});

describe('rotate-secret on a terminal', () => {
  it('asks, shows the secret with the steps in Mendix, and proves it before the older one goes', async ({
    world,
    open,
  }) => {
    const made = await setUpFor(world, APP);
    const first = open(['rotate-secret', '--alias', 'demo']);
    await first.waitFor('Add it?');
    first.type('y');
    first.press('enter');
    expect(await first.exit).toMatchObject({ code: 0 });
    const screen = first.scrollback();
    expect(screen).toContain('OIDC.ClientSecret');
    const secret = /Client secret {2}(\S+)/.exec(screen)?.[1] ?? '';

    const last = open(['rotate-secret', '--finish', '--alias', 'demo']);
    await last.waitFor('Email address of a user to sign in with');
    last.type(EMAIL);
    last.press('enter');
    await last.waitFor("The user's password");
    last.type(PASSWORD);
    last.press('enter');
    await last.waitFor('The client secret that rotate-secret showed');
    last.type('too short');
    last.press('enter');
    await last.waitFor('This is not a client secret');
    last.press('ctrl-u');
    last.type(secret);
    last.press('enter');
    await last.waitFor('Remove the older secret?');
    expect(await secretsOf(world, made)).toHaveLength(2);
    last.type('y');
    last.press('enter');
    expect(await last.exit).toMatchObject({ code: 0 });
    expect(last.raw()).not.toContain(secret);
    expect(await secretsOf(world, made)).toHaveLength(1);
    expect(await signIn(world, secret)).toMatchObject({ code: 0 });
  });

  it('without a proof removes nothing on a mere Enter', async ({ world, open }) => {
    const made = await setUpFor(world, APP);
    await begin(world);
    const pty = open(['rotate-secret', '--finish', '--alias', 'demo']);
    await pty.waitFor('Email address of a user to sign in with');
    pty.press('enter');
    await pty.waitFor('Does Mendix sign users in with the newer secret?');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(await secretsOf(world, made)).toHaveLength(2);
  });

  it('lets test-login ask for the secret that AWS does not show', async ({ world, open }) => {
    await setUpFor(world, APP);
    const secret = await begin(world);
    await world.run(FINISH);
    const pty = open(['test-login', '--alias', 'demo', '--user-email', EMAIL, '--password-stdin']);
    await pty.waitFor("The user's password");
    pty.type(PASSWORD);
    pty.press('enter');
    await pty.waitFor('The client secret that rotate-secret showed');
    pty.type(secret);
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('The sign-in works.');
  });
});

it('replaces no file of somebody else, and creates no secret then', async ({ world, open }) => {
  const made = await setUpFor(world, APP);
  const file = join(world.folder, 'secret.txt');
  await writeFile(file, 'mine');
  const pty = open(['rotate-secret', '--alias', 'demo', '--output', file]);
  expect(await pty.exit).toMatchObject({ code: 2 });
  expect(pty.screen()).toContain('--overwrite');
  expect(await readFile(file, 'utf8')).toBe('mine');
  expect(await secretsOf(world, made)).toHaveLength(1);
});
