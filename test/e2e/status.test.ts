import {
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { commandIn } from '../support/repairs.ts';
import { it, SETUP, type World } from '../support/world.ts';

async function drift(world: World): Promise<void> {
  const { userPoolId, clientId } = (await world.run(SETUP)).json().mendix as Record<string, string>;
  const ids = { UserPoolId: userPoolId, ClientId: clientId };
  const { UserPoolClient } = await world.cognito.send(new DescribeUserPoolClientCommand(ids));
  const { ClientSecret: _secret, CreationDate: _c, LastModifiedDate: _m, ...settings } = UserPoolClient ?? {};
  await world.cognito.send(
    new UpdateUserPoolClientCommand({
      ...settings,
      ...ids,
      AllowedOAuthScopes: ['openid'],
      AuthSessionValidity: 5,
    }),
  );
  const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand(ids));
  await world.cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId: userPoolId,
      AutoVerifiedAttributes: ['email'],
      DeletionProtection: 'INACTIVE',
      ...(UserPool?.UserPoolTags && { UserPoolTags: UserPool.UserPoolTags }),
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    }),
  );
}

const WISHES = ['status', '--alias', 'demo', '--session-minutes', '3', '--deletion-protection'];

describe('status --all', () => {
  it('lists every app of the account and Region', async ({ world }) => {
    const first = (await world.run(SETUP)).json().mendix as Record<string, string>;
    const second = [
      '--alias',
      'second',
      '--pool-id',
      first.userPoolId ?? '',
      '--app-url',
      'http://localhost:8080',
    ];
    expect((await world.run(['setup', '--yes', '--user-email', 'a@example.com', ...second])).code).toBe(0);
    await world.cognito.send(new CreateUserPoolCommand({ PoolName: 'demo' }));

    const run = await world.run(['status', '--all', '--json']);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({
      inStep: true,
      apps: [
        { alias: 'demo', appUrls: ['https://app.example.com'], userPoolId: first.userPoolId, state: 'ok' },
        { alias: 'second', appUrls: ['http://localhost:8080'], userPoolId: first.userPoolId, state: 'ok' },
      ],
    });

    await world.cognito.send(
      new DeleteUserPoolClientCommand({ UserPoolId: first.userPoolId, ClientId: first.clientId }),
    );
    const broken = await world.run(['status', '--all', '--check']);
    expect(broken.code).toBe(3);
    expect(broken.stdout).toMatch(/Alias +User pool +State +App addresses/);
    expect(broken.stdout).toMatch(/demo .* missing +none/);
    expect(broken.stdout).toMatch(/second .* ok .* http:\/\/localhost:8080/);
    expect(broken.stderr).toContain('status --alias demo');
  });

  it('says so where there is none, and takes no flag that is about one app', async ({ world }) => {
    const run = await world.run(['status', '--all']);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('No user pool in this account and Region');
    expect(run.stderr).toContain('setup');
    world.recorder.clear();
    expect(await world.run(['status', '--all', '--alias', 'demo'])).toMatchObject({ code: 2 });
    expect(world.recorder.requests).toEqual([]);
  });
});

describe('status', () => {
  it('names what is missing, and what to do next, before there is anything', async ({ world }) => {
    const run = await world.run(['status', '--alias', 'demo']);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/User pool +missing/);
    expect(run.stderr).toContain('\nNext:\n  mendix-cognito setup --alias demo');
    expect((await world.run(['status', '--alias', 'demo', '--check'])).code).toBe(3);
  });

  it('is content after setup, with --check too, and writes nothing', async ({ world }) => {
    await world.run(SETUP);
    world.recorder.clear();
    const run = await world.run(['status', '--check', '--json']);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ ok: true, command: 'status', alias: 'demo', inStep: true });
    expect(world.recorder.writes).toEqual([]);
  });

  it('names field, from and to of a drift with exit code 3, and setup fixes it', async ({ world }) => {
    await drift(world);
    const run = await world.run([...WISHES, '--check']);
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('deletion protection: no → yes');
    expect(run.stdout).toContain('session minutes: 5 → 3');
    expect(run.stdout).toMatch(/scopes:\n\s+\+ email\n\s+\+ profile/);
    const json = (await world.run([...WISHES, '--json'])).json();
    expect(json.resources).toContainEqual(
      expect.objectContaining({
        resource: 'user-pool',
        state: 'differs',
        differences: [{ field: 'deletion protection', from: false, to: true }],
      }),
    );
    // What nobody asks for is nobody's drift.
    const unasked = (await world.run(['status', '--json', '--alias', 'demo'])).json();
    expect(unasked.resources).toContainEqual(expect.objectContaining({ resource: 'user-pool', state: 'ok' }));
    expect((await world.run([...SETUP, ...WISHES.slice(3)])).code).toBe(0);
    expect((await world.run([...WISHES, '--check'])).code).toBe(0);
  });

  it('lists the aliases when there are several pools and none is named', async ({ world }) => {
    await world.run(['create-pool', '--yes', '--alias', 'one']);
    await world.run(['create-pool', '--yes', '--alias', 'two']);
    const run = await world.run(['status']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/alias one[\s\S]*alias two/);
  });
});

describe('destroy', () => {
  it('leaves the sandbox empty: protection off, domain before pool', async ({ world }) => {
    await world.run([...SETUP, '--verify-email', 'a@example.com']);
    const run = await world.run(['destroy', '--yes', '--json']);
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({
      ok: true,
      changes: [
        { resource: 'domain', action: 'delete', id: 'demo' },
        { resource: 'user-pool', action: 'delete' },
        { resource: 'email-identity', action: 'delete', id: 'a@example.com' },
      ],
    });
    const left = (await (await fetch(`${world.sandbox.url}/_sandbox`)).json()) as Record<string, unknown>;
    expect(left).toMatchObject({ pools: 0, identities: 0 });
  });

  it('is success when there is nothing', async ({ world }) => {
    const run = await world.run(['destroy', '--yes', '--alias', 'demo']);
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing to delete') });
  });

  it('removes nothing in a dry run, nor without --yes when nobody can be asked', async ({ world }) => {
    await world.run(SETUP);
    world.recorder.clear();
    const dry = await world.run(['destroy', '--dry-run', '--json']);
    expect(dry.json()).toMatchObject({ changes: [{ resource: 'domain' }, { resource: 'user-pool' }] });
    expect((await world.run(['destroy'])).code).toBe(2);
    expect(world.recorder.writes).toEqual([]);
  });

  it('does not touch a pool that it did not make', async ({ world }) => {
    const { CreateUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    const { UserPool } = await world.cognito.send(new CreateUserPoolCommand({ PoolName: 'theirs' }));
    const run = await world.run(['destroy', '--yes', '--pool-id', UserPool?.Id ?? '']);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('was not created by this tool');
    const { UserPools } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toHaveLength(1);
  });
});

describe('the next command', () => {
  it.for([
    ['--session-minutes', '5'],
    ['--tier', 'plus'],
    ['--self-sign-up'],
    ['--pool-name', 'People'],
    ['--callback-url', 'https://app.example.com/own'],
    ['--user-email', 'a@example.com', '--user-full-name', 'Ann New'],
  ])('repairs what %j asks for', async (flags, { world }) => {
    await world.run(SETUP);
    const asked = ['status', '--alias', 'demo', '--json', '--check', ...flags];
    const run = await world.run(asked);
    expect(run).toMatchObject({ code: 3 });
    expect(await world.run([...commandIn(run.json().next), '--yes'])).toMatchObject({ code: 0 });
    expect(await world.run(asked)).toMatchObject({ code: 0 });
  });
});

it('is not in step while the pool does not send from the address that was asked for', async ({ world }) => {
  await world.run(SETUP);
  const asked = ['status', '--alias', 'demo', '--check', '--email-from', 'noreply@example.com', '--json'];
  const run = await world.run(asked);
  expect(run).toMatchObject({ code: 3 });
  const row = (run.json().resources as { resource: string }[]).find(
    ({ resource }) => resource === 'user-pool',
  );
  expect(row).toMatchObject({ state: 'waiting', reasons: [expect.stringContaining('noreply@example.com')] });
});
