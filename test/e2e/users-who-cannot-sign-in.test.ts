import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { commandIn } from '../support/repairs.ts';
import { it, SETUP, type World } from '../support/world.ts';

const USER = 'a@example.com';

type Break = (world: World, user: { UserPoolId: string; Username: string }) => Promise<unknown>;

/** No call leads there: see docs/sandbox.md. */
const put =
  (status: string): Break =>
  async ({ sandbox }, { UserPoolId, Username }) => {
    const body = JSON.stringify({ poolId: UserPoolId, user: Username, status });
    const answer = await fetch(`${sandbox.url}/_sandbox/users`, { method: 'POST', body });
    expect(answer.status).toBe(200);
  };

const disable: Break = ({ cognito }, user) => cognito.send(new AdminDisableUserCommand(user));

/** The states of the API reference (UserType), and how a user gets there. */
const STATES: readonly { state: string; to: Break; why: RegExp }[] = [
  {
    state: 'RESET_REQUIRED',
    to: ({ cognito }, user) => cognito.send(new AdminResetUserPasswordCommand(user)),
    why: /cannot sign in: the password must be reset/,
  },
  { state: 'UNCONFIRMED', to: put('UNCONFIRMED'), why: /cannot sign in: the sign-up was never confirmed/ },
  { state: 'COMPROMISED', to: put('COMPROMISED'), why: /cannot sign in: Cognito has blocked the user/ },
  { state: 'disabled', to: disable, why: /cannot sign in: the user is disabled/ },
  {
    state: 'disabled and RESET_REQUIRED',
    to: async (world, user) => {
      await world.cognito.send(new AdminResetUserPasswordCommand(user));
      await disable(world, user);
    },
    why: /cannot sign in: the user is disabled, and the password must be reset/,
  },
];

async function setUp(world: World): Promise<{ UserPoolId: string; Username: string }> {
  const { mendix } = (await world.run(SETUP)).json() as { mendix: { userPoolId: string } };
  return { UserPoolId: mendix.userPoolId, Username: USER };
}

const CHECK = ['status', '--check', '--json', '--alias', 'demo', '--user-email', USER];

describe('a user who cannot sign in', () => {
  it.for(STATES)('$state is no ✔ of status, and what it proposes fixes it', async (row, { world }) => {
    await row.to(world, await setUp(world));
    const run = await world.run(CHECK);
    expect(run.code).toBe(3);
    expect(run.json().resources).toContainEqual(
      expect.objectContaining({
        resource: 'user',
        state: 'differs',
        reasons: [expect.stringMatching(row.why)],
      }),
    );
    const repair = await world.run([...commandIn(run.json().next), '--yes']);
    expect(repair).toMatchObject({ code: 0, stdout: expect.stringContaining('can sign in') });
    expect((await world.run(CHECK)).code).toBe(0);
  });

  it('is reported by setup and add-user with the command that fixes it, and left alone', async ({
    world,
  }) => {
    await disable(world, await setUp(world));
    for (const command of [SETUP, ['add-user', USER, '--yes', '--json', '--alias', 'demo']]) {
      const run = await world.run(command);
      expect(run.code).toBe(0);
      expect(run.json().notes).toEqual([
        expect.stringMatching(
          /a@example\.com cannot sign in: the user is disabled[\s\S]*add-user a@example\.com --enable/,
        ),
      ]);
      expect(run.json().changes).toEqual([]);
    }
    const renamed = await world.run(['add-user', USER, '--yes', '--user-full-name', 'Ann Lee']);
    expect(renamed.stdout).toContain('(cannot sign in: the user is disabled)');
  });

  it('stands in the result of a file of users', async ({ world }) => {
    const user = await setUp(world);
    const csv = ['add-user', '--from-csv', 'users.csv', '--result', 'result.csv', '--yes', '--alias', 'demo'];
    await writeFile(join(world.folder, 'users.csv'), `email\n${USER}\nb@example.com\n`);
    expect((await world.run(csv)).code).toBe(0);
    await disable(world, user);
    // Also where an earlier run has recorded the row.
    const run = await world.run(csv);
    expect(run).toMatchObject({ code: 0, said: expect.stringMatching(/a@example\.com cannot sign in/) });
    const result = await readFile(join(world.folder, 'result.csv'), 'utf8');
    expect(result.match(/^\d+,a@example\.com/gm)).toHaveLength(1);
    expect(result).toMatch(/a@example\.com,exists,,.*cannot sign in: the user is disabled.*--enable/);
  });

  it('is counted by doctor among the users of the pool', async ({ world }) => {
    const user = await setUp(world);
    expect((await world.run(['doctor', '--json'])).json().checks).toContainEqual(
      expect.objectContaining({ id: 'users', verdict: 'ok' }),
    );
    await world.run(['add-user', 'b@example.com', '--yes']);
    await disable(world, user);
    await world.cognito.send(
      new AdminUpdateUserAttributesCommand({
        ...user,
        Username: 'b@example.com',
        UserAttributes: [{ Name: 'email_verified', Value: 'false' }],
      }),
    );
    expect((await world.run(['doctor', '--json'])).json().checks).toContainEqual(
      expect.objectContaining({
        id: 'users',
        verdict: 'warn',
        why: expect.stringMatching(/1 of the 2 users cannot sign in.*1 has no verified email/),
        repair: expect.stringMatching(/doctor .*--user-email a@example\.com/),
      }),
    );
    const one = await world.run(['doctor', '--json', '--user-email', USER]);
    expect(one.json().checks).toContainEqual(
      expect.objectContaining({
        id: 'user-enabled',
        verdict: 'fail',
        repair: expect.stringContaining('--enable'),
      }),
    );
  });
});
