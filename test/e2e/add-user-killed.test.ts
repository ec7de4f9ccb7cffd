import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateUserPoolClientCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { it as base, openWorld, type World } from '../support/world.ts';

const ROWS = 400;
/** Twenty times AWS's quotas, and a pace that is twenty times the usual one. */
const SCALE = 20;
const RATE = String(30 * SCALE);
const KILLS = 5;

const it = base.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  world: async ({}, use) => {
    const world = await openWorld({ quotaScale: SCALE });
    await use(world);
    await world.close();
  },
});

/** The same numbers in every run (Park and Miller's generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const emails = Array.from({ length: ROWS }, (_, row) => `user${row}@example.com`);

interface Row {
  readonly email: string;
  readonly status: string;
  readonly password: string;
}

const resultOf = ({ folder }: World): Row[] =>
  parse(readFileSync(join(folder, 'result.csv'), 'utf8'), { columns: true }) as unknown as Row[];

/** The address and the state of every user in the pool. */
async function usersOf({ cognito }: World, UserPoolId: string | undefined): Promise<string[]> {
  const found: string[] = [];
  for await (const { Users = [] } of paginateListUsers({ client: cognito }, { UserPoolId })) {
    for (const { Attributes = [], UserStatus } of Users) {
      found.push(`${Attributes.find(({ Name }) => Name === 'email')?.Value} ${UserStatus}`);
    }
  }
  return found.toSorted();
}

/** Which of the rows have a password that does not open the door. */
async function locked({ cognito }: World, UserPoolId: string | undefined, rows: readonly Row[]) {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'door',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const out: string[] = [];
  for (const { email, password } of rows) {
    const signIn = new InitiateAuthCommand({
      ClientId: UserPoolClient?.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    });
    const answer = await cognito.send(signIn).catch(() => undefined);
    if (answer?.AuthenticationResult === undefined) out.push(email);
  }
  return out;
}

for (const ending of ['SIGKILL', 'SIGINT'] as const) {
  it(`users from a file, the run ended by ${ending} five times: each is there once, with a password that is known`, async ({
    world,
  }) => {
    const random = numbers(20_261_125);
    await world.run(['create-pool', '--yes', '--alias', 'demo']);
    const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const poolId = UserPools[0]?.Id;
    const lines = emails.map((email, row) => `${email},User ${row},${row % 40 === 0 ? 'Sales' : ''}`);
    await writeFile(join(world.folder, 'users.csv'), `email,name,groups\n${lines.join('\n')}\n`);
    const add = [
      ...['add-user', '--yes', '--alias', 'demo', '--rate', RATE],
      ...['--from-csv', 'users.csv', '--result', 'result.csv'],
    ];
    for (let kill = 0; kill < KILLS; kill += 1) {
      let child: ChildProcess | undefined;
      let left = 1 + random(120);
      world.recorder.fail = ({ operation }) => {
        if (operation !== 'AdminCreateUser' && operation !== 'AdminSetUserPassword') return undefined;
        left -= 1;
        if (left === 0) child?.kill(ending);
        return undefined;
      };
      const run = await world.run(add, { onStart: (started) => (child = started) });
      expect(run.code).toBe(ending === 'SIGKILL' ? null : 130);
      world.recorder.fail = undefined;
      // Whoever can sign in can do so with a password that is written down.
      const known = new Set(resultOf(world).map(({ email }) => email));
      const confirmed = (await usersOf(world, poolId)).filter((user) => user.endsWith('CONFIRMED'));
      expect(confirmed.filter((user) => !known.has(user.split(' ')[0] ?? ''))).toEqual([]);
    }
    const last = await world.run([...add, '--json']);
    expect(last.json()).toMatchObject({ ok: true, users: { failed: 0 } });
    expect(await usersOf(world, poolId)).toEqual(emails.map((email) => `${email} CONFIRMED`).toSorted());
    const rows = resultOf(world);
    expect(rows.map(({ email, status }) => `${email} ${status}`).toSorted()).toEqual(
      emails.map((email) => `${email} created`).toSorted(),
    );
    expect(await locked(world, poolId, rows)).toEqual([]);
    world.recorder.clear();
    expect(await world.run(add)).toMatchObject({ code: 0, stdout: 'Users: 400 there already\n' });
    expect(world.recorder.writes).toEqual([]);
  });
}
