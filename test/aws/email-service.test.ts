import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';

/** A service that fails each call, and records which ones came. */
async function failing() {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const sandboxUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = await openAws({ region: 'eu-west-1', sandboxUrl, signal: new AbortController().signal });
  return { calls, aws };
}

it('makes a create once, and all else five times', async () => {
  const { aws, calls } = await failing();
  const ses = await aws.ses();
  await expect(ses.createEmailIdentity({ EmailIdentity: 'a@example.com' })).rejects.toThrow();
  expect(calls).toEqual(['POST /v2/email/identities']);
  await expect(ses.getAccount({})).rejects.toThrow();
  expect(calls.slice(1)).toEqual(Array(5).fill('GET /v2/email/account'));
});

it('is opened once', async () => {
  const { aws } = await failing();
  expect(await aws.ses()).toBe(await aws.ses());
});
