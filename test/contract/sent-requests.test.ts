import { expect } from 'vitest';
import { modelsPresent, skipReason } from '../support/aws-model.ts';
import { EMAIL, PASSWORD, setUpFor, startLogin } from '../support/login-run.ts';
import { comeSecond } from '../support/rival.ts';
import { sentOperations } from '../support/sent-operations.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** Runs that between them send every operation that the program knows. */
async function everyOperation(world: World): Promise<void> {
  const on = ['--yes', '--alias', 'demo'];
  const app = ['--app-url', 'https://app.example.com'];
  await world.run(['verify-email', 'noreply@example.com', ...on]);
  await world.run(['verify-email', 'noreply@example.com', ...on, '--resend']);
  await world.run([...SETUP, '--managed-login', '1', '--no-deletion-protection']);
  await setUpFor(world, 'https://app.example.com');
  await world.run(['create-pool', ...on, '--managed-login', '2', '--domain-prefix', 'demo']);
  await world.run(['create-client', ...on, ...app, '--session-minutes', '7']);
  await world.run(['add-user', EMAIL, ...on, '--user-full-name', 'Ann L. Lee', '--reset-password']);
  const byPassword = ['test-login', '--user-email', EMAIL, '--password-stdin', '--alias', 'demo'];
  await world.run(byPassword, { input: PASSWORD });
  const login = await startLogin(world, ...on);
  login.child.kill('SIGINT');
  await login.done;
  await world.run(['doctor', '--alias', 'demo']);
  await world.run(['destroy', ...on]);
  await comeSecond(world);
}

it(`every operation that the program can send was sent, as AWS’s models want it${skipReason}`, async ({
  world,
}) => {
  await everyOperation(world);
  const seen = new Set(world.recorder.requests.map(({ service, operation }) => `${service} ${operation}`));
  const known = sentOperations().map(([service, operation]) => `${service} ${operation}`);
  expect([...seen].toSorted()).toEqual(known.toSorted());
  if (modelsPresent) expect(world.recorder.problems()).toEqual([]);
});
