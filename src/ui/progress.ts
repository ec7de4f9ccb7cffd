import ora, { type Ora } from 'ora';
import type { Reporter, Work } from '../engine/work.ts';
import { wrapped } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { RESOURCE_WORDS, several } from './words.ts';

const WORDS = {
  create: { doing: 'Creating', done: 'created' },
  update: { doing: 'Changing', done: 'changed' },
  delete: { doing: 'Removing', done: 'removed' },
} as const;

const doing = ({ resource, action }: Work): string => `${WORDS[action].doing}: ${RESOURCE_WORDS[resource]}`;

const did = ({ resource, action }: Work): string => `${RESOURCE_WORDS[resource]} ${WORDS[action].done}`;

/** How a run shows what is under way. */
export interface Progress extends Reporter {
  /** Shows any work as one line while it lasts. */
  during<T>(text: string, work: () => Promise<T>): Promise<T>;
  /** Shows a count that grows while the work lasts. */
  metered<T>(describe: () => string, work: () => Promise<T>): Promise<T>;
  /** Clears what is still shown, for a run that ends early. */
  stop(): void;
}

/** Shows nothing: the run's JSON document is all that it says. */
export const silentProgress: Progress = {
  track: (_work, run) => run(),
  during: (_text, work) => work(),
  metered: (_describe, work) => work(),
  waiting: () => {},
  waited: () => {},
  stop: () => {},
};

/** How often a log hears of a count. */
const PLAIN_METER_MS = 10_000;

/** One plain line per event, for a log or a pipe. */
function plainProgress(terminal: Terminal): Progress {
  const { symbols } = terminal;
  let announced: string | undefined;
  return {
    track: async (work, run, nameOf) => {
      try {
        const result = await run();
        terminal.say(`${symbols.done} ${did(work)}: ${printable(nameOf?.(result) ?? work.name)}`);
        return result;
      } catch (error) {
        terminal.say(`${symbols.failed} ${RESOURCE_WORDS[work.resource]}: ${printable(work.name)}`);
        throw error;
      }
    },
    during: async (text, work) => {
      terminal.say(`${text}…`);
      return work();
    },
    metered: async (describe, work) => {
      const clock = setInterval(() => terminal.say(describe()), PLAIN_METER_MS);
      try {
        return await work();
      } finally {
        clearInterval(clock);
        terminal.say(describe());
      }
    },
    waiting: (what, leftMs) => {
      if (announced === what) return;
      announced = what;
      terminal.say(`Waiting for ${what} (up to ${several(Math.ceil(leftMs / 60_000), 'minute')})…`);
    },
    waited: (done) => {
      if (done !== undefined) terminal.say(`${symbols.done} ${done}`);
    },
    stop: () => {},
  };
}

/** In minutes while there are several, since nobody watches the seconds of half an hour. */
const timeLeft = (milliseconds: number): string =>
  milliseconds > 120_000 ? `${Math.ceil(milliseconds / 60_000)} min` : `${Math.ceil(milliseconds / 1000)} s`;

/** One line for each thing under way, all drawn by one spinner. */
class LiveProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #spinner: Ora;
  /** A wait shows the time that is left in its text, and so has no `since`. */
  readonly #running = new Map<symbol, { readonly text: string | (() => string); readonly since?: number }>();
  #clock: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    // The keyboard is guarded elsewhere; ora's own way swallows Ctrl-C when no prompt ran before it.
    this.#spinner = ora({
      stream: terminal.stderr,
      discardStdin: false,
      // Left to itself it draws dots wherever TERM is not that of the console.
      spinner: terminal.spelled('…') === '…' ? 'dots' : 'line',
      ...(terminal.colour.err.level === 0 ? { color: false } : {}),
    });
  }

  #draw(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#clock);
      this.#clock = undefined;
      this.#spinner.stop();
      return;
    }
    const now = performance.now();
    const lines = [...this.#running.values()].map(({ text, since }) => {
      if (typeof text === 'function') return text();
      const seconds = Math.floor((now - (since ?? now)) / 1000);
      const shown = printable(text);
      return seconds < 2 ? shown : `${shown} (${seconds} s)`;
    });
    this.#spinner.text = this.#terminal.spelled(lines.join('\n  '));
    if (!this.#spinner.isSpinning) this.#spinner.start();
    this.#clock ??= setInterval(() => this.#draw(), 1000);
  }

  #settle(key: symbol, line: string | undefined): void {
    this.#running.delete(key);
    this.#spinner.stop();
    if (line !== undefined) this.#terminal.say(wrapped(line, this.#terminal.columns, 2));
    this.#draw();
  }

  async #line<T>(
    text: string | (() => string),
    work: () => Promise<T>,
    done?: (result: T) => string,
    failed?: string,
  ): Promise<T> {
    const key = Symbol('line');
    this.#running.set(key, { text, since: performance.now() });
    this.#draw();
    try {
      const result = await work();
      this.#settle(key, done?.(result));
      return result;
    } catch (error) {
      this.#settle(key, failed);
      throw error;
    }
  }

  track<T>(work: Work, run: () => Promise<T>, nameOf?: (result: T) => string): Promise<T> {
    const { symbols, colour } = this.#terminal;
    const name = printable(work.name);
    return this.#line(
      `${doing(work)} ${name}`,
      run,
      (result) =>
        `${colour.err.green(symbols.done)} ${did(work)}: ${nameOf === undefined ? name : printable(nameOf(result))}`,
      `${colour.err.red(symbols.failed)} ${RESOURCE_WORDS[work.resource]}: ${name}`,
    );
  }

  during<T>(text: string, work: () => Promise<T>): Promise<T> {
    return this.#line(text, work);
  }

  metered<T>(describe: () => string, work: () => Promise<T>): Promise<T> {
    return this.#line(describe, work);
  }

  readonly #wait = Symbol('wait');

  waiting(what: string, leftMs: number): void {
    this.#running.set(this.#wait, { text: `Waiting for ${what} (${timeLeft(leftMs)} left)` });
    this.#draw();
  }

  waited(done?: string): void {
    const { symbols, colour } = this.#terminal;
    this.#settle(this.#wait, done === undefined ? undefined : `${colour.err.green(symbols.done)} ${done}`);
  }

  stop(): void {
    this.#running.clear();
    this.#draw();
  }
}

/** Live lines on a terminal; plain ones elsewhere, and where the terminal does not know its width. */
export function openProgress(terminal: Terminal): Progress {
  return terminal.live ? new LiveProgress(terminal) : plainProgress(terminal);
}
