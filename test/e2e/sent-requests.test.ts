import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdminDisableUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { setUpApp } from '../support/authenticator-app.ts';
import { modelsPresent, skipReason } from '../support/aws-model.ts';
import { readInbox } from '../support/cognito.ts';
import { EMAIL, PASSWORD, setUpFor, startLogin } from '../support/login-run.ts';
import { makeOthersPool, OLD_USER } from '../support/others-pool.ts';
import { comeSecond } from '../support/rival.ts';
import { sentOperations } from '../support/sent-operations.ts';
import { it, SETUP, type World } from '../support/world.ts';

/** Runs that between them send every operation that the program knows. */
async function everyOperation(world: World): Promise<void> {
  const on = ['--yes', '--alias', 'demo'];
  const app = ['--app-url', 'https://app.example.com'];
  await world.run(['verify-email', 'noreply@example.com', ...on]);
  await world.run(['verify-email', 'noreply@example.com', ...on, '--resend']);
  await joinAndLeave(world);
  await world.run([...SETUP, '--managed-login', '1', '--no-deletion-protection']);
  await setUpFor(world, 'https://app.example.com');
  await world.run(['create-pool', ...on, '--managed-login', '2', '--domain-prefix', 'demo']);
  await world.run(['create-client', ...on, ...app, '--session-minutes', '7']);
  await world.run(['add-user', EMAIL, ...on, '--user-full-name', 'Ann L. Lee', '--reset-password']);
  await usersFromFiles(world, on);
  const byPassword = ['test-login', '--user-email', EMAIL, '--password-stdin', '--alias', 'demo'];
  await world.run(byPassword, { input: PASSWORD });
  const login = await startLogin(world, ...on);
  login.child.kill('SIGINT');
  await login.done;
  await secondFactor(world, on, byPassword);
  await world.run(['rotate-secret', ...on, '--reveal-secrets']);
  await world.run(['rotate-secret', ...on, '--finish']);
  await world.run(['doctor', '--alias', 'demo']);
  await world.run(['destroy', ...on, '--users', '22']);
  await comeSecond(world);
}

/** A second factor that is required, a sign-in with its code, and a user whose phone is lost. */
async function secondFactor(
  world: World,
  on: readonly string[],
  byPassword: readonly string[],
): Promise<void> {
  const reset = ['add-user', EMAIL, ...on, '--reset-password', '--password-stdin'];
  await world.run(reset, { input: PASSWORD });
  const pool = await world.run([
    'create-pool',
    ...on,
    '--json',
    '--custom-attribute',
    'team',
    '--mfa',
    'required',
  ]);
  const values = await world.run(['mendix-config', '--json', '--alias', 'demo', '--client-name', 'demo']);
  const { clientId: id = '', clientSecret: secret = '' } = values.json().mendix as Record<string, string>;
  const code = await setUpApp(world, { id, secret }, EMAIL, PASSWORD);
  await world.run([...byPassword, '--mfa-code-stdin'], { input: `${PASSWORD}\n${code(0)}` });
  const UserPoolId = String(pool.json().userPoolId);
  await world.cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: EMAIL }));
  await world.run(['add-user', EMAIL, ...on, '--reset-mfa', '--enable']);
}

/** An app on a pool of somebody else's, which goes on sending from the address that was verified for the app. */
async function joinAndLeave(world: World): Promise<void> {
  const { id } = await makeOthersPool(world);
  const sender = 'guest@example.com';
  const on = ['--yes', '--alias', 'guest'];
  await world.run(['verify-email', sender, ...on]);
  const mail = (await readInbox(world.sandbox.url)).find(({ to }) => to === sender);
  await fetch(mail?.link ?? '');
  const app = [
    '--app-url',
    'https://guest.example.com',
    '--user-email',
    OLD_USER.email,
    '--email-from',
    sender,
  ];
  await world.run(['setup', ...on, '--pool-id', id, '--adopt', ...app]);
  await world.run(['destroy', ...on]);
}

/** Users from files, with groups: a few in a pool that has many, and many in a pool that has few. */
async function usersFromFiles(world: World, on: readonly string[]): Promise<void> {
  const give = (lines: readonly string[]) =>
    writeFile(join(world.folder, 'users.csv'), `email,name,groups\n${lines.join('\n')}\n`);
  const add = ['add-user', ...on, '--from-csv', 'users.csv', '--result', 'result.csv', '--rate', '1000'];
  const many = Array.from({ length: 20 }, (_, row) => `u${row}@example.com,User ${row},Sales`);
  await give(many);
  await world.run(add);
  await give(many.map((line) => line.replace('User', 'Name')));
  await world.run([...add, '--update']);
  await give(many.slice(0, 1));
  await world.run(add);
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
