import { CreateUserPoolCommand, DeleteUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, onTestFinished } from 'vitest';
import type { Run } from '../support/cli.ts';
import { awsError } from '../support/faults.ts';
import type { Fault, Recorder } from '../support/recorder.ts';
import { it, openWorld, SETUP, type World } from '../support/world.ts';

const THROTTLED: Fault = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'TooManyRequestsException' },
  body: '{"__type":"TooManyRequestsException","message":"Too many requests"}',
};
const DENIED = awsError('resourcegroupstaggingapi', 400, 'AccessDeniedException');
const HOUR = 3_600_000;

/** Refuses pool reads beyond Cognito's default quota (developer guide, "Quotas in Amazon Cognito": 15 a second). */
function poolReadQuota(): (request: { readonly operation: string }) => Fault | undefined {
  const times: number[] = [];
  return ({ operation }) => {
    if (operation === 'GetResources') return DENIED;
    if (operation !== 'DescribeUserPool') return undefined;
    const now = performance.now();
    while (times[0] !== undefined && times[0] < now - 1000) times.shift();
    if (times.length >= 15) return THROTTLED;
    times.push(now);
    return undefined;
  };
}

/** An account in which others created that many pools an hour ago. */
async function openAccount(pools: number): Promise<World> {
  let ago = HOUR;
  const world = await openWorld({ now: () => Date.now() - ago });
  onTestFinished(async () => {
    expect(world.recorder.problems()).toEqual([]);
    await world.close();
  });
  for (let number = 0; number < pools; number += 1) {
    await world.cognito.send(new CreateUserPoolCommand({ PoolName: `pool ${number}` }));
  }
  ago = 0;
  return world;
}

const late = (world: World, is: boolean) =>
  fetch(`${world.sandbox.url}/_sandbox/tags`, { method: 'POST', body: JSON.stringify({ late: is }) });

/** The calls so far, but for the pages of the two lists, the sign-in pages and the identity of the caller. */
const callsOf = ({ requests }: Recorder) =>
  requests
    .map(({ operation }) => operation)
    .filter((operation) => operation !== 'ListUserPools' && operation !== 'GetResources');

const describedIn = (world: World) => callsOf(world.recorder).filter((name) => name === 'DescribeUserPool');

const demoPools = async (world: World): Promise<unknown> => {
  const run = await world.run(['status', '--alias', 'demo', '--json']);
  expect(run, run.stderr).toMatchObject({ code: 0 });
  return run.json().resources;
};

const poolIn = (run: Run) => (run.json().mendix as { userPoolId: string } | undefined)?.userPoolId;

describe('an account with many user pools', () => {
  it('is looked through without breaking Cognito’s quota on pool reads', async ({ world }) => {
    for (let number = 0; number < 60; number += 1) {
      await world.cognito.send(new CreateUserPoolCommand({ PoolName: `pool ${number}` }));
    }
    world.recorder.fail = poolReadQuota();
    const run = await world.run(SETUP);
    expect(run.stdout).toContain('"ok":true');
    expect(run.code).toBe(0);
  });

  it('costs no call for each of them', async () => {
    const world = await openAccount(300);

    const missing = await world.run(['status', '--alias', 'demo', '--json']);
    expect(missing, missing.stderr).toMatchObject({ code: 0 });
    expect(describedIn(world)).toEqual([]);

    world.recorder.clear();
    const run = await world.run(SETUP);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(describedIn(world)).toEqual([]);
    expect(callsOf(world.recorder).length).toBeLessThanOrEqual(12);

    world.recorder.clear();
    const again = await world.run(['mendix-config', '--json']);
    expect(poolIn(again)).toBe(poolIn(run));
    expect(describedIn(world)).toHaveLength(1);

    world.recorder.clear();
    const all = await world.run(['status', '--all', '--json']);
    expect(all.json().apps).toEqual([expect.objectContaining({ alias: 'demo', userPoolId: poolIn(run) })]);
    expect(describedIn(world)).toHaveLength(2);
  });

  it('is looked through where the search for tags is refused, which is said', async () => {
    const world = await openAccount(20);
    world.recorder.fail = ({ operation }) => (operation === 'GetResources' ? DENIED : undefined);
    const run = await world.run(SETUP);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('may not call tag:GetResources');
    expect(run.json().warnings).toEqual([expect.stringContaining('tag:GetResources')]);
    expect(describedIn(world).length).toBeGreaterThanOrEqual(20);

    const again = await world.run([...SETUP, '--pool-name', 'other']);
    expect(poolIn(again)).toBe(poolIn(run));
  });

  it.each([
    ['with an error', awsError('resourcegroupstaggingapi', 500, 'InternalServiceException')],
    ['with a lost connection', 'drop'],
    ['with an unknown operation', awsError('resourcegroupstaggingapi', 400, 'UnknownOperationException')],
  ] as const)('ends in one pool where the search answers %s', async (_what, fault) => {
    const world = await openAccount(3);
    world.recorder.fail = ({ operation }) => (operation === 'GetResources' ? fault : undefined);
    const first = await world.run(SETUP);
    expect(first, first.stderr).toMatchObject({ code: 0 });
    const second = await world.run(SETUP);
    expect(poolIn(second)).toBe(poolIn(first));
    expect(second.json()).toMatchObject({ changes: [] });
  });

  it('ends in one pool where the search is late, in both directions', async () => {
    const world = await openAccount(3);
    await late(world, true);
    const first = await world.run(SETUP);
    expect(first, first.stderr).toMatchObject({ code: 0 });
    const userPoolId = poolIn(first);
    // Under another name it is found among the pools that were created or changed just now.
    const renamed = await world.run([...SETUP, '--pool-name', 'Renamed']);
    expect(poolIn(renamed)).toBe(userPoolId);
    expect(await demoPools(world)).not.toContainEqual(expect.objectContaining({ state: 'missing' }));

    await late(world, false);
    await late(world, true);
    const gone = await world.run(['destroy', '--alias', 'demo', '--yes', '--json']);
    expect(gone, gone.stderr).toMatchObject({ code: 0 });
    const anew = await world.run(SETUP);
    expect(anew, anew.stderr).toMatchObject({ code: 0 });
    expect(poolIn(anew)).not.toBe(userPoolId);
    await world.cognito.send(new DeleteUserPoolCommand({ UserPoolId: userPoolId })).then(
      () => expect.unreachable(),
      (error: Error) => expect(error.name).toBe('ResourceNotFoundException'),
    );
  });
});
