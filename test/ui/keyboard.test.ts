import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Keyboard, openKeyboard } from '../../src/ui/keyboard.ts';
import type { Terminal } from '../../src/ui/terminal.ts';
import { UNICODE } from '../support/terminal.ts';

/** A terminal's input, as far as the keyboard handles one. */
class Input extends PassThrough {
  raw = false;
  /** Keeps the process alive. */
  held = true;

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }

  ref(): void {
    this.held = true;
  }

  unref(): void {
    this.held = false;
  }
}

let input: Input;
let keyboard: Keyboard;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  input = new Input();
  keyboard = openKeyboard({ ...UNICODE, interactive: true, stdin: input as unknown as Terminal['stdin'] });
});

afterEach(() => {
  vi.useRealTimers();
  process.removeAllListeners('SIGCONT');
});

/** Lets the time pass, and all that follows from it. */
async function pass(milliseconds: number): Promise<void> {
  vi.advanceTimersByTime(milliseconds);
  for (let turns = 0; turns < 10; turns += 1) await turn();
}

/** A question that keeps what it hears, up to Enter. */
function ask(released: boolean) {
  const seen = { asked: false, heard: '' };
  const answered = keyboard.lend(async (keys) => {
    seen.asked = true;
    for await (const chunk of keys) {
      seen.heard += String(chunk);
      if (seen.heard.endsWith('\r')) return;
    }
  }, released);
  return { seen, answered };
}

describe('what is typed', () => {
  it('is swallowed while nothing is asked, and then is the answer', async () => {
    keyboard.guard();
    expect(input).toMatchObject({ raw: true, held: false });
    input.write('y\r');
    await pass(0);
    input.write('\r');
    const { seen, answered } = ask(false);
    await pass(0);
    expect(seen).toEqual({ asked: true, heard: '' });
    expect(input.held).toBe(true);
    input.write('é\r');
    await answered;
    expect(seen.heard).toBe('é\r');
    expect(input.held).toBe(false);
  });

  it('by a key that is held down keeps a change from being asked', async () => {
    keyboard.guard();
    input.write('\r');
    await pass(0);
    const { seen, answered } = ask(true);
    // Before its first repeat, and then between two of them.
    for (const gap of [660, 40, 40, 40]) {
      await pass(gap);
      expect(seen.asked).toBe(false);
      input.write('\r');
    }
    await pass(0);
    await pass(700);
    expect(seen).toEqual({ asked: true, heard: '' });
    input.write('y\r');
    await answered;
    expect(seen.heard).toBe('y\r');
  });

  it('ends the question when the terminal is gone', async () => {
    const { seen, answered } = ask(false);
    await pass(0);
    expect(seen.asked).toBe(true);
    input.end();
    await answered;
  });
});

it('leaves an input alone that nobody types at', async () => {
  const pipe = openKeyboard({ ...UNICODE, stdin: input as unknown as Terminal['stdin'] });
  pipe.guard();
  input.write('secret');
  await pass(0);
  expect(input).toMatchObject({ raw: false, held: true });
  await pipe.lend(async (keys) => expect(keys).toBe(input), true);
  expect(input.read()).toEqual(Buffer.from('secret'));
});
