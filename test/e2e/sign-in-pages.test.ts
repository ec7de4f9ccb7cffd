import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type App, lowestContrast, openApp, openPool } from '../support/browser-app.ts';
import { EMAIL, PASSWORD } from '../support/cognito.ts';
import { authorizeUrl, CALLBACK, openSignInPool, type SignInPool } from '../support/sign-in-pool.ts';

const NEW_PASSWORD = 'Difference-1822';

describe.skipIf(browserPath === undefined)(`sign-in pages in a browser${NO_BROWSER}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(() => browser.close());

  /** A page of a new browser profile; a failure of its console is a failure of the test. */
  async function newPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      // A browser writes a line for each answer of 400 and more, which is what some tests are about.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    onTestFinished(async () => {
      await context.close();
      expect(problems).toEqual([]);
    });
    return page;
  }

  const begin = (page: Page, pool: SignInPool, app: App) =>
    page.goto(authorizeUrl(pool, { redirect_uri: app.callback }));

  async function signIn(page: Page, password = PASSWORD): Promise<void> {
    await page.getByLabel('Email address').fill(EMAIL);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('signs in, spares the second time, and signs out', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await begin(page, pool, app);
    await signIn(page);
    await page.waitForURL(/\/home\?/);
    const first = new URL(page.url()).searchParams;
    expect(first.get('code')).toMatch(/^[\w-]{43}$/);
    expect(first.get('state')).toBe('state of the app & more');
    await begin(page, pool, app);
    await page.waitForURL(/\/home\?/);
    expect(new URL(page.url()).searchParams.get('code')).not.toBe(first.get('code'));
    const query = new URLSearchParams({ client_id: pool.client.id, logout_uri: app.signedOut });
    await page.goto(`${pool.base}/logout?${query}`);
    expect(page.url()).toBe(app.signedOut);
    await begin(page, pool, app);
    expect(await page.title()).toBe('Sign in');
  });

  it('stops at an unregistered sign-out address', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await page.goto(`${pool.base}/logout?client_id=${pool.client.id}&logout_uri=${app.callback}`);
    expect(await page.getByRole('main').textContent()).toContain(
      "Required String parameter 'redirect_uri' is not present",
    );
  });

  it('can be done with the keyboard alone', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await begin(page, pool, app);
    // The browser moves the focus when it first paints the page, which may be after it has loaded.
    await page.locator('input[name=username]:focus').waitFor();
    await page.keyboard.type(EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Sign in');
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/home\?code=/);
  });

  it('needs no script', async () => {
    const app = await openApp();
    const pool = await openPool(app, { password: 'temporary' });
    const page = await newPage({ javaScriptEnabled: false });
    await begin(page, pool, app);
    await signIn(page);
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('Confirm new password').fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/home\?code=/);
  });

  it('shows a wrong password to eyes and ears, and then lets the right one in', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await begin(page, pool, app);
    await signIn(page, 'Not-the-password-1');
    expect(await page.getByRole('alert').textContent()).toBe('Incorrect username or password.');
    const password = page.getByLabel('Password', { exact: true });
    expect(await page.evaluate('document.activeElement.id')).toBe('password');
    expect(await password.getAttribute('aria-describedby')).toBe(
      await page.getByRole('alert').getAttribute('id'),
    );
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Email address').inputValue()).toBe(EMAIL);
    await password.fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/home\?code=/);
  });

  it('leads through a forced new password with a missing attribute', async () => {
    const app = await openApp();
    const pool = await openPool(app, {
      password: 'temporary',
      pool: { Schema: [{ Name: 'name', Required: true }] },
    });
    const page = await newPage();
    await begin(page, pool, app);
    await signIn(page);
    const password = page.getByLabel('New password', { exact: true });
    await page.getByRole('heading', { name: 'Change password' }).waitFor();
    expect(await page.locator(`#${await password.getAttribute('aria-describedby')}`).textContent()).toContain(
      'at least 8 characters',
    );
    await password.fill('simple');
    await page.getByLabel('Confirm new password').fill('simple');
    await page.getByLabel('Name').fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Change password' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Password not long enough');
    expect(await page.getByLabel('Name').inputValue()).toBe('Ada Lovelace');
    await password.fill(NEW_PASSWORD);
    await page.getByLabel('Confirm new password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.waitForURL(/\/home\?code=/);
  });

  it('shows password managers what is what', async () => {
    const app = await openApp();
    const pool = await openPool(app, { password: 'temporary' });
    const page = await newPage();
    const fields = () =>
      page.evaluate(
        `[...document.querySelectorAll('input[autocomplete]')].map((input) => input.autocomplete)`,
      );
    await begin(page, pool, app);
    expect(await fields()).toEqual(['username', 'current-password']);
    await signIn(page);
    await page.waitForSelector('text=Change password');
    expect(await fields()).toEqual(['username', 'new-password', 'new-password']);
  });

  it('says that the time is over', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await begin(page, pool, app);
    pool.clock.advance(300_000);
    await signIn(page);
    await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
  });

  it('goes on to an app of IPv6, which CSP cannot name', async () => {
    const callback = 'http://[::1]:8080/callback';
    const pool = await openSignInPool({ client: { CallbackURLs: [callback] } });
    const page = await newPage();
    await page.goto(authorizeUrl(pool, { redirect_uri: callback }));
    const left = page.waitForRequest((request) => request.url().startsWith(callback));
    await signIn(page);
    expect((await left).url()).toContain('?code=');
  });

  it('fits a phone, in light and dark, with words that can be read', async () => {
    const folder = process.env.SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'sign-in-pages-')));
    const pool = await openSignInPool({ password: 'temporary' });
    const plain = await openSignInPool({ branding: false });
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [width, height] of [
        [1280, 800],
        [360, 740],
        [320, 640],
      ] as const) {
        const page = await newPage({ colorScheme, viewport: { width, height } });
        const look = async (name: string) => {
          const path = join(folder, `${name}-${colorScheme}-${width}.png`);
          await page.screenshot({ path, fullPage: true });
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
          expect(await page.evaluate(`(${lowestContrast})()`)).toBeGreaterThanOrEqual(4.5);
        };
        await page.goto(authorizeUrl(pool));
        await look('sign-in');
        await signIn(page, 'Not-the-password-1');
        await look('wrong-password');
        await signIn(page);
        await page.waitForSelector('text=Change password');
        await look('new-password');
        await page.goto(authorizeUrl(plain));
        await look('unavailable');
        await page.goto(authorizeUrl(pool, { redirect_uri: `${CALLBACK}/` }));
        await look('error');
      }
    }
  });
});
