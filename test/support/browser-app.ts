import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { openSignInPool, type SignInPool, type SignInPoolOptions } from './sign-in-pool.ts';

export interface App {
  readonly callback: string;
  readonly signedOut: string;
}

/** An app as a browser meets it: the callback goes on to a page of the app, as Mendix's does. */
export async function openApp(): Promise<App> {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/callback') response.writeHead(302, { location: `/home${search}` }).end();
    else response.setHeader('content-type', 'text/html').end(`<title>App</title><h1>App ${pathname}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return { callback: `${origin}/callback`, signedOut: `${origin}/` };
}

/** A pool whose app client is that app's. */
export async function openPool(app: App, options: SignInPoolOptions = {}): Promise<SignInPool> {
  const client = { CallbackURLs: [app.callback], LogoutURLs: [app.signedOut], ...options.client };
  return openSignInPool({ ...options, client });
}

/** Runs in the page: the lowest contrast of its texts, by WCAG 2.2, 1.4.3. */
export const lowestContrast = `() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = rgb(color).map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return rgb(color)[3] === 0 && element.parentElement ? background(element.parentElement) : color;
  };
  const texts = [...document.querySelectorAll('h1, p, label, button, footer, li, input:not([type=hidden])')];
  return Math.min(...texts.map((element) => {
    const [one, other] = [luminance(getComputedStyle(element).color), luminance(background(element))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }));
}`;
