import { describe, expect, it } from 'vitest';
import { raw } from '../../support/sandbox.ts';
import { authorizeUrl, openSignInPool } from '../../support/sign-in-pool.ts';
import { type Visit, Visitor } from '../../support/visitor.ts';

describe('a request that nobody should send', () => {
  const isPage = (visit: Visit) =>
    /^<!doctype html>/.test(visit.text) && !/ at .*\.(?:js|ts):/.test(visit.text);

  it.each([
    ['/', 404],
    ['', 404],
    ['/favicon.ico', 404],
    ['/oauth2', 404],
    ['/OAuth2/Authorize', 404],
    ['/oauth2/authorize/', 404],
    ['/oauth2/authorize/never-begun', 400],
    ['/oauth2/authorize/..%2f..%2fsecrets', 404],
    ['/..%5c..%5cetc', 404],
    ['/login/%00', 404],
    ['/login?interaction=never-begun', 400],
    ['/.well-known/openid-configuration', 404],
    ['/interaction/x', 404],
    ['/session/end', 404],
  ])('%s is a page of %i', async (path, status) => {
    const pool = await openSignInPool();
    const page = await new Visitor().ask(`${pool.base}${path}`);
    expect([page.status, isPage(page)]).toEqual([status, true]);
    expect(pool.log).toEqual([]);
  });

  it.each(['client_id', 'redirect_uri', 'scope', 'state', 'response_type', 'nonce'])(
    '%s twice is refused',
    async (name) => {
      const pool = await openSignInPool();
      const once = authorizeUrl(pool);
      const end = await new Visitor().follow(`${once}&${name}=${new URL(once).searchParams.get(name)}`);
      const error = end.location === undefined ? end.text : new URL(end.location).search;
      expect(error).toContain('invalid_request');
      expect(pool.log).toEqual([]);
    },
  );

  it.each([
    ['POST', '/oauth2/authorize', 405],
    ['DELETE', '/login', 405],
    ['GET', '/oauth2/token', 405],
    ['OPTIONS', '/oauth2/userInfo', 405],
    ['HEAD', '/oauth2/authorize', 302],
  ])('%s %s is %i', async (method, path, status) => {
    const pool = await openSignInPool();
    const query = path === '/oauth2/authorize' ? new URL(authorizeUrl(pool)).search : '';
    const answer = await raw(`${pool.base}${path}${query}`, { method, redirect: 'manual' });
    expect(answer.status).toBe(status);
  });

  it.each(['/oauth2/token', '/login', '/oauth2/revoke'])('%s takes a megabyte at most', async (path) => {
    const pool = await openSignInPool();
    const answer = await raw(`${pool.base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'x'.repeat(1024 * 1024 + 1),
    });
    expect(answer.status).toBe(413);
  });

  it.each(['/oauth2/token', '/oauth2/revoke'])('%s refuses a long body without a failure', async (path) => {
    const pool = await openSignInPool();
    const answer = await raw(`${pool.base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `client_id=${'x'.repeat(500_000)}`,
    });
    expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
    expect(pool.log).toEqual([]);
  });

  it('a query that cannot be decoded is no failure', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(`${pool.base}/oauth2/authorize?client_id=%E0%A4%A&x=%`);
    expect([page.status, isPage(page)]).toEqual([400, true]);
  });

  it('cookies that are none of the sandbox’s are no failure', async () => {
    const pool = await openSignInPool();
    const cookie = 'cognito=x; cognito-browser=%00; cognito-authorize; =; ;;';
    const answer = await fetch(authorizeUrl(pool), { redirect: 'manual', headers: { cookie } });
    expect(answer.headers.get('location')).toContain('/login?');
    expect(pool.log).toEqual([]);
  });
});
