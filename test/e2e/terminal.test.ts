import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { answer, it, NEEDED, wrongThen } from '../support/wizard.ts';

const GIVEN = ['--app-url', NEEDED.app, '--alias', 'demo', '--user-email', NEEDED.email];
const SETUP = ['setup', '--yes', ...GIVEN];

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding escape codes is what this is for
const COLOUR = /\u001b\[[0-9;]*m/;

/** The lines that are wider than the terminal; URLs and commands may be, since a broken one cannot be copied. */
const tooWide = (text: string, columns: number): string[] =>
  text.split('\n').filter((line) => line.length > columns && !/https?:\/\/|^ +mendix-cognito /.test(line));

describe('a terminal of 80 columns', () => {
  it('has room for every line of the wizard', async ({ open }) => {
    const pty = open(['setup']);
    const alias = 'a-configuration-with-a-name-of-some-length';
    await answer(pty, {
      ...NEEDED,
      alias: wrongThen([['a/b', 'may hold only letters']], alias),
      minutes: wrongThen([['abc', '“abc” is not a whole number from 3 to 15']], '4'),
    });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(tooWide(pty.scrollback(), 80)).toEqual([]);
  });

  it('has room for every line of an error and of the other commands', async ({ world, open }) => {
    const wrong = open(['setup', '--no-input', '--alias', 'a/b', '--session-minutes', '99']);
    expect(await wrong.exit).toMatchObject({ code: 2 });
    expect(tooWide(wrong.scrollback(), 80)).toEqual([]);
    await world.run([...SETUP, '--json']);
    for (const [args, says] of [
      [['status', '--alias', 'demo', '--domain-prefix', 'other'], 'differs, and cannot be changed'],
      [['create-pool', '--alias', 'demo', '--domain-prefix', 'other'], '! Sign-in domain'],
      [['add-user', NEEDED.email, '--alias', 'demo'], 'Nothing to change: every user exists.'],
      [['destroy', '--alias', 'demo', '--yes'], 'Everything listed was deleted.'],
    ] as const) {
      const pty = open(args);
      await pty.exit;
      expect(pty.scrollback()).toContain(says);
      expect(tooWide(pty.scrollback(), 80)).toEqual([]);
    }
  });
});

describe('a narrow terminal', () => {
  it('of 40 columns shows the whole wizard', async ({ open }) => {
    const pty = open(['setup'], { columns: 40 });
    await answer(pty, NEEDED);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Automatic configuration URL:\n');
  });

  it('that gets narrow in the middle of a question goes on', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'pool');
    pty.resize(30, 10);
    pty.press('enter');
    await answer(pty, { ...NEEDED, name: 'Ann Lee' }, 'end', ['app', 'email', 'all', 'alias', 'pool']);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('User pool created');
  });

  it('of 0 columns gets plain lines of progress, and no end of cursor codes', async ({ open }) => {
    const pty = open(['setup'], { columns: 0 });
    await answer(pty, NEEDED);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('✔ User pool created: app-example-com');
    expect(pty.raw()).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
    expect(pty.raw().length).toBeLessThan(50_000);
  });
});

describe('colours', () => {
  it('are there on a terminal that has them', async ({ open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'app');
    expect(pty.raw()).toMatch(COLOUR);
  });

  for (const [how, args, env] of [
    ['NO_COLOR', ['setup'], { NO_COLOR: '1' }],
    ['--no-color', ['setup', '--no-color'], {}],
  ] as const) {
    it(`are nowhere in a run with ${how}`, async ({ open }) => {
      const pty = open(args, { env });
      await answer(pty, { ...NEEDED, alias: wrongThen([['a/b', 'may hold only letters']], 'demo') });
      expect(await pty.exit).toMatchObject({ code: 0 });
      expect(pty.scrollback()).toContain('✔ User pool created: demo');
      expect(pty.raw()).not.toMatch(COLOUR);
    });
  }
});

describe('a terminal on which nobody is asked', () => {
  it('names with --no-input every missing flag, and asks nothing', async ({ world, open }) => {
    const pty = open(['setup', '--no-input']);
    expect(await pty.exit).toMatchObject({ code: 2 });
    expect(pty.scrollback()).toContain('--app-url is missing');
    expect(pty.scrollback()).toContain('--user-email is missing');
    expect(pty.scrollback()).not.toMatch(/^\?/m);
    expect(world.recorder.requests).toEqual([]);
  });

  it('with TERM=dumb gets plain lines', async ({ world, open }) => {
    const pty = open(SETUP, { env: { TERM: 'dumb' } });
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('✔ User pool created: demo');
    expect(pty.raw()).not.toContain('\u001b');
    expect(world.recorder.writes).not.toEqual([]);
  });

  it('is one of a build server, and gets plain lines', async ({ world, open }) => {
    const pty = open(['setup'], { env: { CI: 'true' } });
    expect(await pty.exit).toMatchObject({ code: 2 });
    expect(pty.scrollback()).toContain('Nothing is asked on a build server (CI is set)');
    expect(world.recorder.requests).toEqual([]);
    const second = open(SETUP, { env: { CI: 'true' } });
    expect(await second.exit).toMatchObject({ code: 0 });
    expect(second.scrollback()).toContain('✔ User pool created: demo');
    expect(second.raw()).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
  });

  it('asks nothing with --yes when all that has no default was given', async ({ open }) => {
    const pty = open(SETUP);
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).not.toMatch(/^[?✔] (?:Address|Alias|Name|Make)/m);
    expect(pty.scrollback()).toContain('Client secret');
  });

  it('shows ASCII marks where the locale has no Unicode', async ({ open }) => {
    const pty = open(['setup', '--no-input'], { env: { LANG: 'C' } });
    expect(await pty.exit).toMatchObject({ code: 2 });
    expect(pty.screen()).toMatch(/^x 2 problems:/);
  });
});

describe('destroy on a terminal', () => {
  it('wants the alias typed, and removes nothing before', async ({ world, open }) => {
    await world.run([...SETUP, '--json']);
    world.recorder.clear();
    const pty = open(['destroy', '--alias', 'demo']);
    await pty.waitFor('Type the alias (demo) to delete all of this');
    pty.press('enter');
    await pty.waitFor('That is not demo. Ctrl-C leaves everything as it is.');
    expect(world.recorder.writes).toEqual([]);
    pty.type('demo');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('Everything listed was deleted.');
  });
});

describe('a file that is there already', () => {
  it('is replaced only after asking, and then readable for its owner alone', async ({ world, open }) => {
    const file = join(world.folder, 'oidc.env');
    await world.run([...SETUP, '--json']);
    const args = ['mendix-config', '--alias', 'demo', '--format', 'env', '--output', file];
    await world.run(args);
    const before = await readFile(file, 'utf8');
    await chmod(file, 0o644);
    const kept = open(args);
    await kept.waitFor('Replace the file');
    kept.press('enter');
    expect(await kept.exit).toMatchObject({ code: 130 });
    expect(await readFile(file, 'utf8')).toBe(before);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    const replaced = open(args);
    await replaced.waitFor('Replace the file');
    replaced.type('y');
    replaced.press('enter');
    expect(await replaced.exit).toMatchObject({ code: 0 });
    expect(await readFile(file, 'utf8')).toContain("OIDC_ALIAS='demo'");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(replaced.scrollback()).not.toContain('OIDC_CLIENT_SECRET');
  });
});
