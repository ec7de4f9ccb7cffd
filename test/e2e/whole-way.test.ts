import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { callbacksOf, EMAIL, freePort, PASSWORD, setUpFor, startLogin } from '../support/login-run.ts';
import { answer, it, NEEDED } from '../support/wizard.ts';

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
