import { mkdtemp, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AxeResults } from 'axe-core';
import { URI } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { renderSVG } from 'uqr';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { type App, lowestContrast, openApp, openPool } from '../support/browser-app.ts';
import { EMAIL, PASSWORD, readInbox, verifyAddress } from '../support/cognito.ts';
import { authorizeUrl, type SignInPool, type SignInPoolOptions } from '../support/sign-in-pool.ts';
import { redeem } from '../support/token-requests.ts';

const NEW_PASSWORD = 'Difference-1822';
const GUEST = 'grace@example.com';
const HALF_MINUTE = 30_000;

const SELF_SIGN_UP: SignInPoolOptions['pool'] = {
  AutoVerifiedAttributes: ['email'],
  Schema: [{ Name: 'name', Required: true }],
};

/** Every page at these sizes, in both colour schemes. */
const VIEWS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 320].map((width) => ({ colorScheme, viewport: { width, height: 800 } })),
);

describe.skipIf(browserPath === undefined)(`ways to sign in, in a browser${NO_BROWSER}`, () => {
  let browser: Browser;
  let axe: string;
  let folder: string;

  beforeAll(async () => {
    browser = await launchBrowser();
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    folder = process.env.SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'sign-in-factors-')));
  });
  afterAll(() => browser.close());

  async function newPage(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return context.newPage();
  }

  const begin = (page: Page, pool: SignInPool, app: App) =>
    page.goto(authorizeUrl(pool, { redirect_uri: app.callback }));

  async function signIn(page: Page, password = PASSWORD, who = EMAIL): Promise<void> {
    await page.getByLabel('Email address').fill(who);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** The page as eyes, ears and phones have it: nothing of axe's, no contrast below 4.5, nothing wider than the screen. */
  async function look(page: Page, name: string): Promise<void> {
    for (const { colorScheme, viewport } of VIEWS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.screenshot({
        path: join(folder, `${name}-${colorScheme}-${viewport.width}.png`),
        fullPage: true,
      });
      expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(viewport.width);
      expect(await page.evaluate(`(${lowestContrast})()`), name).toBeGreaterThanOrEqual(4.5);
    }
    await page.evaluate(axe);
    const { violations } = (await page.evaluate('axe.run()')) as AxeResults;
    expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  }

  const shown = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

  /** The code of the newest mail to somebody, who has been sent that many. */
  async function mailedCode(pool: SignInPool, to: string, sent = 1): Promise<string> {
    const inbox = async () => (await readInbox(pool.url)).filter((mail) => mail.to === to);
    await expect.poll(inbox).toHaveLength(sent);
    const [newest] = await inbox();
    return /\b\d{6}\b/.exec(newest?.body ?? '')?.[0] ?? '';
  }

  /** The sign-in is through: the app has a code, which buys tokens. */
  async function signedIn(page: Page, pool: SignInPool, app: App): Promise<void> {
    await page.waitForURL(/\/home\?code=/);
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const answer = await redeem(pool, code, { redirect_uri: app.callback });
    expect(answer.body).toMatchObject({ id_token: expect.any(String), access_token: expect.any(String) });
  }

  async function requireApp(pool: SignInPool, mode: 'ON' | 'OPTIONAL' = 'ON'): Promise<void> {
    await pool.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: mode,
        SoftwareTokenMfaConfiguration: { Enabled: true },
      }),
    );
  }

  /** The authenticator app: reads what the QR code holds, and makes codes. */
  async function scan(page: Page, pool: SignInPool): Promise<() => string> {
    await page.getByText('Show secret key').click();
    const address = (await page.getByRole('link', { name: 'Open in an app' }).getAttribute('href')) ?? '';
    const key = ((await page.locator('#key').textContent()) ?? '').replaceAll(' ', '');
    const drawn = await page.locator('.qr path').getAttribute('d');
    expect(renderSVG(address, { border: 2, pixelSize: 4 })).toContain(drawn);
    const totp = URI.parse(address);
    if (!('period' in totp)) throw new Error(`The QR code holds no TOTP: ${address}`);
    expect([totp.issuer, totp.label, totp.secret.base32]).toEqual(['People', EMAIL, key]);
    return () => totp.generate({ timestamp: pool.clock.now });
  }

  it('signs up with a code from the inbox', async () => {
    const app = await openApp();
    const pool = await openPool(app, { pool: SELF_SIGN_UP });
    const page = await newPage();
    await begin(page, pool, app);
    await look(page, 'sign-in');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await look(page, 'sign-up');
    await page.getByLabel('Email address').fill(GUEST);
    await page.getByLabel('Name').fill('Grace Hopper');
    await page.getByLabel('Password', { exact: true }).fill('simple');
    await page.getByLabel('Confirm password').fill('simple');
    await page.getByRole('button', { name: 'Create account' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Password not long enough');
    expect(await page.getByLabel('Name').inputValue()).toBe('Grace Hopper');
    await look(page, 'sign-up-refused');
    await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('Confirm password').fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await shown(page, 'Confirm your account');
    await look(page, 'confirm');
    const first = await mailedCode(pool, GUEST);
    await page.getByRole('button', { name: 'Send a new code' }).click();
    const code = await mailedCode(pool, GUEST, 2);
    await page.getByLabel('Code from the email').fill(first === code ? '000000' : first);
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('Invalid verification code provided');
    await look(page, 'confirm-refused');
    await page.getByLabel('Code from the email').fill(code);
    await page.keyboard.press('Enter');
    await signedIn(page, pool, app);
  });

  it('has no sign-up where only administrators create users', async () => {
    const app = await openApp();
    const pool = await openPool(app, { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
    const page = await newPage();
    await begin(page, pool, app);
    expect(await page.getByRole('link').allTextContents()).toEqual(['Forgot your password?']);
    await page.goto(page.url().replace('/login?', '/signup?'));
    await shown(page, 'Page not found');
  });

  it('sets a forgotten password with a code from the inbox', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const page = await newPage();
    await begin(page, pool, app);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await look(page, 'forgot');
    await page.getByLabel('Email address').fill(EMAIL);
    await page.keyboard.press('Enter');
    await shown(page, 'Choose a new password');
    await look(page, 'reset');
    await page.getByLabel('Code from the email').fill(await mailedCode(pool, EMAIL));
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('Confirm new password').fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await signedIn(page, pool, app);
  });

  it('refuses to reset a temporary password', async () => {
    const app = await openApp();
    const pool = await openPool(app, { password: 'temporary' });
    const page = await newPage();
    await begin(page, pool, app);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('Email address').fill(EMAIL);
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toBe(
      'User password cannot be reset in the current state.',
    );
    await look(page, 'forgot-refused');
  });

  it('sets up an authenticator app at the first sign-in, with a temporary password, and uses it twice', async () => {
    const app = await openApp();
    const pool = await openPool(app, { password: 'temporary' });
    await requireApp(pool);
    const page = await newPage();
    await begin(page, pool, app);
    await signIn(page);
    await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
    await page.getByLabel('Confirm new password').fill(NEW_PASSWORD);
    await page.keyboard.press('Enter');
    await shown(page, 'Set up your authenticator app');
    expect(await page.getByRole('img', { name: 'QR code' }).isVisible()).toBe(true);
    const code = await scan(page, pool);
    await look(page, 'set-up');
    await page.getByLabel('Code from the app').fill(code() === '000000' ? '000001' : '000000');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toBe('Invalid code received for user');
    const used = code();
    await page.getByLabel('Code from the app').fill(used);
    await page.keyboard.press('Enter');
    await signedIn(page, pool, app);

    const again = await newPage();
    await begin(again, pool, app);
    await signIn(again, NEW_PASSWORD);
    await shown(again, 'Enter your code');
    await look(again, 'app-code');
    await again.getByLabel('Code from the app').fill(used);
    await again.keyboard.press('Enter');
    expect(await again.getByRole('alert').textContent()).toBe(
      'Your software token has already been used once.',
    );
    pool.clock.advance(HALF_MINUTE);
    await again.getByLabel('Code from the app').fill(code());
    await again.keyboard.press('Enter');
    await signedIn(again, pool, app);
  });

  it('asks for a code by email', async () => {
    const app = await openApp();
    const pool = await openPool(app);
    const SourceArn = await verifyAddress(pool, 'sender@example.com');
    await verifyAddress(pool, EMAIL);
    await pool.cognito.send(
      new UpdateUserPoolCommand({
        UserPoolId: pool.poolId,
        EmailConfiguration: { EmailSendingAccount: 'DEVELOPER', SourceArn },
      }),
    );
    await pool.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: pool.poolId,
        MfaConfiguration: 'ON',
        EmailMfaConfiguration: { Message: 'Use {####} to sign in', Subject: 'Sign in' },
      }),
    );
    const page = await newPage();
    await begin(page, pool, app);
    await signIn(page);
    await page.getByLabel('Code from the email').waitFor();
    await look(page, 'email-code');
    const code = await mailedCode(pool, EMAIL, 2);
    expect((await readInbox(pool.url))[0]).toMatchObject({
      to: EMAIL,
      from: 'sender@example.com',
      subject: 'Sign in',
    });
    await page.getByLabel('Code from the email').fill(code);
    await page.keyboard.press('Enter');
    await signedIn(page, pool, app);
  });
});
