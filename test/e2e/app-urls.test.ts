import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { commandIn } from '../support/repairs.ts';
import { it, type World } from '../support/world.ts';

const CLOUD = 'https://app.example.com';
const LOCAL = 'http://localhost:8080';
const BELOW = 'https://host.example.com/sub/path';
const FOREIGN = { callback: 'https://other.example/cb', signOut: 'https://other.example/bye' };

const callback = (url: string): string => `${url}/oauth/v2/callback`;
const signOuts = (url: string): string[] => [url, `${url}/`];

interface Made {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/** A client with two apps, and with URLs that somebody else put there. */
async function setUp(world: World): Promise<Made> {
  const run = await world.run([
    ...['setup', '--yes', '--json', '--alias', 'demo', '--user-email', 'a@example.com'],
    ...[CLOUD, BELOW].flatMap((url) => ['--app-url', url]),
  ]);
  const { userPoolId, clientId } = run.json().mendix as { userPoolId: string; clientId: string };
  const made = { UserPoolId: userPoolId, ClientId: clientId };
  const { ClientSecret: _, ...settings } = await clientOf(world, made);
  await world.cognito.send(
    new UpdateUserPoolClientCommand({
      ...settings,
      ...made,
      CallbackURLs: [FOREIGN.callback, ...(settings.CallbackURLs ?? [])],
      LogoutURLs: [FOREIGN.signOut, ...(settings.LogoutURLs ?? [])],
    }),
  );
  return made;
}

async function clientOf({ cognito }: World, made: Made) {
  return (await cognito.send(new DescribeUserPoolClientCommand(made))).UserPoolClient ?? {};
}

const urlsOf = async (world: World, made: Made) => {
  const { CallbackURLs, LogoutURLs } = await clientOf(world, made);
  return { callbacks: CallbackURLs, signOuts: LogoutURLs };
};

const createClient = (...flags: readonly string[]) => ['create-client', '--yes', '--alias', 'demo', ...flags];

describe('several apps of one client', () => {
  it('each have their callback and both sign-out URLs, beside those of others', async ({ world }) => {
    const made = await setUp(world);
    expect((await world.run(createClient('--app-url', LOCAL))).code).toBe(0);
    expect(await urlsOf(world, made)).toEqual({
      callbacks: [FOREIGN.callback, ...[CLOUD, BELOW, LOCAL].map(callback)],
      signOuts: [FOREIGN.signOut, ...[CLOUD, BELOW, LOCAL].flatMap(signOuts)],
    });
    const { mendix } = (await world.run(['mendix-config', '--json'])).json();
    expect(mendix).toMatchObject({ callbackUrls: (await urlsOf(world, made)).callbacks });
  });

  it('are all named by the command that status proposes', async ({ world }) => {
    await setUp(world);
    const apps = [BELOW, LOCAL].flatMap((url) => ['--app-url', url]);
    const { next } = (await world.run(['status', '--alias', 'demo', '--json', ...apps])).json();
    expect(next).toBe(`mendix-cognito create-client --alias demo ${apps.join(' ')} --sandbox`);
    expect((await world.run([...commandIn(next), '--yes'])).code).toBe(0);
    const after = await world.run(['status', '--alias', 'demo', '--check', ...apps]);
    expect(after.code).toBe(0);
  });

  it('that lack a sign-out form are found by doctor, with the command that adds it', async ({ world }) => {
    const made = await setUp(world);
    const { ClientSecret: _, ...settings } = await clientOf(world, made);
    const LogoutURLs = settings.LogoutURLs?.filter((url) => url !== `${BELOW}/`);
    await world.cognito.send(new UpdateUserPoolClientCommand({ ...settings, ...made, LogoutURLs }));
    const { stdout } = await world.run(['doctor', '--alias', 'demo']);
    const [command = ''] = /mendix-cognito create-client .*/.exec(stdout) ?? [];
    expect(command).toContain(`--app-url ${BELOW}`);
    await world.run([...commandIn(command), '--yes']);
    expect((await urlsOf(world, made)).signOuts).toContain(`${BELOW}/`);
  });
});

describe('--remove-app-url', () => {
  for (const [command, flags] of [
    ['create-client', createClient()],
    ['setup', ['setup', '--yes', '--alias', 'demo', '--app-url', CLOUD, '--user-email', 'a@example.com']],
  ] as const) {
    it(`of ${command} shows what goes, and removes that and nothing else`, async ({ world }) => {
      const made = await setUp(world);
      const before = await clientOf(world, made);
      world.recorder.clear();
      const run = await world.run([...flags, '--remove-app-url', `${BELOW}/`]);
      expect(run.code).toBe(0);
      for (const url of [callback(BELOW), ...signOuts(BELOW)]) expect(run.stderr).toContain(`- ${url}\n`);
      expect(world.recorder.writes.map(({ operation }) => operation)).toEqual(['UpdateUserPoolClient']);
      const { LastModifiedDate: _now, ...after } = await clientOf(world, made);
      const { LastModifiedDate: _then, ...expected } = before;
      expect(after).toEqual({
        ...expected,
        CallbackURLs: [FOREIGN.callback, callback(CLOUD)],
        LogoutURLs: [FOREIGN.signOut, ...signOuts(CLOUD)],
      });
    });
  }

  it('a second time writes nothing, and says so', async ({ world }) => {
    await setUp(world);
    const command = createClient('--remove-app-url', BELOW);
    await world.run(command);
    world.recorder.clear();
    const again = await world.run(command);
    expect(again.code).toBe(0);
    expect(again.said).toContain(`no callback URL of ${BELOW}, so there is nothing to remove`);
    expect(again.said).toContain(`Its apps: ${CLOUD}.`);
    expect(world.recorder.writes).toEqual([]);
    expect((await world.run([...command, '--json'])).json()).toMatchObject({
      changes: [],
      notes: [expect.stringContaining(BELOW)],
    });
  });

  it('finishes after a run whose call was lost', async ({ world }) => {
    const made = await setUp(world);
    let lost = 0;
    world.recorder.fail = ({ operation }) => {
      if (operation !== 'UpdateUserPoolClient' || lost > 0) return undefined;
      lost += 1;
      return 'drop-after';
    };
    await world.run(createClient('--remove-app-url', BELOW));
    expect((await world.run(createClient('--remove-app-url', BELOW))).code).toBe(0);
    expect((await urlsOf(world, made)).callbacks).toEqual([FOREIGN.callback, callback(CLOUD)]);
  });

  it('puts another in its place in one call', async ({ world }) => {
    const made = await setUp(world);
    const run = await world.run(createClient('--remove-app-url', CLOUD, '--app-url', LOCAL));
    expect(run.code).toBe(0);
    expect((await urlsOf(world, made)).callbacks).toEqual([
      FOREIGN.callback,
      ...[BELOW, LOCAL].map(callback),
    ]);
  });

  it('refuses to take the last one, with exit code 3 and nothing written', async ({ world }) => {
    await world.run([
      'setup',
      '--yes',
      '--alias',
      'demo',
      '--app-url',
      CLOUD,
      '--user-email',
      'a@example.com',
    ]);
    world.recorder.clear();
    const run = await world.run([...createClient('--remove-app-url', CLOUD), '--json']);
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({
      error: {
        code: 'BLOCKED',
        message: expect.stringContaining('has no app left'),
        hint: expect.stringContaining('--app-url'),
      },
    });
    expect(world.recorder.writes).toEqual([]);
  });

  it('creates no client that is not there', async ({ world }) => {
    await world.run(['create-pool', '--yes', '--alias', 'demo']);
    world.recorder.clear();
    const run = await world.run([...createClient('--remove-app-url', CLOUD), '--json']);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'CLIENT_NOT_FOUND' } });
    expect(world.recorder.writes).toEqual([]);
  });
});

describe('an address as the browser shows it', () => {
  const SHOWN = `${CLOUD}/index.html?profile=Responsive`;
  const made = ['create-client', '--yes', '--json', '--dry-run', '--alias', 'demo'];

  for (const [source, settings] of [
    ['a flag', { args: ['--app-url', SHOWN] }],
    ['a variable', { args: [], env: { MENDIX_COGNITO_APP_URL: SHOWN } }],
    ['a config file', { args: ['--config', '-'], input: `app-url: ${SHOWN}\n` }],
  ] as const) {
    it(`from ${source} is cut down to the root address, and that is said`, async ({ world }) => {
      await world.run(['create-pool', '--yes', '--alias', 'demo']);
      const { args, ...more } = settings;
      const run = await world.run([...made, ...args], more);
      expect(run.code).toBe(0);
      expect(run.stderr).toContain(`${CLOUD}, the root address of the app`);
      expect(run.stderr).toContain('“/index.html?…”');
      expect(run.stdout).toContain(`"${callback(CLOUD)}"`);
      expect(run.stdout).not.toContain('index.html');
    });
  }

  it('that an earlier run took as it was is noticed by status, doctor and test-login', async ({ world }) => {
    const { UserPoolId, ClientId } = await setUp(world);
    const { ClientSecret: _, ...settings } = await clientOf(world, { UserPoolId, ClientId });
    const dead = callback(`${LOCAL}/index.html`);
    const wild = callback('https://*.example.com');
    await world.cognito.send(
      new UpdateUserPoolClientCommand({ ...settings, UserPoolId, ClientId, CallbackURLs: [dead, wild] }),
    );
    const status = await world.run(['status', '--alias', 'demo', '--json', '--check']);
    expect(status.code).toBe(3);
    expect(status.json().resources).toContainEqual(
      expect.objectContaining({
        resource: 'app-client',
        state: 'differs',
        reasons: [expect.stringContaining(`${dead}, ${wild}`)],
      }),
    );
    const repair = `mendix-cognito create-client --alias demo --app-url ${LOCAL} --remove-app-url ${LOCAL}/index.html --remove-app-url "https://*.example.com" --sandbox`;
    expect(status.json().next).toBe(repair);
    const doctor = await world.run(['doctor', '--alias', 'demo', '--json']);
    expect(doctor.json().checks).toContainEqual(
      expect.objectContaining({ id: 'callback-urls', verdict: 'fail', repair }),
    );
    const login = await world.run(
      ['test-login', '--alias', 'demo', '--user-email', 'a@example.com', '--password-stdin', '--json'],
      { input: 'Wrong-password-1\n' },
    );
    expect(login.stderr).toContain(dead);
    expect((await world.run([...commandIn(repair), '--yes'])).code).toBe(0);
    expect((await urlsOf(world, { UserPoolId, ClientId })).callbacks).toEqual([callback(LOCAL)]);
    expect((await world.run(['status', '--alias', 'demo', '--check'])).code).toBe(0);
  });
});
