import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AdminListGroupsForUserCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { commandIn } from '../support/repairs.ts';
import { it, SETUP, type World } from '../support/world.ts';

const POOL = ['create-pool', '--yes', '--json'];

describe('add-user --groups', () => {
  const on = ['--alias', 'demo', '--yes'];
  const groupsOf = async (world: World): Promise<unknown> => {
    const { UserPools: [pool] = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const { Groups = [] } = await world.cognito.send(
      new AdminListGroupsForUserCommand({ UserPoolId: pool?.Id, Username: 'a@example.com' }),
    );
    return Groups.map(({ GroupName }) => GroupName).toSorted();
  };

  it('puts a user into groups, creates those that are missing, and removes none', async ({ world }) => {
    await world.run(SETUP);
    const add = (groups: string) => world.run(['add-user', 'a@example.com', '--groups', groups, ...on]);
    const first = await add('Team, Editors');
    expect(first.stderr).toContain('+ Team');
    expect(await groupsOf(world)).toEqual(['Editors', 'Team']);
    world.recorder.clear();
    expect((await add('Team,Editors')).code).toBe(0);
    expect(world.recorder.writes).toEqual([]);
    await add('Admins');
    expect(await groupsOf(world)).toEqual(['Admins', 'Editors', 'Team']);
    expect((await add('two words')).code).toBe(2);
    const fresh = ['add-user', 'new@example.com', '--groups', 'Team', '--password-stdin', ...on];
    await world.run(fresh, { input: 'Correct-Horse-9' });
    const login = await world.run(
      ['test-login', '--alias', 'demo', '--password-stdin', '--user-email', 'new@example.com'],
      { input: 'Correct-Horse-9' },
    );
    expect(login.stderr.replaceAll(/\s+/g, ' ')).toContain('Mendix does nothing with the groups (Team)');
    expect(login.stderr).toContain('mendix-config --snippets --alias demo');
    const { snippets } = (
      await world.run(['mendix-config', '--snippets', '--json', '--alias', 'demo', '--module-version', '4.2'])
    ).json() as { snippets: { rolesFromGroups: { constants: object } } };
    expect(snippets.rolesFromGroups.constants).toEqual({ 'OIDC.CustomATP': '<module>.CustomATP_Cognito' });
  });
});

describe('add-user', () => {
  it('takes two spellings of an address for one user, and shows one password', async ({ world }) => {
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
    expect(run.stderr).toMatch(/^Next:\n {2}mendix-cognito status --alias two --sandbox$/m);
    expect(await world.run(commandIn(run.stderr))).toMatchObject({ code: 0 });
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
