import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { it } from '../support/wizard.ts';
import { SETUP, type World } from '../support/world.ts';

interface Made {
  readonly userPoolId: string;
  readonly clientId: string;
}

const setUp = async (world: World, alias: string): Promise<Made> =>
  (await world.run([...SETUP, '--alias', alias])).json().mendix as Made;

async function callbacksOf({ cognito }: World, { userPoolId: UserPoolId, clientId: ClientId }: Made) {
  const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
  return (await cognito.send(command)).UserPoolClient?.CallbackURLs;
}

describe('which of several setups', () => {
  it.for([
    ['mendix-config'],
    ['status'],
    ['rotate-secret', '--dry-run'],
    ['add-user', 'b@example.com', '--dry-run'],
  ])('%j asks on a terminal, and goes on with it', async (args, { world, open }) => {
    const [first] = [await setUp(world, 'first'), await setUp(world, 'second')];
    const pty = open(args);
    await pty.waitFor(/Which one\?\n(?:.*\n)*.*first +\(user pool \S+, created 20/);
    const number = /(\d)\. first/.exec(pty.screen())?.[1] ?? '';
    pty.type(number);
    await pty.waitFor(new RegExp(`❯ ${number}\\. first`));
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain(first?.userPoolId);
    if (!args.includes('--dry-run')) expect(pty.scrollback()).toContain('--alias first');
  });

  it.for([
    ['doctor', 'Client secret|Everything|Everything checked in AWS is correct'],
    ['destroy', 'What is deleted with the alias first'],
    ['add-user --from-csv users.csv --dry-run', 'Plan for 1 user'],
  ] as const)('%j asks as well', async ([line, after], { world, open }) => {
    const [first] = [await setUp(world, 'first'), await setUp(world, 'second')];
    await writeFile(join(world.folder, 'users.csv'), 'email\nb@example.com\n');
    const pty = open(line.split(' '));
    await pty.waitFor(/Which one\?\n(?:.*\n)*.*first +\(user pool \S+, created 20/);
    const number = /(\d)\. first/.exec(pty.screen())?.[1] ?? '';
    pty.type(number);
    await pty.waitFor(new RegExp(`❯ ${number}\\. first`));
    pty.press('enter');
    await pty.waitFor(new RegExp(after));
    if (line === 'destroy') pty.press('ctrl-c');
    const { code } = await pty.exit;
    expect(code).toBe(line === 'destroy' ? 130 : 0);
    if (line === 'destroy') expect(pty.scrollback()).toContain(first?.userPoolId);
    if (line === 'doctor') expect(pty.scrollback()).toContain('doctor --alias first');
  });

  it('is an error with the list where nobody can be asked', async ({ world }) => {
    await setUp(world, 'first');
    await setUp(world, 'second');
    const run = await world.run(['mendix-config']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.said).toMatch(/Which one\? 2 user pools .*alias first.*alias second/);
  });
});

describe('an address without an alias', () => {
  const PORTAL = ['create-client', '--app-url', 'https://portal.example.com'];
  const CALLBACK = 'https://portal.example.com/oauth/v2/callback';

  it('is added to the only setup, which is said in a pipe', async ({ world }) => {
    const made = await setUp(world, 'demo');
    const run = await world.run([...PORTAL, '--yes', '--json']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.said).toContain(
      'There is no setup “portal-example-com” yet. The address is added to “demo”, the only one there is.',
    );
    expect(run.json()).toMatchObject({ alias: 'demo', mendix: { clientId: made.clientId } });
    expect(await callbacksOf(world, made)).toContain(CALLBACK);
  });

  it('is asked about on a terminal', async ({ world, open }) => {
    const made = await setUp(world, 'demo');
    const pty = open(PORTAL);
    await pty.waitFor('Add the address to “demo”? (Y/n)');
    pty.press('enter');
    await pty.waitFor('Make this change? (y/N)');
    pty.type('y');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(await callbacksOf(world, made)).toContain(CALLBACK);
  });

  it('leads to what it always did where there is no setup, or where an alias was given', async ({
    world,
  }) => {
    const none = await world.run([...PORTAL, '--yes']);
    expect(none.said).toMatch(
      /no user pool for the alias “portal-example-com”.*create-pool --alias portal-example-com/,
    );
    await setUp(world, 'demo');
    const named = await world.run([...PORTAL, '--yes', '--alias', 'other']);
    expect(named).toMatchObject({ code: 1 });
    expect(named.said).toContain('no user pool for the alias “other”');
  });

  it('is an error with the list where there are several', async ({ world }) => {
    await setUp(world, 'first');
    await setUp(world, 'second');
    const run = await world.run([...PORTAL, '--yes']);
    expect(run).toMatchObject({ code: 2 });
    expect(run.said).toMatch(/Which one\? .*alias first.*alias second/);
  });
});

describe('what a command lacks', () => {
  it('is asked for by verify-email, with help', async ({ world, open }) => {
    const pty = open(['verify-email', '--dry-run']);
    await pty.waitFor(/^\? Address to verify/m);
    pty.type('?');
    pty.press('enter');
    await pty.waitFor(/whose inbox you can open[\s\S]*^\? Address to verify/m);
    pty.type('new@example.com');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('new@example.com  not in Amazon SES yet');
    expect(await world.run(['verify-email'])).toMatchObject({ code: 2 });
  });

  it('is asked for by add-user: the full name of somebody new, and nothing of somebody who is there', async ({
    world,
    open,
  }) => {
    await setUp(world, 'demo');
    const fresh = open(['add-user', 'new@example.com']);
    await fresh.waitFor('Full name (Enter for none)');
    fresh.type('Ann Lee');
    fresh.press('enter');
    await fresh.waitFor(/full name: Ann Lee[\s\S]*Make this change\?/);
    fresh.press('enter');
    expect(await fresh.exit).toMatchObject({ code: 0 });
    const again = open(['add-user', 'new@example.com']);
    expect(await again.exit).toMatchObject({ code: 0 });
    expect(again.scrollback()).not.toContain('Full name');
  });

  it('is asked for by test-login with a password: whose it is', async ({ world, open }) => {
    await setUp(world, 'demo');
    const login = ['test-login', '--password-stdin'];
    await world.run(['add-user', 'b@example.com', '--password-stdin', '--yes'], { input: 'Correct-Horse-9' });
    const pty = open(login);
    await pty.waitFor("The user's email address");
    pty.type('b@example.com');
    pty.press('enter');
    await pty.waitFor("The user's password");
    pty.type('Correct-Horse-9');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('The sign-in works');
    const piped = await world.run(login, { input: 'Correct-Horse-9' });
    expect(piped).toMatchObject({ code: 2 });
    expect(piped.said).toContain('--user-email');
  });

  it('is explained by a question mark in a single command as well', async ({ open }) => {
    const pty = open(['create-client']);
    await pty.waitFor(/^\? Address of your Mendix app/m);
    pty.type('?');
    pty.press('enter');
    await pty.waitFor('Cognito takes http for localhost only');
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
  });

  it('is the shell for completion, which is the one that somebody sits at', async ({ open }) => {
    const pty = open(['completion'], { env: { SHELL: '/usr/bin/fish' } });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('fish completion for mendix-cognito');
    const piped = await runCli(['completion'], { env: { SHELL: '/usr/bin/fish' } });
    expect(piped).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a byte order mark', () => {
  it.for([
    ['in UTF-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['in UTF-16, as PowerShell 5 writes it', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ] as const)('%s is no part of a password that is piped in', async ([, bytes], { world }) => {
    await setUp(world, 'demo');
    const password = 'Correct-Hörse-9';
    const add = ['add-user', 'b@example.com', '--password-stdin', '--yes'];
    expect(await world.run(add, { input: bytes(`${password}\r\n`) })).toMatchObject({ code: 0 });
    const login = ['test-login', '--user-email', 'b@example.com', '--password-stdin'];
    expect(await world.run(login, { input: password })).toMatchObject({ code: 0 });
  });

  it.for([
    ['UTF-8', 'utf8'],
    ['UTF-16', 'utf16le'],
  ] as const)('in %s is no part of a log that is explained', async ([, encoding], { world }) => {
    const text = 'error=redirect_mismatch';
    const log = Buffer.from(`\ufeff${text}\r\nINFO - Core: Schöne Grüße\r\n`, encoding);
    const [marked, given] = [
      await world.run(['doctor', '--explain', '-', '--json'], { input: log }),
      await world.run(['doctor', '--explain', text, '--json']),
    ];
    expect(marked).toMatchObject({ code: 0 });
    const [explanation] = marked.json().explanations as Record<string, unknown>[];
    expect(explanation).toMatchObject({ line: 1, lines: 1 });
    expect(given.json().explanations).toMatchObject([{ id: explanation?.id }]);
  });
});

it('the completion of zsh loads in a shell that has not loaded its own', async ({ world }) => {
  const { stdout } = await runCli(['completion', 'zsh']);
  const run = spawnSync('zsh', ['-f', '-c', `${stdout}\nprint -- $+functions[compdef]`], {
    env: { PATH: process.env.PATH, HOME: world.folder, ZDOTDIR: world.folder },
    encoding: 'utf8',
  });
  expect(run).toMatchObject({ status: 0, stderr: '', stdout: '1\n' });
});
