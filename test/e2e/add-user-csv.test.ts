import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { chown, link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { parse } from 'csv-parse/sync';
import { describe, expect } from 'vitest';
import { NODE, PROGRAM } from '../support/cli.ts';
import { openPty } from '../support/pty.ts';
import type { Fault } from '../support/recorder.ts';
import { it, type World } from '../support/world.ts';

const POOL = ['create-pool', '--yes', '--alias', 'demo'];
const ADD = ['add-user', '--yes', '--alias', 'demo', '--from-csv', 'users.csv', '--rate', '1000'];
const RESULT = [...ADD, '--result', 'result.csv'];

type Row = Record<'line' | 'email' | 'status' | 'password' | 'reason', string>;

const give = (world: World, content: string | Buffer) => writeFile(join(world.folder, 'users.csv'), content);

const rowsOf = (world: World, file = 'result.csv'): Row[] =>
  parse(readFileSync(join(world.folder, file), 'utf8'), { columns: true }) as unknown as Row[];

async function poolId({ cognito }: World): Promise<string | undefined> {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
  return UserPools[0]?.Id;
}

async function userOf(world: World, email: string) {
  const UserPoolId = await poolId(world);
  const user = await world.cognito.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
  const { Groups = [] } = await world.cognito.send(
    new AdminListGroupsForUserCommand({ UserPoolId, Username: email }),
  );
  const attributes = Object.fromEntries(user.UserAttributes?.map(({ Name, Value }) => [Name, Value]) ?? []);
  return { status: user.UserStatus, attributes, groups: Groups.map(({ GroupName }) => GroupName).toSorted() };
}

const awsError = (name: string, message: string): Fault => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': name },
  body: JSON.stringify({ __type: name, message }),
});

describe('add-user --from-csv', () => {
  it('adds each user with name, attributes and groups, and writes the passwords to the result', async ({
    world,
  }) => {
    await world.run(POOL);
    const rows = Array.from(
      { length: 12 },
      (_, row) => `user${row}@example.com;"User; ${row}";${row % 2 === 0 ? 'Sales|Support' : ''};Ann`,
    );
    await give(world, `\ufeffE-Mail;Full Name;Groups;Given Name\r\n${rows.join('\r\n')}\r\n`);
    const run = await world.run([...RESULT, '--json']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.json()).toMatchObject({ users: { created: 12, failed: 0 }, result: 'result.csv' });
    expect(await userOf(world, 'user8@example.com')).toMatchObject({
      status: 'CONFIRMED',
      attributes: { name: 'User; 8', given_name: 'Ann', email_verified: 'true' },
      groups: ['Sales', 'Support'],
    });
    expect(await userOf(world, 'user7@example.com')).toMatchObject({ groups: [] });
    expect((await stat(join(world.folder, 'result.csv'))).mode & 0o777).toBe(0o600);
    const made = rowsOf(world).toSorted((one, other) => Number(one.line) - Number(other.line));
    expect(made.map(({ line, email, status }) => `${line} ${email} ${status}`)).toEqual(
      rows.map((_, row) => `${row + 2} user${row}@example.com created`),
    );
    expect(new Set(made.map(({ password }) => password)).size).toBe(12);
    for (const { password } of made) {
      expect(password).toMatch(/^[A-Za-z].{19}/);
      expect(run.stdout + run.stderr).not.toContain(password);
    }
  });

  it('puts a user into the group of its row, who is in one that another row wants', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,groups\nann@example.com,Sales\nbob@example.com,Support\n');
    expect(await world.run(RESULT)).toMatchObject({ code: 0 });
    await give(world, 'email,groups\nann@example.com,Support\nbob@example.com,Sales\n');
    const again = await world.run([...RESULT.slice(0, -1), 'second.csv']);
    expect(again, again.stderr).toMatchObject({ code: 0 });
    expect(await userOf(world, 'bob@example.com')).toMatchObject({ groups: ['Sales', 'Support'] });
    expect(await userOf(world, 'ann@example.com')).toMatchObject({ groups: ['Sales', 'Support'] });
  });

  it('leaves alone what is there, in a second run with the same or another result', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,name,groups\na@example.com,Ann,Sales\nb@example.com,,\n');
    await world.run(RESULT);
    const before = await readFile(join(world.folder, 'result.csv'), 'utf8');
    world.recorder.clear();
    expect(await world.run(RESULT)).toMatchObject({ code: 0, stdout: 'Users: 2 there already\n' });
    expect(await world.run([...ADD, '--result', 'other.csv'])).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
    expect(await readFile(join(world.folder, 'result.csv'), 'utf8')).toBe(before);
    expect(rowsOf(world, 'other.csv').map(({ status }) => status)).toEqual(['exists', 'exists']);
  });

  it('says what differs, and changes it only with --update', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,name\na@example.com,Ann\n');
    await world.run(RESULT);
    await give(world, 'email,name,groups\nA@example.com,Anne,New\n');
    const left = await world.run([...ADD, '--result', 'other.csv']);
    expect(left).toMatchObject({ code: 0, said: expect.stringContaining('--update changes them') });
    expect(rowsOf(world, 'other.csv')[0]?.reason).toContain('name is “Ann” and not “Anne”');
    // A group removes nothing.
    expect(await userOf(world, 'a@example.com')).toMatchObject({
      attributes: { name: 'Ann' },
      groups: ['New'],
    });
    expect(await world.run([...RESULT, '--update'])).toMatchObject({ stdout: 'Users: 1 updated\n' });
    expect(await userOf(world, 'a@example.com')).toMatchObject({ attributes: { name: 'Anne' } });
    // The password of the first run is still in its result.
    expect(rowsOf(world)).toMatchObject([{ status: 'updated', password: expect.stringMatching(/.{20}/) }]);
  });

  it('asks for each user when the pool has far more of them than the file', async ({ world }) => {
    await world.run(POOL);
    const many = Array.from({ length: 40 }, (_, row) => `u${row}@example.com,User ${row},Sales`);
    await give(world, `email,name,groups\n${many.join('\n')}\n`);
    await world.run(RESULT);
    await give(world, 'email,name,groups\nu7@example.com,Other,Sales;More\nnew@example.com,New,\n');
    world.recorder.clear();
    const run = await world.run([...ADD, '--result', 'few.csv', '--json', '--update']);
    expect(run.json().users).toEqual({ created: 1, updated: 1, exists: 0, failed: 0 });
    expect(world.recorder.requests.map(({ operation }) => operation)).not.toContain('ListUsers');
    expect(await userOf(world, 'u7@example.com')).toMatchObject({
      attributes: { name: 'Other' },
      groups: ['More', 'Sales'],
    });
  });

  it('lets Cognito mail the passwords with --invite, and says the limit of its own mail first', async ({
    world,
  }) => {
    await world.run(POOL);
    const many = Array.from({ length: 51 }, (_, row) => `u${row}@example.com`);
    await give(world, `email\n${many.join('\n')}\n`);
    const run = await world.run([...ADD, '--invite']);
    expect(run).toMatchObject({ code: 0, said: expect.stringContaining('50 emails a day') });
    const emails = await (await fetch(`${world.sandbox.url}/_sandbox/inbox.json`)).json();
    expect(emails).toHaveLength(51);
    expect(await userOf(world, 'u0@example.com')).toMatchObject({ status: 'FORCE_CHANGE_PASSWORD' });
    const both = await world.run([...ADD, '--invite', '--temporary-password']);
    expect(both).toMatchObject({ code: 2, said: expect.stringContaining('leave the other password flags') });
  });

  it('shows the plan in numbers, and changes nothing in a dry run', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,groups\na@example.com,Sales\nb@example.com,\n');
    world.recorder.clear();
    const run = await world.run([...ADD, '--dry-run']);
    expect(run).toMatchObject({
      code: 0,
      said: expect.stringMatching(/\+ Groups Sales \+ Users 2 .*dry-run/),
    });
    expect(world.recorder.writes).toEqual([]);
  });
});

describe('a file of users', () => {
  const utf16 = (text: string, bigEndian: boolean): Buffer => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return bigEndian ? bytes.swap16() : bytes;
  };
  const GOOD: readonly (readonly [string, string | Buffer])[] = [
    ['UTF-8 with a mark', '\ufeffemail,name\nå@example.com,"Åsa, Ö"\n'],
    ['UTF-16 LE with tabs', utf16('email\tname\r\nå@example.com\tÅsa, Ö\r\n', false)],
    ['UTF-16 BE with semicolons', utf16('email;name\r\nå@example.com;Åsa, Ö\r\n', true)],
    ['semicolons, blank lines and quotes', 'email;name\n\n"å@example.com";"Åsa, Ö"\n\n'],
  ];
  for (const [what, content] of GOOD) {
    it(`is read in ${what}`, async ({ world }) => {
      await world.run(POOL);
      await give(world, content);
      expect(await world.run(RESULT)).toMatchObject({ code: 0 });
      expect((await userOf(world, 'å@example.com')).attributes.name).toBe('Åsa, Ö');
    });
  }

  it('is refused with every wrong line at once, before any call', async ({ world }) => {
    await give(
      world,
      'email,name\nann@example.com,Ann\nnobody,X\nANN@example.com,Again\n,Y\nb@example.com\n',
    );
    const run = await world.run(RESULT);
    expect(run.code).toBe(2);
    expect(run.said).toContain('line 3: “nobody” is not an email address');
    expect(run.said).toContain('line 4: “ANN@example.com” is in line 2 already');
    expect(run.said).toContain('line 5: is empty');
    expect(run.said).toContain('line 6: has 1 values, and the first line names 2 columns');
    expect(world.recorder.requests).toEqual([]);
  });

  it('is read to its last line, and shows the first wrong ones and how many more there are', async ({
    world,
  }) => {
    const good = Array.from({ length: 9_997 }, (_, row) => `u${row}@example.com`);
    const bad = Array.from({ length: 30 }, (_, row) => `bad${row}`);
    await give(world, `email\n${[...good, ...bad].join('\n')}\n`);
    const run = await world.run(RESULT);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('line 9999: “bad0” is not') });
    expect(run.said).toContain('and 10 more');
    expect(world.recorder.requests).toEqual([]);
  });

  const BAD: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['has no user in it', 'email,name\n', /no user in it/],
    ['is empty', '', /no user in it/],
    ['has no column for the address', 'name\nAnn\n', /no column named email/],
    ['has a column that is not known', 'email,phone\nann@example.com,1\n', /not known: phone/],
    ['has a column of JavaScript’s', 'email,constructor\na@example.com,1\n', /not known: constructor/],
    ['has a column twice', 'email,name,Full Name\na@example.com,A,A\n', /two columns for name/],
    ['has an open quote', 'email,name\nann@example.com,"Ann\n', /quote/i],
    ['has a NUL', 'email,name\nann@example.com,A\0nn\n', /line 2: holds a NUL/],
    ['is UTF-16 without a mark', Buffer.from('email\nann@example.com\n', 'utf16le'), /NUL .*CSV UTF-8/],
    ['is in an old encoding', Buffer.from('email,name\na@example.com,\u00c5sa\n', 'latin1'), /not UTF-8/],
    [
      'has a group that Cognito refuses',
      'email,groups\na@example.com,All of them\n',
      /no group named “All of/,
    ],
    ['has a bad telephone number', 'email,phone_number\na@example.com,0612\n', /line 2: phone_number “0612”/],
  ];
  for (const [what, content, says] of BAD) {
    it(`is refused when it ${what}`, async ({ world }) => {
      await give(world, content);
      const run = await world.run(RESULT);
      expect(run.code).toBe(2);
      expect(run.said).toMatch(says);
      expect(world.recorder.requests).toEqual([]);
    });
  }

  it('has to be a file that is there, and not beside addresses', async ({ world }) => {
    expect(await world.run(RESULT)).toMatchObject({ code: 2, said: expect.stringContaining('ENOENT') });
    const file = join(world.folder, 'users.csv');
    await mkdir(file);
    expect(await world.run(RESULT)).toMatchObject({
      code: 2,
      said: expect.stringContaining('it is a folder'),
    });
    rmSync(file, { recursive: true });
    spawnSync('mkfifo', [file]);
    expect(await world.run(RESULT)).toMatchObject({
      code: 2,
      said: expect.stringContaining('not a regular file'),
    });
    rmSync(file);
    await give(world, 'email\nann@example.com\n');
    expect(await world.run([...RESULT, 'bob@example.com'])).toMatchObject({
      code: 2,
      said: expect.stringContaining('cannot be used together'),
    });
    expect(await world.run(ADD)).toMatchObject({
      code: 2,
      said: expect.stringContaining('--result <file> is'),
    });
    expect(world.recorder.requests).toEqual([]);
  });

  it('is held against the schema of the pool before anything is written', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,custom:level\na@example.com,high\n');
    world.recorder.clear();
    const unknown = await world.run(RESULT);
    expect(unknown).toMatchObject({ code: 2, said: expect.stringContaining('no attribute custom:level') });
    await world.cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'other',
        UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:other': 'client=other' },
        UsernameAttributes: ['email'],
        Schema: [{ Name: 'level', AttributeDataType: 'Number', Mutable: true }],
      }),
    );
    const other = RESULT.map((word) => (word === 'demo' ? 'other' : word));
    const bad = await world.run(other);
    expect(bad).toMatchObject({
      code: 2,
      said: expect.stringContaining('line 2: custom:level “high” is not a'),
    });
    expect(world.recorder.writes).toEqual([]);
    await give(world, 'email,custom:level\na@example.com,3\n');
    expect(await world.run(other)).toMatchObject({ code: 0 });
  });
});

describe('a file that is saved while a run reads it', () => {
  const CHANGED = 'email,groups\neve@example.com,Admins\n';

  it('is not written from, whatever the plan has shown', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,groups\na@example.com,Sales\nb@example.com,\n');
    world.recorder.clear();
    const pty = openPty(
      ['add-user', '--alias', 'demo', '--from-csv', 'users.csv', '--result', 'result.csv', '--sandbox'],
      {
        env: world.env,
        cwd: world.folder,
      },
    );
    await pty.waitFor('Write 2 users?');
    await give(world, CHANGED);
    pty.type('y\r');
    expect(await pty.exit).toMatchObject({ code: 1 });
    expect(pty.screen()).toContain('users.csv was changed');
    expect(world.recorder.writes).toEqual([]);
  });

  for (const operation of ['DescribeUserPool', 'ListUsers', 'ListGroups']) {
    it(`during ${operation} is not written from`, async ({ world }) => {
      await world.run(POOL);
      await give(world, 'email,groups\na@example.com,Sales\nb@example.com,\n');
      world.recorder.clear();
      world.recorder.fail = async (request) => {
        if (request.operation === operation) await give(world, CHANGED);
        return undefined;
      };
      const run = await world.run([...RESULT, '--json']);
      expect(run.code).toBe(1);
      expect(run.json()).toMatchObject({ error: { code: 'FILE_CHANGED' } });
      expect(world.recorder.writes).toEqual([]);
    });
  }
});

describe('the result of add-user --from-csv', () => {
  it('is never written over another file', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\n');
    world.recorder.clear();
    await writeFile(join(world.folder, 'result.csv'), 'my own notes\n');
    const run = await world.run(RESULT);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('not the result of add-user') });
    expect(await readFile(join(world.folder, 'result.csv'), 'utf8')).toBe('my own notes\n');
    mkdirSync(join(world.folder, 'folder'));
    const folder = await world.run([...ADD, '--result', 'folder']);
    expect(folder).toMatchObject({ code: 2, said: expect.stringContaining('not a regular file') });
    expect(world.recorder.requests).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is no link and no stream', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\n');
    world.recorder.clear();
    const [file, kept] = [join(world.folder, 'result.csv'), join(world.folder, 'kept.csv')];
    await symlink('kept.csv', file);
    expect(await world.run(RESULT)).toMatchObject({
      code: 2,
      said: expect.stringContaining('a symbolic link'),
    });
    await writeFile(kept, '');
    expect(await world.run(RESULT)).toMatchObject({
      code: 2,
      said: expect.stringContaining('a symbolic link'),
    });
    await rm(file);
    await link(kept, file);
    expect(await world.run(RESULT)).toMatchObject({ code: 2, said: expect.stringContaining('a hard link') });
    expect(await readFile(kept, 'utf8')).toBe('');
    expect(world.recorder.writes).toEqual([]);
    // A dry run: what is wrongly taken for a file must not be replaced by a test.
    const args = [PROGRAM, ...ADD, '--sandbox', '--dry-run', '--result', '/dev/stdout'];
    const taken = openSync(join(world.folder, 'taken'), 'w');
    const run = spawnSync(NODE, args, {
      cwd: world.folder,
      env: world.env,
      stdio: ['ignore', taken, 'pipe'],
      encoding: 'utf8',
      timeout: 300_000,
    });
    closeSync(taken);
    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('is not a regular file') });
  });

  it.skipIf(process.getuid?.() !== 0)('is nobody else’s file', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\n');
    world.recorder.clear();
    const file = join(world.folder, 'result.csv');
    await writeFile(file, '', { mode: 0o666 });
    await chown(file, 65_534, 65_534);
    const run = await world.run(RESULT);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining('belongs to somebody else') });
    expect(await readFile(file, 'utf8')).toBe('');
    expect(world.recorder.writes).toEqual([]);
  });

  it('belongs to one run at a time, and to the next one when that was killed', async ({ world }) => {
    await world.run(POOL);
    await give(world, `email\n${Array.from({ length: 30 }, (_, row) => `u${row}@example.com`).join('\n')}\n`);
    const runs = await Promise.all(Array.from({ length: 5 }, () => world.run([...RESULT, '--json'])));
    const done = runs.filter(({ code }) => code === 0);
    expect(done.length).toBeGreaterThan(0);
    for (const run of runs.filter(({ code }) => code !== 0)) {
      expect(run.json()).toMatchObject({ error: { code: 'RESULT_IN_USE' } });
    }
    expect(rowsOf(world).filter(({ password }) => password !== '')).toHaveLength(30);
    // Nobody runs under that number.
    const ended = spawnSync(NODE, ['-e', '']).pid;
    const lock = join(world.folder, 'result.csv.lock');
    await writeFile(lock, `${ended} ${hostname()}`);
    const next = await Promise.all(Array.from({ length: 3 }, () => world.run(RESULT)));
    expect(next.some(({ code }) => code === 0)).toBe(true);
    await writeFile(lock, `${process.pid} ${hostname()}`);
    const locked = await world.run(RESULT);
    expect(locked).toMatchObject({ code: 1, said: expect.stringContaining(`delete ${lock}`) });
    expect((await world.run([...RESULT, '--dry-run'])).code).toBe(0);
    await rm(lock);
    expect((await world.run(RESULT)).code).toBe(0);
    expect(await readdir(world.folder)).not.toContain('result.csv.lock');
  });

  it('keeps a password for an address whose last record has none', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email,name\na@example.com,Ann\nb@example.com,Bob\n');
    await world.run(RESULT);
    const before = rowsOf(world).map(({ email, password }) => `${email} ${password}`);
    await give(world, 'email,name\na@example.com,Anne\nb@example.com,Bobby\nc@example.com,Cat\n');
    expect((await world.run([...RESULT, '--update'])).code).toBe(0);
    const after = rowsOf(world);
    expect(
      after
        .map(({ email, password }) => `${email} ${password}`)
        .toSorted()
        .slice(0, 2),
    ).toEqual(before.toSorted());
    expect(after.map(({ email, status }) => `${email} ${status}`).toSorted()).toEqual([
      'a@example.com updated',
      'b@example.com updated',
      'c@example.com created',
    ]);
  });

  it('holds the row of a user that Cognito refuses; the others are done, and the same command ends it', async ({
    world,
  }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\nb@example.com\nc@example.com\n');
    world.recorder.fail = ({ operation, input }) =>
      operation === 'AdminSetUserPassword' && input.Username === 'b@example.com'
        ? awsError('UserLambdaValidationException', 'PreSignUp failed: not today.')
        : undefined;
    const run = await world.run(RESULT);
    // AdminSetUserPassword has no such error in AWS's model, so the run ends; what it has begun is on record.
    expect(run.code).toBe(1);
    world.recorder.fail = undefined;
    expect(await world.run(RESULT)).toMatchObject({ code: 0 });
    expect(
      rowsOf(world)
        .map(({ email, status }) => `${email} ${status}`)
        .toSorted(),
    ).toEqual(['a@example.com created', 'b@example.com created', 'c@example.com created']);
  });

  it('survives AWS throttling, a lost answer and a server error without a row twice', async ({ world }) => {
    await world.run(POOL);
    await give(world, `email\n${Array.from({ length: 20 }, (_, row) => `u${row}@example.com`).join('\n')}\n`);
    let calls = 0;
    world.recorder.fail = ({ operation }) => {
      if (!/^Admin(?:Create|Set)/.test(operation)) return undefined;
      calls += 1;
      if (calls % 7 === 0) return awsError('TooManyRequestsException', 'Too many requests');
      if (calls % 11 === 0) return 'drop-after';
      return calls % 13 === 0 ? { status: 500, body: '{"__type":"InternalErrorException"}' } : undefined;
    };
    const run = await world.run([...RESULT, '--json']);
    expect(run.json().users).toEqual({ created: 20, updated: 0, exists: 0, failed: 0 });
    expect(new Set(rowsOf(world).map(({ email }) => email)).size).toBe(20);
    for (const { email } of rowsOf(world)) expect((await userOf(world, email)).status).toBe('CONFIRMED');
  });

  it('loses no password when its folder goes away', async ({ world }) => {
    await world.run(POOL);
    await give(world, 'email\na@example.com\n');
    await mkdir(join(world.folder, 'out'));
    world.recorder.fail = ({ operation }) => {
      if (operation === 'ListUsers') rmSync(join(world.folder, 'out'), { recursive: true });
      return undefined;
    };
    const run = await world.run([...ADD, '--result', 'out/result.csv']);
    expect(run).toMatchObject({ code: 1, said: expect.stringContaining('could not be written (ENOENT)') });
    expect(world.recorder.writes.map(({ operation }) => operation)).not.toContain('AdminCreateUser');
  });

  it('does not take another’s user for its own', async ({ world }) => {
    await world.run(POOL);
    await world.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: await poolId(world),
        Username: 'a@example.com',
        MessageAction: 'SUPPRESS',
      }),
    );
    await give(world, 'email\na@example.com\n');
    world.recorder.clear();
    expect(await world.run(RESULT)).toMatchObject({ code: 0 });
    expect(world.recorder.writes).toEqual([]);
    expect((await userOf(world, 'a@example.com')).status).toBe('FORCE_CHANGE_PASSWORD');
  });
});

describe('add-user of a few', () => {
  it('does not take the flags of a file', async ({ world }) => {
    const run = await world.run(['add-user', 'a@example.com', '--yes', '--alias', 'demo', '--invite']);
    expect(run).toMatchObject({
      code: 2,
      said: expect.stringContaining('--invite goes with --from-csv only'),
    });
  });

  it('says on a pipe whose password is lost with a run of setup that failed', async ({ world }) => {
    world.recorder.fail = ({ operation }) =>
      operation === 'CreateManagedLoginBranding' ? awsError('AccessDeniedException', 'No.') : undefined;
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

  it('keeps the passwords of the users that were created when the run ends early', async ({ world }) => {
    await world.run(POOL);
    const people = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@example.com`);
    const add = ['add-user', ...people, '--yes', '--alias', 'demo'];
    let made = 0;
    world.recorder.fail = ({ operation }) => {
      if (operation !== 'AdminCreateUser') return undefined;
      made += 1;
      return made < 6 ? undefined : awsError('LimitExceededException', 'No more.');
    };
    const failed = await world.run([...add, '--output', 'passwords.csv']);
    expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('Service Quotas') });
    const kept = await readFile(join(world.folder, 'passwords.csv'), 'utf8');
    expect(kept.trimEnd().split('\n')).toHaveLength(6);
    world.recorder.fail = undefined;
    const rest = await world.run([...add, '--json']);
    expect(rest.json().users).toHaveLength(1);
  });

  it('keeps the passwords of the users that were created when Ctrl-C comes several times', async ({
    world,
  }) => {
    await world.run(POOL);
    let child: ChildProcess | undefined;
    world.recorder.fail = async ({ operation, input }) => {
      if (operation !== 'AdminCreateUser' || input.Username !== 'b@example.com') return undefined;
      for (const _ of Array(5)) {
        child?.kill('SIGINT');
        await setTimeout(5);
      }
      return undefined;
    };
    const add = ['add-user', 'a@example.com', '--yes', '--alias', 'demo', '--output', 'passwords.csv'];
    const first = await world.run(add);
    expect(first.code).toBe(0);
    const more = [
      'add-user',
      'a@example.com',
      'b@example.com',
      '--reset-password',
      '--overwrite',
      ...add.slice(2),
    ];
    const run = await world.run(more, { onStart: (started) => (child = started) });
    expect(run.code).toBe(130);
    const kept = await readFile(join(world.folder, 'passwords.csv'), 'utf8');
    expect(await userOf(world, 'a@example.com')).toMatchObject({ status: 'CONFIRMED' });
    expect(kept).toMatch(/^a@example\.com,.*,\S{20}/m);
    expect((await readdir(world.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'sets no password that a full disk would lose',
    async ({ world }) => {
      await world.run(POOL);
      const add = ['add-user', 'a@example.com', '--yes', '--alias', 'demo', '--json'];
      await world.run(add);
      world.recorder.clear();
      // No file can have a byte: what a disk without room answers, too.
      const args = [PROGRAM, ...add, '--reset-password', '--output', 'passwords.csv', '--sandbox'];
      const child = spawn('sh', ['-c', 'ulimit -f 0; exec "$0" "$@"', NODE, ...args], {
        cwd: world.folder,
        env: { ...world.env, PATH: process.env.PATH },
      });
      let printed = '';
      child.stdout.on('data', (piece) => {
        printed += piece;
      });
      const [code] = await once(child, 'close');
      expect(code).toBe(1);
      expect(JSON.parse(printed)).toMatchObject({ error: { code: 'OUTPUT_FAILED' } });
      expect(world.recorder.writes).toEqual([]);
      expect((await readdir(world.folder)).filter((name) => name.startsWith('passwords'))).toEqual([]);
    },
  );

  it('does not lose the passwords with a file that cannot be written any more', async ({ world }) => {
    await world.run(POOL);
    const folder = join(world.folder, 'out');
    await mkdir(folder);
    world.recorder.fail = ({ operation }) => {
      if (operation === 'AdminCreateUser') rmSync(folder, { recursive: true });
      return undefined;
    };
    const add = ['add-user', 'a@example.com', '--yes', '--alias', 'demo'];
    const run = await world.run([...add, '--output', 'out/passwords.csv']);
    expect(run.code).toBe(1);
    expect(run.said).toMatch(
      /it set: User a@example.com .* --reset-password.*could not be written \(ENOENT\)/,
    );
  });
});

describe('a row', () => {
  it('gets its password in a pool that keeps a history of them, also when an answer is lost', async ({
    world,
  }) => {
    await world.cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'demo',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
        Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 } },
        UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo' },
      }),
    );
    await give(world, 'email\na@example.com\nb@example.com\n');
    let lost = false;
    world.recorder.fail = ({ operation }) => {
      if (operation !== 'AdminSetUserPassword' || lost) return undefined;
      lost = true;
      return 'drop-after';
    };
    expect(await world.run(RESULT)).toMatchObject({ code: 0 });
    expect(lost).toBe(true);
    for (const { email, status, password } of rowsOf(world)) {
      expect({ email, status, length: password.length }).toMatchObject({ status: 'created', length: 20 });
      expect((await userOf(world, email)).status).toBe('CONFIRMED');
    }
  });

  it('keeps its password when AWS creates the user only after the run has looked for it', async ({
    world,
  }) => {
    await world.run(POOL);
    await give(world, 'email\nlate@example.com\n');
    let first: AdminCreateUserCommandInput | undefined;
    world.recorder.fail = ({ operation, input }) => {
      if (operation !== 'AdminCreateUser') return undefined;
      if (first === undefined) {
        first = input as unknown as AdminCreateUserCommandInput;
        return 'drop';
      }
      return world.cognito.send(new AdminCreateUserCommand(first)).then(() => undefined);
    };
    expect(await world.run(RESULT)).toMatchObject({ code: 0 });
    const [row] = rowsOf(world);
    expect(row).toMatchObject({ status: 'created' });
    expect(row?.password).toHaveLength(20);
    expect((await userOf(world, 'late@example.com')).status).toBe('CONFIRMED');
  });
});
