import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { it } from '../support/world.ts';

const POOL = ['create-pool', '--yes', '--json'];

describe('add-user', () => {
  it('takes two spellings of an address for one user, and tells one password', async ({ world }) => {
    const { userPoolId } = (await world.run([...POOL, '--alias', 'demo'])).json() as { userPoolId: string };
    const run = await world.run([
      'add-user',
      'k@example.com',
      'K@example.com',
      '--yes',
      '--reveal-secrets',
      '--json',
    ]);
    expect(run.json()).toMatchObject({
      changes: [{ action: 'create' }],
      users: [{ email: 'k@example.com' }],
    });
    expect(run.json()).not.toHaveProperty('hints');
    const { Users } = await world.cognito.send(new ListUsersCommand({ UserPoolId: userPoolId }));
    expect(Users).toHaveLength(1);
  });

  it('names a next command that works where there are several pools', async ({ world }) => {
    for (const alias of ['one', 'two']) await world.run([...POOL, '--alias', alias]);
    const run = await world.run(['add-user', 'k@example.com', '--alias', 'two', '--yes']);
    const [, next = ''] = /^Next:\n {2}mendix-cognito (.*)$/m.exec(run.stderr) ?? [];
    expect(next).toBe('status --alias two --sandbox');
    expect(await world.run(next.replace(' --sandbox', '').split(' '))).toMatchObject({ code: 0 });
  });

  it('does not drop a --user-email beside addresses without a word', async ({ world }) => {
    const run = await world.run(['add-user', 'bob@example.com', '--user-email', 'zoe@example.com', '--yes']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--user-email and addresses') });
  });

  it('takes the name in a file for every command for that of the user in it alone', async ({ world }) => {
    await world.run([...POOL, '--alias', 'demo']);
    const shared = 'alias: demo\nuser-email: ann@example.com\nuser-full-name: Ann Lee\ninvite: false\n';
    await writeFile(join(world.folder, 'shared.yaml'), shared);
    const plan = async (...who: string[]) =>
      (await world.run(['add-user', ...who, '--config', 'shared.yaml', '--dry-run'])).stderr;
    expect(await plan('bob@example.com')).not.toContain('Ann Lee');
    expect(await plan('ann@example.com')).toContain('Ann Lee');
    expect(await plan()).toContain('Ann Lee');
  });
});
