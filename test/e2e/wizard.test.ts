import { createHmac } from 'node:crypto';
import {
  AdminGetUserCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect } from 'vitest';
import { openPty, type Pty } from '../support/pty.ts';
import {
  answer,
  asked,
  choosePassword,
  finish,
  goThroughAll,
  it,
  leave,
  NEEDED,
  pick,
  pickIn,
  wrongThen,
} from '../support/wizard.ts';
import type { World } from '../support/world.ts';

/** The only app client of the only user pool. */
async function onlyClient({ cognito }: World) {
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const UserPoolId = UserPools[0]?.Id;
  const listed = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }));
  const ClientId = listed.UserPoolClients?.[0]?.ClientId;
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
  return UserPoolClient ?? {};
}

/** The challenge that a sign-in of the wizard's user meets, or `none`; throws when the password is wrong. */
async function signIn(world: World, password: string): Promise<string> {
  const { ClientId, ClientSecret = '' } = await onlyClient(world);
  const SECRET_HASH = createHmac('sha256', ClientSecret)
    .update(`${NEEDED.email}${ClientId}`)
    .digest('base64');
  const answered = await world.cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: NEEDED.email, PASSWORD: password, SECRET_HASH },
    }),
  );
  return answered.ChallengeName ?? 'none';
}

const passwordOn = (screen: string): string => /^Password {2}(\S+)$/m.exec(screen)?.[1] ?? '';

describe('the wizard', () => {
  it('leads from the first question to the values for Mendix', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'confirm');
    await pty.waitFor('? Make these 5 changes? (Y/n)');
    expect(pty.scrollback().replace(/\s+/g, ' ')).toContain('Nothing changes until you say yes to the plan');
    for (const line of [
      'Local sandbox at',
      '+ User pool             app-example-com',
      '+ Sign-in domain        app-example-com',
      'callback URLs: + https://app.example.com/oauth/v2/callback',
      '+ Sign-in page style    app-example-com',
      '+ User                  a@example.com',
    ]) {
      expect(pty.screen()).toContain(line);
    }
    expect(world.recorder.writes).toEqual([]);

    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    const shown = pty.scrollback();
    expect(shown).not.toMatch(/^\?/m);
    for (const what of ['User pool', 'Sign-in domain', 'App client', 'Sign-in page style', 'User']) {
      expect(shown).toContain(`✔ ${what} created: `);
    }
    expect(shown).toContain('✔ The domain app-example-com is active');
    const { ClientId = '', ClientSecret = '', UserPoolId = '' } = await onlyClient(world);
    expect(ClientSecret).not.toBe('');
    for (const value of [ClientId, ClientSecret, `${UserPoolId}/.well-known/openid-configuration`]) {
      expect(shown).toContain(value);
    }
    expect(shown).toContain('https://app.example.com/oauth/v2/login?idp=app-example-com');
    expect(await signIn(world, passwordOn(shown))).toBe('none');
  });

  it('leads there with two typed answers and at most six Enters', async ({ open }) => {
    const pty = open(['setup']);
    const typed: string[] = [];
    const pressed: string[] = [];
    const counting: Pty = {
      ...pty,
      type: (text) => {
        typed.push(text);
        pty.type(text);
      },
      press: (key) => {
        pressed.push(key);
        pty.press(key);
      },
    };
    await answer(counting, NEEDED, 'card');
    expect(pty.scrollback()).toMatch(/^Client secret/m);
    expect(typed).toEqual([NEEDED.app, NEEDED.email]);
    expect(new Set(pressed)).toEqual(new Set(['enter']));
    expect(pressed.length).toBeLessThanOrEqual(6);
    pty.press('ctrl-c');
    await pty.exit;
  });

  it('checks each answer as it is given, and keeps the question', async ({ world, open }) => {
    const pty = open([]);
    await answer(
      pty,
      {
        app: wrongThen(
          [
            ['nowhere', '“nowhere” is not an address'],
            ['http://app.example.com', 'which Cognito takes for localhost only'],
            ['https://*.a.example', 'has a wildcard (*)'],
          ],
          ` ${NEEDED.app} `,
        ),
        alias: wrongThen([['a/b', 'may hold only letters']], 'demo'),
        pool: wrongThen([['é', 'may hold only letters, digits, spaces']], 'People'),
        prefix: wrongThen(
          [
            ['my-aws', '“aws”, which AWS reserves'],
            ['-demo', 'a hyphen neither first nor last'],
          ],
          'demo-login',
        ),
        ses: wrongThen([['nobody@', '“nobody@” is not an email address']], ''),
        email: wrongThen(
          [
            ['', 'This is empty'],
            ['ann', '“ann” is not an email address'],
          ],
          NEEDED.email,
        ),
        minutes: wrongThen([['16', '“16” is not a whole number from 3 to 15']], '5'),
      },
      'confirm',
    );
    expect(pty.screen()).toMatch(/User pool +People\n.*Sign-in domain +demo-login\n.*App client +demo\n/);
    expect(world.recorder.writes).toEqual([]);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect(await onlyClient(world)).toMatchObject({ ClientName: 'demo', AuthSessionValidity: 5 });
  });

  it('offers values made from the address of the app', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, { ...NEEDED, app: 'https://myapp.mendixcloud.com/' }, 'alias');
    await pty.waitFor('(name of the configuration in Mendix) (myapp)');
    pty.press('enter');
    for (const offered of [
      'Name of the user pool (myapp)',
      'First part of the sign-in address (myapp)',
      'Can anyone sign up for an account? (y/N)',
    ]) {
      await pty.waitFor(offered);
      pty.press('enter');
    }
    await answer(pty, {}, 'ses', ['app', 'email', 'all', 'alias', 'pool', 'prefix', 'signUp']);
  });

  it('asks for the Region first, where neither flag nor configuration names one', async ({ world }) => {
    const env = {
      ...world.env,
      AWS_ENDPOINT_URL: world.recorder.url,
      AWS_ACCESS_KEY_ID: 'EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
    };
    const pty = openPty(['setup'], { env, cwd: world.folder });
    try {
      await pty.waitFor('AWS Region');
      pty.type('frank');
      await pty.waitFor(/AWS Region.* frank\s+❯ eu-central-1 {2}Frankfurt\n(?! )/);
      pty.press('enter');
      await answer(pty, NEEDED, 'confirm');
      expect(pty.screen()).toContain('AWS account 123456789012, Region eu-central-1');
      pty.press('enter');
      expect(await finish(pty)).toMatchObject({ code: 0 });
      expect(await onlyClient(world)).toMatchObject({ ClientName: 'app-example-com' });
    } finally {
      pty.kill();
    }
  });

  it('writes nothing when the plan is refused', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, { ...NEEDED, confirm: 'n' }, 'end', ['card']);
    await pty.waitFor('What next?');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(pty.screen()).toContain('Cancelled: nothing was changed.');
    expect(world.recorder.writes).toEqual([]);
  });

  it.for([
    ['n', [], 'FORCE_CHANGE_PASSWORD'],
    ['y', ['AdminSetUserPassword'], 'CONFIRMED'],
  ] as const)(
    'asks about a temporary password that was not used yet, and takes %s',
    async ([replace, writes, status], { world, open }) => {
      const app = ['--app-url', NEEDED.app, '--alias', 'demo'];
      await world.run(['setup', '--yes', ...app, '--user-email', NEEDED.email, '--temporary-password']);
      world.recorder.clear();
      const pty = open([
        'setup',
        ...app,
        '--pool-name',
        'demo',
        '--client-name',
        'demo',
        '--session-minutes',
        '3',
      ]);
      await answer(pty, NEEDED, 'review', ['app']);
      // Left alone by itself.
      await pick(pty, 'Password +left alone');
      await pty.waitFor('Replace it by a new one');
      pty.type(replace);
      pty.press('enter');
      await asked(pty, 'review');
      await pty.waitFor(replace === 'y' ? /Password +generated, shown at the end/ : /Password +left alone/);
      pty.press('enter');
      if (replace === 'y') {
        await pty.waitFor('Make this change? (y/N)');
        pty.type('y');
        pty.press('enter');
      }
      expect(await finish(pty)).toMatchObject({ code: 0 });
      expect(world.recorder.writes.map(({ operation }) => operation)).toEqual(writes);
      const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
      const user = await world.cognito.send(
        new AdminGetUserCommand({ UserPoolId: UserPools[0]?.Id, Username: NEEDED.email }),
      );
      expect(user.UserStatus).toBe(status);
    },
  );

  it('goes back to the answers after a no, has one changed, and keeps the others', async ({
    world,
    open,
  }) => {
    const pty = open(['setup']);
    await answer(pty, { ...NEEDED, alias: 'demo', name: 'Ann Lee', minutes: '7', confirm: 'n' }, 'end', [
      'card',
    ]);
    await pty.waitFor('What next?');
    expect(world.recorder.writes).toEqual([]);
    pty.type('2');
    pty.press('enter');
    await pty.waitFor(/Is this right\?\n.*Yes, show the plan[\s\S]*Full name +Ann Lee/);
    await pickIn(pty, 'Times', 'Sign-in time');
    await pty.waitFor('Minutes to complete a sign-in (3 to 15) (7)');
    pty.type('9');
    pty.press('enter');
    await pty.waitFor(/Sign-in time +9/);
    await leave(pty);
    pty.press('enter');
    await pty.waitFor(/^\? Make these 5 changes/m);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect(await onlyClient(world)).toMatchObject({ ClientName: 'demo', AuthSessionValidity: 9 });
    expect(pty.scrollback()).toContain('full name: Ann Lee');
  });

  it('forgets with the sender address that emails come from it', async ({ world, open }) => {
    await world.ses.send(new CreateEmailIdentityCommand({ EmailIdentity: 'noreply@example.com' }));
    const [mail] = (await (await fetch(`${world.sandbox.url}/_sandbox/inbox.json`)).json()) as {
      link: string;
    }[];
    await fetch(mail?.link ?? '');
    const pty = open(['setup']);
    const ses = async (terminal: Pty) => {
      terminal.type('noreply@example.com');
      terminal.press('enter');
      await terminal.waitFor('Send the emails of the user pool from it?');
      terminal.type('y');
      terminal.press('enter');
    };
    await answer(pty, { ...NEEDED, alias: 'demo', ses }, 'review');
    await pickIn(pty, 'Sender', 'Address');
    await pty.waitFor(/^\? Sender address .*\(noreply@example\.com\)/m);
    pty.type('-');
    pty.press('enter');
    await leave(pty);
    await pty.waitFor(/Sender +Cognito itself/);
    pty.press('enter');
    await pty.waitFor(/^\? Make these 5 changes/m);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    const { UserPools = [] } = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    const { UserPool } = await world.cognito.send(
      new DescribeUserPoolCommand({ UserPoolId: UserPools[0]?.Id }),
    );
    expect(UserPool?.EmailConfiguration?.EmailSendingAccount).toBe('COGNITO_DEFAULT');
  });

  it('forgets what was answered for a pool and a user that another alias has already', async ({
    world,
    open,
  }) => {
    const there = ['--alias', 'there', '--app-url', NEEDED.app, '--user-email', NEEDED.email];
    await world.run(['setup', '--yes', '--json', ...there, '--user-full-name', 'Ann Lee']);
    world.recorder.clear();
    const pty = open(['setup']);
    const alias = async (terminal: Pty) => {
      terminal.type('new');
      terminal.press('enter');
      await pick(terminal, 'Create a new one');
    };
    await answer(pty, { ...NEEDED, alias, prefix: 'of-my-own', name: 'Somebody Else' }, 'review');
    await pickIn(pty, 'Names', 'Alias');
    await pty.waitFor(/^\? Alias .*\(new\)/m);
    pty.type('there');
    pty.press('enter');
    await pty.waitFor(/Alias +there\n/);
    await leave(pty);
    expect(pty.screen()).not.toMatch(/Sign-in page|Full name/);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Everything was set up already; nothing was changed.');
    expect(world.recorder.writes).toEqual([]);
  });

  it('asks everything in a dry run, shows the plan, and writes nothing', async ({ world, open }) => {
    const pty = open(['setup', '--dry-run']);
    await answer(pty, NEEDED, 'end', ['confirm', 'card']);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.screen()).toMatch(/\+ User +a@example\.com\n\nNothing was changed \(--dry-run\)\.$/);
    expect(world.recorder.writes).toEqual([]);
  });

  it('says whose inbox has to be looked into, when an address was given for SES', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, {
      ...NEEDED,
      ses: async (terminal) => {
        terminal.type('noreply@example.com');
        terminal.press('enter');
        await terminal.waitFor('Send the emails of the user pool from it?');
        terminal.type('y');
        terminal.press('enter');
      },
    });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('+ Email address in SES  noreply@example.com');
    expect(pty.scrollback()).toContain(
      'Amazon SES has sent an email to noreply@example.com: open the link in it.',
    );
    expect(world.recorder.writes.map(({ operation }) => operation)).toContain('CreateEmailIdentity');
    // SES has not verified it yet, so the pool does not send from it now; the plan says what makes it.
    expect(pty.scrollback().replace(/\s+/g, ' ')).toContain('Until SES has verified noreply@example.com');
  });

  it('asks again for a sign-in address that another user pool of the account has', async ({
    world,
    open,
  }) => {
    await world.run(['create-pool', '--yes', '--alias', 'other', '--domain-prefix', 'taken']);
    const pty = open(['setup']);
    const prefix = wrongThen([['taken', '“taken” belongs to another user pool of this account']], 'free');
    const alias = async (terminal: Pty) => {
      terminal.press('enter');
      await terminal.waitFor('Which user pool?');
      terminal.press('enter');
    };
    await answer(pty, { ...NEEDED, alias, prefix });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('✔ Sign-in domain created: free');
  });

  it('asks only for what the flags left open', async ({ world, open }) => {
    const pty = open(['setup', '--app-url', NEEDED.app, '--alias', 'demo', '--session-minutes', '9']);
    await answer(pty, { ...NEEDED, all: goThroughAll, name: 'Ann Lee' }, 'end', ['app', 'alias', 'minutes']);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).not.toContain('Address of your Mendix app');
    expect(await onlyClient(world)).toMatchObject({ ClientName: 'demo', AuthSessionValidity: 9 });
  });

  it('finds on a second run what is there, offers its values, and writes nothing', async ({
    world,
    open,
  }) => {
    const made = ['--pool-name', 'People', '--session-minutes', '7', '--domain-prefix', 'sign-in-here'];
    const args = ['setup', '--yes', '--json', '--app-url', NEEDED.app, '--alias', 'demo'];
    expect(await world.run([...args, '--user-email', NEEDED.email, ...made])).toMatchObject({ code: 0 });
    world.recorder.clear();

    const pty = open(['setup', '--alias', 'demo']);
    await answer(pty, NEEDED, 'review');
    expect(pty.scrollback()).toContain('Found the user pool “People”');
    expect(pty.screen()).toMatch(
      /Names +demo, pool People, client demo\n[\s\S]*Password +left alone\n[\s\S]*7 minutes to sign in/,
    );
    await goThroughAll(pty);
    await pty.waitFor('(People)');
    pty.press('enter');
    await pty.waitFor('sign up for an account? (y/N)');
    await answer(pty, {}, 'minutes', [
      ...(['app', 'email', 'all', 'alias', 'pool', 'prefix', 'name', 'password'] as const),
    ]);
    await pty.waitFor('Minutes to complete a sign-in (3 to 15) (7)');
    expect(pty.scrollback()).toContain('This user is there already; the password is left alone.');
    pty.press('enter');
    await asked(pty, 'times');
    pty.press('enter');
    await pty.waitFor(/✔ Times That is right[\s\S]*Is this right/);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Everything was set up already; nothing was changed.');
    expect(pty.scrollback()).not.toContain('Plan (');
    expect(pty.scrollback()).toContain((await onlyClient(world)).ClientSecret);
    expect(world.recorder.writes).toEqual([]);
  });

  it('refuses a weak password with what it lacks, and shows no letter of any', async ({ world, open }) => {
    const [weak, good] = ['swordfish', 'Correct-Horse-9'];
    const pty = open(['setup']);
    const typed = async () => {
      await choosePassword('type')(pty);
      await pty.waitFor('The password');
      const lacks = 'It needs an upper-case letter, a digit, a special character';
      await wrongThen([[weak, lacks]], good)(pty);
    };
    await answer(pty, { ...NEEDED, password: typed });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.raw()).not.toContain(weak);
    expect(pty.raw()).not.toContain(good);
    expect(pty.raw()).not.toContain('*');
    expect(await signIn(world, good)).toBe('none');
  });

  it('creates a temporary password that the user has to change', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, { ...NEEDED, password: choosePassword('temporary') });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('(chooses a password at the first sign-in)');
    expect(await signIn(world, passwordOn(pty.scrollback()))).toBe('NEW_PASSWORD_REQUIRED');
  });
});
