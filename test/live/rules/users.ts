import {
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { EMAIL, makeUser, PASSWORD } from '../../support/cognito.ts';
import { type Chapter, INVALID, MISSING } from '../chapter.ts';
import { inPool } from '../stage.ts';

export const USERS: Chapter = {
  title: 'Users',
  rules: [
    {
      says: 'A second user with an address is refused, whatever the case of its letters.',
      basis: 'documented',
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
      basis: 'documented',
      source: 'Developer guide, Customizing sign-in attributes',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new AdminCreateUserCommand({ UserPoolId: poolId, Username: 'ada', MessageAction: 'SUPPRESS' }),
        ),
    },
    {
      says: 'A password that the policy does not allow is refused.',
      basis: 'documented',
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
      basis: 'documented',
      source: 'API reference, AdminGetUser',
      answer: 'ok',
      call: ({ cognito, poolId }) =>
        cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: EMAIL })),
    },
    {
      says: 'A user who is not there is an error of its own.',
      basis: 'documented',
      source: 'API reference, AdminGetUser',
      answer: 'UserNotFoundException',
      call: ({ cognito, poolId }) =>
        cognito.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: 'nobody@example.com' })),
    },
    {
      says: 'A filter on an attribute that cannot be searched is refused.',
      basis: 'documented',
      source: 'API reference, ListUsers, Filter',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new ListUsersCommand({ UserPoolId: poolId, Filter: 'zoneinfo = "x"' })),
    },
    {
      says: 'A second group of a name is refused.',
      basis: 'documented',
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
      basis: 'documented',
      source: 'API reference, AdminAddUserToGroup',
      answer: MISSING,
      call: ({ cognito, poolId, username }) =>
        cognito.send(
          new AdminAddUserToGroupCommand({ UserPoolId: poolId, Username: username, GroupName: 'Nobody' }),
        ),
    },
    {
      says: 'A user without address, number and MessageAction is created, and nothing of it is verified.',
      basis: 'recorded',
      source: 'Answers that others recorded',
      answer: 'ok',
      call: inPool({ UsernameAttributes: [] }, async ({ cognito }, UserPoolId) => {
        await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada' }));
        const Username = 'ben';
        const UserAttributes = [{ Name: 'email', Value: 'ben@example.com' }];
        await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes }));
        const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
        if (user.UserAttributes?.some((each) => each.Name === 'email_verified'))
          throw new Error('it is shown');
        return { UserStatus: user.UserStatus };
      }),
    },
    {
      says: 'The password of a user without a verified address cannot be reset.',
      basis: 'recorded',
      source: 'amazon-cognito-identity-js#678',
      answer: INVALID,
      call: inPool({ UsernameAttributes: [] }, async ({ cognito }, UserPoolId) => {
        const user = { UserPoolId, Username: 'ada' };
        await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
        await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
        return cognito.send(new AdminResetUserPasswordCommand(user));
      }),
    },
    {
      says: 'A temporary password cannot be reset.',
      basis: 'recorded',
      source: 'distributed-load-testing-on-aws#1',
      answer: 'NotAuthorizedException',
      call: inPool({}, async (stage, UserPoolId) => {
        await makeUser(stage, UserPoolId, 'temporary');
        return stage.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: EMAIL }));
      }),
    },
    {
      says: 'A user who signed up and confirmed is not confirmed again.',
      basis: 'documented',
      source: 'API reference, AdminConfirmSignUp',
      answer: 'NotAuthorizedException',
      call: ({ cognito, poolId, username }) =>
        cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username: username })),
    },
  ],
};
