import { describe, expect, it } from 'vitest';
import { onlyClientId } from '../../src/resources/app-client.ts';
import { diffAppClient } from '../../src/resources/app-client-diff.ts';
import {
  type AppClient,
  type DesiredAppClient,
  secretState,
  updateInputOf,
} from '../../src/resources/app-client-settings.ts';
import { flowsWanted } from '../../src/resources/auth-flows.ts';
import type { Difference } from '../../src/resources/contract.ts';
import { Secret } from '../../src/secret.ts';

const CALLBACK = 'https://app.example.com/oauth/v2/callback';

/** A client as the wizard makes it. */
const SETTINGS: AppClient['settings'] = {
  UserPoolId: 'eu-central-1_Example01',
  ClientId: 'client1',
  ClientName: 'demo',
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  AuthSessionValidity: 3,
  CallbackURLs: [CALLBACK],
  LogoutURLs: ['https://app.example.com', 'https://app.example.com/'],
  SupportedIdentityProviders: ['COGNITO'],
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile'],
  PreventUserExistenceErrors: 'ENABLED',
  EnableTokenRevocation: true,
};

const client = (settings: Partial<AppClient['settings']> = {}, secret = true): AppClient => ({
  id: 'client1',
  poolId: 'eu-central-1_Example01',
  name: 'demo',
  secret: secret ? new Secret('example-secret') : undefined,
  secretCount: secret ? 1 : 0,
  settings: { ...SETTINGS, ...settings },
});

/** A client that lacks a member altogether. */
function without(member: keyof AppClient['settings']): AppClient {
  const { [member]: _, ...settings } = SETTINGS;
  return { ...client(), settings };
}

const DESIRED: DesiredAppClient = {
  name: 'demo',
  callbackUrls: [CALLBACK],
  signOutUrls: ['https://app.example.com', 'https://app.example.com/'],
  times: {},
  tokenRevocation: undefined,
  hideUnknownUsers: undefined,
};

const change = (field: string, from: unknown, to: unknown): Difference => ({
  action: 'update',
  fields: [{ field, from, to }],
});

describe('the difference of an app client', () => {
  it('is a create that shows its URLs, where there is none', () => {
    expect(diffAppClient(undefined, DESIRED)).toEqual({
      action: 'create',
      fields: [
        { field: 'callback URLs', from: [], to: [CALLBACK] },
        { field: 'sign-out URLs', from: [], to: DESIRED.signOutUrls },
      ],
    });
    expect(diffAppClient(undefined, { ...DESIRED, callbackUrls: [], signOutUrls: [] })).toEqual({
      action: 'create',
      fields: [],
    });
  });

  it('is none where all is as wanted', () => {
    expect(diffAppClient(client(), DESIRED)).toEqual({ action: 'none' });
  });

  it('is none where lists hold more than is wanted, in any order', () => {
    const more = client({
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      CallbackURLs: ['https://other.example/cb', CALLBACK],
      LogoutURLs: ['https://app.example.com/', 'https://other.example', 'https://app.example.com'],
      SupportedIdentityProviders: ['Google', 'COGNITO'],
      AllowedOAuthFlows: ['implicit', 'code'],
      AllowedOAuthScopes: ['profile', 'phone', 'email', 'openid', 'api/read'],
    });
    expect(diffAppClient(more, DESIRED)).toEqual({ action: 'none' });
  });

  it.each<[string, AppClient, DesiredAppClient, Difference]>([
    [
      'a callback URL',
      client({ CallbackURLs: ['https://other.example/cb'] }),
      DESIRED,
      change('callback URLs', ['https://other.example/cb'], ['https://other.example/cb', CALLBACK]),
    ],
    [
      'one of two forms of a sign-out URL',
      client({ LogoutURLs: ['https://app.example.com/'] }),
      DESIRED,
      change(
        'sign-out URLs',
        ['https://app.example.com/'],
        ['https://app.example.com/', 'https://app.example.com'],
      ),
    ],
    [
      'a scope',
      client({ AllowedOAuthScopes: ['openid', 'phone'] }),
      DESIRED,
      change('scopes', ['openid', 'phone'], ['openid', 'phone', 'email', 'profile']),
    ],
    ['a grant', without('AllowedOAuthFlows'), DESIRED, change('OAuth grant types', [], ['code'])],
    [
      'the pool’s own users',
      client({ SupportedIdentityProviders: ['Google'] }),
      DESIRED,
      change('identity providers', ['Google'], ['Google', 'COGNITO']),
    ],
    [
      'a flow',
      client({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] }),
      DESIRED,
      change(
        'authentication flows',
        ['ALLOW_REFRESH_TOKEN_AUTH'],
        ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
      ),
    ],
    [
      'sign-in pages',
      without('AllowedOAuthFlowsUserPoolClient'),
      DESIRED,
      change('sign-in page (OAuth) enabled', false, true),
    ],
    [
      'silence about users',
      without('PreventUserExistenceErrors'),
      { ...DESIRED, hideUnknownUsers: true },
      change('hide whether a user exists', false, true),
    ],
    [
      'revocation',
      client({ EnableTokenRevocation: false }),
      { ...DESIRED, tokenRevocation: true },
      change('token revocation', false, true),
    ],
    ['minutes', client(), { ...DESIRED, times: { sessionMinutes: 9 } }, change('session minutes', 3, 9)],
    [
      'days of the refresh token',
      client({ RefreshTokenValidity: 30, TokenValidityUnits: { RefreshToken: 'days' } }),
      { ...DESIRED, times: { refreshTokenDays: 7 } },
      change('refresh token days', 30, 7),
    ],
    [
      'a refresh token in hours',
      client({ RefreshTokenValidity: 48, TokenValidityUnits: { RefreshToken: 'hours', IdToken: 'hours' } }),
      { ...DESIRED, times: { refreshTokenDays: 7 } },
      {
        action: 'update',
        fields: [
          { field: 'refresh token days', from: 2, to: 7 },
          { field: 'unit of the refresh token', from: 'hours', to: 'days' },
        ],
      },
    ],
  ])('is an update for %s', (_what, present, desired, difference) => {
    expect(diffAppClient(present, desired)).toEqual(difference);
  });

  it.each([
    ['minutes', { AuthSessionValidity: 15 }],
    ['revocation', { EnableTokenRevocation: false }],
    ['silence about users', { PreventUserExistenceErrors: 'LEGACY' as const }],
  ])('does not touch %s that nobody named', (_what, settings) => {
    expect(diffAppClient(client(settings), DESIRED)).toEqual({ action: 'none' });
  });

  it('is blocked where the client has no secret, with two ways out', () => {
    expect(diffAppClient(client({ AllowedOAuthFlowsUserPoolClient: false }, false), DESIRED)).toMatchObject({
      action: 'blocked',
      fields: [{ field: 'sign-in page (OAuth) enabled' }],
      blocked: [
        {
          field: 'client secret',
          choices: [
            { act: expect.stringContaining('--client-name') },
            { act: expect.stringContaining('“demo”') },
          ],
        },
      ],
    });
  });
});

describe('taking an app off a client', () => {
  const OTHER = 'https://other.example/oauth/v2/callback';
  const unwanted = {
    callbackUrls: [CALLBACK],
    signOutUrls: ['https://app.example.com', 'https://app.example.com/'],
  };
  const nothing: DesiredAppClient = { ...DESIRED, callbackUrls: [], signOutUrls: [], unwanted };

  it('takes its callback and both sign-out URLs, and nothing that only looks like them', () => {
    const like = ['https://app.example.com/oauth/v2/callback/', 'https://app.example.com', OTHER];
    const present = client({
      CallbackURLs: [CALLBACK, ...like],
      LogoutURLs: [
        'https://app.example.com',
        'https://app.example.com/bye',
        'https://app.example.com/',
        CALLBACK,
      ],
    });
    expect(diffAppClient(present, nothing)).toEqual({
      action: 'update',
      fields: [
        { field: 'callback URLs', from: [CALLBACK, ...like], to: like },
        {
          field: 'sign-out URLs',
          from: present.settings.LogoutURLs,
          to: ['https://app.example.com/bye', CALLBACK],
        },
      ],
    });
  });

  it('is done already where nothing of it is left', () => {
    const present = client({ CallbackURLs: [OTHER], LogoutURLs: [] });
    expect(diffAppClient(present, nothing)).toEqual({ action: 'none' });
  });

  it('is blocked for the last one, unless another comes in the same run', () => {
    expect(diffAppClient(client(), nothing)).toMatchObject({
      action: 'blocked',
      blocked: [{ field: 'callback URLs', why: expect.stringContaining('has no app left') }],
    });
    expect(diffAppClient(client(), { ...nothing, callbackUrls: [OTHER] })).toMatchObject({
      action: 'update',
      fields: [
        { field: 'callback URLs', from: [CALLBACK], to: [OTHER] },
        { field: 'sign-out URLs', to: [] },
      ],
    });
  });

  it('is blocked where somebody made its callback the default of the client', () => {
    const present = client({ CallbackURLs: [CALLBACK, OTHER], DefaultRedirectURI: CALLBACK });
    expect(diffAppClient(present, nothing)).toMatchObject({
      action: 'blocked',
      blocked: [{ field: 'default redirect URL' }],
    });
    const another = client({ CallbackURLs: [CALLBACK, OTHER], DefaultRedirectURI: OTHER });
    expect(diffAppClient(another, nothing).action).toBe('update');
  });
});

describe('what AWS shows of a client’s secrets', () => {
  const secret = new Secret('example-secret');

  it.each([
    [undefined, 0, 'none'],
    [secret, 1, 'shown'],
    [secret, 2, 'rotating'],
    [undefined, 2, 'rotating'],
    [undefined, 1, 'noted'],
  ] as const)('the original %o of %i is %s', (shown, secretCount, state) => {
    expect(secretState({ secret: shown, secretCount })).toBe(state);
  });

  it('blocks nothing when there is a secret that AWS does not show', () => {
    const noted = { ...client(), secret: undefined, secretCount: 1 };
    expect(diffAppClient(noted, DESIRED)).toEqual({ action: 'none' });
  });
});

describe('the authentication flows of a client', () => {
  const ROTATES = { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } as const;

  it.each<[string, Parameters<typeof flowsWanted>[0], readonly string[]]>([
    [
      'made without any: what Cognito means by that, and the password',
      {},
      ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ],
    [
      'with names of before ALLOW_: under their names of today',
      { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'] },
      [
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    ],
    [
      'with flows of others: those too',
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
      ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ],
    [
      'whose refresh tokens rotate: without the flow that Cognito then refuses',
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], RefreshTokenRotation: ROTATES },
      ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ],
    [
      'whose refresh tokens rotate, made without any',
      { RefreshTokenRotation: ROTATES },
      ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'],
    ],
    [
      'whose refresh tokens do not rotate',
      { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'], RefreshTokenRotation: { Feature: 'DISABLED' } },
      ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    ],
  ])('%s', (_what, settings, flows) => {
    expect(flowsWanted(settings)).toEqual(flows);
    // What was written once is no difference in the next run.
    expect(flowsWanted({ ...settings, ExplicitAuthFlows: flowsWanted(settings) })).toEqual(flows);
  });
});

describe('an update of an app client', () => {
  it('sends all that UpdateUserPoolClient takes as it is, and nothing that it does not take', () => {
    const kept: Partial<AppClient['settings']> = {
      ReadAttributes: ['email', 'custom:team'],
      WriteAttributes: ['email'],
      AnalyticsConfiguration: { ApplicationId: 'app' },
      DefaultRedirectURI: CALLBACK,
      AccessTokenValidity: 5,
      TokenValidityUnits: { AccessToken: 'minutes' },
      EnablePropagateAdditionalUserContextData: true,
      RefreshTokenRotation: { Feature: 'ENABLED' },
    };
    const dates = { CreationDate: new Date(0), LastModifiedDate: new Date(0) };
    const input = updateInputOf(client({ ...kept, ...dates, ClientType: 'REGULAR' }));
    expect(input).toEqual({ ...SETTINGS, ...kept });
    expect(JSON.stringify(input)).not.toContain('example-secret');
  });
});

describe('the client of a name', () => {
  it('is none, the only one, or a question', () => {
    expect(onlyClientId([], 'demo')).toBeUndefined();
    expect(onlyClientId(['a'], 'demo')).toBe('a');
    expect(() => onlyClientId(['a', 'b'], 'demo')).toThrow('2 app clients named “demo”: a, b');
  });
});
