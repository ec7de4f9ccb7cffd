import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect } from 'vitest';
import { freePort } from '../support/login-run.ts';
import { type Ended, openPty, type Pty } from '../support/pty.ts';
import { answer, choosePassword, it, NEEDED, type Question } from '../support/wizard.ts';
import { openWorld, type World } from '../support/world.ts';

const GIVEN = ['--app-url', NEEDED.app, '--alias', 'demo', '--user-email', NEEDED.email];

const SHOW = '\u001b[?25h';
const HIDE = '\u001b[?25l';

/** The run was cancelled, and left the terminal as somebody wants to find it. */
function expectQuietEnd(pty: Pty, { code, modes }: Ended): void {
  expect(code).toBe(130);
  expect(pty.raw().lastIndexOf(SHOW)).toBeGreaterThanOrEqual(pty.raw().lastIndexOf(HIDE));
  expect(modes).toMatch(/(?<!-)\bicanon\b/);
  expect(modes).toMatch(/(?<!-)\becho\b/);
  expect(modes).toMatch(/(?<!-)\bisig\b/);
  expect(pty.scrollback()).toContain('⚠ Cancelled');
  expect(pty.scrollback()).not.toMatch(/^\s+at .*:\d+|Error:|Unexpected|unsettled/m);
}

/** The port on which the server then listens. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A world in which a domain stays on its way. */
const slow = it.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  world: async ({}, use) => {
    const world = await openWorld({ domainActivationMs: 600_000 });
    await use(world);
    await world.close();
  },
});

describe('Ctrl-D', () => {
  for (const question of ['app', 'email', 'password', 'confirm'] as Question[]) {
    it(`at the question “${question}” ends the run, and nothing was changed`, async ({ world, open }) => {
      const pty = open(['setup']);
      await answer(pty, NEEDED, question);
      pty.press('ctrl-d');
      expectQuietEnd(pty, await pty.exit);
      expect(world.recorder.writes).toEqual([]);
    });
  }

  it('behind a letter is no end of input', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'app');
    pty.type(NEEDED.app);
    pty.press('ctrl-d');
    pty.press('enter');
    await answer(pty, NEEDED, 'pool', ['app']);
    expect(pty.screen()).toContain(`✔ Address of your Mendix app ${NEEDED.app}`);
  });
});

describe('Ctrl-Z', () => {
  it('lets the shell have its turn, and the question goes on after it', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'app');
    pty.type('https://app.exa');
    await pty.waitFor('app https://app.exa');
    pty.press('ctrl-z');
    await pty.waitFor('back again');
    pty.type('mple.com');
    pty.press('enter');
    await answer(pty, NEEDED, 'alias', ['app']);
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    expect(pty.scrollback()).toContain('✔ Address of your Mendix app https://app.example.com');
  });
});

describe('Ctrl-C', () => {
  for (const question of [
    'app',
    'alias',
    'signUp',
    'email',
    'password',
    'minutes',
    'review',
    'confirm',
  ] as Question[]) {
    it(`at the question “${question}” ends the run, and nothing was changed`, async ({ world, open }) => {
      const pty = open(['setup']);
      await answer(pty, NEEDED, question);
      pty.press('ctrl-c');
      expectQuietEnd(pty, await pty.exit);
      expect(pty.screen()).toContain('nothing was changed');
      expect(world.recorder.writes).toEqual([]);
    });
  }

  it('at the password does not show what was typed of it', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, { ...NEEDED, password: choosePassword('type') }, 'password');
    await choosePassword('type')(pty);
    await pty.waitFor('The password');
    pty.type('swordfish');
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    expect(pty.raw()).not.toContain('swordfish');
  });

  it('during the first call, before any question, ends the run', async ({ world }) => {
    const silent = createServer(() => {});
    const port = await listen(silent);
    const env = {
      ...world.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    };
    const pty = openPty(['setup'], { env, cwd: world.folder });
    try {
      const called = new Promise((resolve) => silent.once('connection', resolve));
      await Promise.all([called, pty.waitFor('Asking AWS who you are')]);
      pty.press('ctrl-c');
      expectQuietEnd(pty, await pty.exit);
    } finally {
      pty.kill();
      silent.close();
    }
  });

  it('ends the sandbox in the same process as well', async ({ world, open }) => {
    const port = await freePort();
    const pty = open(['setup'], { env: { MENDIX_COGNITO_PORT: String(port) } });
    await answer(pty, NEEDED, 'alias');
    await expect(fetch(`http://127.0.0.1:${port}/_sandbox`)).resolves.toMatchObject({ status: 200 });
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    await expect(fetch(`http://127.0.0.1:${port}/_sandbox`)).rejects.toThrow('fetch failed');
    expect(world.recorder.requests).toEqual([]);
  });

  it('while a change is made shows what was made so far, and a second run goes on from there', async ({
    world,
    open,
  }) => {
    world.recorder.fail = ({ operation }) =>
      operation === 'AdminCreateUser'
        ? { status: 400, body: JSON.stringify({ __type: 'TooManyRequestsException', message: 'Slow down' }) }
        : undefined;
    const pty = open(['setup', '--yes', ...GIVEN]);
    await pty.waitFor('User pool created');
    await pty.waitFor('Creating: User a@example.com');
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    expect(pty.scrollback().replace(/\s+/g, ' ')).toMatch(
      /Done so far: User pool eu-central-1_\w+.*Run the same command again/,
    );
    world.recorder.fail = undefined;
    world.recorder.clear();
    const second = await world.run(['setup', '--yes', '--json', ...GIVEN]);
    expect(second).toMatchObject({ code: 0 });
    expect(world.recorder.writes.map(({ operation }) => operation)).not.toContain('CreateUserPool');
  });

  slow('while the domain is waited for shows all that was made', async ({ open }) => {
    const pty = open(['setup', '--yes', ...GIVEN]);
    await pty.waitFor(/Waiting for the domain demo to be active \(\d+ (?:min|s) left\)/);
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    const screen = pty.scrollback().replace(/\s+/g, ' ');
    const [, made = ''] =
      /Done so far: (.*)\. Nothing else needs to be created;.*Run the same command again/.exec(screen) ?? [];
    for (const what of ['User pool', 'Sign-in domain demo', 'App client', 'Sign-in page style', 'User ']) {
      expect(made).toContain(what);
    }
    expect(pty.screen()).not.toContain('Waiting for');
    // It stands there already, from before the wait.
    expect(screen.match(/Password \S+/g)).toHaveLength(1);
  });
});

describe('Ctrl-C in add-user', () => {
  it('does not propose to delete what was there before', async ({ world, open }) => {
    await world.run(['create-pool', '--yes', '--json', '--alias', 'demo']);
    world.recorder.fail = ({ operation, input }) =>
      operation === 'AdminCreateUser' && input.Username === 'b@example.com' ? 'stall' : undefined;
    const pty = open(['add-user', 'a@example.com', 'b@example.com', '--alias', 'demo', '--yes']);
    await pty.waitFor('User created: a@example.com');
    pty.press('ctrl-c');
    expectQuietEnd(pty, await pty.exit);
    expect(pty.scrollback()).toContain('Done so far: User');
    expect(pty.scrollback()).not.toContain('delete it');
  });
});
