import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListUserPoolClientsCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { callbacksOf, EMAIL, freePort, PASSWORD, setUpFor, startLogin } from '../support/login-run.ts';
import { Visitor } from '../support/visitor.ts';
import { answer, it, NEEDED } from '../support/wizard.ts';
import type { World } from '../support/world.ts';

/** The ids of the only user pool and its only app client. */
async function onlyClientOf({ cognito }: World) {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const userPoolId = UserPools[0]?.Id ?? '';
  const listed = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId: userPoolId }));
  return { userPoolId, clientId: listed.UserPoolClients?.[0]?.ClientId ?? '' };
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel(/email/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe.skipIf(browserPath === undefined)(`in a browser${NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('leads from the wizard over the sign-in page and the callback to the claims', async ({
    world,
    open,
  }) => {
    const wizard = open(['setup']);
    await answer(wizard, { ...NEEDED, app: `http://localhost:${await freePort()}`, name: 'Ann Lee' });
    expect(await wizard.exit).toMatchObject({ code: 0 });
    const password = /^Password {2}(\S+)$/m.exec(wizard.scrollback())?.[1] ?? '';

    const login = await startLogin(world);
    const page = await browser.newPage();
    await page.goto(login.url.href);
    await signIn(page, NEEDED.email, password);
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    await page.close();
    const run = await login.done;
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ mendix: { Email: NEEDED.email, FullName: 'Ann Lee' } });
  });

  it('is offered at the end of setup, opens the browser, and is shown before what to do in Mendix', async ({
    world,
    open,
  }) => {
    const opened = join(world.folder, 'opened.txt');
    const stub = join(world.folder, 'browser');
    await writeFile(stub, `#!/bin/sh\nprintf %s "$1" > ${opened}\n`, { mode: 0o755 });
    const wizard = open(['setup'], { env: { BROWSER: stub } });
    await answer(wizard, { ...NEEDED, name: 'Ann Lee' }, 'card');
    const made = await onlyClientOf(world);
    const before = await callbacksOf(world, made);
    wizard.press('enter');
    await wizard.waitFor('Add it now, and remove it afterwards?');
    wizard.type('y');
    wizard.press('enter');
    await wizard.waitFor('Waiting for the sign-in');
    await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toContain('/oauth2/authorize?');
    const page = await browser.newPage();
    await page.goto(await readFile(opened, 'utf8'));
    await signIn(page, NEEDED.email, /^Password {2}(\S+)$/m.exec(wizard.scrollback())?.[1] ?? '');
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    await page.close();
    expect(await wizard.exit).toMatchObject({ code: 0 });
    expect(wizard.scrollback()).toMatch(
      /The sign-in works\.[\s\S]*Ann Lee +→ FullName[\s\S]*Next, in Mendix:/,
    );
    expect(wizard.scrollback()).not.toContain('First check that the sign-in works');
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('that is offered can be left for what to do in Mendix, also half-way', async ({ world, open }) => {
    const env = { BROWSER: join(world.folder, 'nowhere') };
    const first = open(['setup'], { env });
    await answer(first, { ...NEEDED, card: 'n' });
    expect(await first.exit).toMatchObject({ code: 0 });
    expect(first.scrollback()).toContain('First check that the sign-in works');
    const made = await onlyClientOf(world);
    const before = await callbacksOf(world, made);

    const second = open(['setup'], { env });
    await answer(second, NEEDED, 'card', ['confirm']);
    second.press('enter');
    await second.waitFor('Add it now, and remove it afterwards?');
    second.type('y');
    second.press('enter');
    await second.waitFor('Waiting for the sign-in');
    second.press('ctrl-c');
    expect(await second.exit).toMatchObject({ code: 0 });
    expect(second.scrollback()).toContain('Next, in Mendix:');
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('works from another computer: through ssh, or with the address pasted back', async ({ world, open }) => {
    const made = await setUpFor(world, 'https://app.example.com');
    const before = await callbacksOf(world, made);
    const env = { SSH_CONNECTION: '192.0.2.7 50122 192.0.2.9 22' };
    const login = open(['test-login', '--no-browser', '--alias', 'demo'], { env, columns: 200 });
    await login.waitFor('(y/N)');
    login.type('y');
    login.press('enter');
    await login.waitFor('Or paste the address that the browser ended at');
    const screen = login.scrollback();
    const port = /http:\/\/localhost:(\d+)\/mendix-cognito/.exec(screen)?.[1] ?? '';
    expect(screen).toMatch(new RegExp(`^  ssh -L ${port}:localhost:${port} \\S+@192\\.0\\.2\\.9$`, 'm'));
    const address = /^(http:\/\/\S+\/oauth2\/authorize\?(?:.*\n)*?.*client_id=\w+)/m.exec(screen)?.[1] ?? '';

    // A browser that finds nobody at its own localhost.
    const visitor = new Visitor();
    const page = await visitor.follow(address.replaceAll('\n', ''));
    const answered = await visitor.follow(
      await visitor.submit(page, { username: EMAIL, password: PASSWORD }),
    );
    const url = answered.location ?? '';
    expect(url).toContain(`http://localhost:${port}/`);
    login.type('https://elsewhere.example.com/?code=1');
    login.press('enter');
    await login.waitFor('That is not it');
    login.press('ctrl-u');
    login.type(url.replace(/state=[^&]+/, 'state=another'));
    login.press('enter');
    await login.waitFor('belongs to another sign-in');
    login.press('ctrl-u');
    login.type(url);
    login.press('enter');
    expect(await login.exit).toMatchObject({ code: 0 });
    expect(login.scrollback()).toContain('The sign-in works.');
    expect(login.raw()).not.toContain(new URL(url).searchParams.get('code'));
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('that nobody finishes can be cancelled, and has nothing to go on with', async ({ world, open }) => {
    const made = await setUpFor(world, 'https://app.example.com');
    const before = await callbacksOf(world, made);
    const login = open(['test-login', '--no-browser', '--yes', '--alias', 'demo']);
    await login.waitFor('Waiting for the sign-in');
    login.press('ctrl-c');
    expect(await login.exit).toMatchObject({ code: 130 });
    expect(login.scrollback()).not.toContain('goes on from where');
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('lets a user with a temporary password choose one and go on', async ({ world }) => {
    const made = await setUpFor(world, 'https://app.example.com', '--temporary-password');
    const before = await callbacksOf(world, made);
    const login = await startLogin(world, '--yes');
    const page = await browser.newPage();
    await page.goto(login.url.href);
    await signIn(page, EMAIL, PASSWORD);
    await page.getByLabel('New password', { exact: true }).fill('Another-Horse-9');
    await page.getByLabel('Confirm new password').fill('Another-Horse-9');
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    await page.close();
    expect(await login.done).toMatchObject({ code: 0 });
    expect(await callbacksOf(world, made)).toEqual(before);
  });

  it('ends with exit code 1 when the page is closed and the time is up, and removes its callback', async ({
    world,
  }) => {
    const made = await setUpFor(world, 'https://app.example.com');
    const before = await callbacksOf(world, made);
    const login = await startLogin(world, '--yes', '--timeout', '1');
    const page = await browser.newPage();
    await page.goto(login.url.href);
    await page.close();
    const run = await login.done;
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'LOGIN_TIMEOUT' } });
    expect(await callbacksOf(world, made)).toEqual(before);
  });
});
