import { DescribeUserPoolCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { EMAIL, freePort, PASSWORD, startLogin } from '../support/login-run.ts';
import { it, type World } from '../support/world.ts';

interface App {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly userPoolId: string;
}

/** Sets up that alias for an app on this computer; on that pool, or on one of its own. */
async function setUp(world: World, alias: string, userPoolId?: string): Promise<App> {
  const pool = userPoolId === undefined ? [] : ['--pool-id', userPoolId];
  const app = ['--app-url', `http://localhost:${await freePort()}`, '--user-email', EMAIL];
  const flags = ['--yes', '--json', '--reveal-secrets', '--alias', alias, '--password-stdin'];
  const run = await world.run(['setup', ...flags, ...app, ...pool], { input: PASSWORD });
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return run.json().mendix as App;
}

/** Two apps on one pool that was created for the first. */
async function setUpTwo(world: World): Promise<readonly [first: App, second: App]> {
  const first = await setUp(world, 'first');
  return [first, await setUp(world, 'second', first.userPoolId)];
}

describe('a second app on a pool of ours', () => {
  it('has a client and a secret of its own, and nothing else of the pool changes', async ({ world }) => {
    const first = await setUp(world, 'first');
    const describePool = async () => {
      const command = new DescribeUserPoolCommand({ UserPoolId: first.userPoolId });
      const { LastModifiedDate: _, ...pool } = (await world.cognito.send(command)).UserPool ?? {};
      return pool;
    };
    const before = await describePool();
    world.recorder.clear();
    const second = await setUp(world, 'second', first.userPoolId);
    expect(second.userPoolId).toBe(first.userPoolId);
    expect(second.clientId).not.toBe(first.clientId);
    expect(second.clientSecret).not.toBe(first.clientSecret);
    expect(world.recorder.writes.map(({ operation }) => operation)).toEqual([
      'TagResource',
      'CreateUserPoolClient',
      'CreateManagedLoginBranding',
    ]);
    expect(await describePool()).toEqual({
      ...before,
      UserPoolTags: { ...before.UserPoolTags, 'mendix-cognito:app:second': 'client=second' },
    });
  });

  it.for([
    ['first', 0],
    ['second', 1],
  ] as const)('is reached by each command: %s', async ([alias, place], { world }) => {
    const apps = await setUpTwo(world);
    const { clientId, userPoolId } = apps[place];
    const app = ['--alias', alias];
    expect((await world.run(['status', '--check', '--json', ...app])).json()).toMatchObject({
      alias,
      inStep: true,
      next: `mendix-cognito mendix-config --alias ${alias} --pool-id ${userPoolId} --sandbox`,
    });
    expect((await world.run(['doctor', '--json', ...app])).json()).toMatchObject({ healthy: true });
    expect((await world.run(['mendix-config', '--json', ...app])).json()).toMatchObject({
      mendix: { alias, clientId },
    });
    const login = ['test-login', '--json', '--user-email', EMAIL, '--password-stdin', ...app];
    expect((await world.run(login, { input: PASSWORD })).json()).toMatchObject({ claims: { aud: clientId } });
    const rotate = await world.run(['rotate-secret', '--yes', '--json', '--reveal-secrets', ...app]);
    expect(rotate.json()).toMatchObject({ clientId });
  });

  it('makes a command ask for the alias where none is named', async ({ world }) => {
    const [first] = await setUpTwo(world);
    world.recorder.clear();
    for (const named of [[], ['--pool-id', first.userPoolId]]) {
      for (const command of [['status'], ['mendix-config'], ['destroy', '--yes'], ['doctor']]) {
        const run = await world.run([...command, ...named]);
        expect(run.code).toBe(command[0] === 'doctor' ? 1 : 2);
        expect(`${run.stdout}${run.stderr}`.replace(/\s+/g, ' ')).toContain('alias first, second');
      }
    }
    expect(world.recorder.writes).toEqual([]);
  });
});

describe.skipIf(browserPath === undefined)(`two apps in one browser${NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** Signs in to that app in this browser; types the password only where it is asked for. */
  async function signIn(world: World, context: BrowserContext, alias: string, typed: boolean): Promise<void> {
    const login = await startLogin(world, '--alias', alias);
    const page = await context.newPage();
    await page.goto(login.url.href);
    if (typed) {
      await page.getByLabel(/email/i).fill(EMAIL);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    await page.close();
    const run = await login.done;
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ alias, mendix: { Email: EMAIL } });
  }

  it('are signed in at both with one password typed', async ({ world }) => {
    await setUpTwo(world);
    const context = await browser.newContext();
    await signIn(world, context, 'first', true);
    await signIn(world, context, 'second', false);
    await context.close();
  });

  it('go one by one: the second works without the first, and takes the pool along', async ({ world }) => {
    const [{ userPoolId }] = await setUpTwo(world);
    const first = await world.run(['destroy', '--alias', 'first', '--yes', '--json']);
    expect(first.json()).toMatchObject({ stays: { userPoolId, apps: ['second'], domains: ['first'] } });
    const context = await browser.newContext();
    await signIn(world, context, 'second', true);
    await context.close();
    const second = await world.run(['destroy', '--alias', 'second', '--yes', '--json']);
    expect(second.json()).toMatchObject({
      users: 1,
      changes: [
        { resource: 'domain', id: 'first' },
        { resource: 'user-pool', action: 'delete', id: userPoolId },
      ],
    });
    const { UserPools } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toEqual([]);
  });
});
