import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { openNetwork } from '../../src/aws/network.ts';
import { MENDIX_FORM } from '../../src/mendix/login-pages.ts';
import { type Attempt, beginSignIn, finishSignIn, openRelyingParty } from '../../src/oidc/relying-party.ts';
import { Secret } from '../../src/secret.ts';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import { EMAIL, PASSWORD, setUpFor } from '../support/login-run.ts';
import { it, type World } from '../support/world.ts';

/** The path below which the app runs, and where in it somebody wants to go. */
const BASE = '/sub/path';
const DEEP_LINK = '?profile=Responsive#/order/5?tab=a%20b&c=d';

type Kind = 'automatic' | 'choice';

/**
 * A small server in the place of a Mendix app below a path. It is no Mendix: as the OIDC SSO module does, it begins a
 * sign-in at /oauth/v2/login, remembers `cont`, takes the answer at /oauth/v2/callback, and goes on to where `cont` says.
 */
async function openApp(world: World): Promise<{ readonly url: string; show(kind: Kind): Promise<void> }> {
  const attempts = new Map<string, { readonly attempt: Attempt; readonly cont: string }>();
  const files = new Map<string, string>([
    ['/index.html', '<title>This page stands for the app</title>'],
    [`/${MENDIX_FORM}`, '<title>This page stands for the sign-in form of Mendix</title>'],
  ]);
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', url), response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://localhost:${(server.address() as AddressInfo).port}${BASE}`;
  await setUpFor(world, url);
  const { mendix } = (await world.run(['mendix-config', '--json'])).json() as {
    mendix: {
      clientId: string;
      clientSecret: string;
      automaticConfigurationUrl: string;
      userPoolId: string;
      scopes: string[];
    };
  };
  const party = await openRelyingParty(openNetwork({ signal: new AbortController().signal }), {
    discoveryUrl: mendix.automaticConfigurationUrl,
    clientId: mendix.clientId,
    clientSecret: new Secret(mendix.clientSecret),
    scopes: mendix.scopes,
    userPoolId: mendix.userPoolId,
  });

  async function answer(asked: URL, response: ServerResponse): Promise<void> {
    const path = asked.pathname.startsWith(BASE) ? asked.pathname.slice(BASE.length) : asked.pathname;
    if (path === '/oauth/v2/login') {
      expect(asked.searchParams.get('idp')).toBe('demo');
      const attempt = await beginSignIn(party, `${url}/oauth/v2/callback`, mendix.scopes);
      attempts.set(attempt.state, { attempt, cont: asked.searchParams.get('cont') ?? '' });
      response.writeHead(302, { location: attempt.url.href }).end();
      return;
    }
    if (path === '/oauth/v2/callback') {
      const begun = attempts.get(asked.searchParams.get('state') ?? '');
      if (begun === undefined) throw new Error('The answer belongs to no sign-in.');
      const { claims } = await finishSignIn(party, begun.attempt, asked);
      expect(claims.email).toBe(EMAIL);
      response.writeHead(302, { location: `${url}/index.html${begun.cont}` }).end();
      return;
    }
    const text = files.get(path);
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(text);
  }

  return {
    url,
    show: async (kind) => {
      const { snippets } = (await world.run(['mendix-config', '--snippets', '--json'])).json() as {
        snippets: { loginPages: Record<Kind, string> };
      };
      files.set('/login.html', snippets.loginPages[kind]);
    },
  };
}

describe.skipIf(browserPath === undefined)(`the login.html of --snippets in a browser${NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function open(address: string) {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  async function signIn(page: Awaited<ReturnType<typeof open>>) {
    await page.getByLabel('Email').fill(EMAIL);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/index.html**');
  }

  it('sends people on at once, and a deep link below a path survives the sign-in', async ({ world }) => {
    const app = await openApp(world);
    await app.show('automatic');
    const page = await open(`${app.url}/login.html${DEEP_LINK}`);
    await signIn(page);
    expect(page.url()).toBe(`${app.url}/index.html${DEEP_LINK}`);
    expect(await page.title()).toBe('This page stands for the app');
  });

  it('lets people choose, and keeps the deep link either way', async ({ world }) => {
    const app = await openApp(world);
    await app.show('choice');
    const page = await open(`${app.url}/login.html${DEEP_LINK}`);
    await page.getByRole('link', { name: 'Sign in with a Mendix account' }).click();
    expect(page.url()).toBe(`${app.url}/${MENDIX_FORM}${DEEP_LINK}`);
    await page.goBack();
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await signIn(page);
    expect(page.url()).toBe(`${app.url}/index.html${DEEP_LINK}`);
  });

  it('goes to the start page when nobody wanted to go elsewhere', async ({ world }) => {
    const app = await openApp(world);
    await app.show('automatic');
    const page = await open(`${app.url}/login.html`);
    await signIn(page);
    expect(page.url()).toBe(`${app.url}/index.html`);
  });
});
