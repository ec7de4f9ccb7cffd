import { rmSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AdminGetUserCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider';
import { parse } from 'csv-parse/sync';
import { describe, expect } from 'vitest';
import { it, type World } from '../support/world.ts';

const POOL = ['create-pool', '--yes', '--alias', 'demo'];
const ADD = ['add-user', '--yes', '--alias', 'demo', '--from-csv', 'users.csv'];

const give = (world: World, text: string) => writeFile(join(world.folder, 'users.csv'), text);

async function nameOf({ cognito }: World, email: string): Promise<string | undefined> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: UserPools[0]?.Id, Username: email }));
  return user.UserAttributes?.find(({ Name }) => Name === 'name')?.Value;
}

describe('add-user --from-csv', () => {
  it('adds each user of the file, and writes their passwords to a file of its own', async ({ world }) => {
    await world.run(POOL);
    const rows = Array.from({ length: 12 }, (_, index) => `user${index}@example.com;"User, ${index}"`);
    await give(world, `\ufeffE-Mail;Full Name\r\n${rows.join('\r\n')}\r\n`);
    const run = await world.run([...ADD, '--json', '--output', 'passwords.csv']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json().users).toHaveLength(12);
    expect(await nameOf(world, 'user7@example.com')).toBe('User, 7');
    const file = join(world.folder, 'passwords.csv');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const made = parse(await readFile(file, 'utf8'), { columns: true }) as unknown as Record<
      string,
      string
    >[];
    expect(made.map(({ email }) => email).toSorted()).toEqual(
      rows.map((row) => row.split(';')[0] ?? '').toSorted(),
    );
    expect(new Set(made.map(({ password }) => password)).size).toBe(12);
    for (const { password = '' } of made) {
      expect(password).toMatch(/^[A-Za-z].{19}/);
      expect(run.stdout + run.stderr).not.toContain(password);
    }
    world.recorder.clear();
    const again = await world.run([...ADD, '--json']);
    expect(again).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('tells every wrong line at once, before any call', async ({ world }) => {
    await give(world, 'email,name\nann@example.com,Ann\nnobody,X\nANN@example.com,Again\nb@example.com\n');
    const ragged = await world.run(ADD);
    expect(ragged).toMatchObject({ code: 2, said: expect.stringContaining('line 5') });
    await give(world, 'email,name\nann@example.com,Ann\nnobody,X\nANN@example.com,Again\n,Y\n');
    const run = await world.run(ADD);
    expect(run.code).toBe(2);
    expect(run.said).toContain('line 3: “nobody” is not an email address');
    expect(run.said).toContain('line 4: “ANN@example.com” stands in line 2 already');
    expect(run.said).toContain('line 5: is empty');
    expect(world.recorder.requests).toEqual([]);
  });

  const FILES: readonly (readonly [string, string, RegExp])[] = [
    ['has no user in it', 'email,name\n', /no user in it/],
    ['is empty', '', /no user in it/],
    ['has no column for the address', 'who\nann@example.com\n', /no column named email/],
    ['has a column that is not known', 'email,phone\nann@example.com,1\n', /not known: phone/],
    ['has an open quote', 'email,name\nann@example.com,"Ann\n', /quote/i],
  ];
  for (const [what, text, says] of FILES) {
    it(`refuses a file that ${what}`, async ({ world }) => {
      await give(world, text);
      const run = await world.run(ADD);
      expect(run.code).toBe(2);
      expect(run.said).toMatch(says);
      expect(world.recorder.requests).toEqual([]);
    });
  }

  it('says that the file is not there, and does not mix it with addresses', async ({ world }) => {
    expect(await world.run(ADD)).toMatchObject({ code: 2, said: expect.stringContaining('ENOENT') });
    await give(world, 'email\nann@example.com\n');
    expect(await world.run([...ADD, 'bob@example.com'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('exclude each other'),
    });
  });

  it('keeps the passwords of the users that were made when the run ends early', async ({ world }) => {
    await world.run(POOL);
    await give(
      world,
      'email\na@example.com\nb@example.com\nc@example.com\nd@example.com\ne@example.com\nf@example.com\n',
    );
    let made = 0;
    world.recorder.fail = ({ operation }) => {
      if (operation !== 'AdminCreateUser') return undefined;
      made += 1;
      return made < 6
        ? undefined
        : {
            status: 400,
            headers: {
              'content-type': 'application/x-amz-json-1.1',
              'x-amzn-errortype': 'LimitExceededException',
            },
            body: '{"__type":"LimitExceededException","message":"No more."}',
          };
    };
    const failed = await world.run([...ADD, '--output', 'passwords.csv']);
    expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('Service Quotas') });
    const kept = await readFile(join(world.folder, 'passwords.csv'), 'utf8');
    expect(kept.trimEnd().split('\n')).toHaveLength(6);
    world.recorder.fail = undefined;
    const rest = await world.run([...ADD, '--json']);
    expect(rest.json().users).toHaveLength(1);
  });

  it('does not lose the passwords with a file that cannot be written any more', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\n');
    const folder = join(world.folder, 'out');
    await mkdir(folder);
    world.recorder.fail = ({ operation }) => {
      if (operation === 'AdminCreateUser') rmSync(folder, { recursive: true });
      return undefined;
    };
    const run = await world.run([...ADD, '--output', 'out/passwords.csv']);
    expect(run.code).toBe(1);
    expect(run.said).toMatch(
      /it set: User a@example.com .* --reset-password.*could not be written \(ENOENT\)/,
    );
  });

  it('tells on a pipe whose password is lost with a run of setup that failed', async ({ world }) => {
    world.recorder.fail = ({ operation }) =>
      operation === 'CreateManagedLoginBranding'
        ? { status: 400, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: '{}' }
        : undefined;
    const app = ['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'];
    const run = await world.run(['setup', '--yes', '--alias', 'demo', ...app]);
    expect(run.code).toBe(1);
    expect(run.said).toMatch(/Before this run ended, it set: User a@example.com .* Password \(hidden/);
    const revealed = await world.run([
      'add-user',
      'b@example.com',
      '--yes',
      '--alias',
      'demo',
      '--reveal-secrets',
    ]);
    expect(revealed.stdout).toMatch(/Password {2}\S{20}/);
  });
});
