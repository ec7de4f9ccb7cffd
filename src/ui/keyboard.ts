import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Terminal } from './terminal.ts';

/** Who hears what is typed: the question that is on the screen, and nobody else. */
export interface Keyboard {
  /** From now on, what is typed while nothing is asked is swallowed. Ctrl-C and Ctrl-Z do what they always do. */
  guard(): void;
  /**
   * Lends the keys to a question until it is answered. What was typed before it stood is swallowed. An Esc is no letter, but
   * the event `escape`.
   *
   * @param released true: first waits until no key is held down, since its repeats would answer
   */
  lend<T>(ask: (input: NodeJS.ReadableStream) => Promise<T>, released: boolean): Promise<T>;
}

/**
 * Longer than a key that is held down waits before its first repeat: 660 ms in X11 (XkbDfltRepeatDelay), 500 ms in GNOME
 * (org.gnome.desktop.peripherals.keyboard delay).
 */
const HELD_MS = 700;

/** What begins with it and comes in pieces, as over a slow line, is a key that moves the cursor. */
const ESCAPE = '\u001b';
const ESCAPE_MS = 50;
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';
const SHOW_CURSOR = '\u001b[?25h';

/** The one reader of standard input for as long as somebody may be asked. */
class TerminalKeyboard implements Keyboard {
  readonly #terminal: Terminal;
  #guards = false;
  /** What the question that stands reads from. */
  #question: PassThrough | undefined;
  #lastKey = -HELD_MS;
  /** Runs while an Esc has come and nothing behind it. */
  #escape: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  guard(): void {
    if (this.#guards) return;
    this.#guards = true;
    const { stdin } = this.#terminal;
    // A terminal that is gone ends the question that stands, as Ctrl-D does.
    const onGone = () => this.#question?.end();
    stdin.on('end', onGone).on('error', onGone);
    // The shell may have changed the mode meanwhile, and libuv sets none that it takes for set.
    process.on('SIGCONT', () => {
      stdin.setRawMode(false);
      stdin.setRawMode(true);
    });
    stdin.setRawMode(true);
    // In the encoding of one byte a character: letters of several bytes pass as they are.
    stdin.on('data', (chunk: Buffer) => this.#hear(chunk.toString('latin1')));
    // Only a question that stands keeps the process alive.
    stdin.unref();
  }

  #hear(chunk: string): void {
    let typed = chunk;
    if (this.#escape !== undefined) {
      clearTimeout(this.#escape);
      if (/^[[O]/.test(typed)) typed = `${ESCAPE}${typed}`;
      else this.#escaped();
      this.#escape = undefined;
    }
    // A line editor would wait for what follows, and take the next letter for it.
    if (typed.endsWith(ESCAPE)) {
      this.#hear(typed.slice(0, -1));
      this.#escape = setTimeout(() => {
        this.#escape = undefined;
        this.#escaped();
      }, ESCAPE_MS);
      return;
    }
    const [first = '', ...behind] = typed.split(CTRL_Z);
    this.#pass(first);
    for (const part of behind) {
      this.#suspend();
      this.#pass(part);
    }
  }

  #escaped(): void {
    this.#question?.emit('escape');
  }

  #pass(typed: string): void {
    if (this.#question !== undefined) this.#question.write(typed, 'latin1');
    // Not process.kill: on Windows it ends the process unheard.
    else if (typed.includes(CTRL_C)) process.emit('SIGINT', 'SIGINT');
    if (typed !== '') this.#lastKey = performance.now();
  }

  /** In raw mode the terminal stops nobody at Ctrl-Z. All of the foreground has to stop: under npx it is not this process alone. */
  #suspend(): void {
    if (process.platform === 'win32') return;
    const { stdin, stderr } = this.#terminal;
    stdin.setRawMode(false);
    stderr.write(SHOW_CURSOR);
    process.kill(0, 'SIGTSTP');
    // Got to when the shell has brought us back; at once where there is no shell to do that, and so no stop.
    stdin.setRawMode(true);
  }

  async lend<T>(ask: (input: NodeJS.ReadableStream) => Promise<T>, released: boolean): Promise<T> {
    this.guard();
    await this.#drain(released);
    const { stdin } = this.#terminal;
    const input = new PassThrough();
    if (!stdin.readable) input.end();
    this.#question = input;
    stdin.ref();
    try {
      return await ask(input);
    } finally {
      this.#question = undefined;
      stdin.unref();
    }
  }

  /** Until the terminal has nothing left that was typed before. */
  async #drain(released: boolean): Promise<void> {
    for (;;) {
      const last = this.#lastKey;
      // Between two turns of the loop it polls: what is there is heard.
      await turn();
      await turn();
      const held = released ? this.#lastKey + HELD_MS - performance.now() : 0;
      if (held > 0) await new Promise((resolve) => setTimeout(resolve, held));
      else if (this.#lastKey === last) return;
    }
  }
}

/** Where nobody is asked standard input stays untouched: it may be a pipe with an answer in it. */
export function openKeyboard(terminal: Terminal): Keyboard {
  if (terminal.interactive) return new TerminalKeyboard(terminal);
  return { guard: () => {}, lend: (ask) => ask(terminal.stdin) };
}
