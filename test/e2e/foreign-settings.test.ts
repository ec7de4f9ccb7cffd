import { describe, expect } from 'vitest';
import { makeForeign, readForeign } from '../support/foreign.ts';
import { it } from '../support/world.ts';

const DEMO = { 'mendix-cognito': 'joined', 'mendix-cognito:app:demo': 'domain=demo' };
const APP = 'https://app.example.com';
const CLIENT_FLAGS = ['--client-name', 'theirs', '--app-url', APP];

/** The only members of the pool that may change, with what they become. */
const OURS_OF_POOL = {
  Domain: 'demo',
};

/** The only members of the client that may change, with what they become. */
const OURS_OF_CLIENT = {
  CallbackURLs: ['https://first.example.com/cb', 'myapp://second', `${APP}/oauth/v2/callback`],
  LogoutURLs: ['https://first.example.com/bye', 'myapp://bye', APP, `${APP}/`],
  AllowedOAuthScopes: ['phone', 'openid', 'aws.cognito.signin.user.admin', 'email', 'profile'],
  // Refresh tokens rotate, so ALLOW_REFRESH_TOKEN_AUTH must not be among them.
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
  ],
};

describe('a pool and a client full of what others have set', () => {
  it('come out of create-pool, create-client and setup with only ours changed', async ({ world }) => {
    const foreign = await makeForeign(world, DEMO);
    const before = await readForeign(world, foreign);

    const pool = await world.run(['create-pool', '--yes', '--alias', 'demo']);
    expect(pool).toMatchObject({ code: 0 });
    const afterPool = await readForeign(world, foreign);
    expect(afterPool).toEqual({ ...before, pool: { ...before.pool, ...OURS_OF_POOL } });

    const client = await world.run(['create-client', '--yes', '--alias', 'demo', ...CLIENT_FLAGS]);
    expect(client).toMatchObject({ code: 0 });
    const afterClient = await readForeign(world, foreign);
    expect(afterClient).toEqual({ ...afterPool, client: { ...before.client, ...OURS_OF_CLIENT } });

    world.recorder.clear();
    const setup = ['setup', '--yes', '--alias', 'demo', ...CLIENT_FLAGS, '--user-email', 'new@example.com'];
    expect(await world.run(setup)).toMatchObject({ code: 0 });
    expect(await readForeign(world, foreign)).toEqual({
      ...afterClient,
      pool: { ...afterClient.pool, EstimatedNumberOfUsers: 2 },
    });
    expect(world.recorder.writes.map(({ operation }) => operation)).toEqual([
      'AdminCreateUser',
      'AdminSetUserPassword',
    ]);
  });

  it('come out of one setup with all of ours changed, and nothing else', async ({ world }) => {
    const foreign = await makeForeign(world, DEMO);
    const before = await readForeign(world, foreign);
    const setup = ['setup', '--yes', '--alias', 'demo', ...CLIENT_FLAGS, '--user-email', 'old@example.com'];
    const run = await world.run([
      ...setup,
      '--session-minutes',
      '7',
      '--deletion-protection',
      '--hide-unknown-users',
      '--token-revocation',
      '--pool-name',
      'Renamed',
      '--self-sign-up',
    ]);
    expect(run).toMatchObject({ code: 0 });
    const after = await readForeign(world, foreign);
    const { AdminCreateUserConfig } = before.pool;
    expect(after).toEqual({
      ...before,
      pool: {
        ...before.pool,
        ...OURS_OF_POOL,
        Name: 'Renamed',
        DeletionProtection: 'ACTIVE',
        AdminCreateUserConfig: { ...AdminCreateUserConfig, AllowAdminCreateUserOnly: false },
      },
      client: {
        ...before.client,
        ...OURS_OF_CLIENT,
        AuthSessionValidity: 7,
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
      },
      // The user was waiting for a first password, and setup gives a lasting one.
      oldUser: { ...before.oldUser, UserStatus: 'CONFIRMED', UserLastModifiedDate: expect.any(Date) },
    });
  });

  it('are taken over with --adopt only after their changes were shown, and tagged', async ({ world }) => {
    const foreign = await makeForeign(world);
    const before = await readForeign(world, foreign);
    const adopt = ['--adopt', '--pool-id', foreign.UserPoolId, '--alias', 'demo'];

    const shown = await world.run(['create-pool', ...adopt]);
    expect(shown.code).toBe(2);
    expect(shown.said).toContain('tag mendix-cognito: joined');
    expect(shown.said).toContain('tag mendix-cognito:app:demo: domain=demo');
    expect(shown.said).not.toContain('deletion protection');
    expect(shown.said).toContain('--yes is missing');
    expect(world.recorder.writes).toEqual([]);

    const adopted = await world.run(['create-pool', '--yes', ...adopt]);
    expect(adopted.code).toBe(0);
    const text = adopted.stderr;
    expect(text.indexOf('tag mendix-cognito:app:demo')).toBeLessThan(text.indexOf('User pool changed'));
    const after = await readForeign(world, foreign);
    expect(after).toEqual({
      ...before,
      pool: {
        ...before.pool,
        ...OURS_OF_POOL,
        UserPoolTags: { ...before.pool.UserPoolTags, ...DEMO },
      },
    });

    const client = ['create-client', '--alias', 'demo', ...CLIENT_FLAGS];
    const clientShown = await world.run(client);
    expect(clientShown.code).toBe(2);
    expect(clientShown.said).toContain(`callback URLs: + ${APP}/oauth/v2/callback`);
    expect(clientShown.said).not.toContain('hide whether a user exists');
    expect((await readForeign(world, foreign)).client).toEqual(before.client);
    // From now on it is ours, and needs no --adopt.
    expect(await world.run([...client, '--yes'])).toMatchObject({ code: 0 });
  });

  it('are blocked, with the choices, where Cognito would refuse the change', async ({ world }) => {
    const foreign = await makeForeign(world, DEMO);
    const { CreateUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider');
    await world.cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId: foreign.UserPoolId,
        ClientName: 'machine',
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
      }),
    );
    const run = await world.run([
      ...[
        'create-client',
        '--yes',
        '--json',
        '--alias',
        'demo',
        '--client-name',
        'machine',
        '--app-url',
        APP,
      ],
    ]);
    expect(run.code).toBe(3);
    expect(run.json()).toMatchObject({
      error: { code: 'BLOCKED', hint: expect.stringContaining('--client-name') },
    });
    expect(world.recorder.writes).toEqual([]);
  });
});
