import { describe, expect } from 'vitest';
import { expectScreen, it } from '../support/screens.ts';
import { answer, LED, NEEDED, type Question } from '../support/wizard.ts';

/** The last question of each step, and the heading that has to be on the screen with it. */
const STEPS: readonly (readonly [last: Question, heading: string])[] = [
  ['email', 'The first person who signs in'],
  ['all', 'The rest is filled in'],
  ['alias', '1 of 5 · Mendix app'],
  ['signUp', '2 of 5 · User pool'],
  ['ses', '3 of 5 · Email'],
  ['password', '4 of 5 · User'],
  ['minutes', '5 of 5 · App client'],
  ['review', 'The rest is filled in'],
  ['confirm', 'Plan ('],
];

describe('the screen of the whole wizard', () => {
  for (const [name, columns, rows] of [
    ['80x24', 80, 24],
    ['40x20', 40, 20],
    ['0-columns', 0, 24],
    ['200x50', 200, 50],
  ] as const) {
    it(`in ${name}`, async ({ world, open }) => {
      const pty = open(['setup', '--sandbox'], { columns, rows });
      // Where all fits on one screen, the fields and what to do with them come together.
      await answer(pty, NEEDED, 'end', rows >= 40 ? ['card'] : []);
      expect(await pty.exit).toMatchObject({ code: 0 });
      await expectScreen(pty, `whole-${name}`, world);
    });
  }

  for (const [name, env] of [
    ['locale-without-unicode', { LANG: 'C' }],
    ['console', { TERM: 'linux' }],
  ] as const) {
    it(`is of ASCII alone in a ${name}`, async ({ world, open }) => {
      const pty = open(['setup', '--sandbox'], { env });
      await answer(pty, { ...NEEDED, name: 'Ann Lee' });
      expect(await pty.exit).toMatchObject({ code: 0 });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
      expect(pty.raw()).toMatch(/^[\u0000-\u007f]*$/);
      await expectScreen(pty, `whole-${name}`, world);
    });
  }

  it.for([
    ['dumb', [], { TERM: 'dumb' }],
    ['accessible', ['--accessible'], {}],
  ] as const)(
    'is lines alone in %s, without one that is drawn over',
    async ([name, flags, env], { world, open }) => {
      const pty = open(['setup', '--sandbox', ...flags], { env });
      await answer(pty, {}, 'app');
      pty.type('nowhereX');
      pty.press('backspace');
      pty.press('enter');
      await pty.waitFor(/“nowhere” is not an address[\s\S]*Address of your Mendix app:/);
      await answer(pty, NEEDED, 'review');
      await pty.waitFor('Number, or a part of the name (1)');
      pty.type('? 5');
      pty.press('enter');
      await pty.waitFor(/Your users see it in the browser[\s\S]*part of the name \(1\)/);
      pty.type('full');
      pty.press('enter');
      await pty.waitFor('Full name (Enter for none)');
      pty.type('Ann Lee');
      pty.press('enter');
      await pty.waitFor(/10\. Full name Ann Lee[\s\S]*part of the name \(1\)/);
      pty.press('enter');
      await answer(pty, NEEDED, 'end', ['app', 'email', 'review']);
      expect(await pty.exit).toMatchObject({ code: 0 });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape code is what is looked for
      expect(pty.raw()).not.toMatch(name === 'dumb' ? /\u001b/ : /\u001b(?!\[[\d;]*m)/);
      await expectScreen(pty, `whole-${name}`, world);
    },
  );

  it('takes a typed password without showing it, and a Ctrl-C, in plain lines', async ({ world, open }) => {
    const password = 'Correct-Horse-9';
    const pty = open(['setup', '--sandbox', '--accessible']);
    await answer(pty, NEEDED, 'review');
    await pty.waitFor('Number, or a part of the name (1)');
    pty.type('password');
    pty.press('enter');
    await pty.waitFor(/2\. Type one[\s\S]*part of the name \(1\)/);
    pty.type('2');
    pty.press('enter');
    await pty.waitFor('The password (not shown):');
    pty.type('short');
    pty.press('enter');
    await pty.waitFor(/It needs[\s\S]*The password \(not shown\):/);
    pty.type(password);
    pty.press('enter');
    await pty.waitFor(/Password typed/);
    expect(pty.raw()).not.toContain(password);
    expect(pty.raw()).not.toContain('short');
    pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: 130 });
    expect(world.recorder.writes).toEqual([]);
  });

  it('has each step, the review and the plan on one screen of 80 × 24', async ({ open }) => {
    const pty = open(['setup', '--sandbox']);
    const done: Question[] = [];
    for (const [last, heading] of STEPS) {
      await answer(pty, { ...NEEDED, name: 'Ann Lee' }, last, done);
      expect(pty.screen()).toContain(heading);
      const order: Question[] = ['app', 'email', ...LED, 'review', 'confirm'];
      done.splice(0, done.length, ...order.slice(0, order.indexOf(last)));
    }
  });
});
