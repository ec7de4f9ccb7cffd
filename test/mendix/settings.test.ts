import { describe, expect, it } from 'vitest';
import { screenFields, settingsJson } from '../../src/mendix/formats.ts';
import { appUrlsOf, callbackUrlOf, mendixSettings, signOutUrlsOf } from '../../src/mendix/settings.ts';
import { DISCOVERY, SOURCE } from '../support/deployment.ts';

const SETTINGS = mendixSettings(SOURCE);

describe('the URLs of an app', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    ['https://app.example.com/', 'https://app.example.com'],
    ['http://localhost:8080//', 'http://localhost:8080'],
    ['https://example.com/portal/', 'https://example.com/portal'],
  ])('of %s stand below %s', (given, root) => {
    expect(callbackUrlOf(given)).toBe(`${root}/oauth/v2/callback`);
    expect(signOutUrlsOf(given)).toEqual([root, `${root}/`]);
    expect(appUrlsOf([callbackUrlOf(given)])).toEqual([root]);
  });

  it('are not made from a callback of another kind', () => {
    expect(appUrlsOf(['https://a.example/cb', 'https://b.example/oauth/v2/callback/'])).toEqual([]);
  });
});

describe('the settings', () => {
  it('have the links for the buttons of the app', () => {
    expect(SETTINGS.loginUrl).toBe('https://app.example.com/oauth/v2/login?idp=demo');
    expect(SETTINGS.logoutUrl).toBe(
      'https://demo.auth.eu-central-1.amazoncognito.com/logout?client_id=client1&logout_uri=https%3A%2F%2Fapp.example.com',
    );
  });

  it('take the first of several apps for the links', () => {
    const callbackUrls = [
      'https://a.example/cb',
      ...['one', 'two'].map((app) => callbackUrlOf(`https://${app}.example`)),
    ];
    expect(mendixSettings({ ...SOURCE, callbackUrls }).loginUrl).toBe(
      'https://one.example/oauth/v2/login?idp=demo',
    );
  });

  it('have no link without an app, and no sign-out link without a domain', () => {
    const noApp = mendixSettings({ ...SOURCE, callbackUrls: ['https://a.example/cb'] });
    expect(noApp).toMatchObject({ loginUrl: undefined, logoutUrl: undefined });
    expect(mendixSettings({ ...SOURCE, domain: undefined }).logoutUrl).toBeUndefined();
    expect(mendixSettings({ ...SOURCE, domain: undefined }).loginUrl).toBe(SETTINGS.loginUrl);
  });
});

describe('the Mendix screen', () => {
  it('has its fields in the order and words of the module', () => {
    expect(screenFields(SETTINGS, 'shown')).toEqual([
      { label: 'Alias', value: 'demo' },
      { label: 'Automatic configuration URL', value: DISCOVERY },
      { label: 'Client ID', value: 'client1' },
      { label: 'Client authentication method', value: 'client_secret_post' },
      { label: 'Client secret', value: 'shown', secret: true },
      { label: 'Scopes', value: 'openid profile email' },
    ]);
  });
});

describe('the JSON document', () => {
  it('has the secret only when it may be shown', () => {
    expect(settingsJson(SETTINGS, true).clientSecret).toBe('example-secret');
    expect(settingsJson(SETTINGS, false).clientSecret).toBeNull();
    expect(JSON.stringify(settingsJson(SETTINGS, false))).not.toContain('example-secret');
  });

  it('has null, and not a gap, for what is not known', () => {
    const bare = mendixSettings({ ...SOURCE, callbackUrls: [], domain: undefined });
    expect(JSON.parse(JSON.stringify(settingsJson(bare, true)))).toEqual({
      ...settingsJson(SETTINGS, true),
      callbackUrls: [],
      loginUrl: null,
      logoutUrl: null,
      domain: null,
    });
  });
});
