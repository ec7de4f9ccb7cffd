import type { ChildProcess } from 'node:child_process';
import { describe, expect } from 'vitest';
import { commandIn } from '../support/repairs.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** A run that is killed when the password is set, and before anybody has seen it. */
async function dieAfterPassword(world: World, args: readonly string[]): Promise<void> {
  let child: ChildProcess | undefined;
  world.recorder.fail = ({ operation }) => {
    if (operation !== 'AdminSetUserPassword') return undefined;
    return () => {
      child?.kill('SIGKILL');
      return 'stall';
    };
  };
  const { code } = await world.run(args, { onStart: (started) => (child = started) });
  expect(code).toBeNull();
  world.recorder.fail = undefined;
}

const RESET = 'mendix-cognito add-user a@example.com --reset-password --alias demo --sandbox';
const HIDDEN = `A generated password was set and is not shown here. On a terminal, or with --reveal-secrets, this gives a new one:\n  ${RESET}`;
const KEPT = `a@example.com was there already, with a password that somebody or an earlier run has set; it is left alone. If nobody has it, this makes a new one:\n  ${RESET}`;

describe('a password that was set and never shown', () => {
  it('is reported by the next setup, with the command for a new one', async ({ world }) => {
    await dieAfterPassword(world, SETUP);
    const again = await world.run([...SETUP, '--reveal-secrets']);
    expect(again).toMatchObject({ code: 0 });
    expect(again.json()).toMatchObject({ hints: [KEPT], users: [] });
    const reset = await world.run([...commandIn(RESET), '--yes', '--json', '--reveal-secrets']);
    const [user] = reset.json().users as { password: string }[];
    const login = ['test-login', '--user-email', 'a@example.com', '--password-stdin', '--alias', 'demo'];
    expect(await world.run(login, { input: String(user?.password) })).toMatchObject({ code: 0 });
  });

  it('is reported by the next add-user', async ({ world }) => {
    const on = ['--alias', 'demo', '--yes', '--json'];
    await world.run(['create-pool', ...on]);
    await dieAfterPassword(world, ['add-user', 'a@example.com', ...on]);
    const again = await world.run(['add-user', 'a@example.com', ...on]);
    expect(again).toMatchObject({ code: 0 });
    expect(again.json()).toMatchObject({ changes: [], hints: [KEPT] });
  });

  it('is not spoken of when this run has set one', async ({ world }) => {
    const run = await world.run([...SETUP, '--reveal-secrets']);
    expect(run.json()).not.toHaveProperty('hints');
    const on = ['--alias', 'demo', '--yes', '--json', '--reset-password'];
    expect((await world.run(['add-user', 'a@example.com', ...on])).json()).not.toHaveProperty('hints');
  });

  it('has a command that names its user where this run must not show it', async ({ world }) => {
    expect((await world.run(SETUP)).json().hints).toContain(HIDDEN);
    const reset = await world.run([...commandIn(RESET), '--yes', '--json']);
    expect(reset.json()).toMatchObject({ hint: HIDDEN });
  });
});
