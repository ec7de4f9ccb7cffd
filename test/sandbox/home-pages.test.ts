import { expect, test } from 'vitest';
import { openSandbox, raw } from '../support/sandbox.ts';
import { CALLBACK, openSignInPool } from '../support/sign-in-pool.ts';
import { Visitor } from '../support/visitor.ts';

test('the address of the sandbox says what it is, and leads to the inbox and the pools', async () => {
  const { url } = await openSandbox();

  const page = await raw(url);

  expect(page.status).toBe(200);
  expect(page.text).toContain('<h1>Sandbox for Amazon Cognito</h1>');
  for (const [, path] of page.text.matchAll(/href="([^"]+)"/g)) {
    expect((await raw(`${url}${path}`)).status, path).toBe(200);
  }
  expect(page.text).toMatch(/href="\/_sandbox\/inbox".*\n.*href="\/_sandbox\/pools"/);
  expect((await raw(`${url}/_sandbox/pools`)).text).toContain('There are no user pools.');
});

test('the list of pools leads to the sign-in page of each app client', async () => {
  const pool = await openSignInPool({ pool: { PoolName: 'People @ work' } });

  const { text } = await raw(`${pool.url}/_sandbox/pools`);

  expect(text).toContain('<h2>People @ work</h2>');
  expect(text).toContain(`<dd>${pool.poolId}</dd>`);
  const link = /href="([^"]*\/login\?[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  const page = await new Visitor().follow(`${pool.url}${link}`);
  expect(page.text).toContain(new URL(CALLBACK).host);
});
