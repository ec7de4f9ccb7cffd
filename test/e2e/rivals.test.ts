import {
  CreateUserPoolDomainCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { justBefore, rivalClient, rivalPool, rivalUser } from '../support/rival.ts';
import { it, SETUP, type World } from '../support/world.ts';

const PASSWORD = 'Correct-Horse-9';

async function poolsOf({ cognito }: World): Promise<(string | undefined)[]> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.map(({ Id }) => Id);
}

async function clientsOf({ cognito }: World, UserPoolId: string): Promise<(string | undefined)[]> {
  const { UserPoolClients = [] } = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  return UserPoolClients.map(({ ClientId }) => ClientId);
}

/** A whole setup, and beside it the pool of another run that was killed right after it had made it. */
async function leaveTwin(world: World): Promise<{ readonly id: string; readonly twin: string }> {
  const run = await world.run(SETUP);
  const { input } = world.recorder.writes.find(({ operation }) => operation === 'CreateUserPool') ?? {};
  const { mendix } = run.json() as unknown as Document;
  return { id: mendix.userPoolId, twin: await rivalPool(world, input ?? {}) };
}

interface Document {
  readonly mendix: { readonly userPoolId: string; readonly clientId: string };
  readonly users: readonly { readonly password: string | null }[];
  readonly changes: readonly { readonly resource: string; readonly id: string }[];
}

describe('setup, when somebody else makes the same at that moment', () => {
  it('goes on with a domain that the pool has got under another name', async ({ world }) => {
    justBefore(world, 'CreateUserPoolDomain', ({ input }) =>
      world.cognito.send(
        new CreateUserPoolDomainCommand({
          UserPoolId: String(input.UserPoolId),
          Domain: 'somebody-elses',
          ManagedLoginVersion: 2,
        }),
      ),
    );
    const run = await world.run(SETUP);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json().mendix).toMatchObject({ domain: expect.stringContaining('somebody-elses') });
    world.recorder.clear();
    expect(await world.run(SETUP)).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('stops where that is not the name that was asked for', async ({ world }) => {
    justBefore(world, 'CreateUserPoolDomain', ({ input }) =>
      world.cognito.send(
        new CreateUserPoolDomainCommand({ UserPoolId: String(input.UserPoolId), Domain: 'somebody-elses' }),
      ),
    );
    const run = await world.run([...SETUP, '--domain-prefix', 'mine']);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'CONCURRENT_CHANGE', message: expect.stringContaining('somebody-elses') },
    });
  });

  it('goes on with the pool that was created first, and deletes its own', async ({ world }) => {
    let first = '';
    justBefore(world, 'CreateUserPool', async ({ input }) => {
      first = await rivalPool(world, input);
    });
    const run = await world.run(SETUP);
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain(`Another run created the user pool ${first} for this alias a moment before`);
    expect(await poolsOf(world)).toEqual([first]);
    const { mendix, changes } = run.json() as unknown as Document;
    expect(mendix.userPoolId).toBe(first);
    // It created no pool in the end.
    expect(changes.map(({ resource }) => resource)).toEqual(['domain', 'app-client', 'branding', 'user']);
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: first }));
    expect(UserPool?.Domain).toBe('demo');
  });

  it('does not change what the other wanted otherwise, and says what to do', async ({ world }) => {
    justBefore(world, 'CreateUserPool', ({ input }) =>
      rivalPool(world, { ...input, DeletionProtection: 'INACTIVE' }),
    );
    const run = await world.run([...SETUP, '--deletion-protection']);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({
      error: { code: 'CONCURRENT_CHANGE', hint: expect.stringContaining('Run the same command again') },
    });
    expect(await poolsOf(world)).toHaveLength(1);
    expect(await world.run(SETUP)).toMatchObject({ code: 0 });
  });

  it('deletes no pool that somebody else has put a user into', async ({ world }) => {
    justBefore(world, 'CreateUserPool', async ({ input }) => {
      await rivalPool(world, input);
      justBefore(world, 'AdminCreateUser', (request) =>
        rivalUser(world, String(request.input.UserPoolId), 'b@example.com', PASSWORD),
      );
    });
    const run = await world.run(SETUP);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'POOL_MADE_TWICE' } });
    expect(await poolsOf(world)).toHaveLength(2);
  });

  it('removes a younger, empty pool that a run has left which ended right after it had made it', async ({
    world,
  }) => {
    const { id, twin } = await leaveTwin(world);
    const before = await world.run(['status', '--json', '--alias', 'demo']);
    expect(before.json()).toMatchObject({ inStep: false, notes: [expect.stringContaining(twin)] });

    world.recorder.clear();
    const dry = await world.run([...SETUP, '--dry-run']);
    expect(dry.json()).toMatchObject({ changes: [{ resource: 'user-pool', action: 'delete', id: twin }] });
    expect(dry.said).toContain(`- User pool ${twin} a second user pool of this alias, created later`);
    expect(world.recorder.writes).toEqual([]);

    const run = await world.run(SETUP);
    expect(run).toMatchObject({ code: 0 });
    const removed = { resource: 'user-pool', action: 'delete', id: twin };
    expect(run.json()).toMatchObject({ changes: [removed], mendix: { userPoolId: id } });
    expect(await poolsOf(world)).toEqual([id]);
    world.recorder.clear();
    expect(await world.run(SETUP)).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('leaves a second pool in which somebody has an account, and names both', async ({ world }) => {
    const { id, twin } = await leaveTwin(world);
    await rivalUser(world, twin, 'b@example.com', PASSWORD);
    world.recorder.clear();
    const run = await world.run(SETUP);
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'POOL_AMBIGUOUS' } });
    for (const each of [id, twin]) expect(run.stdout).toContain(each);
    expect(world.recorder.writes).toEqual([]);
  });

  it('leaves a second pool that got its first user after it was found empty', async ({ world }) => {
    const { id, twin } = await leaveTwin(world);
    let looks = 0;
    world.recorder.fail = ({ operation, input }) => {
      if (operation !== 'DescribeUserPool' || !JSON.stringify(input).includes(twin)) return undefined;
      looks += 1;
      if (looks !== 2) return undefined;
      return rivalUser(world, twin, 'b@example.com', PASSWORD).then(() => undefined);
    };
    const run = await world.run(SETUP);
    expect(run.json()).toMatchObject({ error: { code: 'POOL_MADE_TWICE' } });
    expect(await poolsOf(world)).toEqual(expect.arrayContaining([id, twin]));
  });

  it('goes on with the client that was created first, and deletes its own', async ({ world }) => {
    let first = '';
    justBefore(world, 'CreateUserPoolClient', async ({ input }) => {
      first = await rivalClient(world, input);
    });
    const run = await world.run(SETUP);
    expect(run).toMatchObject({ code: 0 });
    const { mendix } = run.json() as unknown as Document;
    expect(mendix.clientId).toBe(first);
    expect(await clientsOf(world, mendix.userPoolId)).toEqual([first]);
    expect(await world.run(['status', '--check', '--alias', 'demo'])).toMatchObject({ code: 0 });
  });

  it('leaves the user that was created first with their password, and shows none of its own', async ({
    world,
  }) => {
    justBefore(world, 'AdminCreateUser', ({ input }) =>
      rivalUser(world, String(input.UserPoolId), 'a@example.com', PASSWORD),
    );
    const run = await world.run([...SETUP, '--reveal-secrets']);
    expect(run).toMatchObject({ code: 0 });
    expect((run.json() as unknown as Document).users).toMatchObject([{ password: null }]);
    const login = ['test-login', '--user-email', 'a@example.com', '--password-stdin', '--alias', 'demo'];
    expect(await world.run(login, { input: PASSWORD })).toMatchObject({ code: 0 });
  });
});
