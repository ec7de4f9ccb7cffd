import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type CallbackListener, listenOn } from '../../src/oidc/callback-listener.ts';

const it = test.extend<{ listener: CallbackListener }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  listener: async ({}, use) => {
    const listener = await listenOn('http://localhost:0/callback');
    if (listener === undefined) throw new Error('No port.');
    await use(listener);
    await listener.close();
  },
});

const never = new AbortController().signal;

it('does not wait for a run that was cancelled before', async ({ listener }) => {
  const stop = new AbortController();
  stop.abort(new Error('cancelled'));
  const signIn = { state: 'ours', finish: async () => 'signed in' };
  await expect(listener.wait(signIn, stop.signal, 600_000)).rejects.toThrow('cancelled');
});

it('stops waiting when the time is over', async ({ listener }) => {
  const signIn = { state: 'ours', finish: async () => 'signed in' };
  await expect(listener.wait(signIn, never, 1)).rejects.toMatchObject({ code: 'LOGIN_TIMEOUT' });
});

it('ends when the browser was closed before it could be shown the result', async ({ listener }) => {
  let gone = () => {};
  const closed = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const finish = async () => {
    await closed;
    return 'signed in';
  };
  const waiting = listener.wait({ state: 'ours', finish }, never, 600_000);
  const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
  socket.write('GET /callback?state=ours&code=1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
  setTimeout(() => {
    socket.destroy();
    setTimeout(gone, 100);
  }, 100);
  expect(await waiting).toBe('signed in');
});

it('answers whatever arrives, and goes on waiting', async ({ listener }) => {
  const waiting = listener.wait({ state: 'ours', finish: async () => 'signed in' }, never, 600_000);
  const port = Number(new URL(listener.url).port);
  for (const line of [
    'GET //[ HTTP/1.1',
    'GET http://[/ HTTP/1.1',
    'GET //other.example/callback?state=ours HTTP/1.1',
    'GET /callback?state=theirs&code=1 HTTP/1.1',
    'GET /callback?state=ours&state=ours&code=1 HTTP/1.1',
    'GET /callback?code=1 HTTP/1.1',
    'GET /callback?%%% HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'CONNECT other.example:443 HTTP/1.1',
    'GET /callback?state=ours HTTP/9.9',
    '\u0000\u0001',
    `GET /${'a'.repeat(70_000)} HTTP/1.1`,
  ]) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume().write(`${line}\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n`);
    await closed;
  }
  expect((await fetch(`${listener.url}?state=ours&code=1`)).status).toBe(200);
  expect(await waiting).toBe('signed in');
});
