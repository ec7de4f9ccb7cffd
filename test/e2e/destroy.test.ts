import type { ChildProcess } from 'node:child_process';
import {
  AdminCreateUserCommand,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DeleteEmailIdentityCommand, ListEmailIdentitiesCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { verifyAddress } from '../support/cognito.ts';
import { awsError } from '../support/faults.ts';
import { it } from '../support/wizard.ts';
import { openWorld, SETUP, type World } from '../support/world.ts';

const DESTROY = ['destroy', '--yes', '--json', '--alias', 'demo'];

const DOMAIN_MS = 60_000;

/** A clock that stands still, but for half of a domain's time whenever somebody asks how far the domain is. */
function domainClock() {
  let now = Date.now();
  const pass = () => {
    now += DOMAIN_MS / 2;
    return undefined;
  };
  return {
    now: () => now,
    failPage: pass,
    fail: ({ operation }: { operation: string }) =>
      operation === 'DescribeUserPoolDomain' ? pass() : undefined,
  };
}

async function poolIds({ cognito }: World): Promise<string[]> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.map(({ Id = '' }) => Id);
}

/** Lets that many people into the only pool, as somebody else would. */
async function letIn(world: World, count: number): Promise<void> {
  const [UserPoolId] = await poolIds(world);
  for (let index = 0; index < count; index += 1) {
    const Username = `user${index}@example.com`;
    await world.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  }
}

describe('a pool with several users', () => {
  it('does not go by --yes alone, nor with another number', async ({ world }) => {
    await world.run(SETUP);
    await letIn(world, 2);
    world.recorder.clear();
    expect((await world.run([...DESTROY, '--dry-run'])).json()).toMatchObject({ users: 3 });
    const bare = await world.run(DESTROY);
    expect(bare).toMatchObject({ code: 2 });
    expect(bare.json()).toMatchObject({ error: { message: expect.stringContaining('--users 3') } });
    const wrong = await world.run([...DESTROY, '--users', '2']);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.json()).toMatchObject({ error: { code: 'USERS_DIFFER' } });
    const without = await world.run(['destroy', '--alias', 'demo', '--users', '3']);
    expect(without).toMatchObject({ code: 2, said: expect.stringContaining('--yes is missing') });
    expect(world.recorder.writes).toEqual([]);
    expect((await world.run([...DESTROY, '--users', '3'])).json()).toMatchObject({ ok: true, users: 3 });
    expect(await poolIds(world)).toEqual([]);
  });

  it('is counted by Cognito’s own estimate when one answer does not hold them all', async ({ world }) => {
    await world.run(SETUP);
    await letIn(world, 61);
    expect((await world.run([...DESTROY, '--dry-run'])).json()).toMatchObject({ users: 62 });
  });

  it('wants the number typed on a terminal, also after --yes', async ({ world, open }) => {
    await world.run(SETUP);
    await letIn(world, 2);
    const pty = open(['destroy', '--alias', 'demo', '--yes']);
    await pty.waitFor('Type the number of users who lose their accounts');
    pty.press('enter');
    await pty.waitFor('That is not 3. Ctrl-C leaves everything as it is.');
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(await poolIds(world)).toHaveLength(1);

    const last = open(['destroy', '--alias', 'demo']);
    await last.waitFor('Type the alias (demo)');
    last.type('demo');
    last.press('enter');
    await last.waitFor('Type the number of users');
    last.type('3');
    last.press('enter');
    expect(await last.exit).toMatchObject({ code: 0 });
    expect(await poolIds(world)).toEqual([]);
  });
});

describe('what could refuse', () => {
  it('is no hindrance: the address that the pool sends from is gone', async ({ world }) => {
    const sender = 'noreply@example.com';
    await verifyAddress({ ses: world.ses, url: world.sandbox.url }, sender);
    await world.run([...SETUP, '--email-from', sender]);
    const [UserPoolId] = await poolIds(world);
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.EmailConfiguration?.EmailSendingAccount).toBe('DEVELOPER');
    await world.ses.send(new DeleteEmailIdentityCommand({ EmailIdentity: sender }));
    const change = await world.run(['create-pool', '--yes', '--alias', 'demo', '--tier', 'plus']);
    expect(change).toMatchObject({ code: 3, said: expect.stringContaining(`verify-email ${sender} --wait`) });
    expect(await world.run(DESTROY)).toMatchObject({ code: 0 });
    expect(await poolIds(world)).toEqual([]);
  });

  it('is waited for before anything is written: a domain that Cognito is still making', async () => {
    const { now, fail } = domainClock();
    const world = await openWorld({ domainActivationMs: DOMAIN_MS, now });
    try {
      let child: ChildProcess | undefined;
      world.recorder.fail = ({ operation }) => {
        if (operation === 'AdminSetUserPassword') child?.kill('SIGKILL');
        return undefined;
      };
      await world.run(SETUP, { onStart: (started) => (child = started) });
      world.recorder.clear();
      world.recorder.fail = fail;
      expect(await world.run(DESTROY)).toMatchObject({ code: 0 });
      const first = world.recorder.requests.findIndex(({ operation }) => operation === 'UpdateUserPool');
      const looks = world.recorder.requests
        .slice(0, first)
        .filter(({ operation }) => operation === 'DescribeUserPoolDomain');
      expect(looks.length).toBeGreaterThan(1);
      expect(await poolIds(world)).toEqual([]);
    } finally {
      await world.close();
    }
  });
});

it('goes on when AWS has begun to delete the domain, and answers that it failed', async () => {
  const { now, fail, failPage } = domainClock();
  const world = await openWorld({ domainActivationMs: DOMAIN_MS, now });
  try {
    world.recorder.failPage = failPage;
    world.recorder.fail = fail;
    await world.run(SETUP);
    let failed = false;
    world.recorder.fail = (request) => {
      if (request.operation !== 'DeleteUserPoolDomain' || failed) return fail(request);
      failed = true;
      return () => ({ status: 500, body: '{"__type":"InternalErrorException"}' });
    };
    const run = await world.run(DESTROY);
    expect({ code: run.code, stdout: run.stdout }).toMatchObject({ code: 0 });
    expect(failed).toBe(true);
    expect(await poolIds(world)).toEqual([]);
  } finally {
    await world.close();
  }
});

it('begins again where Cognito refuses for moments to delete the domain, whatever status that has', async ({
  world,
}) => {
  await world.run(SETUP);
  let refusals = 2;
  world.recorder.fail = ({ operation }) => {
    if (operation !== 'DeleteUserPoolDomain' || refusals === 0) return undefined;
    refusals -= 1;
    return awsError('cognito-idp', 400, 'InvalidParameterException');
  };
  const run = await world.run(DESTROY);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  expect(refusals).toBe(0);
  expect(await poolIds(world)).toEqual([]);
});

describe('what an earlier run has left', () => {
  it('is found without an alias: the address in SES of a pool that is gone', async ({ world }) => {
    await world.run([...SETUP, '--verify-email', 'a@example.com']);
    let child: ChildProcess | undefined;
    world.recorder.fail = ({ operation }) => {
      if (operation !== 'DeleteUserPool') return undefined;
      child?.kill('SIGKILL');
      return 'drop-after';
    };
    await world.run(['destroy', '--yes'], { onStart: (started) => (child = started) });
    world.recorder.fail = undefined;
    const run = await world.run(['destroy', '--yes', '--json']);
    expect(run.json()).toMatchObject({
      alias: 'demo',
      changes: [{ resource: 'email-identity', id: 'a@example.com' }],
    });
  });

  it('of several aliases is a question', async ({ world }) => {
    await world.run(['verify-email', 'a@example.com', '--yes', '--alias', 'one']);
    await world.run(['verify-email', 'b@example.com', '--yes', '--alias', 'two']);
    world.recorder.clear();
    const run = await world.run(['destroy', '--yes']);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('one, two') });
    expect(world.recorder.writes).toEqual([]);
  });
});

it('a pool whose tag was taken off is never removed, by whatever flags', async ({ world }) => {
  await world.run(SETUP);
  const [UserPoolId = ''] = await poolIds(world);
  await world.cognito.send(new UpdateUserPoolCommand({ UserPoolId, UserPoolTags: {} }));
  world.recorder.clear();
  const run = await world.run([
    'destroy',
    '--yes',
    '--users',
    '1',
    '--alias',
    'demo',
    '--pool-id',
    UserPoolId,
  ]);
  expect(run).toMatchObject({ code: 1, said: expect.stringContaining('was not created by this tool') });
  expect(world.recorder.writes).toEqual([]);
});

it('leaves the addresses of an alias to the pool that stays, when a second one is named by its id', async ({
  world,
}) => {
  await world.run([...SETUP, '--verify-email', 'noreply@example.com']);
  const second = await world.cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'second',
      UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo' },
    }),
  );
  const id = second.UserPool?.Id ?? '';
  expect(await world.run(['destroy', '--pool-id', id, '--yes', '--json'])).toMatchObject({ code: 0 });
  expect(await poolIds(world)).toHaveLength(1);
  const { EmailIdentities } = await world.ses.send(new ListEmailIdentitiesCommand({}));
  expect(EmailIdentities).toHaveLength(1);
});
