import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { EMAIL, makePool, makeUser } from '../support/cognito.ts';
import { openSandbox, postCognito, refusal } from '../support/sandbox.ts';

const INVALID = 'InvalidParameterException';

describe('the list of users', () => {
  test.each([
    [`email = "${EMAIL}"`, [EMAIL]],
    ['email ^= "a"', [EMAIL, 'alan@example.com']],
    ['"email"="alan@example.com"', ['alan@example.com']],
    ['cognito:user_status = "confirmed"', [EMAIL]],
    ['status = "Enabled"', [EMAIL, 'alan@example.com', 'bob@example.com']],
    ['email = "nobody@example.com"', []],
    ['', [EMAIL, 'alan@example.com', 'bob@example.com']],
  ])('is filtered by %s', async (Filter, expected) => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    await makeUser(sandbox, UserPoolId);
    await makeUser(sandbox, UserPoolId, 'temporary', 'alan@example.com');
    await makeUser(sandbox, UserPoolId, 'temporary', 'bob@example.com');

    const { Users } = await sandbox.cognito.send(
      new ListUsersCommand({ UserPoolId, Filter, AttributesToGet: ['email'] }),
    );

    expect(Users?.map((each) => each.Attributes)).toEqual(
      expected.map((Value) => [{ Name: 'email', Value }]),
    );
  });

  test.each([
    'email',
    'email == "a"',
    'email = a',
    'address = "a"',
    'email = "a" or email = "b"',
    'email = "a',
  ])('has no filter %s', async (Filter) => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);

    expect(await refusal(sandbox.cognito.send(new ListUsersCommand({ UserPoolId, Filter })))).toBe(INVALID);
  });

  test('has a quoted value with quotes and backslashes in it', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    const Value = 'Ada "the \\ first"';
    await postCognito(sandbox.url, 'AdminCreateUser', {
      UserPoolId,
      Username: EMAIL,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'name', Value }],
    });

    const Filter = 'name = "Ada \\"the \\\\ first\\""';

    expect((await sandbox.cognito.send(new ListUsersCommand({ UserPoolId, Filter }))).Users).toHaveLength(1);
  });

  test('comes in pages, and asks for attributes that there are', async () => {
    const sandbox = await openSandbox();
    const UserPoolId = await makePool(sandbox);
    for (const name of ['a', 'b', 'c'])
      await makeUser(sandbox, UserPoolId, 'temporary', `${name}@example.com`);

    const pages: number[] = [];
    for await (const page of paginateListUsers({ client: sandbox.cognito, pageSize: 2 }, { UserPoolId })) {
      pages.push(page.Users?.length ?? 0);
    }

    expect(pages).toEqual([2, 1]);
    const unknown = new ListUsersCommand({ UserPoolId, AttributesToGet: ['custom:none'] });
    expect(await refusal(sandbox.cognito.send(unknown))).toBe(INVALID);
  });
});

describe('a group', () => {
  test('is made once, shown, listed, and deleted without its members', async () => {
    const { cognito, ...sandbox } = await openSandbox();
    const UserPoolId = await makePool({ cognito });
    const Username = await makeUser({ cognito }, UserPoolId);
    const group = { UserPoolId, GroupName: 'Admins', Description: 'All of them', Precedence: 1 };
    const create = () => cognito.send(new CreateGroupCommand(group));
    await create();
    const member = { UserPoolId, Username, GroupName: 'Admins' };
    await cognito.send(new AdminAddUserToGroupCommand(member));
    await cognito.send(new AdminAddUserToGroupCommand(member));
    const ofUser = async () =>
      (await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }))).Groups;

    expect(await refusal(create())).toBe('GroupExistsException');
    expect((await cognito.send(new GetGroupCommand({ UserPoolId, GroupName: 'Admins' }))).Group).toEqual({
      ...group,
      CreationDate: new Date(sandbox.clock.now),
      LastModifiedDate: new Date(sandbox.clock.now),
    });
    expect((await ofUser())?.map((each) => each.GroupName)).toEqual(['Admins']);

    await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName: 'Admins' }));

    expect((await cognito.send(new ListGroupsCommand({ UserPoolId }))).Groups).toEqual([]);
    expect(await ofUser()).toEqual([]);
    expect(await refusal(cognito.send(new AdminAddUserToGroupCommand(member)))).toBe(
      'ResourceNotFoundException',
    );
  });

  test('comes before groups of larger precedence, and of none', async () => {
    const { cognito } = await openSandbox();
    const UserPoolId = await makePool({ cognito });
    const Username = await makeUser({ cognito }, UserPoolId);
    for (const [GroupName, Precedence] of [['None'], ['Ten', 10], ['Two', 2]] as const) {
      await cognito.send(
        new CreateGroupCommand({ UserPoolId, GroupName, ...(Precedence !== undefined && { Precedence }) }),
      );
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    }
    const list = (page: object) =>
      cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username, ...page }));

    const { Groups, NextToken } = await list({ Limit: 2 });

    expect(Groups?.map((each) => each.GroupName)).toEqual(['Two', 'Ten']);
    expect((await list({ Limit: 2, NextToken })).Groups?.map((each) => each.GroupName)).toEqual(['None']);
  });
});
