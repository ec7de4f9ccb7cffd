import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { linkForNpx } from '../support/npx.ts';
import { openPty, type Pty, type PtySettings } from '../support/pty.ts';
import { answer, asked, goThroughAll, it, NEEDED, pick, pickIn } from '../support/wizard.ts';
import { SETUP, type World } from '../support/world.ts';
import { drifted, writingCalls } from '../support/writing-calls.ts';

/** The question that stands, from its mark on. */
const standing = (pty: Pty): string | undefined => /^\? (?![\s\S]*^\? )[\s\S]*/m.exec(pty.scrollback())?.[0];

/** What a question that lets something be changed is answered with; all others get Enter. */
const CONSENT: readonly (readonly [question: RegExp, answer: string])[] = [
  [/\([Yy]\/[Nn]\)/, 'y'],
  [/^\? Type the alias/, 'demo'],
];

/** Answers whatever is asked until the program ends, and calls back before each answer. */
async function answerAll(pty: Pty, onQuestion: () => void): Promise<void> {
  for (;;) {
    const question = await pty.waitFor(/^\? /m).then(
      () => standing(pty) ?? '',
      () => undefined,
    );
    if (question === undefined) return;
    onQuestion();
    // It would wait for somebody to sign in.
    if (question.startsWith('? Waiting for the sign-in')) {
      pty.press('ctrl-c');
      return;
    }
    pty.type(CONSENT.find(([of]) => of.test(question))?.[1] ?? '');
    pty.press('enter');
    const start = question.slice(0, 20).replace(/\W/g, '\\$&');
    await pty.waitFor(new RegExp(`^(?![\\s\\S]*(?:^|\\n)${start})`));
  }
}

/** What is written unasked, by any run: test-login takes its own callback away that an earlier run has left behind. */
const UNASKED: Readonly<Record<string, readonly string[]>> = { 'test-login': ['UpdateUserPoolClient'] };

/** Runs the command on a terminal where those keys are pressed at every call while nothing is asked. */
async function pressThrough(world: World, [name = '', ...args]: readonly string[]): Promise<void> {
  world.recorder.clear();
  const where = name === 'sandbox' ? [] : ['--sandbox'];
  const pty = openPty([name, ...args, ...where], { env: world.env, cwd: world.folder });
  world.recorder.fail = async () => {
    if (standing(pty) === undefined) pty.type('\ry ');
    // They are there before the answer is.
    await sleep(50);
    return undefined;
  };
  const written = () => world.recorder.writes.map(({ operation }) => operation);
  let asked = false;
  try {
    await answerAll(pty, () => {
      if (!asked) expect(written()).toEqual(UNASKED[name] ?? []);
      asked = true;
    });
    await pty.exit;
    if (!asked) expect(written()).toEqual([]);
    expect(pty.scrollback()).not.toContain('Unexpected');
  } finally {
    world.recorder.fail = undefined;
    pty.kill();
  }
}

describe('Enter, y and Space at every call, before anything was asked', () => {
  for (const [name, calls] of writingCalls()) {
    it(`have ${name} write nothing`, async ({ world }) => {
      await drifted(world);
      for (const args of calls) await pressThrough(world, [name, ...args]);
    });
  }
});

describe('a mere Enter', () => {
  for (const args of [
    ['create-pool', '--alias', 'demo', '--deletion-protection'],
    ['add-user', 'a@example.com', '--reset-password'],
    ['rotate-secret'],
    ['test-login', '--no-browser'],
  ]) {
    it(`at the question of ${args.join(' ')} leaves what exists as it is`, async ({ world, open }) => {
      await drifted(world);
      world.recorder.clear();
      const pty = open(args);
      await pty.waitFor('(y/N)');
      pty.press('enter');
      expect(await pty.exit).toMatchObject({ code: 130 });
      expect(world.recorder.writes.map(({ operation }) => operation)).toEqual(UNASKED[args[0] ?? ''] ?? []);
    });
  }
});

/** How the program is started, from the folder of the world. */
const STARTS: Readonly<Record<string, (folder: string) => Promise<Partial<PtySettings>>>> = {
  node: async () => ({}),
  npx: async (folder) => ({ command: ['npx', '--no', 'mendix-cognito'], env: await linkForNpx(folder) }),
};

describe.each(Object.entries(STARTS))('Ctrl-Z under %s', (_name, start) => {
  it('at the first question lets the shell have its turn, and the answers go on after it', async ({
    world,
    open,
  }) => {
    await world.run([...SETUP]);
    world.recorder.clear();
    const pty = open(['add-user', '--alias', 'demo'], await start(world.folder));
    await pty.waitFor("The user's email address");
    pty.type('b@exam');
    await pty.waitFor('address b@exam');
    pty.press('ctrl-z');
    await pty.waitFor(/back again[\s\S]*address b@exam/);
    pty.type('ple.com');
    pty.press('enter');
    await pty.waitFor('Full name (');
    pty.press('enter');
    await pty.waitFor('Make this change?');
    expect(world.recorder.writes).toEqual([]);
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('User created: b@example.com');
  });

  it('at the last question leaves a run that ends with its answer', async ({ world, open }) => {
    await world.run([...SETUP]);
    const pty = open(
      ['add-user', 'b@example.com', '--user-full-name', 'Ben', '--alias', 'demo'],
      await start(world.folder),
    );
    await pty.waitFor('Make this change?');
    pty.press('ctrl-z');
    await pty.waitFor(/back again[\s\S]*Make this change\?/);
    pty.type('n');
    pty.press('enter');
    const { code, modes } = await pty.exit;
    expect(code).toBe(130);
    expect(modes).toMatch(/(?<!-)\bicanon\b/);
  });

  it('while nothing is asked stops the work, which goes on after it', async ({ world, open }) => {
    await world.run([...SETUP]);
    let goOn = () => {};
    const stopped = new Promise<undefined>((resolve) => {
      goOn = () => resolve(undefined);
    });
    world.recorder.fail = ({ operation }) => (operation === 'AdminGetUser' ? stopped : undefined);
    const pty = open(
      ['add-user', 'b@example.com', '--user-full-name', 'Ben', '--alias', 'demo'],
      await start(world.folder),
    );
    await pty.waitFor('Reading what is there');
    pty.press('ctrl-z');
    await pty.waitFor('back again');
    goOn();
    await pty.waitFor('Make this change?');
    pty.press('enter');
    expect(await pty.exit).toMatchObject({ code: 0 });
    expect(pty.scrollback()).toContain('User created: b@example.com');
  });
});

describe('Esc', () => {
  it('goes back one question, and leaves what was answered', async ({ world, open }) => {
    const pty = open(['setup']);
    await answer(pty, NEEDED, 'email');
    pty.type('wrong');
    pty.press('escape');
    await pty.waitFor(/^\? Address of your Mendix app \(https:\/\/app\.example\.com\)/m);
    pty.type('https://other.example.com');
    pty.press('enter');
    await pty.waitFor(/^\? The user's email address/m);
    // It eats no letter of what is typed behind it.
    pty.press('escape');
    await pty.waitFor(/^\? Address of your Mendix app \(https:\/\/other\.example\.com\)/m);
    pty.press('enter');
    await answer(pty, NEEDED, 'review', ['app']);
    await pick(pty, 'Full name');
    await pty.waitFor(/^\? Full name/m);
    pty.press('escape');
    await pty.waitFor(/Full name +none/);
    await pickIn(pty, 'Sign-in', 'Sign-up');
    await pty.waitFor(/^\? Can anyone sign up/m);
    pty.type('b');
    await pty.waitFor(/Sign-up +only you add users/);
    pty.press('escape');
    await pty.waitFor(/Sign-in +by email, only you add users/);
    await goThroughAll(pty);
    await pty.waitFor(/^\? Alias/m);
    pty.press('enter');
    await pty.waitFor(/^\? Name of the user pool/m);
    pty.press('escape');
    await pty.waitFor(/^\? Alias/m);
    pty.press('escape');
    await asked(pty, 'review');
    pty.type('b');
    await pty.waitFor(/^\? The user's email address \(a@example\.com\)/m);
    pty.press('escape');
    await asked(pty, 'review');
    expect(pty.screen()).toMatch(/Address +https:\/\/other\.example\.com/);
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('eats no letter, and is none where there is nothing to go back to', async ({ world, open }) => {
    await world.run([...SETUP]);
    const pty = open(['add-user', '--alias', 'demo']);
    await pty.waitFor("The user's email address");
    pty.press('escape');
    await sleep(200);
    pty.type('b@example.com');
    await pty.waitFor('address b@example.com');
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
  });

  it('goes back in plain lines as well', async ({ open }) => {
    const pty = open(['setup', '--accessible']);
    await answer(pty, NEEDED, 'email');
    pty.press('escape');
    await pty.waitFor('Address of your Mendix app (https://app.example.com):');
    pty.press('enter');
    await pty.waitFor(/\(https:\/\/app\.example\.com\):[\s\S]*The user's email address:/);
    await answer(pty, NEEDED, 'review', ['app']);
    await pty.waitFor('part of the name (1)');
    pty.type('b');
    pty.press('enter');
    await pty.waitFor("The user's email address (a@example.com):");
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
  });
});
