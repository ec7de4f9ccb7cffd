import { confirm, input, password, search, select } from '@inquirer/prompts';
import { CancelledError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { wrapped } from './layout.ts';
import { printable, printableLines } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** A check of an answer: the problem to show, or undefined when it is good. */
export type Check = (answer: string) => string | undefined | Promise<string | undefined>;

export interface TextQuestion {
  readonly message: string;
  readonly default?: string | undefined;
  readonly check: Check;
}

/** One of a list; `name` is what is shown. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly description?: string;
}

/** Questions to the person at the terminal. Each throws CancelledError on Ctrl-C and Ctrl-D. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>;
  secret(question: { readonly message: string; readonly check: Check }): Promise<Secret>;
  yes(message: string, byDefault: boolean): Promise<boolean>;
  choose<T>(message: string, choices: readonly Choice<T>[], byDefault?: T): Promise<T>;
  find(message: string, choices: readonly Choice<string>[]): Promise<string>;
}

/** True for what @inquirer throws when its prompt is ended from outside. */
function isExit(error: unknown): boolean {
  return error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
}

/** Where a prompt reads and shows, and what ends it. */
interface Place {
  readonly input: Terminal['stdin'];
  readonly output: Terminal['stderr'];
  readonly signal: AbortSignal;
}

/** Prompts on stderr, since stdout is for the result. */
export function openPrompts({ stdin, stderr, columns }: Terminal, signal: AbortSignal): Prompts {
  const ask = async <T>(prompt: (place: Place) => Promise<T>): Promise<T> => {
    const ended = new AbortController();
    // At Ctrl-D on an empty line readline stops reading, and inquirer leaves its prompt without an answer for ever.
    const onKey = (_text: string | undefined, key: { readonly ctrl?: boolean; readonly name?: string }) => {
      if (key.ctrl !== true || key.name !== 'd') return;
      setImmediate(() => {
        if (stdin.isPaused()) ended.abort();
      });
    };
    // Back from Ctrl-Z readline leaves the input paused, and no key arrives any more, Ctrl-C included.
    const onContinue = () => setImmediate(() => stdin.resume());
    stdin.on('keypress', onKey);
    process.on('SIGCONT', onContinue);
    try {
      return await prompt({
        input: stdin,
        output: stderr,
        signal: AbortSignal.any([signal, ended.signal]),
      });
    } catch (error) {
      if (isExit(error)) throw new CancelledError();
      throw error;
    } finally {
      stdin.off('keypress', onKey);
      process.off('SIGCONT', onContinue);
    }
  };
  // After the two columns of inquirer's own mark; it would break a long line in the middle of a word.
  const validated = (check: Check) => async (answer: string) => {
    const problem = await check(answer);
    return problem === undefined ? true : wrapped(printableLines(problem), columns, 2);
  };
  return {
    text: async ({ message, check, ...rest }) => {
      const offered = rest.default === undefined ? undefined : printable(rest.default);
      const answer = await ask((place) =>
        input(
          {
            message: printable(message),
            ...(offered === undefined ? {} : { default: offered }),
            validate: validated(check),
          },
          place,
        ),
      );
      // What stands there already is offered as it can be shown, and stays as it is when it is taken.
      return answer === offered ? (rest.default ?? answer) : answer;
    },
    // Without a mask: its stars would tell the password's length.
    secret: async ({ message, check }) =>
      new Secret(
        await ask((place) => password({ message: printable(message), validate: validated(check) }, place)),
      ),
    yes: (message, byDefault) =>
      ask((place) => confirm({ message: printable(message), default: byDefault }, place)),
    choose: (message, choices, byDefault) => {
      const chosen = byDefault === undefined ? {} : { default: byDefault };
      const shown = choices.map((choice) => ({ ...choice, name: printable(choice.name) }));
      return ask((place) => select({ message: printable(message), choices: shown, ...chosen }, place));
    },
    find: (message, choices) => {
      const source = (term: string | undefined) => {
        const wanted = (term ?? '').toLowerCase();
        return choices.filter(({ name }) => name.toLowerCase().includes(wanted));
      };
      return ask((place) => search({ message: printable(message), source }, place));
    },
  };
}
