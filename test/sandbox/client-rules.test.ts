import {
  type CreateUserPoolClientRequest,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, test } from 'vitest';
import { makeClient, makePool, makeUser, readClient, signIn } from '../support/cognito.ts';
import { openSandbox, refusal } from '../support/sandbox.ts';

type Settings = Partial<CreateUserPoolClientRequest>;

const INVALID = 'InvalidParameterException';
const CALLBACK = 'https://app.example.com/oauth/v2/callback';
const OAUTH: Settings = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile'],
  CallbackURLs: [CALLBACK],
};

/** What becomes of a new client with these settings. */
async function outcome(settings: Settings, tier: 'LITE' | 'ESSENTIALS' = 'ESSENTIALS'): Promise<string> {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox, { UserPoolTier: tier });
  return refusal(makeClient(sandbox, poolId, settings));
}

describe('the authentication flows', () => {
  test.each<[string, Settings]>([
    ['an ALLOW_ flow without ALLOW_REFRESH_TOKEN_AUTH', { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] }],
    [
      'old and new names',
      { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH'] },
    ],
    ['one flow twice', { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }],
    [
      'ALLOW_REFRESH_TOKEN_AUTH with refresh token rotation',
      {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED' },
      },
    ],
  ])('are refused: %s', async (_what, settings) => {
    expect(await outcome(settings)).toBe(INVALID);
  });

  test.each<[string, Settings]>([
    ['an ALLOW_ flow with ALLOW_REFRESH_TOKEN_AUTH', {}],
    ['old names among themselves', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'] }],
    [
      'an ALLOW_ flow alone with refresh token rotation',
      {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
      },
    ],
    ['none', { ExplicitAuthFlows: [] }],
  ])('are accepted: %s', async (_what, settings) => {
    expect(await outcome(settings)).toBe('none');
  });

  test('have no choice-based sign-in on LITE', async () => {
    const settings: Settings = { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };

    expect(await outcome(settings, 'LITE')).toBe('FeatureUnavailableInTierException');
    expect(await outcome(settings)).toBe('none');
  });

  test.each<[string, Settings]>([
    ['none', { ExplicitAuthFlows: [] }],
    [
      'none, with tokens that rotate',
      { ExplicitAuthFlows: [], RefreshTokenRotation: { Feature: 'ENABLED' } },
    ],
  ])('are not shown when there are %s', async (_what, settings) => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);

    const client = await makeClient(sandbox, poolId, settings);

    expect(await readClient(sandbox, poolId, client.id)).not.toHaveProperty('ExplicitAuthFlows');
  });

  test('that nobody named let no password through, and let tokens be refreshed', async () => {
    const sandbox = await openSandbox();
    const poolId = await makePool(sandbox);
    await makeUser(sandbox, poolId);
    const client = await makeClient(sandbox, poolId, { ExplicitAuthFlows: [], GenerateSecret: false });
    const refresh = new InitiateAuthCommand({
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      ClientId: client.id,
      AuthParameters: { REFRESH_TOKEN: 'none' },
    });

    expect(await refusal(signIn(sandbox, client))).toBe(INVALID);
    await expect(sandbox.cognito.send(refresh)).rejects.toThrow('Invalid Refresh Token');
  });
});

describe('a callback or sign-out URL', () => {
  const refused = [
    'app.example.com/callback',
    '/callback',
    'https:/app.example.com',
    'https:app.example.com',
    'https://',
    'https://app.example.com\\callback',
    'https://app.example.com/#part',
    'https://app.example.com/#',
    'http://app.example.com/callback',
    'http://localhost.example.com/callback',
    'http://127.0.0.2/callback',
    'HTTP://app.example.com/callback',
    // Cognito goes by the letters: these lead to this machine as well.
    'http://127.1/callback',
    'http://2130706433/callback',
    'http://LOCALHOST/callback',
    'http://0x7f.0.0.1/callback',
    'http://[0:0:0:0:0:0:0:1]/callback',
    'http://user@localhost/callback',
    'https://app.example.com/a b',
    '',
    `https://app.example.com/${'a'.repeat(1024)}`,
  ];
  const accepted = [
    CALLBACK,
    'https://app.example.com',
    'https://app.example.com:8443/a?b=c',
    'http://localhost/callback',
    'http://localhost:8080/oauth/v2/callback',
    'http://127.0.0.1:8080/',
    'http://[::1]:8080/',
    'myapp://signed-in',
  ];

  test.each(refused)('is refused: %s', async (url) => {
    expect(await outcome({ ...OAUTH, CallbackURLs: [url] })).toBe(INVALID);
    expect(await outcome({ ...OAUTH, LogoutURLs: [url] })).toBe(INVALID);
  });

  test.each(accepted)('is accepted: %s', async (url) => {
    expect(await outcome({ ...OAUTH, CallbackURLs: [url], LogoutURLs: [url] })).toBe('none');
  });

  test('is one of at most 100, and the default one is among them', async () => {
    const urls = Array.from({ length: 101 }, (_, index) => `${CALLBACK}/${index}`);

    expect(await outcome({ ...OAUTH, CallbackURLs: urls })).toBe(INVALID);
    expect(await outcome({ ...OAUTH, CallbackURLs: urls.slice(1) })).toBe('none');
    expect(await outcome({ ...OAUTH, CallbackURLs: [CALLBACK], DefaultRedirectURI: `${CALLBACK}/` })).toBe(
      INVALID,
    );
    expect(await outcome({ ...OAUTH, CallbackURLs: [CALLBACK], DefaultRedirectURI: CALLBACK })).toBe('none');
  });
});

describe('OAuth', () => {
  test('is on with flow, scopes and callback, and has none of them when it is off', async () => {
    expect(await outcome(OAUTH)).toBe('none');
    expect(await outcome({ AllowedOAuthFlowsUserPoolClient: false })).toBe('none');
    for (const member of ['AllowedOAuthFlows', 'AllowedOAuthScopes', 'CallbackURLs'] as const) {
      expect([member, await outcome({ ...OAUTH, [member]: [] })]).toEqual([member, INVALID]);
      expect([member, await outcome({ [member]: OAUTH[member] })]).toEqual([member, INVALID]);
    }
    expect(await outcome({ LogoutURLs: [CALLBACK] })).toBe(INVALID);
  });

  test.each(['offline_access', 'OPENID', 'api/read', 'openid email'])('has no scope %s', async (scope) => {
    const expected = scope.includes(' ') ? INVALID : 'ScopeDoesNotExistException';

    expect(await outcome({ ...OAUTH, AllowedOAuthScopes: ['openid', scope] })).toBe(expected);
  });

  test.each(['email', 'phone', 'profile'])('has the scope %s only beside openid', async (scope) => {
    expect(await outcome({ ...OAUTH, AllowedOAuthScopes: [scope] })).toBe(INVALID);
    expect(await outcome({ ...OAUTH, AllowedOAuthScopes: [scope, 'openid'] })).toBe('none');
  });

  test('has client credentials alone, and for clients with a secret', async () => {
    const name = 'InvalidOAuthFlowException';

    const machine: Settings = {
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
    };
    expect(await outcome({ ...OAUTH, AllowedOAuthFlows: ['client_credentials', 'code'] })).toBe(name);
    expect(await outcome({ ...machine, GenerateSecret: false })).toBe(name);
    expect(await outcome({ ...machine, AllowedOAuthScopes: ['openid'] })).toBe(name);
    expect(await outcome(machine)).toBe('none');
  });

  test('knows the pool’s own users as the only identity provider', async () => {
    expect(await outcome({ ...OAUTH, SupportedIdentityProviders: ['COGNITO'] })).toBe('none');
    expect(await outcome({ ...OAUTH, SupportedIdentityProviders: ['COGNITO', 'Google'] })).toBe(INVALID);
  });
});

describe('the life of a token', () => {
  test.each<[string, Settings]>([
    ['access of 4 minutes', { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } }],
    ['access of 25 hours', { AccessTokenValidity: 25 }],
    ['ID of 299 seconds', { IdTokenValidity: 299, TokenValidityUnits: { IdToken: 'seconds' } }],
    ['ID of 2 days', { IdTokenValidity: 2, TokenValidityUnits: { IdToken: 'days' } }],
    ['refresh of 59 minutes', { RefreshTokenValidity: 59, TokenValidityUnits: { RefreshToken: 'minutes' } }],
    ['refresh of 3651 days', { RefreshTokenValidity: 3651 }],
    ['a session of 2 minutes', { AuthSessionValidity: 2 }],
    ['a session of 16 minutes', { AuthSessionValidity: 16 }],
  ])('is refused: %s', async (_what, settings) => {
    expect(await outcome(settings)).toBe(INVALID);
  });

  test.each<[string, Settings]>([
    ['access of 5 minutes', { AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } }],
    ['access of a day', { AccessTokenValidity: 24 }],
    ['refresh of an hour', { RefreshTokenValidity: 60, TokenValidityUnits: { RefreshToken: 'minutes' } }],
    ['refresh of ten years', { RefreshTokenValidity: 3650 }],
    ['sessions of 3 minutes', { AuthSessionValidity: 3 }],
    ['sessions of 15 minutes', { AuthSessionValidity: 15 }],
  ])('is accepted: %s', async (_what, settings) => {
    expect(await outcome(settings)).toBe('none');
  });
});

test('a client reads and writes attributes that there are, and never writes sub or a verification', async () => {
  expect(await outcome({ ReadAttributes: ['email', 'custom:none'] })).toBe(INVALID);
  expect(await outcome({ WriteAttributes: ['email_verified'] })).toBe(INVALID);
  expect(await outcome({ WriteAttributes: ['sub'] })).toBe(INVALID);
  expect(await outcome({ ReadAttributes: ['email', 'sub'], WriteAttributes: ['email'] })).toBe('none');
});

test('a client that may write some attributes may write the required ones', async () => {
  const sandbox = await openSandbox();
  const poolId = await makePool(sandbox, { Schema: [{ Name: 'name', Required: true }] });
  const attempt = (WriteAttributes: string[]) => makeClient(sandbox, poolId, { WriteAttributes });

  await expect(attempt(['email'])).rejects.toMatchObject({
    name: INVALID,
    message: 'Invalid write attributes specified while creating a client',
  });
  expect(await refusal(attempt(['email', 'name']))).toBe('none');
  expect(await refusal(attempt([]))).toBe('none');
});

test('the rules hold for an update too', async () => {
  const sandbox = await openSandbox();
  const UserPoolId = await makePool(sandbox);
  const { id: ClientId } = await makeClient(sandbox, UserPoolId, { GenerateSecret: false });
  const update = (settings: Settings) =>
    refusal(sandbox.cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...settings })));

  expect(await update({ ...OAUTH, CallbackURLs: ['http://app.example.com'] })).toBe(INVALID);
  expect(await update({ AllowedOAuthScopes: ['offline_access'] })).toBe('ScopeDoesNotExistException');
  expect(await update({ AllowedOAuthFlows: ['client_credentials'] })).toBe('InvalidOAuthFlowException');
  expect(await update({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] })).toBe(INVALID);
});
