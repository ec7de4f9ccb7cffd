import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished } from 'vitest';
import {
  answerOf,
  callbacksOf,
  EMAIL,
  freePort,
  PASSWORD,
  setCallbacks,
  setUpFor,
  startLogin,
} from '../support/login-run.ts';
import { it, openWorld } from '../support/world.ts';

const APP = 'https://app.example.com';
const TEMPORARY = /^http:\/\/localhost:\d+\/mendix-cognito\/test-login\/\w+-\w+$/;

describe('test-login through the sign-in page', () => {
  it('sends the authorize request of the OIDC SSO module', async ({ world }) => {
    const port = await freePort();
    const made = await setUpFor(world, `http://localhost:${port}`);
    const login = await startLogin(world);
    expect(login.url.href.startsWith(`${made.domain}/oauth2/authorize?`)).toBe(true);
    expect(Object.fromEntries(login.url.searchParams)).toEqual({
      response_type: 'code',
      response_mode: 'query',
      client_id: made.clientId,
      redirect_uri: `http://localhost:${port}/oauth/v2/callback`,
      display: 'page',
      scope: 'openid profile email',
      state: expect.stringMatching(/.{20}/),
      nonce: expect.stringMatching(/.{20}/),
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/.{43}/),
    });
    await fetch(await answerOf(login));
    expect(await login.done).toMatchObject({ code: 0 });
  });

  it('uses the app’s own localhost callback, and shows what Mendix makes of the claims', async ({
    world,
  }) => {
    const port = await freePort();
    const made = await setUpFor(world, `http://localhost:${port}`);
    const before = await callbacksOf(world, made);
    world.recorder.clear();
    const login = await startLogin(world);
    const page = await fetch(await answerOf(login));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<h1>Signed in</h1>');
    const run = await login.done;
    expect(run.code).toBe(0);
    const document = run.json();
    expect(document).toMatchObject({
      ok: true,
      command: 'test-login',
      temporaryCallback: false,
      claims: { email: EMAIL, name: 'Ann Lee', email_verified: true, token_use: 'id', aud: made.clientId },
      mendix: { Email: EMAIL, FullName: 'Ann Lee' },
    });
    expect((document.mendix as { Name: string }).Name).toBe((document.claims as { sub: string }).sub);
    expect((document.userInfo as { sub: string }).sub).toBe((document.claims as { sub: string }).sub);
    expect(world.recorder.writes).toEqual([]);
    expect(await callbacksOf(world, made)).toEqual(before);
    expect(run.stdout + run.stderr).not.toContain(made.clientSecret);
  });

  it('adds a temporary callback with --yes only, and removes it again', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const before = await callbacksOf(world, made);
    const refused = await world.run(['test-login', '--no-browser']);
    expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('--yes is missing') });
    expect(await callbacksOf(world, made)).toEqual(before);
    const login = await startLogin(world, '--yes');
    expect(login.redirectUri).toMatch(TEMPORARY);
    expect(await callbacksOf(world, made)).toEqual([...before, login.redirectUri]);
    await fetch(await answerOf(login));
    const run = await login.done;
    expect(run.json()).toMatchObject({ ok: true, temporaryCallback: true });
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    it(`takes the temporary callback away on ${signal}, sent once or several times`, async ({ world }) => {
      const made = await setUpFor(world, APP);
      const before = await callbacksOf(world, made);
      const login = await startLogin(world, '--yes');
      login.child.kill(signal);
      expect(await login.done).toMatchObject({ code: 130 });
      expect(await callbacksOf(world, made)).toEqual(before);
      const impatient = await startLogin(world, '--yes');
      world.recorder.fail = () => setTimeout(200, undefined);
      for (const _ of Array(5)) {
        impatient.child.kill(signal);
        await setTimeout(20);
      }
      expect(await impatient.done).toMatchObject({ code: 130 });
      expect(await callbacksOf(world, made)).toEqual(before);
    });
  }

  it('takes the temporary callback away when an error comes that nobody waits for', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const before = await callbacksOf(world, made);
    const fault = join(world.folder, 'fault.cjs');
    await writeFile(fault, "process.on('SIGUSR2', () => { throw new Error('out of the blue'); });");
    const login = await startLogin(
      {
        ...world,
        run: (args, settings) =>
          world.run(args, { ...settings, env: { NODE_OPTIONS: `--require "${fault}"` } }),
      },
      '--yes',
    );
    login.child.kill('SIGUSR2');
    const run = await login.done;
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'UNEXPECTED', message: 'Unexpected: out of the blue' },
    });
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('finds and removes what a killed run left behind', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const before = await callbacksOf(world, made);
    const killed = await startLogin(world, '--yes');
    killed.child.kill('SIGKILL');
    await killed.done;
    expect(await callbacksOf(world, made)).toEqual([...before, killed.redirectUri]);
    const why = expect.stringContaining(killed.redirectUri);
    expect((await world.run(['status', '--alias', 'demo', '--json'])).json().notes).toEqual([why]);
    expect((await world.run(['doctor', '--alias', 'demo', '--json'])).json().checks).toContainEqual(
      expect.objectContaining({
        id: 'callback-urls',
        verdict: 'warn',
        why,
        repair: 'mendix-cognito test-login --alias demo --sandbox',
      }),
    );
    const setup = ['setup', '--yes', '--alias', 'demo', '--app-url', APP, '--user-email', EMAIL];
    expect(await world.run(setup)).toMatchObject({ code: 0, stderr: why });
    for (const flags of [['--json'], ['--format', 'json'], [], ['--snippets']]) {
      const config = await world.run(['mendix-config', '--alias', 'demo', ...flags]);
      expect(config).toMatchObject({ code: 0, stdout: expect.not.stringContaining('test-login') });
    }
    const next = await world.run(['test-login', '--user-email', EMAIL, '--password-stdin'], {
      input: PASSWORD,
    });
    expect(next).toMatchObject({ code: 0, said: expect.stringContaining('it was removed') });
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('leaves alone the temporary callbacks of others, until their time is over', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const before = await callbacksOf(world, made);
    // Of another computer: what it listens on cannot be seen from here.
    const later = (Math.floor(Date.now() / 60_000) + 10).toString(36);
    const running = `http://localhost:1/mendix-cognito/test-login/${later}-00000000`;
    const ended = 'http://localhost:1/mendix-cognito/test-login/abc-00000000';
    await setCallbacks(world, made, [...before, running, ended]);
    const [first, second] = [await startLogin(world, '--yes'), await startLogin(world, '--yes')];
    const both = [first.redirectUri, second.redirectUri];
    expect(await callbacksOf(world, made)).toEqual([...before, running, ...both]);
    await fetch(await answerOf(second));
    expect(await second.done).toMatchObject({ code: 0 });
    expect(await callbacksOf(world, made)).toEqual([...before, running, first.redirectUri]);
    await fetch(await answerOf(first));
    expect(await first.done).toMatchObject({ code: 0 });
    expect(await callbacksOf(world, made)).toEqual([...before, running]);
  });

  it('says that the port of the callback is taken, and uses a temporary one', async ({ world }) => {
    const app = createServer().listen(0, '127.0.0.1');
    await once(app, 'listening');
    const { port } = app.address() as AddressInfo;
    const made = await setUpFor(world, `http://localhost:${port}`);
    const before = await callbacksOf(world, made);
    const login = await startLogin(world, '--yes');
    expect(login.redirectUri).toMatch(TEMPORARY);
    await fetch(await answerOf(login));
    const run = await login.done;
    app.close();
    expect(run).toMatchObject({ code: 0, said: expect.stringContaining('is in use (by your Mendix app?)') });
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('opens the browser that BROWSER names, and prints the address all the same', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const browser = join(world.folder, 'browser');
    const seen = join(world.folder, 'seen');
    await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > '${seen}'\n`);
    await chmod(browser, 0o755);
    const run = world.run(['test-login'], {
      env: { BROWSER: browser },
      onStart: (child) => {
        child.stderr?.on('data', (chunk: string) => {
          if (chunk.includes('Waiting for the sign-in')) child.kill('SIGINT');
        });
      },
    });
    const { code, stderr } = await run;
    expect(code).toBe(130);
    expect(stderr).toContain(await readFile(seen, 'utf8'));
  });

  it('says that no browser can be opened, and goes on', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const run = await world.run(['test-login'], {
      env: { BROWSER: join(world.folder, 'nowhere') },
      onStart: (child) => {
        child.stderr?.on('data', (chunk: string) => {
          if (chunk.includes('Waiting for the sign-in')) child.kill('SIGINT');
        });
      },
    });
    expect(run.said).toContain('No browser could be opened. Open this address');
  });
});

describe('a sign-in that was tampered with', () => {
  it('does not count with another state', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    const answer = await answerOf(login, (url) => url.searchParams.set('state', 'another'));
    const page = await fetch(answer);
    expect(page.status).toBe(400);
    expect(await page.text()).toContain('belongs to another sign-in and is ignored');
    await fetch(`${login.redirectUri}?error=access_denied&state=another`);
    await fetch(await answerOf(login));
    expect(await login.done).toMatchObject({ code: 0 });
  });

  it('is refused for another nonce', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    await fetch(await answerOf(login, (url) => url.searchParams.set('nonce', 'another')));
    expect((await login.done).json()).toMatchObject({ error: { code: 'NONCE_MISMATCH' } });
  });

  it('is refused for a code that somebody else used first', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    const answer = await answerOf(login);
    answer.searchParams.set('code', `${answer.searchParams.get('code')?.slice(0, -2)}xx`);
    await fetch(answer);
    expect((await login.done).json()).toMatchObject({
      error: { code: 'INVALID_GRANT', message: expect.stringContaining('used already') },
    });
  });

  it('counts the first of two answers', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    const answer = await answerOf(login);
    const pages = await Promise.allSettled([fetch(answer), fetch(answer)]);
    const statuses = pages.map((page) => (page.status === 'fulfilled' ? page.value.status : 'closed'));
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await login.done).toMatchObject({ code: 0 });
  });

  it('shows the error that Cognito sent to the callback', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    const state = login.url.searchParams.get('state') ?? '';
    await fetch(`${login.redirectUri}?error=access_denied&error_description=No%20thanks&state=${state}`);
    expect((await login.done).json()).toMatchObject({
      error: { code: 'ACCESS_DENIED', message: expect.stringContaining('access_denied: No thanks') },
    });
  });

  it('does not take other paths or methods for an answer', async ({ world }) => {
    await setUpFor(world, `http://localhost:${await freePort()}`);
    const login = await startLogin(world);
    const { origin } = new URL(login.redirectUri);
    expect((await fetch(`${origin}/favicon.ico`)).status).toBe(404);
    expect((await fetch(login.redirectUri, { method: 'POST' })).status).toBe(405);
    await fetch(await answerOf(login));
    expect(await login.done).toMatchObject({ code: 0 });
  });
});

describe('test-login by password', () => {
  it('by password needs no sign-in page in the discovery document', async ({ world }) => {
    await setUpFor(world, APP);
    world.recorder.rewrite = (body, request) =>
      request === undefined ? body.replace('"authorization_endpoint"', '"another_endpoint"') : body;
    const args = ['test-login', '--user-email', EMAIL, '--password-stdin', '--json'];
    const run = await world.run(args, { input: PASSWORD });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ claims: { email: EMAIL } });
  });

  it('shows the same claims', async ({ world }) => {
    const made = await setUpFor(world, APP);
    const run = await world.run(['test-login', '--user-email', EMAIL, '--password-stdin', '--json'], {
      input: `${PASSWORD}\n`,
    });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      claims: { email: EMAIL, aud: made.clientId },
      mendix: { Email: EMAIL, FullName: 'Ann Lee' },
    });
    expect(run.stdout).not.toContain(PASSWORD);
  });

  it.for<[string, string, RegExp]>([
    ['RESET_REQUIRED', 'PASSWORD_RESET_REQUIRED', /add-user ann@example\.com --reset-password/],
    ['UNCONFIRMED', 'USER_NOT_CONFIRMED', /add-user ann@example\.com --reset-password/],
    // API reference, UserType: such a user is disabled.
    [
      'COMPROMISED',
      'USER_DISABLED',
      /add-user ann@example\.com --enable[\s\S]*doctor --user-email ann@example\.com/,
    ],
  ])(
    'says of a user who is %s what state that is, and its repair',
    async ([status, code, repair], { world }) => {
      const { userPoolId } = await setUpFor(world, APP);
      const body = JSON.stringify({ poolId: userPoolId, user: EMAIL, status });
      await fetch(`${world.sandbox.url}/_sandbox/users`, { method: 'POST', body });
      const run = await world.run(['test-login', '--json', '--password-stdin', '--user-email', EMAIL], {
        input: PASSWORD,
      });
      expect(run.json()).toMatchObject({ error: { code, hint: expect.stringMatching(repair) } });
    },
  );

  it('says to wait after too many wrong passwords', async () => {
    // The clock stands still, so that however slow the runs are, no wait is over.
    const now = Date.now();
    const world = await openWorld({ now: () => now, domainActivationMs: 0 });
    onTestFinished(() => world.close());
    await setUpFor(world, APP);
    const args = ['test-login', '--json', '--password-stdin', '--user-email', EMAIL];
    for (let attempt = 0; attempt < 5; attempt += 1) await world.run(args, { input: 'Wrong-Horse-9' });
    expect((await world.run(args, { input: PASSWORD })).json()).toMatchObject({
      error: { code: 'TOO_MANY_ATTEMPTS', hint: expect.stringContaining('Wait 15 minutes') },
    });
  });

  it('says what is wrong with password and user', async ({ world }) => {
    await setUpFor(world, APP);
    const args = ['test-login', '--json', '--password-stdin', '--user-email'];
    const wrong = await world.run([...args, EMAIL], { input: 'Wrong-Horse-9' });
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.json()).toMatchObject({
      error: {
        code: 'SIGN_IN_REFUSED',
        hint: expect.stringContaining(`mendix-cognito add-user ${EMAIL} --reset-password --sandbox`),
      },
    });
    await world.run(['add-user', 'bob@example.com', '--temporary-password', '--password-stdin', '--yes'], {
      input: PASSWORD,
    });
    const temporary = await world.run([...args, 'bob@example.com'], { input: PASSWORD });
    expect(temporary.json()).toMatchObject({ error: { code: 'NEW_PASSWORD_REQUIRED' } });
  });

  it('reports a missing name, which leaves the full name in Mendix empty', async ({ world }) => {
    await setUpFor(world, APP);
    await world.run(['add-user', 'bob@example.com', '--password-stdin', '--yes'], { input: PASSWORD });
    const run = await world.run(['test-login', '--user-email', 'bob@example.com', '--password-stdin'], {
      input: PASSWORD,
    });
    expect(run.stdout).toMatch(/name +\(missing\) +→ an empty FullName/);
    expect(run.said).toContain('--user-full-name');
  });
});

describe('test-login without what it needs', () => {
  it('names the command that makes it', async ({ world }) => {
    const run = async () => (await world.run(['test-login', '--alias', 'demo', '--yes'])).said;
    expect(await run()).toContain('create-pool --alias demo');
    await world.run(['create-pool', '--yes', '--alias', 'demo']);
    expect(await run()).toMatch(/create-client .*--alias demo/);
  });
});
