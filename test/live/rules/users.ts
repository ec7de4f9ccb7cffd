import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { EMAIL } from '../../support/cognito.ts';
import { type Chapter, INVALID, MISSING } from '../chapter.ts';

export const USERS: Chapter = {
  title: 'Users',
  rules: [
    {
      says: 'A second user with an address is refused, whatever the case of its letters.',
      source: 'API reference, AdminCreateUser; developer guide, User pool case sensitivity',
      answer: 'UsernameExistsException',
      call: ({ cognito, poolId }) =>
        cognito.send(
          new AdminCreateUserCommand({
            UserPoolId: poolId,
            Username: EMAIL.toUpperCase(),
            MessageAction: 'SUPPRESS',
          }),
        ),
    },
    {
      says: 'Where users sign in by email, another user name is refused.',
      source: 'Developer guide, Customizing sign-in attributes',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'ada', MessageAction: 'SUPPRESS' }),
        ),
    },
    {
      says: 'A password that the policy does not allow is refused.',
      source: 'Developer guide, Adding user pool password requirements',
      answer: 'InvalidPasswordException',
      call: ({ cognito, poolId, username }) =>
        cognito.send(
          new AdminSetUserPasswordCommand({
            UserPoolId: poolId,
            Username: username,
            Password: 'alllowercase',
            Permanent: true,
          }),
        ),
    },
    {
      says: 'A user is found by the address.',
      source: 'API reference, AdminGetUser',
      answer: 'ok',
      call: ({ cognito, poolId }) =>
        cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: EMAIL })),
    },
    {
      says: 'A user who is not there is an error of its own.',
      source: 'API reference, AdminGetUser',
      answer: 'UserNotFoundException',
      call: ({ cognito, poolId }) =>
        cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'nobody@example.com' })),
    },
    {
      says: 'A filter on an attribute that cannot be searched is refused.',
      source: 'API reference, ListUsers, Filter',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter: 'zoneinfo = "x"' })),
    },
    {
      says: 'A second group of a name is refused.',
      source: 'API reference, CreateGroup',
      answer: 'GroupExistsException',
      call: async ({ cognito, poolId, name }) => {
        const group = { UserPoolId: poolId, GroupName: `${name}-group` };
        await cognito.send(new CreateGroupCommand(group));
        return cognito.send(new CreateGroupCommand(group));
      },
    },
    {
      says: 'A group that is not there takes no users.',
      source: 'API reference, AdminAddUserToGroup',
      answer: MISSING,
      call: ({ cognito, poolId, username }) =>
        cognito.send(
          new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: username, GroupName: 'Nobody' }),
        ),
    },
  ],
};
