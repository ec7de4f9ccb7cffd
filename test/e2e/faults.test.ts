import type { ChildProcess } from 'node:child_process';
import {
  AdminGetUserCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import type { Fault, RecordedRequest } from '../support/recorder.ts';
import { it, SETUP, type World } from '../support/world.ts';

const FULL = [...SETUP, '--verify-email', 'a@example.com'];

/** The calls of a fresh setup that write. */
const WRITES = [
  'CreateEmailIdentity',
  'CreateUserPool',
  'CreateUserPoolDomain',
  'CreateUserPoolClient',
  'CreateManagedLoginBranding',
  'AdminCreateUser',
  'AdminSetUserPassword',
];

/** Lets the fault happen once, at the first call of that operation. */
function once(operation: string, fault: () => Fault): (request: RecordedRequest) => Fault | undefined {
  let happened = false;
  return (request) => {
    if (happened || request.operation !== operation) return undefined;
    happened = true;
    return fault();
  };
}

async function expectWhole(world: World): Promise<void> {
  const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  expect(UserPools).toHaveLength(1);
  const UserPoolId = UserPools[0]?.Id ?? '';
  const { UserPoolClients } = await world.cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  expect(UserPoolClients).toHaveLength(1);
  const user = await world.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'a@example.com' }));
  expect(user.UserStatus).toBe('CONFIRMED');
  const status = await world.run(['status', '--check', '--json', '--alias', 'demo']);
  expect(status.json()).toMatchObject({ inStep: true });
}

const failing = (status: number, type: string, message: string): Fault => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, message }),
});

describe('a run of setup that is cut off', () => {
  it('has these calls that write, so that the cases below are all', async ({ world }) => {
    await world.run(FULL);
    expect(world.recorder.writes.map(({ operation }) => operation).toSorted()).toEqual(WRITES.toSorted());
  });

  for (const operation of WRITES) {
    it(`is finished by the next one when the process dies at ${operation}`, async ({ world }) => {
      let child: ChildProcess | undefined;
      world.recorder.fail = once(operation, () => {
        child?.kill('SIGKILL');
        return 'drop-after';
      });
      const first = await world.run(FULL, { onStart: (started) => (child = started) });
      expect(first.code).toBeNull();
      world.recorder.fail = undefined;
      expect(await world.run(FULL)).toMatchObject({ code: 0 });
      await expectWhole(world);
    });

    it(`makes nothing twice when the answer to ${operation} is lost`, async ({ world }) => {
      world.recorder.fail = once(operation, () => 'drop-after');
      expect(await world.run(FULL)).toMatchObject({ code: 0 });
      await expectWhole(world);
    });

    it(`goes on when AWS fails or throttles ${operation} once`, async ({ world }) => {
      world.recorder.fail = once(operation, () => failing(500, 'InternalErrorException', 'Try again.'));
      expect(await world.run(FULL)).toMatchObject({ code: 0 });
      await expectWhole(world);
    });
  }

  it('names what was done so far when it is cancelled half-way', async ({ world }) => {
    let child: ChildProcess | undefined;
    world.recorder.fail = once('CreateUserPoolClient', () => {
      child?.kill('SIGINT');
      return 'drop-after';
    });
    const run = await world.run(FULL, { onStart: (started) => (child = started) });
    expect(run.code).toBe(130);
    expect(run.json()).toMatchObject({
      ok: false,
      error: {
        code: 'CANCELLED',
        hint: expect.stringMatching(/Done so far: .*User pool.*Run the same command again/s),
      },
    });
    world.recorder.fail = undefined;
    expect(await world.run(FULL)).toMatchObject({ code: 0 });
    await expectWhole(world);
  });
});

describe('a run of destroy that is cut off', () => {
  for (const operation of [
    'UpdateUserPool',
    'DeleteUserPoolDomain',
    'DeleteUserPool',
    'DeleteEmailIdentity',
  ]) {
    it(`is finished by the next one when the process dies at ${operation}`, async ({ world }) => {
      await world.run(FULL);
      let child: ChildProcess | undefined;
      world.recorder.fail = once(operation, () => {
        child?.kill('SIGKILL');
        return 'drop-after';
      });
      const destroy = ['destroy', '--yes', '--alias', 'demo'];
      expect((await world.run(destroy, { onStart: (started) => (child = started) })).code).toBeNull();
      world.recorder.fail = undefined;
      expect(await world.run(destroy)).toMatchObject({ code: 0 });
      const left = (await (await fetch(`${world.sandbox.url}/_sandbox`)).json()) as object;
      expect(left).toMatchObject({ pools: 0, identities: 0 });
    });
  }
});
