import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openNetwork } from '../../src/aws/network.ts';

/** A server on loopback, and a network that asks it. */
async function open(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const network = openNetwork({ signal: new AbortController().signal });
  return (asked: Parameters<typeof network.request>[1] = {}) =>
    network.request(`http://127.0.0.1:${port}/`, asked);
}

/** Keeps each connection open after its first answer, and closes it when the next request has come. */
function closesKept(seen: string[]): RequestListener {
  const used = new WeakSet<object>();
  return ({ method = '', socket }, response) => {
    seen.push(method);
    if (used.has(socket)) socket.destroy();
    else response.end('answer');
    used.add(socket);
  };
}

// What a server does that gives up an idle connection, just when the next request is on its way.
it('asks for a page again when a connection that was kept open is closed meanwhile', async () => {
  const seen: string[] = [];
  const request = await open(closesKept(seen));
  await request();
  expect(await request()).toMatchObject({ status: 200, body: Buffer.from('answer') });
  expect(seen).toEqual(['GET', 'GET', 'GET']);
});

it('sends nothing again that may have been acted on', async () => {
  const seen: string[] = [];
  const request = await open(closesKept(seen));
  await request();
  await expect(request({ method: 'POST', body: 'code=once' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(seen).toEqual(['GET', 'POST']);
});

it('asks no more than twice where every connection is closed', async () => {
  let times = 0;
  const request = await open(({ socket }) => {
    times += 1;
    socket.destroy();
  });
  await expect(request()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(times).toBe(2);
});
