import { Writable } from 'node:stream';
import { confirm, input, password, search, select } from '@inquirer/prompts';
import { CancelledError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { Keyboard } from './keyboard.ts';
import { NARROW, wrapped } from './layout.ts';
import { printable, printableLines } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** A check of an answer: the problem to show, or undefined when it is good. */
export type Check = (answer: string) => string | undefined | Promise<string | undefined>;

/** What is said about a question: a line above it, and more for who answers with a question mark. */
export interface Help {
  readonly line: string;
  readonly more: string;
}

interface QuestionText {
  readonly message: string;
  readonly help?: Help | undefined;
  /** Ends the question, as one that was left: it is answered elsewhere. */
  readonly until?: AbortSignal | undefined;
}

export interface TextQuestion extends QuestionText {
  readonly default?: string | undefined;
  /** What stands for an empty answer once it was given. */
  readonly empty?: string;
  readonly check: Check;
}

/** One of a list; `name` is what is shown. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  /** Lines below the name, each that far in from where the name begins. */
  readonly below?: readonly { readonly text: string; readonly hang: number }[] | undefined;
  /** What a question mark shows while the pointer stands there. */
  readonly help?: Help | undefined;
}

/** Questions to the person at the terminal. Each throws CancelledError on Ctrl-C and Ctrl-D. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>;
  secret(question: QuestionText & { readonly check: Check }): Promise<Secret>;
  yes(message: string, byDefault: boolean, help?: Help): Promise<boolean>;
  /** Yes or no to a change. Not asked while a key is held down: it would answer before anybody has read the question. */
  agree(message: string, byDefault: boolean): Promise<boolean>;
  /** One of a few: with the arrows, or by its number. */
  choose<T>(message: string, choices: readonly Choice<T>[], byDefault?: T, help?: Help): Promise<T>;
  /**
   * Asks what may be left unanswered: with Esc, or with `b` where letters are no answer.
   *
   * @returns false when it was left
   */
  leavable(ask: () => Promise<void>): Promise<boolean>;
  /** One of many: by typing a part of its name. */
  find(message: string, choices: readonly Choice<string>[], byDefault?: string, help?: Help): Promise<string>;
}

/** Thrown by a question that was left, to whoever allowed that. */
export class LeftError extends Error {
  override readonly name = 'LeftError';
}

/** Questions that may be left, one within another: true while that is so. */
export function leaving(): { readonly isAllowed: () => boolean; readonly leavable: Prompts['leavable'] } {
  let depth = 0;
  return {
    isAllowed: () => depth > 0,
    leavable: async (ask) => {
      depth += 1;
      try {
        await ask();
        return true;
      } catch (error) {
        if (error instanceof LeftError) return false;
        throw error;
      } finally {
        depth -= 1;
      }
    },
  };
}

/** True for what @inquirer throws when its prompt is ended from outside. */
function isExit(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
}

/** Where a prompt reads and shows, and what ends it. */
interface PromptStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  /** @inquirer reads it when the prompt has ended: true takes the question off the screen. */
  clearPromptOnDone: boolean;
}

/** What a prompt calls when its question mark was pressed; ends it, so that more can be said. */
type OnMore = () => void;

/** What is typed for more help, and to leave a question where letters are no answer. */
export const MARK = '?';
export const BACK = 'b';

/** What does not fit on the screen is paged: the question, its help and the tip below have to fit beside it. */
const BESIDE_A_LIST = 8;

const withMore = (tip: string, help: Help | undefined): string =>
  help === undefined ? tip : `${tip} · ${MARK} for more`;

/**
 * The signs that @inquirer would draw without asking whether the terminal can show them.
 *
 * @param tip the line below a list that names the keys
 */
function themeOf(terminal: Terminal, tip?: string) {
  const { symbols, colour, spelled } = terminal;
  const { blue, cyan, dim, green, yellow } = colour.err;
  const turning = { interval: 80, frames: ['-', '\\', '|', '/'].map((sign) => yellow(sign)) };
  return {
    prefix: { idle: blue('?'), done: green(symbols.done) },
    ...(spelled('·') === '·' ? {} : { spinner: turning }),
    icon: { cursor: symbols.pointer },
    indexMode: 'number' as const,
    style: {
      answer: (text: string) => cyan(text),
      ...(tip === undefined ? {} : { keysHelpTip: () => dim(wrapped(spelled(tip), terminal.columns)) }),
    },
  };
}

/** Passes on what a prompt draws, and draws it again: back from Ctrl-Z the shell's lines stand behind the question. */
function redrawable(stderr: Terminal['stderr']) {
  let drawn = '';
  const output = new Writable({
    decodeStrings: false,
    write: (frame: string, _encoding, done) => {
      drawn = frame;
      stderr.write(frame);
      done();
    },
  });
  // What readline asks of a terminal.
  Object.defineProperties(output, { isTTY: { value: true }, columns: { get: () => stderr.columns } });
  // A frame begins with erasing the lines that the one before it took.
  return { output, redraw: () => stderr.write('\n'.repeat(drawn.split('\n').length - 1) + drawn) };
}

/** Prompts on stderr, since stdout is for the result. */
export function openPrompts(terminal: Terminal, keyboard: Keyboard, signal: AbortSignal): Prompts {
  const { stderr, spelled, colour } = terminal;
  const { isAllowed, leavable } = leaving();

  const once = async <T>(
    input: NodeJS.ReadableStream,
    prompt: (place: PromptStreams, onMore: OnMore) => Promise<T>,
    byKey: boolean,
    isExplained: boolean,
    until?: AbortSignal,
  ): Promise<{ readonly answer: T } | 'more'> => {
    const ended = new AbortController();
    let more = false;
    let left = false;
    const { output, redraw } = redrawable(stderr);
    const place: PromptStreams = {
      input,
      output,
      signal: AbortSignal.any([signal, ended.signal]),
      clearPromptOnDone: false,
    };
    const onMore = () => {
      more = true;
      place.clearPromptOnDone = true;
    };
    const onKey = (text: string | undefined, key: { readonly ctrl?: boolean; readonly name?: string }) => {
      if (byKey && isExplained && text === MARK) {
        onMore();
        ended.abort();
      }
      if (byKey && text === BACK) onEscape();
      // At Ctrl-D on an empty line readline stops reading, and inquirer leaves its prompt without an answer for ever.
      if (key.ctrl !== true || key.name !== 'd') return;
      setImmediate(() => {
        if (input.isPaused()) ended.abort();
      });
    };
    const onEscape = () => {
      if (isAllowed()) onAnswered();
    };
    const onAnswered = () => {
      left = true;
      place.clearPromptOnDone = true;
      ended.abort();
    };
    if (until?.aborted) throw new LeftError();
    until?.addEventListener('abort', onAnswered, { once: true });
    const onGone = () => ended.abort();
    input.on('keypress', onKey).on('end', onGone).on('escape', onEscape);
    process.on('SIGCONT', redraw);
    try {
      const answer = await prompt(place, onMore);
      return more ? 'more' : { answer };
    } catch (error) {
      if (!isExit(error)) throw error;
      if (left && !signal.aborted) throw new LeftError();
      if (more && !signal.aborted) return 'more';
      throw new CancelledError();
    } finally {
      input.off('keypress', onKey).off('end', onGone).off('escape', onEscape);
      process.off('SIGCONT', redraw);
      until?.removeEventListener('abort', onAnswered);
    }
  };

  /** Asks, and asks again after each question mark. */
  const ask = async <T>(
    help: Help | undefined,
    prompt: (place: PromptStreams, onMore: OnMore) => Promise<T>,
    {
      byKey = false,
      released = false,
      more = () => help?.more ?? '',
      until,
    }: { byKey?: boolean; released?: boolean; more?: () => string; until?: AbortSignal | undefined } = {},
  ): Promise<T> => {
    if (help !== undefined) terminal.say(`\n${colour.err.dim(wrapped(help.line, terminal.columns))}`);
    for (;;) {
      const asked = await keyboard.lend(
        (input) => once(input, prompt, byKey, help !== undefined, until),
        released,
      );
      if (asked !== 'more') return asked.answer;
      terminal.say(`${wrapped(more(), terminal.columns)}\n`);
    }
  };

  // After the two columns of inquirer's own mark; it would break a long line in the middle of a word.
  const validated = (check: Check, help: Help | undefined, onMore: OnMore) => async (answer: string) => {
    if (help !== undefined && answer.trim() === MARK) {
      onMore();
      return true;
    }
    const problem = await check(answer);
    return problem === undefined ? true : wrapped(spelled(printableLines(problem)), terminal.columns, 2);
  };
  /** Behind the pointer and the number. */
  const listed = <T>({ name, value, below = [] }: Choice<T>, hang: number) => ({
    name: [{ text: name, hang: 0 }, ...below]
      .map(({ text, hang: further }) => {
        const column = hang + further;
        return ' '.repeat(further && column) + wrapped(spelled(printable(text)), terminal.columns, column);
      })
      .join('\n'),
    short: spelled(printable(name)).trim().replace(/ {2,}/g, ' '),
    value,
  });
  /** Where question and answer do not fit beside each other, the answer begins a line: @inquirer breaks inside of words. */
  const asking = (message: string) =>
    terminal.columns < NARROW
      ? `${wrapped(spelled(printable(message)), terminal.columns, 2)}\n `
      : spelled(printable(message));
  const yesOrNo = (message: string, byDefault: boolean) => ({
    message: asking(message),
    default: byDefault,
    theme: themeOf(terminal),
  });
  const pageSize = () => Math.max(terminal.rows - BESIDE_A_LIST, 3);

  return {
    leavable,
    text: async ({ message, check, help, empty = '', ...rest }) => {
      const offered = rest.default === undefined ? undefined : printable(rest.default);
      const byDefault = offered === undefined ? {} : { default: offered };
      const transformer = (typed: string, { isFinal }: { readonly isFinal: boolean }) =>
        isFinal ? colour.err.cyan(typed || empty) : typed;
      const config = { message: asking(message), ...byDefault, transformer, theme: themeOf(terminal) };
      const answer = await ask(help, (place, onMore) =>
        input({ ...config, validate: validated(check, help, onMore) }, place),
      );
      // What stands there already is offered as it can be shown, and stays as it is when it is taken.
      return answer === offered ? (rest.default ?? answer) : answer;
    },
    // Without a mask: its stars would show the password's length.
    secret: async ({ message, check, help, until }) => {
      const config = { message: asking(message), theme: themeOf(terminal) };
      const typed = await ask(
        help,
        (place, onMore) => password({ ...config, validate: validated(check, help, onMore) }, place),
        { until },
      );
      return new Secret(typed);
    },
    yes: (message, byDefault, help) =>
      ask(help, (place) => confirm(yesOrNo(message, byDefault), place), { byKey: true }),
    agree: (message, byDefault) =>
      ask(undefined, (place) => confirm(yesOrNo(message, byDefault), place), { released: true }),
    choose: (message, choices, byDefault, help) => {
      let at = choices.findIndex(({ value }) => value === byDefault);
      const wide = choices.length > 9;
      // Numbers of one digit and of two stand below each other by their points.
      const list = choices.map((choice, index) => {
        const item = listed(choice, wide ? 6 : 5);
        return wide && index < 9 ? { ...item, name: ` ${item.name}` } : item;
      });
      const isLong = list.flatMap(({ name }) => name.split('\n')).length > pageSize();
      const keys = `${isLong ? 'More lines below · ' : ''}Arrows or a number, then Enter`;
      const theme = themeOf(terminal, withMore(keys, help));
      // Where the pointer stands is known to the library alone, which has the line drawn here.
      const highlight = (line: string) => {
        at = Number(/\d+/.exec(line)?.[0]) - 1;
        return colour.err.cyan(line);
      };
      const config = { message: asking(message), choices: list, pageSize: pageSize(), loop: false };
      return ask(
        help,
        (place) => {
          const stood = choices[at];
          const chosen = stood === undefined ? {} : { default: stood.value };
          return select(
            { ...config, ...chosen, theme: { ...theme, style: { ...theme.style, highlight } } },
            place,
          );
        },
        {
          byKey: true,
          more: () => {
            const own = choices[at]?.help;
            return own === undefined ? (help?.more ?? '') : `${own.line} ${own.more}`;
          },
        },
      );
    },
    find: (message, choices, byDefault, help) => {
      const chosen = byDefault === undefined ? {} : { default: byDefault };
      const theme = themeOf(terminal, withMore('Arrows, or type a part of it, then Enter', help));
      const list = choices.map((choice) => listed(choice, 2));
      const source = (term: string | undefined) => {
        const wanted = (term ?? '').toLowerCase();
        return list.filter(({ short }) => short.toLowerCase().includes(wanted));
      };
      const config = {
        message: asking(message),
        source,
        ...chosen,
        theme,
        pageSize: Math.min(pageSize(), 10),
      };
      return ask(help, (place) => search(config, place), { byKey: true });
    },
  };
}
