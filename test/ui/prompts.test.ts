import { screen } from '@inquirer/testing/vitest';
import { beforeEach, describe, expect, it } from 'vitest';
import { openKeyboard } from '../../src/ui/keyboard.ts';
import { type Help, openPrompts } from '../../src/ui/prompts.ts';
import type { Terminal } from '../../src/ui/terminal.ts';
import { ASCII, UNICODE } from '../support/terminal.ts';

const HELP: Help = { line: 'One line of help.', more: 'Much more than one line of help.' };

const FRUIT = [
  { name: 'Apple', value: 'a' },
  { name: 'Banana', value: 'b' },
  { name: 'Cherry “Morello”', value: 'c' },
];

let said: string[] = [];

beforeEach(() => {
  said = [];
});

/** Prompts on the screen of the test; what is said beside them is kept. */
const promptsOn = (terminal: Terminal, signal = new AbortController().signal) =>
  openPrompts(
    { ...terminal, say: (text = '') => said.push(terminal.spelled(text)) },
    openKeyboard(terminal),
    signal,
  );

describe('a question for text', () => {
  it('offers its default, and takes it for an Enter', async () => {
    const answer = promptsOn(UNICODE).text({ message: 'Alias', default: 'demo', check: () => undefined });
    expect(screen.getScreen()).toContain('? Alias (demo)');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('demo');
    expect(screen.getScreen()).toContain('✔ Alias demo');
  });

  it('explains a wrong answer at once, and keeps the question', async () => {
    const check = (text: string) => (text === 'good' ? undefined : 'It has to be “good”.');
    const answer = promptsOn(ASCII).text({ message: 'Alias', check });
    screen.type('bad');
    screen.keypress('enter');
    await screen.next();
    expect(screen.getScreen()).toContain('> It has to be "good".');
    for (let letter = 0; letter < 3; letter += 1) screen.keypress('backspace');
    screen.type('good');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('good');
  });

  it('says what an empty answer stands for', async () => {
    const answer = promptsOn(UNICODE).text({ message: 'Name', empty: 'none', check: () => undefined });
    screen.keypress('enter');
    await expect(answer).resolves.toBe('');
    expect(screen.getScreen()).toContain('✔ Name none');
  });

  it('has its answer below it where there is no room beside', async () => {
    const answer = promptsOn({ ...UNICODE, columns: 40 }).text({
      message: 'A question that is too long for one line',
      default: 'demo',
      check: () => undefined,
    });
    expect(screen.getScreen()).toBe('? A question that is too long for one\n  line\n  (demo)');
    screen.keypress('enter');
    await answer;
  });

  it('shows more for a question mark, and asks again', async () => {
    const answer = promptsOn(UNICODE).text({ message: 'Alias', help: HELP, check: () => undefined });
    expect(said.join('\n')).toContain(HELP.line);
    expect(said.join('\n')).not.toContain(HELP.more);
    screen.type('?');
    screen.keypress('enter');
    await screen.next();
    expect(said.join('\n')).toContain(HELP.more);
    screen.type('demo');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('demo');
  });

  it('takes a question mark for an answer where there is no more to say', async () => {
    const answer = promptsOn(UNICODE).text({ message: 'Alias', check: () => undefined });
    screen.type('?');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('?');
  });
});

describe('a list', () => {
  it('takes the number of a line, for terminals without arrow keys', async () => {
    const answer = promptsOn(UNICODE).choose('Which?', FRUIT);
    expect(screen.getScreen()).toContain('❯ 1. Apple\n  2. Banana');
    screen.type('2');
    expect(screen.getScreen()).toContain('❯ 2. Banana');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('b');
  });

  it('takes arrow keys, and begins at its default', async () => {
    const answer = promptsOn(UNICODE).choose('Which?', FRUIT, 'b');
    expect(screen.getScreen()).toContain('❯ 2. Banana');
    screen.keypress('down');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('c');
  });

  it('is drawn in ASCII where the locale has no Unicode', async () => {
    const answer = promptsOn(ASCII).choose('Which?', FRUIT, undefined, HELP);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
    expect(screen.getScreen()).toMatch(/^[\u0000-\u007f]*$/);
    expect(screen.getScreen()).toContain('> 1. Apple\n  2. Banana\n  3. Cherry "Morello"');
    expect(screen.getScreen()).toContain('Arrows or a number, then Enter - ? for more');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('a');
    expect(screen.getScreen()).toContain('ok Which? Apple');
  });

  it('shows its keys in whole words on a narrow screen', async () => {
    const answer = promptsOn({ ...UNICODE, columns: 40 }).choose('Which?', FRUIT, undefined, HELP);
    expect(screen.getScreen()).toContain('Arrows or a number, then Enter · ? for\nmore');
    screen.keypress('enter');
    await answer;
  });

  it('of more than nine has its numbers below each other', async () => {
    const many = Array.from({ length: 10 }, (_, index) => ({ name: `Line ${index}`, value: index }));
    const answer = promptsOn(UNICODE).choose('Which?', many);
    expect(screen.getScreen()).toContain('  9.  Line 8\n  10. Line 9');
    screen.type('10');
    screen.keypress('enter');
    await expect(answer).resolves.toBe(9);
  });

  it('that is searched shows what holds the typed text', async () => {
    const answer = promptsOn(UNICODE).find('Which?', FRUIT);
    await screen.next();
    screen.type('nan');
    await screen.next();
    expect(screen.getScreen()).toMatch(/❯ Banana\n(?! {2}\w)/);
    screen.keypress('enter');
    await expect(answer).resolves.toBe('b');
  });

  it('that is searched begins at its default', async () => {
    const answer = promptsOn(UNICODE).find('Which?', FRUIT, 'c');
    await screen.next();
    expect(screen.getScreen()).toContain('❯ Cherry');
    screen.keypress('enter');
    await expect(answer).resolves.toBe('c');
  });
});

describe('a question for yes or no', () => {
  it('takes nothing but those', async () => {
    const answer = promptsOn(UNICODE).yes('Go on?', true);
    screen.type('x');
    screen.keypress('enter');
    expect(screen.getScreen()).toContain('You must answer');
    screen.keypress('backspace');
    screen.type('n');
    screen.keypress('enter');
    await expect(answer).resolves.toBe(false);
  });
});

describe('a question for a secret', () => {
  it('shows no letter of it, nor how many there are', async () => {
    const answer = promptsOn(UNICODE).secret({ message: 'Password', check: () => undefined });
    screen.type('swordfish');
    const shown = screen.getScreen();
    screen.keypress('enter');
    expect((await answer).reveal()).toBe('swordfish');
    expect(`${shown}${screen.getScreen()}`).not.toMatch(/swordfish|\*/);
  });
});

describe('a run that is stopped', () => {
  it('ends the question that is asked as cancelled', async () => {
    const stop = new AbortController();
    const answer = promptsOn(UNICODE, stop.signal).yes('Go on?', true, HELP);
    stop.abort();
    await expect(answer).rejects.toMatchObject({ code: 'CANCELLED', exitCode: 130 });
  });
});
