import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openAws } from '../../src/aws/clients.ts';
import { listAppClients } from '../../src/resources/app-client.ts';
import { listUserPools } from '../../src/resources/user-pool.ts';
import { awsError } from '../support/faults.ts';

const LIST = new ListUserPoolsCommand({ MaxResults: 1 });

/** A Cognito that answers nothing, or that it is asked too often. */
async function cognitoThat(does: 'throttles' | 'stalls' | 'repeats') {
  let calls = 0;
  const server = createServer((_message, response) => {
    calls += 1;
    if (does === 'stalls') return;
    if (does === 'repeats') {
      const type = { 'content-type': 'application/x-amz-json-1.1' };
      return void response
        .writeHead(200, type)
        .end('{"UserPools":[],"Users":[],"NextToken":"again","PaginationToken":"again"}');
    }
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
  let resolveAnswered = () => {};
  const answered = new Promise<void>((resolve) => {
    resolveAnswered = resolve;
  });
  const aws = await openAws({ region: 'eu-central-1', sandboxUrl: url, signal: stop.signal });
  aws.cognito.middlewareStack.add((next) => (args) => next(args).finally(() => resolveAnswered()), {
    step: 'deserialize',
  });
  const call = aws.cognito.send(LIST);
  call.catch(() => undefined);
  await answered;
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

it('a list that leads to the same page for ever ends, and that is said', async () => {
  const { url } = await cognitoThat('repeats');
  const aws = await openAws({
    region: 'eu-central-1',
    sandboxUrl: url,
    signal: new AbortController().signal,
  });
  const repeats = { code: 'ANSWER_REPEATS', message: expect.stringContaining('repeats the same page') };
  await expect(listUserPools(aws)).rejects.toMatchObject(repeats);
  await expect(listAppClients(aws, 'eu-central-1_a')).rejects.toMatchObject(repeats);
  const search = await aws.tagSearch?.();
  await expect(search?.userPoolArns('a')).rejects.toMatchObject(repeats);
});
