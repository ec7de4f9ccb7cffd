import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { it } from '../support/world.ts';

const SETUP = ['setup', '--yes', '--app-url', 'https://app.example.com', '--user-email', 'a@example.com'];
const with_ = (...flags: string[]) => [...SETUP, ...flags];

/** What is wrong, and what the one error has to say about it. */
const CASES: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    'an http callback on a host',
    with_('--callback-url', 'http://app.example.com/cb'),
    /--callback-url .*localhost/,
  ],
  [
    'an http app URL on a host',
    ['setup', '--yes', '--app-url', 'http://app.example.com', '--user-email', 'a@example.com'],
    /--app-url .*https/,
  ],
  ['a URL with a fragment', with_('--callback-url', 'https://app.example.com/cb#x'), /--callback-url .*#/],
  [
    'a URL with user info',
    with_('--callback-url', 'https://u:p@app.example.com/cb'),
    /user name or password/,
  ],
  ['a URL with a space', with_('--callback-url', 'https://app.example.com/a b'), /space/],
  ['a session of 2 minutes', with_('--session-minutes', '2'), /--session-minutes “2” .*3 to 15/],
  ['a session of 16 minutes', with_('--session-minutes', '16'), /--session-minutes “16” .*3 to 15/],
  ['a session of abc', with_('--session-minutes', 'abc'), /--session-minutes “abc” .*3 to 15/],
  ['a reserved prefix', with_('--domain-prefix', 'my-cognito-app'), /--domain-prefix .*“cognito”/],
  ['a malformed prefix', with_('--domain-prefix', '-App'), /--domain-prefix .*lower-case/],
  ['a malformed email', with_('--user-email', 'nobody'), /--user-email “nobody” is not an email address/],
  ['an alias with a slash', with_('--alias', 'a/b'), /--alias .*only letters/],
  ['an alias of 201 characters', with_('--alias', 'a'.repeat(201)), /--alias has 201 characters/],
  ['an empty answer', with_('--alias', ''), /--alias is empty/],
  ['an unknown flag', with_('--aplias', 'demo'), /--aplias; did you mean --alias/],
  ['an unknown command', ['statsu'], /“statsu”.*Did you mean status/],
  ['an unknown format', ['mendix-config', '--format', 'jsn'], /--format .*json/],
  ['a format with a slip', ['mendix-config', '--format', 'kubernets'], /did you mean kubernetes\?/],
  [
    'one variable where the format has none',
    ['mendix-config', '--format', 'kubernetes', '--single-variable'],
    /--single-variable goes with --format docker, cloudfoundry; kubernetes has nothing for it/,
  ],
  [
    'a key for a new app where the format has no constants',
    ['mendix-config', '--format', 'json', '--new-app'],
    /--new-app goes with --format screen, mendix-cloud/,
  ],
  ['a module version that is none', ['mendix-config', '--module-version', 'new'], /one looks like 4\.5/],
  ['a module version of Mendix 9', ['mendix-config', '--module-version', '2.1'], /belongs to Mendix 9/],
  [
    'one file for the secret and the rest',
    ['mendix-config', '--format', 'env', '--output', 'a.env', '--secret-file', './a.env'],
    /name the same file/,
  ],
  [
    'a secret file in no folder',
    ['mendix-config', '--secret-file', 'nowhere/secret'],
    /--secret-file nowhere\/secret: its folder does not exist/,
  ],
  [
    'addresses and values at once',
    ['mendix-config', '--snippets', '--format', 'env'],
    /--snippets prints addresses and no values: leave out --format/,
  ],
  [
    'an app to add and to remove',
    with_('--remove-app-url', 'https://app.example.com/'),
    /https:\/\/app\.example\.com is both added and removed/,
  ],
  ['a flag without its value', ['setup', '--alias'], /--alias/],
  [
    'a flag of another command',
    ['create-pool', '--alias', 'demo', '--output', 'x'],
    /--output is not a flag of create-pool/,
  ],
  ['words where there are none', ['status', 'demo'], /“demo” is too much/],
  ['a command behind flags', ['--alias', 'demo', 'status'], /status must come first/],
  ['Lite with managed login', with_('--tier', 'lite', '--managed-login', '2'), /--managed-login 2 needs/],
  ['a China Region', with_('--region', 'cn-north-1'), /--region .*China/],
  ['a Region that is none', with_('--region', 'frankfurt'), /--region .*not the name/],
  [
    'an unwritable output',
    ['mendix-config', '--output', 'nowhere/oidc.env'],
    /--output .*folder does not exist/,
  ],
  ['an empty standard input', with_('--password-stdin'), /--password-stdin found no password/],
  ['a password in two ways', with_('--password-stdin', '--generate-password'), /cannot be used together/],
  ['a port that is none', ['sandbox', '--port', '65536'], /--port “65536”/],
];

describe('bad input', () => {
  for (const [what, args, says] of CASES) {
    it(`${what} is one clear error with exit code 2, before any call that writes`, async ({ world }) => {
      const run = await world.run(args);
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.said).toMatch(says);
      expect(run.stderr.match(/[✖⚠]/g)).toHaveLength(1);
      expect(run.stderr).not.toMatch(/\n\s+at /);
      expect(world.recorder.writes).toEqual([]);
    });
  }

  it('reports all problems of a run at once, and names each missing flag', async ({ world }) => {
    const run = await world.run(['setup', '--json', '--session-minutes', '99', '--domain-prefix', 'AWS']);
    expect(run.code).toBe(2);
    const { error } = run.json() as { error: { message: string; code: string } };
    expect(error.code).toBe('USAGE');
    for (const flag of ['--session-minutes', '--domain-prefix', '--app-url', '--user-email']) {
      expect(error.message).toContain(flag);
    }
    expect(world.recorder.requests).toEqual([]);
  });

  it('names the variable when the wrong answer came from the environment', async ({ world }) => {
    const run = await world.run(SETUP, { env: { MENDIX_COGNITO_TIER: 'gold' } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('MENDIX_COGNITO_TIER “gold” is not one of lite, essentials, plus');
  });

  it('does not ask for a flag that was given wrongly', async ({ world }) => {
    const run = await world.run(['setup', '--app-url', 'nowhere']);
    expect(run.stderr).toContain('“nowhere” is not an address');
    expect(run.stderr).not.toContain('--app-url is missing');
  });

  it('replaces an output file of its own with --yes, and any other with --overwrite only', async ({
    world,
  }) => {
    await world.run([...SETUP, '--alias', 'demo']);
    const file = join(world.folder, '.env');
    const config = ['mendix-config', '--format', 'env', '--output', '.env'];
    await writeFile(file, 'MINE=1\n');
    for (const flags of [[], ['--yes']]) {
      const refused = await world.run([...config, ...flags]);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('add --overwrite') });
      expect(await readFile(file, 'utf8')).toBe('MINE=1\n');
    }
    expect((await world.run([...config, '--overwrite'])).code).toBe(0);
    const ours = await readFile(file, 'utf8');
    expect(ours).toContain('OIDC_ALIAS');
    expect(await world.run(config)).toMatchObject({ code: 2, stderr: expect.stringContaining('add --yes') });
    expect((await world.run([...config, '--yes'])).code).toBe(0);
    await writeFile(file, `${ours}MINE=1\n`);
    expect(await world.run([...config, '--yes'])).toMatchObject({ code: 2 });
    // The same text in another place is not what the program has written.
    await writeFile(join(world.folder, 'copy.env'), ours);
    expect(await world.run([...config.slice(0, -1), 'copy.env', '--yes'])).toMatchObject({ code: 2 });
  });

  it('refuses a folder as output file', async ({ world }) => {
    await mkdir(join(world.folder, 'folder'));
    await chmod(join(world.folder, 'folder'), 0o700);
    const run = await world.run(['mendix-config', '--output', 'folder']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('not a regular file') });
  });

  it('refuses a weak password before it makes anything', async ({ world }) => {
    const run = await world.run([...SETUP, '--password-stdin', '--json'], { input: 'secret\n' });
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({ error: { code: 'PASSWORD_WEAK' } });
    expect(run.stdout).not.toContain('secret"');
    expect(world.recorder.writes).toEqual([]);
  });
});
