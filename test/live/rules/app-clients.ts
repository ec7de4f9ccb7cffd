import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makeClient, readClient } from '../../support/cognito.ts';
import { type Chapter, IN_TIER, INVALID, MISSING } from '../chapter.ts';
import { inPool, type Stage } from '../stage.ts';

const newClient = (settings: object) => (stage: Stage) => makeClient(stage, stage.poolId, settings);

export const CODE_FLOW = {
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
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient',
      answer: 'ok',
      call: newClient({}),
    },
    {
      says: 'The secret can be read again.',
      basis: 'documented',
      source: 'API reference, DescribeUserPoolClient',
      answer: 'ok',
      call: ({ cognito, poolId, client }) =>
        cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: client.id })),
    },
    {
      says: 'An app client that is not there is an error of its own.',
      basis: 'documented',
      source: 'API reference, DescribeUserPoolClient',
      answer: MISSING,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: 'aaaaaaaaaaaaaaaaaaaaaaaaaa' }),
        ),
    },
    {
      says: 'A callback over http is refused, but for localhost.',
      basis: 'recorded',
      source: 'amplify-cli#5419',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://app.example.com/oauth/v2/callback'] }),
    },
    {
      says: 'A callback over http on localhost is taken.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, CallbackURLs',
      answer: 'ok',
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://localhost:8080/oauth/v2/callback'] }),
    },
    {
      says: 'A callback with a fragment is refused.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, CallbackURLs',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['https://app.example.com/#here'] }),
    },
    {
      says: 'A scope that does not exist is refused; Cognito has no offline_access.',
      basis: 'recorded',
      source: 'terraform-provider-aws#4984',
      answer: 'ScopeDoesNotExistException',
      call: newClient({ ...CODE_FLOW, AllowedOAuthScopes: ['openid', 'offline_access'] }),
    },
    {
      says: 'The scope email needs openid.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthScopes',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, AllowedOAuthScopes: ['email'] }),
    },
    {
      says: 'The code flow needs a callback.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthFlows',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: undefined }),
    },
    {
      says: 'The client credentials flow goes with no other.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, AllowedOAuthFlows',
      answer: 'InvalidOAuthFlowException',
      call: newClient({ ...CODE_FLOW, AllowedOAuthFlows: ['code', 'client_credentials'] }),
    },
    {
      says: 'An identity provider that the pool does not have is refused.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, SupportedIdentityProviders',
      answer: INVALID,
      call: newClient({ SupportedIdentityProviders: ['COGNITO', 'Nowhere'] }),
    },
    {
      says: 'ALLOW_USER_PASSWORD_AUTH goes with ALLOW_REFRESH_TOKEN_AUTH.',
      basis: 'recorded',
      source: 'aws-cdk#7625',
      answer: INVALID,
      call: newClient({ ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }),
    },
    {
      says: 'With refresh token rotation ALLOW_REFRESH_TOKEN_AUTH is refused.',
      basis: 'documented',
      source: 'Developer guide, Refresh token rotation',
      answer: INVALID,
      call: newClient({ RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } }),
    },
    {
      says: 'An ID token that lives under five minutes is refused.',
      basis: 'recorded',
      source: 'terraform-provider-aws#30433',
      answer: INVALID,
      call: newClient({ IdTokenValidity: 4, TokenValidityUnits: { IdToken: 'minutes' } }),
    },
    {
      says: 'A sign-in session of over 15 minutes is refused.',
      basis: 'documented',
      source: 'API reference, CreateUserPoolClient, AuthSessionValidity',
      answer: INVALID,
      call: newClient({ AuthSessionValidity: 16 }),
    },
    {
      says: 'An update puts what it leaves out back to the default.',
      basis: 'documented',
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
      basis: 'documented',
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
      basis: 'documented',
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
      basis: 'recorded',
      source: 'Measured by others; no page of AWS says it',
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
      says: 'A client secret of one’s own is taken, and never shown again.',
      basis: 'documented',
      source: 'API reference, ClientSecretDescriptorType',
      answer: 'ok',
      call: async (stage) => {
        const key = { UserPoolId: stage.poolId, ClientId: (await makeClient(stage, stage.poolId)).id };
        const own = { ...key, ClientSecret: 'own0123456789abcdefghijklmnopqrstuvwxyz' };
        const added = await stage.cognito.send(new AddUserPoolClientSecretCommand(own));
        if (added.ClientSecretDescriptor?.ClientSecretValue !== undefined)
          throw new Error('it is shown again');
        return added;
      },
    },
    {
      says: 'When the secret that was there first is deleted, none is shown.',
      basis: 'recorded',
      source: 'Measured by others; no page of AWS says it',
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
      basis: 'guess',
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
      basis: 'documented',
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
    {
      says: 'Flows, scopes and URLs are refused while AllowedOAuthFlowsUserPoolClient is off.',
      basis: 'documented',
      source: 'SDK, CreateUserPoolClientRequest, AllowedOAuthFlowsUserPoolClient',
      answer: INVALID,
      call: newClient({ CallbackURLs: CODE_FLOW.CallbackURLs }),
    },
    {
      says: 'The client credentials flow goes with no scope of users, such as openid.',
      basis: 'recorded',
      source: 'terraform-provider-aws#4984',
      answer: 'InvalidOAuthFlowException',
      call: newClient({ ...CODE_FLOW, AllowedOAuthFlows: ['client_credentials'], CallbackURLs: [] }),
    },
    {
      says: 'Other spellings of the loopback address are refused over http: 127.1.',
      basis: 'recorded',
      source: 'amplify-cli#5419, vscode#256122',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://127.1/callback'] }),
    },
    {
      says: 'Other spellings of the loopback address are refused over http: LOCALHOST.',
      basis: 'guess',
      source: 'As the rule before',
      answer: INVALID,
      call: newClient({ ...CODE_FLOW, CallbackURLs: ['http://LOCALHOST/callback'] }),
    },
    {
      says: 'An app client that may write some attributes may write the required ones.',
      basis: 'recorded',
      source: 'Measured by others, 2026-09',
      answer: INVALID,
      call: inPool({ Schema: [{ Name: 'name', Required: true }] }, (stage, poolId) =>
        makeClient(stage, poolId, { WriteAttributes: ['email'] }),
      ),
    },
    {
      says: 'An empty list of authentication flows is shown as none.',
      basis: 'recorded',
      source: 'Describe answers that others recorded',
      answer: 'ok',
      call: async (stage) => {
        const { id } = await makeClient(stage, stage.poolId, { ExplicitAuthFlows: [] });
        const client = await readClient(stage, stage.poolId, id);
        if (client.ExplicitAuthFlows?.length) throw new Error('flows are shown');
        return {};
      },
    },
  ],
};
