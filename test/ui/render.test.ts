import { describe, expect, it } from 'vitest';
import type { StatusRow } from '../../src/engine/status.ts';
import { CancelledError, CliError, UsageError } from '../../src/errors.ts';
import { type MendixSettings, mendixSettings } from '../../src/mendix/settings.ts';
import { Secret } from '../../src/secret.ts';
import { HIDDEN, renderNextInMendix, renderScreen } from '../../src/ui/render-card.ts';
import { renderError } from '../../src/ui/render-error.ts';
import { renderStatus } from '../../src/ui/render-status.ts';
import { renderTeardown } from '../../src/ui/render-teardown.ts';
import { renderUsers, usersJson } from '../../src/ui/render-user.ts';
import { openTerminal } from '../../src/ui/terminal.ts';
import { DOMAIN, POOL } from '../support/present.ts';
import { print } from '../support/repairs.ts';
import { ASCII, UNICODE } from '../support/terminal.ts';

const lines = (...text: readonly string[]): string => text.join('\n');

const SETTINGS: MendixSettings = mendixSettings({
  alias: 'demo',
  clientId: 'client1',
  clientSecret: new Secret('example-secret'),
  callbackUrls: ['https://app.example.com/oauth/v2/callback'],
  signOutUrls: [],
  automaticConfigurationUrl:
    'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a/.well-known/openid-configuration',
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a',
  domain: undefined,
  userPoolId: 'eu-central-1_a',
});

describe('the card for Mendix', () => {
  it('gives each value on a terminal a line of its own, from the first column to the last', () => {
    expect(renderScreen(SETTINGS, true, UNICODE)).toBe(
      lines(
        'Alias:',
        'demo',
        'Automatic configuration URL:',
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a/.well-known/openid-configuration',
        'Client ID:',
        'client1',
        'Client authentication method:',
        'client_secret_post',
        'Client secret:',
        'example-secret',
        'Scopes:',
        'openid profile email',
      ),
    );
  });

  it('has one line for each field in a file or a pipe', () => {
    expect(renderScreen(SETTINGS, true).split('\n')).toHaveLength(6);
  });

  it('has another text where the secret may not be shown', () => {
    expect(renderScreen(SETTINGS, false)).not.toContain('example-secret');
    expect(renderScreen(SETTINGS, false)).toContain(`Client secret                 ${HIDDEN}`);
  });

  it('goes on with what to do in Mendix', () => {
    const APP = ['--alias', 'demo', '--pool-id', 'eu-west-1_a'];
    const PLACE = { terminal: { columns: 80 }, again: print };
    expect(renderNextInMendix(SETTINGS, APP, PLACE)).toBe(
      lines(
        'Next, in Mendix:',
        '  1. The app has the OIDC SSO module, OIDC.ASU_OIDC_Startup after startup, an',
        '     encryption key of 32 characters, and the module roles.',
        '  2. In the running app, as administrator: IdP Integration (OIDC), tab “IdPs for',
        '     SSO and API security”. Create a configuration with alias and URL, and',
        '     choose “Import IdP-metadata” (“Import Configuration” in older versions).',
        '  3. Enter client ID, authentication method and secret, select the scopes, save,',
        '     and make it active.',
        '  4. Replace login.html and set the sign-in page to none; or add a button “Open',
        '     link” to:',
        '     https://app.example.com/oauth/v2/login?idp=demo',
        '  5. The sign-out button calls the nanoflow OIDC.ACT_Logout.',
        'Every step, with the values; login.html and the addresses for sign-out:',
        '  mendix-cognito mendix-config --checklist --alias demo --pool-id eu-west-1_a',
        '  mendix-cognito mendix-config --snippets --alias demo --pool-id eu-west-1_a',
      ),
    );
    expect(renderNextInMendix(SETTINGS, APP, PLACE, [4, 7])).toContain('choose “Import IdP-metadata”.');
    expect(renderNextInMendix(SETTINGS, APP, PLACE, [4, 2])).toContain('OIDC.OIDC_Client_Overview');
    const without = renderNextInMendix({ ...SETTINGS, callbackUrls: [] }, APP, PLACE);
    expect(without).toContain('<address of your app>/oauth/v2/login?idp=demo');
  });
});

describe('an error on the screen', () => {
  it('is what happened, then what fixes it', () => {
    const error = new CliError(`It failed: ${'for some reason '.repeat(5)}.`, {
      code: 'X',
      hint: 'Fix it.',
    });
    expect(renderError(error, UNICODE, print)).toBe(
      lines(
        '✖ It failed: for some reason for some reason for some reason for some reason for',
        '  some reason .',
        '  Fix it.',
      ),
    );
  });

  it('has each command on a line of its own, and never breaks it', () => {
    const run = [
      'create-client',
      '--app-url',
      'https://a.example',
      '--callback-url',
      'https://b.example/callback',
    ];
    const hint = [
      { act: 'This adds the address of the app to the app client:', run },
      { act: 'Or:', aws: ['login'] },
    ];
    const narrow = { ...UNICODE, columns: 40 };
    expect(renderError(new CliError('It failed.', { code: 'X', hint }), narrow, print)).toBe(
      lines(
        '✖ It failed.',
        '  This adds the address of the app to',
        '  the app client:',
        '    mendix-cognito create-client --app-url https://a.example --callback-url https://b.example/callback',
        '  Or:',
        '    aws login',
      ),
    );
  });

  it('counts what is wrong, where that is several things', () => {
    expect(renderError(new UsageError(['One.', 'Two.']), ASCII, print)).toBe(
      lines('x 2 problems:', '  - One.', '  - Two.'),
    );
    expect(renderError(new UsageError(['One.']), ASCII, print)).toBe('x One.');
  });

  it('has another mark for a run that was cancelled', () => {
    expect(renderError(new CancelledError(), UNICODE, print)).toBe('⚠ Cancelled: nothing was changed.');
    expect(renderError(new CancelledError(), ASCII, print)).toBe('! Cancelled: nothing was changed.');
  });
});

describe('the status on the screen', () => {
  const row = (more: Partial<StatusRow>): StatusRow => ({
    resource: 'user-pool',
    name: 'demo',
    id: null,
    state: 'ok',
    differences: [],
    reasons: [],
    ...more,
  });
  const rows = [
    row({ id: POOL.Id }),
    row({ resource: 'domain', name: null, state: 'missing' }),
    row({
      resource: 'app-client',
      id: 'client1',
      state: 'differs',
      differences: [{ field: 'session minutes', from: 3, to: 9 }],
    }),
    row({ resource: 'user', name: 'a@example.com', state: 'blocked', reasons: ['It is so.'] }),
    row({ resource: 'discovery', name: null, state: 'waiting', reasons: ['Not yet.'] }),
  ];

  it('has a line for each thing, and below it what differs', () => {
    expect(renderStatus(rows, [{ act: 'One more thing.' }], UNICODE, print)).toBe(
      lines(
        '✔ User pool           demo (eu-central-1_Example01)',
        '⚠ Sign-in domain      missing',
        '⚠ App client          demo (client1): differs',
        '    session minutes: 3 → 9',
        '✖ User                a@example.com: differs, and cannot be changed',
        '    It is so.',
        '⚠ Discovery document  not ready yet',
        '    Not yet.',
        '⚠ One more thing.',
      ),
    );
  });

  it('has ASCII marks where the locale has no Unicode', () => {
    const text = renderStatus(rows, [], ASCII, print);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
    expect(text).toMatch(/^[\u0000-\u007f]*$/);
    expect(text).toContain('session minutes: 3 -> 9');
  });
});

describe('a teardown on the screen', () => {
  const nothing = {
    ...{ alias: 'demo', pool: undefined, stays: undefined, domains: [], clients: [] },
    ...{ users: 0, identities: [] },
  };
  const identity = { address: 'a@example.com', verified: true, status: 'SUCCESS', alias: 'demo' };

  it('lists all that goes, and what that means', () => {
    const teardown = {
      ...nothing,
      pool: POOL,
      domains: [DOMAIN],
      clients: ['demo', 'web'].map((name) => ({ id: name, name, branding: undefined })),
      users: 2,
      identities: [identity],
    };
    expect(renderTeardown(teardown, UNICODE)).toBe(
      lines(
        '  - Sign-in domain        demo',
        '  - User pool             demo (eu-central-1_Example01)',
        '  - App client            demo',
        '  - App client            web',
        '  - Users                 2 users',
        '  - Email address in SES  a@example.com',
        '',
        '⚠ None of this can be undone: users lose their accounts, and every app that',
        '  signs in through this user pool stops doing so.',
      ),
    );
  });

  it('lists what stays of a pool that others use, and why it does', () => {
    const branding = { id: 'branding1' };
    const stays = {
      ...{ made: false, apps: ['second'], clients: ['theirs'], domains: ['demo'], users: 1 },
      senders: [{ address: 'noreply@example.com', arn: 'arn' }],
    };
    const clients = [{ id: 'client1', name: 'demo', branding }];
    expect(renderTeardown({ ...nothing, pool: POOL, clients, stays }, UNICODE)).toBe(
      lines(
        '  - App client            demo',
        '  - Sign-in page style    demo',
        '',
        'The user pool stays, since mendix-cognito did not create it, and other apps use',
        'it: second.',
        '  = Sign-in domain        demo',
        '  = User pool             demo (eu-central-1_Example01)',
        '  = App client            theirs',
        '  = Users                 1 user',
        '  = Email address in SES  noreply@example.com',
        '',
        '⚠ None of this can be undone: nobody can sign in to this app.',
      ),
    );
  });

  it('says nothing of users where no pool goes', () => {
    expect(renderTeardown({ ...nothing, identities: [identity] }, UNICODE)).toBe(
      '  - Email address in SES  a@example.com',
    );
  });
});

describe('users on the screen', () => {
  const user = {
    email: 'a@example.com',
    username: 'u',
    status: 'CONFIRMED',
    enabled: true,
    password: new Secret('made-9X'),
  };

  it.each([
    [
      'generated, and may be shown',
      user,
      true,
      /^User {6}a@example\.com \(can sign in\)\nPassword {2}made-9X$/,
    ],
    ['generated, and may not be shown', user, false, /\nPassword {2}\(hidden: /],
    [
      'left alone, or brought by the user',
      { ...user, password: undefined },
      true,
      /^User {6}a@example\.com \(can sign in\)$/,
    ],
    [
      'temporary',
      { ...user, status: 'FORCE_CHANGE_PASSWORD' },
      true,
      /\(chooses a password at the first sign-in\)\nPassword/,
    ],
  ] as const)('have a password that was %s', (_what, written, reveal, shown) => {
    expect(renderUsers([written], reveal)).toMatch(shown);
  });

  it('have it in JSON only when it was generated now and may be shown', () => {
    const passwords = (reveal: boolean) =>
      usersJson([user, { ...user, password: undefined }], reveal).map(({ password }) => password);
    expect(passwords(true)).toEqual(['made-9X', null]);
    expect(passwords(false)).toEqual([null, null]);
  });
});

describe('the marks', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, '✔'],
    [{ LANG: 'C.utf8' }, '✔'],
    [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'ok'],
    [{ LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, '✔'],
    [{ LANG: 'de_DE.ISO-8859-1' }, 'ok'],
    [{ TERM: 'linux', LANG: 'de_DE.UTF-8' }, 'ok'],
    [{}, 'ok'],
  ])('of %j begin with %s', (env, done) => {
    expect(openTerminal(env, { noInput: true, noColor: true }).symbols.done).toBe(done);
  });
});
