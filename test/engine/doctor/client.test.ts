import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import type { Examined, Seen } from '../../../src/engine/doctor/examine.ts';
import { CLIENT, examined, illIn, repairIn } from '../../support/doctor.ts';

const APP = 'https://app.example.com';
const CALLBACK = `${APP}/oauth/v2/callback`;
const client = (settings: Partial<UserPoolClientType>): Partial<Seen> => ({
  client: { ...CLIENT, settings: { ...CLIENT.settings, ...settings } },
});

describe('the settings of the app client', () => {
  it.each([
    ['token-revocation', { EnableTokenRevocation: false }],
    ['hide-unknown-users', { PreventUserExistenceErrors: 'LEGACY' as const }],
  ])('have advice with the flag that sets it: %s', (id, settings) => {
    expect(repairIn(examined({ seen: client(settings) }), id)).toBe(
      `mendix-cognito create-client --alias demo --app-url ${APP} --${id}`,
    );
  });

  it.each<{ what: string; settings: Partial<UserPoolClientType>; ill: Record<string, string> }>([
    { what: 'OAuth off', settings: { AllowedOAuthFlowsUserPoolClient: false }, ill: { oauth: 'fail' } },
    { what: 'no grant', settings: { AllowedOAuthFlows: [] }, ill: { 'code-grant': 'fail' } },
    { what: 'code beside another grant', settings: { AllowedOAuthFlows: ['implicit', 'code'] }, ill: {} },
    {
      what: 'no provider',
      settings: { SupportedIdentityProviders: [] },
      ill: { 'identity-provider': 'fail' },
    },
    {
      what: 'another provider as well',
      settings: { SupportedIdentityProviders: ['Okta', 'COGNITO'] },
      ill: {},
    },
    {
      what: 'a name that it may not read',
      settings: { ReadAttributes: ['email'] },
      ill: { 'read-attributes': 'fail' },
    },
    {
      what: 'no revocation of tokens',
      settings: { EnableTokenRevocation: false },
      ill: { 'token-revocation': 'warn' },
    },
    {
      what: 'strangers who learn who is a user',
      settings: { PreventUserExistenceErrors: 'LEGACY' },
      ill: { 'hide-unknown-users': 'warn' },
    },
    { what: 'no profile', settings: { AllowedOAuthScopes: ['openid', 'email'] }, ill: { scopes: 'fail' } },
    {
      what: 'more scopes',
      settings: { AllowedOAuthScopes: ['phone', 'openid', 'email', 'profile'] },
      ill: {},
    },
    {
      what: 'no refresh',
      settings: { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
      ill: { 'auth-flows': 'warn' },
    },
    {
      what: 'no refresh, as refresh tokens rotate',
      settings: {
        ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
        RefreshTokenRotation: { Feature: 'ENABLED' },
      },
      ill: {},
    },
    { what: 'no flows', settings: { ExplicitAuthFlows: undefined }, ill: { 'auth-flows': 'warn' } },
  ])('$what', ({ settings, ill }) => {
    expect(illIn(examined({ seen: client(settings) }))).toEqual(ill);
  });

  it('are fixed by create-client for the app that the client has', () => {
    const results = examined({ seen: client({ AllowedOAuthFlowsUserPoolClient: false }) });
    expect(repairIn(results, 'oauth')).toBe(`mendix-cognito create-client --alias demo --app-url ${APP}`);
  });

  it('are fixed with the callback URL of its own when it has no other', () => {
    const own = 'https://app.example.com/my/callback';
    const settings = { CallbackURLs: [own], LogoutURLs: [], AllowedOAuthScopes: [] };
    const results = examined({ question: { callbackUrls: [own] }, seen: client(settings) });
    expect(illIn(results)).toEqual({ scopes: 'fail' });
    expect(repairIn(results, 'scopes')).toBe(
      `mendix-cognito create-client --alias demo --callback-url ${own}`,
    );
  });

  it('are fixed on the client that the run named', () => {
    const results = examined({
      question: { clientName: 'My client' },
      seen: client({ AllowedOAuthScopes: [] }),
    });
    expect(repairIn(results, 'scopes')).toBe(
      `mendix-cognito create-client --alias demo --client-name "My client" --app-url ${APP}`,
    );
  });

  it('without a secret fail, and the repair creates another client', () => {
    const results = examined({ seen: { client: { ...CLIENT, secret: undefined, secretCount: 0 } } });
    expect(illIn(results)).toEqual({ 'client-secret': 'fail' });
    expect(repairIn(results, 'client-secret')).toContain('--client-name demo-secret');
  });
});

describe('the secret of the app client', () => {
  it('is good when AWS does not show it: Mendix has it', () => {
    const results = examined({ seen: { client: { ...CLIENT, secret: undefined, secretCount: 1 } } });
    expect(illIn(results)).toEqual({});
  });

  it.each([CLIENT.secret, undefined])('beside a newer one is reported, with the way to the end', (secret) => {
    const results = examined({
      question: { clientName: 'demo' },
      seen: { client: { ...CLIENT, secret, secretCount: 2 } },
    });
    expect(illIn(results)).toEqual({ 'client-secret': 'warn' });
    expect(repairIn(results, 'client-secret')).toMatch(
      /^mendix-cognito rotate-secret --finish --alias demo --client-name demo/,
    );
  });
});

describe('an app client that is missing', () => {
  const missing = (question: Partial<Examined>, clients: Seen['clients'] = []) =>
    examined({ question, seen: { client: undefined, clients } });

  it('is made for the app that the run named', () => {
    const results = missing({ appUrls: [APP], callbackUrls: [CALLBACK] });
    expect(repairIn(results, 'client')).toBe(`mendix-cognito create-client --alias demo --app-url ${APP}`);
  });

  it('is reported with the clients that are there', () => {
    const why = missing({}, [{ id: 'x', name: 'other' }]).find(({ id }) => id === 'client')?.why;
    expect(why).toContain('“other”');
    expect(why).toContain('--client-name');
    expect(why).toContain('asks for the address');
  });

  it('of which there are two of that name is reported with both ids', () => {
    const results = missing({}, [
      { id: 'one', name: 'demo' },
      { id: 'two', name: 'demo' },
    ]);
    expect(results.find(({ id }) => id === 'client')).toMatchObject({
      verdict: 'fail',
      why: expect.stringContaining('one, two'),
    });
    expect(repairIn(results, 'client')).toContain('Rename or delete');
  });
});

describe('callback URLs', () => {
  const asked = { appUrls: [APP], callbackUrls: [CALLBACK], signOutUrls: [APP, `${APP}/`] };
  it.each<{ what: string; urls: string[]; question?: Partial<Examined>; verdict: string }>([
    { what: 'the one of the app', urls: [CALLBACK], question: asked, verdict: 'ok' },
    { what: 'other case', urls: [CALLBACK.replace('/oauth', '/OAuth')], question: asked, verdict: 'fail' },
    { what: 'only with a slash', urls: [`${CALLBACK}/`], question: asked, verdict: 'fail' },
    { what: 'only with a slash, no app named', urls: [`${CALLBACK}/`], verdict: 'fail' },
    { what: 'none', urls: [], verdict: 'fail' },
    { what: 'none of Mendix', urls: ['https://app.example.com/cb'], verdict: 'fail' },
    { what: 'one with a slash beside', urls: [CALLBACK, `${CALLBACK}/`], verdict: 'warn' },
    { what: 'http on a host', urls: [CALLBACK, 'http://app.example.com/oauth/v2/callback'], verdict: 'warn' },
    { what: 'a page', urls: ['https://app.example.com/index.html/oauth/v2/callback'], verdict: 'fail' },
    { what: 'a wildcard', urls: ['https://*.example.com/oauth/v2/callback'], verdict: 'fail' },
    {
      what: 'a page beside',
      urls: [CALLBACK, 'https://app.example.com/p/home/oauth/v2/callback'],
      verdict: 'warn',
    },
    {
      what: 'one below /p/ that was asked for',
      urls: ['https://app.example.com/p/portal/oauth/v2/callback'],
      question: { callbackUrls: ['https://app.example.com/p/portal/oauth/v2/callback'] },
      verdict: 'ok',
    },
    { what: 'http on localhost', urls: ['http://localhost:8080/oauth/v2/callback'], verdict: 'ok' },
    {
      what: 'a foreign one with a slash beside',
      urls: [CALLBACK, 'https://other.example.com/'],
      verdict: 'ok',
    },
  ])('$what: $verdict', ({ urls, question = {}, verdict }) => {
    const results = examined({ question, seen: client({ CallbackURLs: urls }) });
    expect(results.find(({ id }) => id === 'callback-urls')?.verdict).toBe(verdict);
  });

  it('that have a slash too many are fixed by the app without it', () => {
    const results = examined({ seen: client({ CallbackURLs: [`${CALLBACK}/`] }) });
    expect(repairIn(results, 'callback-urls')).toBe(
      `mendix-cognito create-client --alias demo --app-url ${APP}`,
    );
  });
});

describe('sign-out URLs', () => {
  it.each([
    { what: 'both forms', urls: [APP, `${APP}/`], ill: {} },
    { what: 'one form', urls: [`${APP}/`], ill: { 'sign-out-urls': 'warn' } },
    { what: 'none', urls: undefined, ill: { 'sign-out-urls': 'warn' } },
  ])('$what', ({ urls, ill }) => {
    expect(illIn(examined({ seen: client({ LogoutURLs: urls }) }))).toEqual(ill);
  });

  it('are fixed for each app that lacks them', () => {
    const two = 'https://two.example.com';
    const results = examined({ seen: client({ CallbackURLs: [CALLBACK, `${two}/oauth/v2/callback`] }) });
    expect(repairIn(results, 'sign-out-urls')).toBe(
      `mendix-cognito create-client --alias demo --app-url ${two}`,
    );
  });
});
