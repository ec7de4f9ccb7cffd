import {
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { expectScreen, it } from '../support/screens.ts';
import { answer, asked, finish, leave, NEEDED, pick, pickIn } from '../support/wizard.ts';

describe('the review', () => {
  it('has an answer changed, and asks again what follows from it', async ({ world, open }) => {
    const pty = open(['setup', '--sandbox']);
    await answer(pty, NEEDED, 'review');
    await pick(pty, 'Address');
    await pty.waitFor(/Address of your Mendix app \(https:\/\/app\.example\.com\)/);
    pty.type('https://orders.mendixcloud.com http://localhost:8080');
    pty.press('enter');
    await pty.waitFor(/Names +orders/);
    await pickIn(pty, 'Sign-in', 'Sign-up');
    await pty.waitFor(/^\? Can anyone sign up/m);
    pty.type('y');
    pty.press('enter');
    await pty.waitFor(/Sign-up +anyone can sign up/);
    await leave(pty);
    pty.press('enter');
    await asked(pty, 'confirm');
    await expectScreen(pty, 'review-changed', world);
    expect(world.recorder.writes).toEqual([]);
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('https://orders.mendixcloud.com/oauth/v2/login?idp=orders');
  });

  it('is passed over with --yes, like every question that has a default', async ({ world, open }) => {
    const pty = open(['setup', '--sandbox', '--yes']);
    await answer(pty, NEEDED, 'end', [...(['review', 'confirm', 'card'] as const)]);
    expect(await pty.exit).toMatchObject({ code: 0 });
    await expectScreen(pty, 'quick', world);
  });
});

describe('what is there already', () => {
  it('can be picked, pool and client; those that cannot serve are explained', async ({ world, open }) => {
    const made = await world.cognito.send(
      new CreateUserPoolCommand({
        PoolName: 'staff',
        UsernameAttributes: ['email'],
        UsernameConfiguration: { CaseSensitive: false },
        AutoVerifiedAttributes: ['email'],
      }),
    );
    const UserPoolId = made.UserPool?.Id ?? '';
    const UserPoolTags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`tag${index}`, '']));
    await world.cognito.send(new CreateUserPoolCommand({ PoolName: 'full-of-tags', UserPoolTags }));
    await world.run(['create-pool', '--yes', '--alias', 'other']);
    const withSecret = { UserPoolId, GenerateSecret: true };
    await world.cognito.send(new CreateUserPoolClientCommand({ ...withSecret, ClientName: 'portal' }));
    await world.cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'single-page' }));
    world.recorder.clear();

    const pty = open(['setup', '--sandbox']);
    await answer(pty, NEEDED, 'review');
    await pick(pty, 'User pool +a new one; 3 others are in this account');
    await pty.waitFor(/full-of-tags \(\S+\)\n +not possible: [\s\S]*takes\s+no\s+further\s+app/);
    await pick(pty, 'full-of-tags');
    await pty.waitFor(/^> Each app needs a tag on its user pool/m);
    await pick(pty, 'staff');
    await pty.waitFor('Which app client?');
    await pty.waitFor(/single-page \(\S+\)\n +not possible: [\s\S]*without\s+a\s+secret/);
    await pick(pty, 'single-page');
    await pty.waitFor(/^> This app client was created without a secret/m);
    await pick(pty, 'portal');
    await pty.waitFor(/App client +portal, taken over\n/);
    expect(pty.screen()).toMatch(/User pool +staff \(\S+\)\n/);
    await pickIn(pty, 'Names', 'Alias');
    await asked(pty, 'alias');
    pty.type('demo');
    pty.press('enter');
    await pty.waitFor(/Alias +demo\n/);
    await leave(pty);
    pty.press('enter');
    await asked(pty, 'confirm');
    await expectScreen(pty, 'picked', world);
    expect(world.recorder.writes).toEqual([]);
    pty.type('y');
    pty.press('enter');
    expect(await finish(pty)).toMatchObject({ code: 0 });
    const listed = await world.cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(listed.UserPools).toHaveLength(3);
  });
});

describe('a question mark', () => {
  it('as an answer shows more, and asks again', async ({ world, open }) => {
    const pty = open(['setup', '--sandbox']);
    await asked(pty, 'app');
    pty.type('?');
    pty.press('enter');
    await pty.waitFor('Cognito takes http for localhost only');
    await answer(pty, NEEDED, 'review');
    pty.type('?');
    await pty.waitFor('Nothing has been changed yet.');
    await pty.waitFor(/^❯ 1\./m);
    pty.press('down');
    pty.press('down');
    pty.press('down');
    await pty.waitFor(/^❯ 4\. +Names/m);
    pty.type('?');
    // It explains the line, and stays there.
    await pty.waitFor(/The alias is the name of the configuration[\s\S]*^❯ 4\. +Names/m);
    await pickIn(pty, 'Sign-in', 'Sign-up');
    await asked(pty, 'signUp');
    pty.type('?');
    await pty.waitFor(/own company, choose no\.[\s\S]*^\? Can anyone sign up/m);
    pty.press('enter');
    await leave(pty);
    await pick(pty, 'Password');
    await asked(pty, 'password');
    pty.type('?');
    await pty.waitFor(/the app\.\n\n\? Password\n❯ 1\. .*\n.*\n.*\n\nArrows .*for more/);
    await expectScreen(pty, 'more', world);
    expect(pty.scrollback()).not.toMatch(/^[?✔] .* \?$/m);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
  });
});

describe('the values for Mendix', () => {
  it('are copied over ssh by the terminal, the secret or all', async ({ world, open }) => {
    const pty = open(['setup', '--sandbox'], { env: { SSH_TTY: '/dev/pts/9' } });
    await answer(pty, NEEDED, 'card');
    pty.type('x');
    pty.press('enter');
    await pty.waitFor('Type c or a, or just press Enter.');
    pty.press('ctrl-u');
    pty.type('c');
    pty.press('enter');
    await pty.waitFor(/Copied the client secret\.[\s\S]*^\? Press Enter/m);
    pty.type('a');
    pty.press('enter');
    await pty.waitFor('Copied all fields.');
    await expectScreen(pty, 'copied', world);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Next, in Mendix:');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape code is what is looked for
    const put = [...pty.raw().matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]+)\u0007/g)].map(([, text = '']) =>
      Buffer.from(text, 'base64').toString('utf8'),
    );
    const [, secret = ''] = /^Client secret:\n(\S+)$/m.exec(pty.scrollback()) ?? [];
    expect(put[0]).toBe(secret);
    expect(put[1]).toMatch(new RegExp(`^Alias {2,}app-example-com\\n[^]*\\nClient secret {2,}${secret}\\n`));
    expect(put).toHaveLength(2);
  });

  it('are not offered for copying where there is no clipboard', async ({ open }) => {
    const pty = open(['setup', '--sandbox']);
    await answer(pty, NEEDED, 'card');
    expect(pty.scrollback()).not.toContain('c copies');
    expect(await finish(pty)).toMatchObject({ code: 0 });
  });
});
