import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeClient } from '../../support/cognito.ts';
import { type Chapter, IN_TIER, INVALID, MISSING } from '../chapter.ts';
import type { Stage } from '../stage.ts';

const newClient = (settings: object) => (stage: Stage) => makeClient(stage, stage.poolId, settings);

const CODE_FLOW = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid'],
  CallbackURLs: ['https://app.example.com/oauth/v2/callback'],
} as const;

export const CLIENTS: Chapter = {
  title: 'App clients',
  rules: [
    {
      says: 'Two app clients may have the same name.',
      source: 'API reference, CreateUserPoolClient',
      answer: 'ok',
      call: newClient({}),
    },
    {
      says: 'The secret can be read again.',
      source: 'API reference, DescribeUserPoolClient',
      answer: 'ok',
      call: ({ cognito, poolId, client }) =>
        cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: client.id })),
    },
    {
      says: 'An app client that is not there is an error of its own.',
      source: 'API reference, DescribeUserPoolClient',
      answer: MISSING,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa' }),
        ),
    },
    {
      says: 'A callback over http is refused, but for localhost.',
      source: 'API reference, CreateUserPoolClient, CallbackURLs',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://app.example.com/oauth/v2/callback'] }),
    },
    {
      says: 'A callback over http on localhost is taken.',
      source: 'API reference, CreateUserPoolClient, CallbackURLs',
      answer: 'ok',
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://localhost:8080/oauth/v2/callback'] }),
    },
    {
      says: 'A callback with a fragment is refused.',
      source: 'API reference, CreateUserPoolClient, CallbackURLs',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['https://app.example.com/#here'] }),
    },
    {
      says: 'A scope that does not exist is refused; Cognito has no offline_access.',
      source: 'Developer guide, Scopes, M2M, and resource servers',
      answer: 'ScopeDoesNotExistException',
      call: newClient({ ...CODE_FLOW, AllowedOAuthScopes: ['openid', 'offline_access'] }),
    },
    {
      says: 'The scope email needs openid.',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthScopes',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, AllowedOAuthScopes: ['email'] }),
    },
    {
      says: 'The code flow needs a callback.',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthFlows',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: undefined }),
    },
    {
      says: 'The client credentials flow goes with no other.',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthFlows',
      answer: 'InvalidOAuthFlowException',
      call: newClient({ ...CODE_FLOW, AllowedOAuthFlows: ['code', 'client_credentials'] }),
    },
    {
      says: 'An identity provider that the pool does not have is refused.',
      source: 'API reference, CreateUserPoolClient, SupportedIdentityProviders',
      answer: INVALID,
      call: newClient({ SupportedIdentityProviders: ['COGNITO', 'Nowhere'] }),
    },
    {
      says: 'ALLOW_USER_PASSWORD_AUTH goes with ALLOW_REFRESH_TOKEN_AUTH.',
      source: 'API reference, CreateUserPoolClient, ExplicitAuthFlows',
      answer: INVALID,
      call: newClient({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }),
    },
    {
      says: 'With refresh token rotation ALLOW_REFRESH_TOKEN_AUTH is refused.',
      source: 'Developer guide, Refresh token rotation',
      answer: INVALID,
      call: newClient({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } }),
    },
    {
      says: 'An ID token that lives under five minutes is refused.',
      source: 'Developer guide, Application-specific settings with app clients',
      answer: INVALID,
      call: newClient({ IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } }),
    },
    {
      says: 'A sign-in session of over 15 minutes is refused.',
      source: 'API reference, CreateUserPoolClient, AuthSessionValidity',
      answer: INVALID,
      call: newClient({ AuthSessionValidity: 16 }),
    },
    {
      says: 'An update puts what it leaves out back to the default.',
      source: 'API reference, UpdateUserPoolClient',
      answer: 'ok',
      call: async (stage) => {
        const { cognito, poolId } = stage;
        const { id } = await makeClient(stage, poolId, { AuthSessionValidity: 10 });
        const key = { UserPoolId: poolId, ClientId: id };
        await cognito.send(new UpdateUserPoolClientCommand({ ...key, ClientName: 'Renamed' }));
        const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(key));
        if (UserPoolClient?.AuthSessionValidity === 10) throw new Error('AuthSessionValidity was kept');
        return UserPoolClient;
      },
    },
    {
      says: 'An app client has two secrets at most.',
      source: 'API reference, AddUserPoolClientSecret',
      answer: 'LimitExceededException',
      call: async (stage) => {
        const key = { UserPoolId: stage.poolId, ClientId: (await makeClient(stage, stage.poolId)).id };
        await stage.cognito.send(new AddUserPoolClientSecretCommand(key));
        return stage.cognito.send(new AddUserPoolClientSecretCommand(key));
      },
    },
    {
      says: 'The last secret of an app client cannot be deleted.',
      source: 'API reference, DeleteUserPoolClientSecret',
      answer: INVALID,
      call: async (stage) => {
        const key = { UserPoolId: stage.poolId, ClientId: (await makeClient(stage, stage.poolId)).id };
        const list = await stage.cognito.send(new ListUserPoolClientSecretsCommand(key));
        const ClientSecretId = list.ClientSecrets?.[0]?.ClientSecretId;
        return stage.cognito.send(new DeleteUserPoolClientSecretCommand({ ...key, ClientSecretId }));
      },
    },
    {
      says: 'The secret that was there first is the one that is shown, also after another was added.',
      source: 'Reported; no page of AWS says it',
      answer: 'ok',
      call: async (stage) => {
        const { id, secret } = await makeClient(stage, stage.poolId);
        const key = { UserPoolId: stage.poolId, ClientId: id };
        await stage.cognito.send(new AddUserPoolClientSecretCommand(key));
        const { UserPoolClient } = await stage.cognito.send(new DescribeUserPoolClientCommand(key));
        if (UserPoolClient?.ClientSecret !== secret) throw new Error('another secret is shown');
        return UserPoolClient;
      },
    },
    {
      says: 'A client secret of one’s own is taken, and not told back.',
      source: 'API reference, ClientSecretDescriptorType',
      answer: 'ok',
      call: async (stage) => {
        const key = { UserPoolId: stage.poolId, ClientId: (await makeClient(stage, stage.poolId)).id };
        const own = { ...key, ClientSecret: 'own0123456789abcdefghijklmnopqrstuvwxyz' };
        const added = await stage.cognito.send(new AddUserPoolClientSecretCommand(own));
        if (added.ClientSecretDescriptor?.ClientSecretValue !== undefined) throw new Error('it is told back');
        return added;
      },
    },
    {
      says: 'When the secret that was there first is deleted, none is shown.',
      source: 'Reported; no page of AWS says it',
      answer: 'ok',
      call: async (stage) => {
        const key = { UserPoolId: stage.poolId, ClientId: (await makeClient(stage, stage.poolId)).id };
        const before = await stage.cognito.send(new ListUserPoolClientSecretsCommand(key));
        const ClientSecretId = before.ClientSecrets?.[0]?.ClientSecretId;
        await stage.cognito.send(new AddUserPoolClientSecretCommand(key));
        await stage.cognito.send(new DeleteUserPoolClientSecretCommand({ ...key, ClientSecretId }));
        const { UserPoolClient } = await stage.cognito.send(new DescribeUserPoolClientCommand(key));
        if (UserPoolClient?.ClientSecret !== undefined) throw new Error('a secret is shown');
        return UserPoolClient;
      },
    },
    {
      says: 'An app client without a secret has an empty list of secrets.',
      source: 'Not documented',
      answer: 'ok',
      call: async (stage) => {
        const { id } = await makeClient(stage, stage.poolId, { GenerateSecret: false });
        const key = { UserPoolId: stage.poolId, ClientId: id };
        return stage.cognito.send(new ListUserPoolClientSecretsCommand(key));
      },
    },
    {
      says: 'A pool of the tier LITE has no choice-based sign-in.',
      source: 'Developer guide, User pool feature plans',
      answer: IN_TIER,
      call: ({ cognito, litePoolId }) =>
        cognito.send(
          new CreateUserPoolClientCommand({
            UserPoolId: litePoolId,
            ClientName: 'Choice',
            ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          }),
        ),
    },
  ],
};
