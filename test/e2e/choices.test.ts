import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListUserPoolsCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { Secret as OtpSecret, TOTP } from 'otpauth';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { updateInputOf } from '../../src/resources/user-pool-settings.ts';
import { setUpApp } from '../support/authenticator-app.ts';
import { browserPath, launchBrowser, NO_BROWSER } from '../support/browser.ts';
import type { Run } from '../support/cli.ts';
import { readInbox } from '../support/cognito.ts';
import { freePort, startLogin } from '../support/login-run.ts';
import { commandIn } from '../support/repairs.ts';
import { answer, asked, finish, leave, NEEDED, pick, pickIn, it as wizard } from '../support/wizard.ts';
import { EVERY_CHOICE, it, SETUP, type World } from '../support/world.ts';

const ids = async (world: World, args: readonly string[]): Promise<Record<string, string>> =>
  (await world.run([...SETUP, ...args])).json().mendix as Record<string, string>;

const messageOf = (run: Run): string => (run.json().error as { message: string }).message;

async function described(world: World, UserPoolId: string | undefined, ClientId: string | undefined) {
  const [{ UserPool: pool }, { UserPoolClient: client }, mfa] = await Promise.all([
    world.cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    world.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    world.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId })),
  ]);
  return { pool, client, mfa };
}

describe('every choice', () => {
  it('is made by one run, compared by status, and left alone by the next run', async ({ world }) => {
    const { userPoolId, clientId } = await ids(world, EVERY_CHOICE);
    const { pool, client, mfa } = await described(world, userPoolId, clientId);
    expect(pool).toMatchObject({
      UserPoolTier: 'PLUS',
      Policies: {
        PasswordPolicy: {
          ...{ MinimumLength: 14, RequireUppercase: false, RequireLowercase: true },
          ...{ RequireNumbers: true, RequireSymbols: false },
          ...{ TemporaryPasswordValidityDays: 3, PasswordHistorySize: 5 },
        },
      },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
      EmailConfiguration: { ReplyToEmailAddress: 'help@example.com' },
      MfaConfiguration: 'OPTIONAL',
    });
    const attributes = pool?.SchemaAttributes ?? [];
    expect(attributes.filter(({ Required }) => Required).map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['family_name', 'locale']),
    );
    expect(attributes).toContainEqual(
      expect.objectContaining({ Name: 'custom:grade', AttributeDataType: 'Number', Mutable: true }),
    );
    expect(mfa).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
    });
    expect(client).toMatchObject({
      ...{ AuthSessionValidity: 9, IdTokenValidity: 15, AccessTokenValidity: 20, RefreshTokenValidity: 90 },
      TokenValidityUnits: { IdToken: 'minutes', AccessToken: 'minutes', RefreshToken: 'days' },
      ReadAttributes: expect.arrayContaining(['email', 'name', 'custom:team', 'custom:grade']),
      WriteAttributes: expect.arrayContaining(['family_name', 'custom:team']),
    });
    expect((await world.run(['status', '--check', '--alias', 'demo', ...EVERY_CHOICE])).code).toBe(0);
    world.recorder.clear();
    await ids(world, EVERY_CHOICE);
    await ids(world, []);
    expect(world.recorder.writes).toEqual([]);
  });

  it('that somebody changed by hand is found, and repaired by the same flags alone', async ({ world }) => {
    const { userPoolId, clientId } = await ids(world, EVERY_CHOICE);
    const { pool, client } = await described(world, userPoolId, clientId);
    await world.cognito.send(
      new UpdateUserPoolCommand(
        updateInputOf(
          { ...pool, Id: userPoolId ?? '' },
          {
            UserPoolTier: 'ESSENTIALS',
            DeletionProtection: 'ACTIVE',
            AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
            Policies: { PasswordPolicy: { MinimumLength: 9, PasswordHistorySize: 2 } },
            AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
            EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
          },
        ),
      ),
    );
    await world.cognito.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId: userPoolId, MfaConfiguration: 'OFF' }),
    );
    const { ClientSecret: _s, CreationDate: _c, LastModifiedDate: _m, ...settings } = client ?? {};
    await world.cognito.send(
      new UpdateUserPoolClientCommand({
        ...settings,
        ...{ UserPoolId: userPoolId, ClientId: clientId },
        ...{ AuthSessionValidity: 3, IdTokenValidity: 2, AccessTokenValidity: 2, RefreshTokenValidity: 48 },
        TokenValidityUnits: { IdToken: 'hours', AccessToken: 'hours', RefreshToken: 'hours' },
        ReadAttributes: ['email', 'name'],
      }),
    );
    const status = await world.run(['status', '--check', '--alias', 'demo', ...EVERY_CHOICE]);
    expect(status.code).toBe(3);
    for (const line of [
      'tier: ESSENTIALS → PLUS',
      'deletion protection: yes → no',
      'self sign-up: no → yes',
      'password length: 9 → 14',
      'password rules: none → lower,digit',
      'days of a temporary password: 7 → 3',
      'password history: 2 → 5',
      'account recovery: email → none',
      'replies go to: help@example.com',
      'second factor at sign-in: off → optional',
      'session minutes: 3 → 9',
      'ID token minutes: 120 → 15',
      'access token minutes: 120 → 20',
      'refresh token days: 2 → 90',
      '+ custom:team',
    ]) {
      expect(status.stdout).toContain(line);
    }
    // What nobody asks for stays as somebody else has set it.
    await ids(world, []);
    expect((await world.run(['status', '--check', '--alias', 'demo', ...EVERY_CHOICE])).stdout).toBe(
      status.stdout,
    );
    await ids(world, EVERY_CHOICE);
    expect((await world.run(['status', '--check', '--alias', 'demo', ...EVERY_CHOICE])).code).toBe(0);
    const { mfa } = await described(world, userPoolId, clientId);
    expect(mfa.SoftwareTokenMfaConfiguration).toEqual({ Enabled: true });
  });

  it('of an immutable kind is blocked on a pool that is there, and says what can be done', async ({
    world,
  }) => {
    await ids(world, ['--custom-attribute', 'team']);
    world.recorder.clear();
    const flags = ['--required-attribute', 'locale', '--custom-attribute', 'team:number'];
    const run = await world.run([...SETUP, ...flags, '--sign-in', 'username']);
    expect(run.code).toBe(3);
    expect(messageOf(run)).toContain('Cognito fixes when a user pool is created what people sign in with');
    expect(messageOf(run)).toContain('locale is not');
    expect(messageOf(run)).toContain('The attribute team is there already as String');
    expect(world.recorder.writes).toEqual([]);
  });

  it.for([
    [['--password-length', '5'], '--password-length “5” is not a whole number from 6 to 99.'],
    [['--password-length', '100'], 'from 6 to 99'],
    [['--temporary-password-days', '0'], 'from 1 to 365'],
    [['--password-history', '25'], 'from 0 to 24'],
    [['--password-rules', 'upper,emoji'], '“emoji” is not one of upper, lower, digit, symbol, none'],
    [['--id-token-minutes', '4'], 'from 5 to 1440'],
    [['--access-token-minutes', '1441'], 'from 5 to 1440'],
    [['--custom-attribute', 'team:text'], '“text” is not one of string, number, boolean, datetime'],
    [['--custom-attribute', 'a'.repeat(21)], 'Cognito takes at most 20'],
    [['--required-attribute', 'custom:team'], 'is not one of address'],
    [['--tier', 'lite', '--password-history', '3'], '--password-history needs the tier essentials or plus'],
    [['--mfa-method', 'totp'], 'add --mfa required or --mfa optional'],
    [['--mfa', 'required', '--mfa-method', 'email'], '--mfa-method email needs --account-recovery none'],
    [['--email-from-name', 'Orders <x>'], 'may hold no < or >'],
  ] as const)('%j is one clear error before anything is written', async ([flags, says], { world }) => {
    const run = await world.run([...SETUP, ...flags]);
    expect(run.code).toBe(2);
    expect(messageOf(run)).toContain(says);
    expect(world.recorder.writes).toEqual([]);
  });
});

describe('the second factor', () => {
  it('by email wants a sender, which has to be verified first', async ({ world }) => {
    const byEmail = ['--mfa', 'required', '--mfa-method', 'email', '--account-recovery', 'none'];
    const alone = await world.run([...SETUP, ...byEmail]);
    expect(alone.code).toBe(3);
    expect(messageOf(alone)).toContain('only through Amazon SES');
    const sender = ['--verify-email', 'noreply@example.com', '--email-from', 'noreply@example.com'];
    const first = await world.run([...SETUP, ...byEmail, ...sender]);
    expect(first.code).toBe(0);
    expect(first.json().notes).toContainEqual(
      expect.stringContaining('The second factor is not set before Amazon SES has verified'),
    );
    await fetch((await readInbox(world.sandbox.url))[0]?.link ?? '');
    const { userPoolId, clientId } = await ids(world, [...byEmail, ...sender]);
    const { mfa, pool } = await described(world, userPoolId, clientId);
    expect(mfa).toMatchObject({ MfaConfiguration: 'ON', EmailMfaConfiguration: {} });
    expect(pool?.EmailConfiguration).toMatchObject({ EmailSendingAccount: 'DEVELOPER' });
    world.recorder.clear();
    await ids(world, ['--mfa', 'off', '--account-recovery', 'email']);
    expect((await described(world, userPoolId, clientId)).mfa.MfaConfiguration).toBe('OFF');
  });

  it('keeps what somebody else has set beside it', async ({ world }) => {
    const { userPoolId, clientId } = await ids(world, []);
    const WebAuthnConfiguration = { RelyingPartyId: 'example.com', UserVerification: 'required' } as const;
    await world.cognito.send(
      new SetUserPoolMfaConfigCommand({
        UserPoolId: userPoolId,
        MfaConfiguration: 'OPTIONAL',
        SoftwareTokenMfaConfiguration: { Enabled: true },
        WebAuthnConfiguration,
      }),
    );
    await ids(world, ['--mfa', 'required']);
    expect((await described(world, userPoolId, clientId)).mfa).toMatchObject({
      MfaConfiguration: 'ON',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      WebAuthnConfiguration,
    });
  });
});

describe('test-login by password, where MFA is required', () => {
  const PASSWORD = 'Correct-Horse-9';
  const ON_DEMO = ['--alias', 'demo'];
  const LOGIN = ['test-login', ...ON_DEMO, '--password-stdin', '--user-email', 'a@example.com', '--json'];

  it('takes the code as a second line, once, and says what each challenge wants', async ({ world }) => {
    const setup = await world.run([...SETUP, '--mfa', 'required', '--password-stdin', '--reveal-secrets'], {
      input: PASSWORD,
    });
    const { clientId = '', clientSecret = '' } = setup.json().mendix as Record<string, string>;
    const before = await world.run(LOGIN, { input: PASSWORD });
    expect(before.json().error).toMatchObject({ code: 'MFA_SETUP' });
    const code = await setUpApp(world, { id: clientId, secret: clientSecret }, 'a@example.com', PASSWORD);
    const without = await world.run(LOGIN, { input: PASSWORD });
    expect(without.json().error).toMatchObject({ code: 'MFA_CODE_NEEDED' });
    const used = `${PASSWORD}\n${code(0)}`;
    const right = await world.run([...LOGIN, '--mfa-code-stdin'], { input: used });
    expect(right.json()).toMatchObject({ ok: true, claims: { email: 'a@example.com' } });
    const again = await world.run([...LOGIN, '--mfa-code-stdin'], { input: used });
    expect(again.json().error).toMatchObject({
      code: 'MFA_CODE_WRONG',
      message: expect.stringContaining('already been used once'),
    });
    const noCode = await world.run([...LOGIN, '--mfa-code-stdin'], { input: `${PASSWORD}\nabc` });
    expect(noCode.code).toBe(2);
    expect((await world.run([...LOGIN.slice(0, 3), '--mfa-code-stdin'])).code).toBe(2);
    const lost = await world.run(['add-user', 'a@example.com', '--yes', '--reset-mfa', ...ON_DEMO]);
    expect(lost.stderr).toContain('authenticator app: theirs, if any → none');
    const anew = await world.run(LOGIN, { input: PASSWORD });
    expect(anew.json().error).toMatchObject({ code: 'MFA_SETUP' });
  });
});

describe('an app client that keeps email or name out of the ID token', () => {
  it('is no ✔ of status, doctor and test-login, and create-client adds what is missing', async ({
    world,
  }) => {
    const { userPoolId, clientId } = await ids(world, ['--user-full-name', 'Ann Lee', '--reveal-secrets']);
    const { client } = await described(world, userPoolId, clientId);
    const { ClientSecret: _s, CreationDate: _c, LastModifiedDate: _m, ...settings } = client ?? {};
    await world.cognito.send(
      new UpdateUserPoolClientCommand({
        ...settings,
        ...{ UserPoolId: userPoolId, ClientId: clientId, ReadAttributes: ['locale'] },
      }),
    );
    const status = await world.run(['status', '--check', '--alias', 'demo']);
    expect(status.code).toBe(3);
    expect(status.stdout).toContain('attributes in the ID token');
    expect((await world.run(['doctor', '--alias', 'demo'])).stdout).toContain('Mendix gets neither');
    const password = 'Correct-Horse-9';
    await world.run(
      ['add-user', 'a@example.com', '--yes', '--alias', 'demo', '--reset-password', '--password-stdin'],
      { input: password },
    );
    const login = await world.run(
      ['test-login', '--alias', 'demo', '--password-stdin', '--user-email', 'a@example.com'],
      { input: password },
    );
    expect(login.stderr).toContain('keeps email and name out of the ID token');
    expect((await world.run([...commandIn(login.stderr), '--yes'])).code).toBe(0);
    expect((await described(world, userPoolId, clientId)).client?.ReadAttributes).toEqual([
      ...['locale', 'email', 'name'],
    ]);
    expect((await world.run(['status', '--check', '--alias', 'demo'])).code).toBe(0);
  });
});

describe('a pool whose users sign in with a user name', () => {
  it('is created with email as alias, and its first user by name', async ({ world }) => {
    const without = await world.run([...SETUP, '--sign-in', 'username']);
    expect(without.code).toBe(3);
    expect(JSON.stringify(without.json())).toContain('--username <name>');
    const { userPoolId } = await ids(world, ['--sign-in', 'username', '--username', 'ann']);
    const { UserPool } = await world.cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    expect(UserPool).toMatchObject({ AliasAttributes: ['email'] });
    expect(UserPool?.UsernameAttributes).toBeUndefined();
    world.recorder.clear();
    await ids(world, ['--sign-in', 'username', '--username', 'ann']);
    expect(world.recorder.writes).toEqual([]);
  });

  it('signs in by name and by address, takes users by name and from a file, and gives its values', async ({
    world,
  }) => {
    const password = 'Correct-Horse-9';
    await world.run([...SETUP, '--sign-in', 'username', '--username', 'ann', '--password-stdin'], {
      input: password,
    });
    const login = (who: readonly string[]) =>
      world.run(['test-login', '--alias', 'demo', '--json', '--password-stdin', ...who], { input: password });
    for (const who of [
      ['--username', 'ann'],
      ['--user-email', 'a@example.com'],
    ]) {
      expect((await login(who)).json()).toMatchObject({ ok: true, claims: { 'cognito:username': 'ann' } });
    }
    const on = ['--alias', 'demo', '--yes'];
    const ben = ['add-user', 'ben', '--user-email', 'ben@example.com', ...on];
    expect(
      (await world.run([...ben, '--json', '--password-stdin'], { input: password })).json(),
    ).toMatchObject({
      users: [{ email: 'ben@example.com', username: 'ben' }],
    });
    expect((await login(['--username', 'ben'])).json().ok).toBe(true);
    expect((await world.run([...ben, '--username', 'benjamin'])).code).toBe(2);
    const wrong = await world.run(
      ['test-login', '--alias', 'demo', '--json', '--password-stdin', '--username', 'ben'],
      { input: 'Wrong-Horse-9' },
    );
    expect(JSON.stringify(wrong.json())).toContain('--username ben --reset-password');
    const rows = Array.from({ length: 1000 }, (_, place) => `user${place}@example.com,user${place},Team`);
    await writeFile(join(world.folder, 'users.csv'), `email,username,groups\n${rows.join('\n')}\n`);
    const csv = ['add-user', '--from-csv', 'users.csv', '--result', 'passwords.csv', ...on, '--rate', '5000'];
    expect((await world.run([...csv, '--json'])).json()).toMatchObject({
      users: { created: 1000, failed: 0 },
    });
    expect((await world.run([...csv, '--json'])).json()).toMatchObject({
      users: { exists: 1000, failed: 0 },
    });
    await writeFile(
      join(world.folder, 'users.csv'),
      'email,username\nother@example.com,user7\nnew@example.com,new\n',
    );
    const taken = await world.run([
      ...csv.filter((word) => !/result|passwords/.test(word)),
      '--invite',
      '--json',
    ]);
    expect(taken.json().error).toMatchObject({ code: 'ROWS_REFUSED' });
    expect(taken.said).toContain('The user name belongs to somebody with another email address.');
    expect((await world.run(['doctor', '--alias', 'demo'])).code).toBe(0);
    expect((await world.run(['mendix-config', '--alias', 'demo', '--json'])).json().mendix).toMatchObject({
      alias: 'demo',
    });
  });

  it.for([
    ['email,username\nann@example.com,\n', 'username is empty'],
    ['email,username\na@example.com,ann\nb@example.com,ANN\n', 'the user name “ANN” is in line 2 already'],
    ['email,username\na@example.com,a n\n', 'username “a n” may hold no spaces'],
  ] as const)('refuses a file with %j', async ([text, says], { world }) => {
    await writeFile(join(world.folder, 'users.csv'), text);
    const run = await world.run([
      'add-user',
      '--from-csv',
      'users.csv',
      '--invite',
      '--yes',
      '--alias',
      'demo',
    ]);
    expect(run).toMatchObject({ code: 2, said: expect.stringContaining(says) });
  });
});

describe('the wizard', () => {
  wizard('has every choice of the console behind a line that opens', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'review');
    // The whole list on one screen.
    const [, list = ''] = /(The rest is filled in[\s\S]*for more)/.exec(pty.screen()) ?? [];
    expect(list.split('\n').length).toBeGreaterThan(10);
    expect(list.split('\n').length).toBeLessThanOrEqual(18);
    await pickIn(pty, 'Sign-in', 'Sign in with');
    await pick(pty, 'a user name, or their email address');
    await pty.waitFor(/^\? User name/m);
    pty.press('enter');
    await pick(pty, 'Required');
    await pty.waitFor(/^\? Attributes without which/m);
    pty.type('surname');
    pty.press('enter');
    await pty.waitFor('is not one of address');
    pty.press('ctrl-u');
    pty.type('family_name locale');
    pty.press('enter');
    await pty.waitFor(/Required +family_name locale/);
    await leave(pty);
    await pickIn(pty, 'Security', 'Password length');
    await pty.waitFor(/^\? Minimum number/m);
    pty.type('12');
    pty.press('enter');
    await pty.waitFor(/Password length +12/);
    await pick(pty, 'Second factor');
    await pick(pty, 'required');
    await pty.waitFor(/Second factor +required/);
    await pick(pty, 'Proved by');
    await pick(pty, 'an authenticator app');
    await leave(pty);
    await pty.waitFor(/Security +at least 12 characters, second factor required/);
    await pickIn(pty, 'Times', 'ID token');
    await pty.waitFor(/^\? Minutes that an ID token/m);
    pty.type('5');
    pty.press('enter');
    await pty.waitFor(/ID token +5 minutes/);
    await leave(pty);
    pty.press('enter');
    await asked(pty, 'confirm');
    for (const line of [
      'sign in with: user name or email',
      'password length: 8 → 12',
      'required attributes: family_name, locale',
      'second factor at sign-in: off → required',
    ]) {
      expect(pty.scrollback()).toContain(line);
    }
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const { UserPool } = await world.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: UserPools[0]?.Id }),
    );
    expect(UserPool).toMatchObject({ AliasAttributes: ['email'], MfaConfiguration: 'ON' });
  });

  wizard('closes the way back in by email where the second factor is an email', async ({ open }) => {
    const pty = open(['setup', '--print-config']);
    await answer(pty, NEEDED, 'review');
    await pickIn(pty, 'Security', 'Second factor');
    await pick(pty, 'required');
    await pick(pty, 'Proved by');
    await pick(pty, 'a code by email');
    await pty.waitFor('People cannot reset their password themselves then');
    await pty.waitFor(/^\? Sender address/m);
    pty.type('noreply@example.com');
    pty.press('enter');
    await pty.waitFor('Send the emails of the user pool from it?');
    pty.type('y');
    pty.press('enter');
    await leave(pty);
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('account-recovery: none');
    expect(pty.scrollback()).toContain('email-from: noreply@example.com');
  });
});

describe.skipIf(browserPath === undefined)(`in a browser${NO_BROWSER}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('test-login goes by user name through the set-up of the second factor, and to Mendix’s values', async ({
    world,
  }) => {
    const flags = ['--sign-in', 'username', '--username', 'ann', '--mfa', 'required', '--password-stdin'];
    const local = ['--app-url', `http://localhost:${await freePort()}`];
    await world.run([...SETUP, ...local, ...flags, '--session-minutes', '15'], { input: 'Correct-Horse-9' });
    const login = await startLogin(world, '--alias', 'demo');
    const page = await browser.newPage();
    await page.goto(login.url.href);
    await page.getByLabel('Username or email address').fill('ann');
    await page.getByLabel('Password', { exact: true }).fill('Correct-Horse-9');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Show secret key').click();
    const key = ((await page.locator('#key').textContent()) ?? '').replaceAll(' ', '');
    await page
      .getByLabel('Code from the app')
      .fill(new TOTP({ secret: OtpSecret.fromBase32(key) }).generate());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Signed in' }).waitFor();
    const run = await login.done;
    expect(run.json()).toMatchObject({ ok: true, claims: { 'cognito:username': 'ann' } });
    await page.close();
    const values = await world.run(['mendix-config', '--alias', 'demo', '--json']);
    expect(values.json().mendix).toMatchObject({ alias: 'demo', clientSecret: expect.any(String) });
  });
});
