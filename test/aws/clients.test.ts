import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';
import { awsError } from '../support/faults.ts';

const LIST = new ListUserPoolsCommand({ MaxResults: 1 });

/** A Cognito that answers nothing, or that it is asked too often. */
async function cognitoThat(does: 'throttles' | 'stalls') {
  let calls = 0;
  const server = createServer((_message, response) => {
    calls += 1;
    if (does === 'stalls') return;
    const { status, headers, body } = awsError('cognito-idp', 400, 'TooManyRequestsException');
    response.writeHead(status, { ...headers }).end(body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls: () => calls };
}

it('a call ends with the run also while it waits for its next attempt', async () => {
  // The longest pauses that the SDK makes.
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  onTestFinished(() => void vi.restoreAllMocks());
  const { url, calls } = await cognitoThat('throttles');
  const stop = new AbortController();
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const aws = await openAws({ region: 'eu-central-1', sandboxUrl: url, signal: stop.signal });
  aws.cognito.middlewareStack.add((next) => (args) => next(args).finally(() => tell()), {
    step: 'deserialize',
  });
  const call = aws.cognito.send(LIST);
  call.catch(() => undefined);
  await told;
  stop.abort();
  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(calls()).toBe(1);
});

it('a call that gets no answer ends with its time, and is made again', async () => {
  const { url, calls } = await cognitoThat('stalls');
  const signal = new AbortController().signal;
  const aws = await openAws({ region: 'eu-central-1', sandboxUrl: url, signal, timeoutMs: 1_000 });
  await expect(aws.cognito.send(LIST)).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
  expect(calls()).toBe(5);
  await expect(aws.cognitoOnce.send(LIST)).rejects.toThrow(expect.objectContaining({ name: 'TimeoutError' }));
  expect(calls()).toBe(6);
});
