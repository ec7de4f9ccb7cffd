import { AdminDeleteUserCommand, AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, makeClient, makeUser, PASSWORD } from '../../support/cognito.ts';
import { APP, authorizeUrl, CALLBACK, openSignInPool, SIGNED_OUT } from '../../support/sign-in-pool.ts';
import { signInOnPages, Visitor } from '../../support/visitor.ts';

const HOUR = 3_600_000;

describe('a session', () => {
  it('spares the second sign-in, also of another client of the pool', async () => {
    const pool = await openSignInPool();
    const other = await makeClient(pool, pool.poolId, APP);
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    for (const client_id of [pool.client.id, other.id]) {
      const second = await visitor.ask(authorizeUrl(pool, { client_id, state: 'second' }));
      expect(second.location).toMatch(/callback\?code=[\w-]+&state=second$/);
    }
  });

  it('is the browser’s own', async () => {
    const pool = await openSignInPool();
    await signInOnPages(pool, {}, new Visitor());
    expect((await new Visitor().follow(authorizeUrl(pool))).text).toContain('<h1>Sign in</h1>');
  });

  it('ends an hour after the password was given, however often it is used', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    pool.clock.advance(HOUR - 1000);
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('callback?code=');
    pool.clock.advance(1000);
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('/login?');
  });

  it.each([
    ['disabled', AdminDisableUserCommand],
    ['deleted', AdminDeleteUserCommand],
  ] as const)('of a user who was %s since is none', async (_how, Command) => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    await pool.cognito.send(new Command({ UserPoolId: pool.poolId, Username: EMAIL }));
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('/login?');
  });

  it('is replaced when someone else signs in', async () => {
    const pool = await openSignInPool();
    await makeUser(pool, pool.poolId, 'permanent', 'grace@example.com');
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    const page = await visitor.follow(authorizeUrl(pool, { prompt: 'login' }));
    const end = await visitor.submit(page, { username: 'grace@example.com', password: PASSWORD });
    expect(end.location).toContain('callback?code=');
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('callback?code=');
  });

  it('answers prompt=none without a page, in managed login', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    const before = new URL((await visitor.ask(authorizeUrl(pool, { prompt: 'none' }))).location ?? '');
    expect(before.searchParams.get('error')).toBe('login_required');
    await signInOnPages(pool, {}, visitor);
    expect((await visitor.ask(authorizeUrl(pool, { prompt: 'none' }))).location).toContain('?code=');
  });
});

describe('sign-out', () => {
  it('ends the session and goes to a registered logout_uri', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    const query = new URLSearchParams({ client_id: pool.client.id, logout_uri: SIGNED_OUT });
    const out = await visitor.ask(`${pool.base}/logout?${query}`);
    expect([out.status, out.location]).toEqual([302, SIGNED_OUT]);
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('/login?');
  });

  it('goes to an address with letters that no header has', async () => {
    const signedOut = 'https://app.example.com/abgemeldet/grüße';
    const pool = await openSignInPool({ client: { LogoutURLs: [signedOut] } });
    const query = new URLSearchParams({ client_id: pool.client.id, logout_uri: signedOut });
    const out = await new Visitor().ask(`${pool.base}/logout?${query}`);
    expect(out.location).toBe('https://app.example.com/abgemeldet/gr%C3%BC%C3%9Fe');
  });

  it('makes the session worthless for who kept its cookie', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    const kept = visitor.cookie('cognito');
    const query = new URLSearchParams({ client_id: pool.client.id, logout_uri: SIGNED_OUT });
    await visitor.ask(`${pool.base}/logout?${query}`);
    const again = await fetch(authorizeUrl(pool), {
      redirect: 'manual',
      headers: { cookie: `cognito=${kept}` },
    });
    expect(again.headers.get('location')).toContain('/login?');
  });

  it.each([
    ['without a client', '', 'client_id'],
    [
      'in OpenID Connect’s way',
      'id_token_hint=x&post_logout_redirect_uri=http://localhost:8080/',
      'client_id',
    ],
    [
      'in OpenID Connect’s way, with the client',
      'client_id=CLIENT&post_logout_redirect_uri=http://localhost:8080/',
      'redirect_uri',
    ],
    ['without an address', 'client_id=CLIENT', 'redirect_uri'],
    [
      'with an address that is not registered',
      `client_id=CLIENT&logout_uri=${SIGNED_OUT}elsewhere`,
      'redirect_uri',
    ],
  ])('%s signs out, and shows what is missing', async (_what, template, missing) => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    const query = template.replace('CLIENT', pool.client.id);
    const out = await visitor.ask(`${pool.base}/logout${query && `?${query}`}`);
    expect([out.status, out.location]).toEqual([302, `${pool.base}/error${query && `?${query}`}`]);
    const page = await visitor.follow(out);
    expect(page.status).toBe(400);
    expect(page.text).toContain(`Required String parameter &#39;${missing}&#39; is not present`);
    expect((await visitor.ask(authorizeUrl(pool))).location).toContain('/login?');
  });

  it('leads to the sign-in page with the parameters of an authorize request', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    await signInOnPages(pool, {}, visitor);
    const page = await visitor.follow(authorizeUrl(pool).replace('/oauth2/authorize', '/logout'));
    expect(page.text).toContain('<h1>Sign in</h1>');
    const elsewhere = authorizeUrl(pool, { redirect_uri: `${CALLBACK}/` }).replace(
      '/oauth2/authorize',
      '/logout',
    );
    expect((await visitor.follow(elsewhere)).text).toContain('redirect_mismatch');
  });

  it('knows the clients of its own pool only', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(`${pool.base}/logout?client_id=nobody&logout_uri=${SIGNED_OUT}`);
    expect([page.status, page.text.includes('invalid_client')]).toEqual([400, true]);
  });
});
