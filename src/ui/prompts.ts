import { confirm, input, password, search, select } from '@inquirer/prompts';
import { CancelledError } from '../errors.ts';
import { Secret } from '../secret.ts';
import { wrapped } from './layout.ts';
import type { Terminal } from './terminal.ts';

/** A check of an answer: the problem to show, or undefined when it is good. */
export type Check = (answer: string) => string | undefined;

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

/** Questions to the person at the terminal. Each throws CancelledError on Ctrl-C. */
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

/** Prompts on stderr, since stdout is for the result. */
export function openPrompts(terminal: Terminal, signal: AbortSignal): Prompts {
  const context = { input: terminal.stdin, output: terminal.stderr, signal };
  const ask = async <T>(prompt: Promise<T>): Promise<T> => {
    try {
      return await prompt;
    } catch (error) {
      if (isExit(error)) throw new CancelledError();
      throw error;
    }
  };
  // After the two columns of inquirer's own mark; it would break a long line in the middle of a word.
  const validated = (check: Check) => (answer: string) => {
    const problem = check(answer);
    return problem === undefined ? true : wrapped(problem, terminal.columns, 2);
  };
  return {
    text: ({ message, check, ...rest }) =>
      ask(
        input(
          {
            message,
            ...(rest.default === undefined ? {} : { default: rest.default }),
            validate: validated(check),
          },
          context,
        ),
      ),
    // Without a mask: its stars would tell the password's length.
    secret: async ({ message, check }) =>
      new Secret(await ask(password({ message, validate: validated(check) }, context))),
    yes: (message, byDefault) => ask(confirm({ message, default: byDefault }, context)),
    choose: (message, choices, byDefault) =>
      ask(
        select(
          {
            message,
            choices: [...choices],
            ...(byDefault === undefined ? {} : { default: byDefault }),
          },
          context,
        ),
      ),
    find: (message, choices) =>
      ask(
        search(
          {
            message,
            source: (term) => {
              const wanted = (term ?? '').toLowerCase();
              return choices.filter(({ name }) => name.toLowerCase().includes(wanted));
            },
          },
          context,
        ),
      ),
  };
}
