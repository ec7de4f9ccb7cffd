import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { makePool } from '../support/cognito.ts';
import { authorization, openSandbox, postCognito, REGION, raw } from '../support/sandbox.ts';

/** Sends what an HTTP library would tidy up, and reads the answer's status line. */
function sendLines(port: number, lines: string[], more = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n${more}`));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
    socket.once('end', () => reject(new Error('closed without an answer')));
  });
}

describe('where the sandbox listens', () => {
  test('is loopback only: the machine’s other addresses refuse', async () => {
    const { port } = await openSandbox();
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter((each) => each.family === 'IPv4' && each.address !== '127.0.0.1')
      .map((each) => each.address);

    // 127.0.0.2 is loopback as well, and stands for "another address" on a machine without a network.
    for (const address of [...others, '127.0.0.2']) {
      const outcome = await new Promise((resolve) => {
        const socket = connect({ port, host: address, timeout: 2_000 }, () => resolve('connected'));
        socket.once('error', () => resolve('refused'));
        socket.once('timeout', () => resolve('refused'));
        socket.once('close', () => socket.destroy());
      });
      expect([address, outcome]).toEqual([address, 'refused']);
    }
  });

  test('is shown with its port, and a taken port is an error of the system', async () => {
    const { url, port } = await openSandbox();

    expect(url).toBe(`http://127.0.0.1:${port}`);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('is free again after it was closed', async () => {
    const first = await openSandbox();
    await first.close();

    const second = await openSandbox({ port: first.port });

    expect(second.port).toBe(first.port);
  });
});

describe('a request for another host', () => {
  test.each(['sandbox.example.com', 'sandbox.example.com:80', '127.0.0.1.example.com', '10.0.0.1', ''])(
    '“%s” is refused with 403',
    async (host) => {
      const { port } = await openSandbox();

      const status = await sendLines(port, ['GET /_sandbox HTTP/1.1', `Host: ${host}`]);

      expect(status).toBe('HTTP/1.1 403 Forbidden');
    },
  );

  test.each(['127.0.0.1', 'localhost', 'LOCALHOST:8080', '[::1]:80'])('“%s” is this one', async (host) => {
    const { port } = await openSandbox();

    expect(await sendLines(port, ['GET /_sandbox HTTP/1.1', `Host: ${host}`])).toBe('HTTP/1.1 200 OK');
  });
});

describe('a body of more than 1 MiB', () => {
  test('is refused by its announced length, before it is read', async () => {
    const { port } = await openSandbox();

    const status = await sendLines(port, [
      'POST / HTTP/1.1',
      'Host: 127.0.0.1',
      `Content-Length: ${1024 * 1024 + 1}`,
    ]);

    expect(status).toBe('HTTP/1.1 413 Payload Too Large');
  });

  test('is refused when it comes in pieces of unknown number', async () => {
    const { port } = await openSandbox();

    const status = await new Promise((resolve, reject) => {
      const outgoing = request({ port, host: '127.0.0.1', method: 'POST', path: '/' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      outgoing.on('error', reject);
      // Two writes without a length make a chunked body.
      outgoing.write(Buffer.alloc(700 * 1024, ' '));
      outgoing.write(Buffer.alloc(700 * 1024, ' '));
      outgoing.end();
    });

    expect(status).toBe(413);
  });

  test('is refused in an answer that a client gets which sends on, and the sandbox answers the next call', async () => {
    const { url } = await openSandbox();

    const answer = await postCognito(url, 'ListUserPools', ' '.repeat(8 * 1024 * 1024));

    expect(answer.status).toBe(413);
    expect((await postCognito(url, 'ListUserPools', { MaxResults: 1 })).status).toBe(200);
  });

  test('is what is too long: exactly 1 MiB is read', async () => {
    const { url } = await openSandbox();
    const body = JSON.stringify({ MaxResults: 60 }).padEnd(1024 * 1024, ' ');

    const answer = await postCognito(url, 'ListUserPools', body);

    expect(answer.body).toEqual({ UserPools: [] });
  });
});

describe('a path that the sandbox does not have', () => {
  test.each([
    '/nothing',
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/_sandbox/../../package.json',
    '/_sandbox/%2e%2e%2fpackage.json',
    '//example.com/_sandbox',
    '/v2/email/../../etc/passwd',
    '/eu-west-1_abc/../.well-known/openid-configuration',
    '/_sandboxes',
    '\\\\example.com\\_sandbox',
  ])('%s is not found, and no file is named', async (path) => {
    const { port, log } = await openSandbox();

    const status = await sendLines(port, [`GET ${path} HTTP/1.1`, 'Host: 127.0.0.1']);

    expect(status).toMatch(/^HTTP\/1\.1 40[034]/);
    expect(log).toEqual([]);
  });

  test('is any path that only differs in the method', async () => {
    const { url } = await openSandbox();

    expect((await raw(url, { method: 'PUT' })).status).toBe(404);
    expect((await raw(`${url}/_sandbox/reset`)).status).toBe(404);
  });
});

describe('the sandbox’s own page', () => {
  test('says what the sandbox is and how much it holds', async () => {
    const sandbox = await openSandbox({ embedded: true });
    await makePool(sandbox);

    expect((await raw(`${sandbox.url}/_sandbox`)).body).toEqual({
      product: 'mendix-cognito sandbox',
      embedded: true,
      pools: 1,
      identities: 0,
      emails: 0,
      quotaScale: null,
    });
  });
});

describe('a reset', () => {
  const pools = new ListUserPoolsCommand({ MaxResults: 60 });

  test.each([
    ['another site', 'https://example.com'],
    ['another port', 'http://127.0.0.1:1'],
    ['a sandboxed page', 'null'],
  ])('that %s asks for is refused, and nothing is lost', async (_what, origin) => {
    const sandbox = await openSandbox();
    await makePool(sandbox);

    const answer = await raw(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers: { origin } });

    expect(answer.status).toBe(403);
    expect((await sandbox.cognito.send(pools)).UserPools).toHaveLength(1);
  });

  test.each(['a page of its own', 'a program'])('that %s asks for empties the sandbox', async (who) => {
    const sandbox = await openSandbox();
    await makePool(sandbox);
    const headers: Record<string, string> = who === 'a program' ? {} : { origin: sandbox.url };

    const answer = await raw(`${sandbox.url}/_sandbox/reset`, { method: 'POST', headers });

    expect(answer).toMatchObject({ status: 200, body: { reset: true } });
    expect((await sandbox.cognito.send(pools)).UserPools).toEqual([]);
  });
});

test('an answer names its request, as AWS’s do', async () => {
  const { url } = await openSandbox();
  const body = { MaxResults: 1 };

  const one = await postCognito(url, 'ListUserPools', body, { authorization: authorization(REGION) });
  const other = await postCognito(url, 'ListUserPools', body);

  expect(one.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  expect(one.headers.get('x-amzn-requestid')).not.toBe(other.headers.get('x-amzn-requestid'));
});
