import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  CreateUserPoolCommand,
  ListUserPoolsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/sandbox/cognito/operations.ts';
import { LIMITED_OPERATIONS } from '../../src/sandbox/quotas.ts';
import { makeClient, makePool } from '../support/cognito.ts';
import { openSandbox, raw, refusal, type TestSandbox } from '../support/sandbox.ts';

const THROTTLED = 'TooManyRequestsException';

/** How many of that many calls, all at the same moment, are let through. */
async function passed(calls: number, call: () => Promise<unknown>): Promise<number> {
  let count = 0;
  for (let number = 0; number < calls; number += 1) {
    const name = await refusal(call());
    if (name !== THROTTLED) count += 1;
  }
  return count;
}

const list =
  ({ cognito }: Pick<TestSandbox, 'cognito'>) =>
  () =>
    cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));

describe('the rate quotas of the sandbox', () => {
  it('are those of AWS: the calls of a second at once, then as many as the time allows', async () => {
    const sandbox = await openSandbox({ quotaScale: 1 });
    expect(await passed(40, list(sandbox))).toBe(15);
    sandbox.clock.advance(200);
    expect(await passed(40, list(sandbox))).toBe(3);
    sandbox.clock.advance(60_000);
    expect(await passed(40, list(sandbox))).toBe(15);
  });

  it('hold for a category and a Region, and leave the others alone', async () => {
    const sandbox = await openSandbox({ quotaScale: 1 });
    expect(await passed(20, list(sandbox))).toBe(15);
    expect(await refusal(sandbox.cognito.send(new CreateUserPoolCommand({ PoolName: 'x' })))).toBe('none');
    expect(await refusal(list(sandbox.inRegion('us-east-1'))())).toBe('none');
  });

  it('count a refused input as a call, and no refused call', async () => {
    const sandbox = await openSandbox({ quotaScale: 0.1 });
    const { cognito } = sandbox;
    const nowhere = { UserPoolId: 'eu-west-1_nobody', Username: 'a@example.com' };
    const create = () => cognito.send(new AdminCreateUserCommand(nowhere));
    expect(await refusal(create())).toBe('ResourceNotFoundException');
    expect(await passed(20, create)).toBe(4);
    sandbox.clock.advance(200);
    expect(await refusal(create())).toBe('ResourceNotFoundException');
    expect(await refusal(cognito.send(new AdminGetUserCommand(nowhere)))).toBe('ResourceNotFoundException');
  });

  it('let five writes a second through in one pool', async () => {
    const sandbox = await openSandbox({ quotaScale: 1 });
    const [one, other] = [await makePool(sandbox), await makePool(sandbox)];
    const tag = (id: string) => () =>
      sandbox.cognito.send(
        new TagResourceCommand({
          ResourceArn: `arn:aws:cognito-idp:eu-west-1:123456789012:userpool/${id}`,
          Tags: { a: 'b' },
        }),
      );
    const addClient = (id: string) => () => makeClient(sandbox, id);

    expect(await passed(8, tag(one))).toBe(5);
    expect(await passed(8, tag(other))).toBe(5);
    expect(await passed(8, addClient(one))).toBe(5);
    sandbox.clock.advance(400);
    expect(await passed(8, tag(one))).toBe(2);
  });

  it('let one call a second through to SES, which answers 429', async () => {
    const sandbox = await openSandbox({ quotaScale: 1 });
    const read = () => sandbox.ses.send(new GetAccountCommand({}));

    expect(await passed(3, read)).toBe(1);
    await expect(read()).rejects.toMatchObject({ name: THROTTLED, $metadata: { httpStatusCode: 429 } });
    expect(await refusal(sandbox.inRegion('us-east-1').ses.send(new GetAccountCommand({})))).toBe('none');
    sandbox.clock.advance(1000);
    expect(await passed(3, read)).toBe(1);
  });

  it('name operations that exist', () => {
    for (const name of LIMITED_OPERATIONS) expect([...operations.keys()]).toContain(name);
    const free = [...operations.keys()].filter((name) => !LIMITED_OPERATIONS.includes(name));
    expect(free).toEqual([]);
  });

  it('let a call through at some time, however small the factor', async () => {
    let now = 0;
    const sandbox = await openSandbox({ quotaScale: 0.01, now: () => now });
    expect(await passed(3, list(sandbox))).toBe(1);
    now += 7_000;
    expect(await passed(3, list(sandbox))).toBe(1);
  });

  it('are scaled and lifted through the control interface, which no other site may use', async () => {
    const sandbox = await openSandbox();
    const set = (body: string, headers: Record<string, string> = {}) =>
      raw(`${sandbox.url}/_sandbox/quotas`, { method: 'POST', body, headers });
    expect(await passed(40, list(sandbox))).toBe(40);
    expect((await set('{"scale":0.2}')).body).toEqual({ quotaScale: 0.2 });
    expect((await raw(`${sandbox.url}/_sandbox`)).body).toMatchObject({ quotaScale: 0.2 });
    expect(await passed(10, list(sandbox))).toBe(3);
    for (const bad of ['', '{}', '{"scale":0}', '{"scale":-1}', '{"scale":"2"}', '[]', 'null']) {
      expect((await set(bad)).status, bad).toBe(400);
    }
    expect((await set('{"scale":null}', { origin: 'https://example.com' })).status).toBe(403);
    expect(await refusal(list(sandbox)())).toBe(THROTTLED);
    expect((await set('{"scale":null}')).body).toEqual({ quotaScale: null });
    expect(await passed(40, list(sandbox))).toBe(40);
  });
});
