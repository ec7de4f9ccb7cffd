import { EMAIL, PASSWORD } from './cognito.ts';
import { authorizeUrl, type SignInPool } from './sign-in-pool.ts';

/** An answer as a browser would take it, before it follows a redirect. */
export interface Visit {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  /** Absolute; undefined when the answer is no redirect. */
  readonly location: string | undefined;
  readonly text: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** A browser as far as HTTP goes: it keeps cookies, and sends the forms that it is shown. */
export class Visitor {
  #cookies: Cookie[] = [];

  /** Asks once, without following a redirect. */
  async ask(url: string, init: RequestInit = {}): Promise<Visit> {
    const { pathname } = new URL(url);
    const sent = this.#cookies.filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
    const response = await fetch(url, {
      redirect: 'manual',
      ...init,
      headers: {
        ...(init.headers as Record<string, string> | undefined),
        cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get('location');
    return {
      url,
      status: response.status,
      headers: response.headers,
      location: location === null ? undefined : new URL(location, url).href,
      text: await response.text(),
    };
  }

  /** Follows redirects up to a page of the sandbox, or up to an address of someone else. */
  async follow(visit: Visit | string): Promise<Visit> {
    let current = typeof visit === 'string' ? await this.ask(visit) : visit;
    while (
      current.location !== undefined &&
      new URL(current.location).origin === new URL(current.url).origin
    ) {
      current = await this.ask(current.location);
    }
    return current;
  }

  /** Sends the form of a page, with what the page has in it and what is typed. */
  async submit(page: Visit, typed: Record<string, string>): Promise<Visit> {
    const action = /<form [^>]*action="([^"]*)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`No form on this page: ${page.text}`);
    const body = new URLSearchParams();
    for (const [tag] of page.text.matchAll(/<input [^>]*>/g)) {
      body.set(plainText(attribute(tag, 'name')), plainText(attribute(tag, 'value')));
    }
    for (const [name, value] of Object.entries(typed)) body.set(name, value);
    return this.follow(await this.ask(new URL(plainText(action), page.url).href, { method: 'POST', body }));
  }

  /** The value of a cookie, whatever its path. */
  cookie(name: string): string | undefined {
    return this.#cookies.find((each) => each.name === name)?.value;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
    this.#cookies = this.#cookies.filter((cookie) => cookie.name !== name || cookie.path !== path);
    const gone = attributes.some((each) => /^(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(each));
    if (!gone) this.#cookies.push({ name, value: pair.slice(name.length + 1), path });
  }
}

/** What a page says is wrong. */
export function alertOf(page: Visit): string | undefined {
  return /role="alert">([^<]*)</.exec(page.text)?.[1];
}

/** Comes to the sign-in page with a new browser. */
export async function openPage(pool: SignInPool): Promise<{ visitor: Visitor; page: Visit }> {
  const visitor = new Visitor();
  return { visitor, page: await visitor.follow(authorizeUrl(pool)) };
}

/** Signs in on the pages, and returns the address that the browser is sent to in the end. */
export async function signInOnPages(
  pool: SignInPool,
  changes: Record<string, string | undefined> = {},
  visitor = new Visitor(),
): Promise<URL> {
  const page = await visitor.follow(authorizeUrl(pool, changes));
  const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
  if (end.location === undefined) throw new Error(`The sign-in did not end: ${end.text}`);
  return new URL(end.location);
}

/** A fresh authorization code. */
export async function newCode(
  pool: SignInPool,
  changes: Record<string, string | undefined> = {},
): Promise<string> {
  return (await signInOnPages(pool, changes)).searchParams.get('code') ?? '';
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}

function plainText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
