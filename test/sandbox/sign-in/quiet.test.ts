import { expect, it, vi } from 'vitest';
import { EMAIL, PASSWORD } from '../../support/cognito.ts';
import { raw } from '../../support/sandbox.ts';
import { authorizeUrl, CALLBACK, openSignInPool } from '../../support/sign-in-pool.ts';
import { newCode, Visitor } from '../../support/visitor.ts';

it('prints nothing, though oidc-provider would warn at its first use, and leaves the console as it was', async () => {
  const terminal = globalThis.console;
  const spies = (['log', 'info', 'warn', 'error'] as const).map((name) =>
    vi.spyOn(terminal, name).mockImplementation(() => undefined),
  );
  const { warn } = terminal;
  const pool = await openSignInPool();
  const first = new Visitor().follow(authorizeUrl(pool));
  // While the library is being loaded, other warnings go through.
  terminal.warn('a warning of someone else');
  await first;
  const code = await newCode(pool);
  // Each of these makes oidc-provider call a function that warns until it is configured.
  for (const path of ['/oauth2/token', '/oauth2/revoke']) {
    const answer = await raw(`${pool.base}${path}`, {
      method: 'POST',
      headers: { origin: 'https://app.example.com' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        token: 'x',
        redirect_uri: CALLBACK,
        client_id: pool.client.id,
        client_secret: pool.client.secret,
      }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  }
  expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([['a warning of someone else']]);
  expect(terminal.warn).toBe(warn);
  vi.restoreAllMocks();
});

it('logs no secret, whatever fails', async () => {
  const pool = await openSignInPool();
  const visitor = new Visitor();
  const page = await visitor.follow(authorizeUrl(pool));
  await visitor.submit(page, { username: EMAIL, password: 'Wrong-password-1' });
  const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
  const code = new URL(end.location ?? '').searchParams.get('code') ?? '';
  const body = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_id: pool.client.id };
  for (const client_secret of ['wrong', pool.client.secret, pool.client.secret]) {
    await raw(`${pool.base}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...body, client_secret }),
    });
  }
  expect(pool.log).toEqual([]);
});
