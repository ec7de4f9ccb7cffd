import { StringDecoder } from 'node:string_decoder';
import { CancelledError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { Keyboard } from './keyboard.ts';
import { wrapped } from './layout.ts';
import { printable, printableLines } from './printable.ts';
import {
  BACK,
  type Check,
  type Choice,
  type Help,
  LeftError,
  leaving,
  MARK,
  type Prompts,
} from './prompts.ts';
import type { Terminal } from './terminal.ts';

/** The keys of a terminal that move a cursor, and a bare Esc: there is no cursor to move. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape code is what is looked for
const ESCAPES = /\u001b(?:\[[\d;]*[A-Za-z~]|O.)?/g;
const KEYS = { enter: /[\r\n]/, erase: /[\b\u007f]/, eraseAll: '\u0015', cancel: '\u0003', end: '\u0004' };

/**
 * Questions of lines alone, for screen readers and for terminals that cannot move the cursor: nothing that was written is
 * drawn over. A list is numbered, and answered with a number.
 */
export function openLinePrompts(terminal: Terminal, keyboard: Keyboard, signal: AbortSignal): Prompts {
  const { stderr, spelled } = terminal;
  const { isAllowed, leavable } = leaving();
  const say = (text: string) => terminal.say(wrapped(text, terminal.columns));

  /** One line as it is typed; the terminal is in raw mode, so it is echoed here. */
  const typedLine = (input: NodeJS.ReadableStream, echo: boolean, until?: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      const decoder = new StringDecoder('utf8');
      let line: string[] = [];
      const cancel = () => end(() => reject(new CancelledError()));
      const answered = () => end(() => reject(new LeftError()));
      const leave = () => {
        if (isAllowed()) answered();
      };
      const end = (settle: () => void) => {
        input.off('data', hear).off('end', cancel).off('escape', leave);
        signal.removeEventListener('abort', cancel);
        until?.removeEventListener('abort', answered);
        stderr.write('\n');
        settle();
      };
      const erase = (count: number) => {
        line = line.slice(0, line.length - count);
        if (echo) stderr.write('\b \b'.repeat(count));
      };
      const hear = (chunk: Buffer) => {
        for (const key of decoder.write(chunk).replace(ESCAPES, '')) {
          if (KEYS.enter.test(key)) return end(() => resolve(line.join('')));
          if (key === KEYS.cancel || (key === KEYS.end && line.length === 0)) return cancel();
          if (KEYS.erase.test(key)) erase(Math.min(1, line.length));
          else if (key === KEYS.eraseAll) erase(line.length);
          else if (key >= ' ') {
            line.push(key);
            if (echo) stderr.write(key);
          }
        }
      };
      if (signal.aborted) return cancel();
      if (until?.aborted) return answered();
      until?.addEventListener('abort', answered, { once: true });
      signal.addEventListener('abort', cancel, { once: true });
      input.on('data', hear).on('end', cancel).on('escape', leave);
    });

  /** Asks until `read` takes the answer; it says why not by a text. */
  const ask = async <T>(
    question: string,
    read: (answer: string) => Promise<{ readonly taken: T } | string>,
    {
      help,
      echo = true,
      released = false,
      until,
    }: { help?: Help | undefined; echo?: boolean; released?: boolean; until?: AbortSignal | undefined },
  ): Promise<T> => {
    if (help !== undefined) say(`\n${help.line}`);
    for (;;) {
      const answer = await keyboard.lend((input) => {
        // Only now: what is typed before a question stands is swallowed.
        stderr.write(`${wrapped(spelled(printable(question)), terminal.columns)} `);
        return typedLine(input, echo, until);
      }, released);
      const isMore = answer.trim() === MARK && help !== undefined;
      const result = isMore ? help.more : await read(answer);
      if (typeof result !== 'string') return result.taken;
      say(isMore ? result : `> ${printableLines(result)}`);
    }
  };

  const colon = (message: string) => (/[.?:]$/.test(message) ? message : `${message}:`);
  const checked = async (check: Check, answer: string) => (await check(answer)) ?? { taken: answer };

  const yesOrNo = (
    message: string,
    byDefault: boolean,
    more: { help?: Help | undefined; released?: boolean },
  ) =>
    ask(
      `${message} (${byDefault ? 'Y/n' : 'y/N'})`,
      async (answer) => {
        const word = answer.trim().toLowerCase();
        if (word === BACK && isAllowed()) throw new LeftError();
        if (word === '') return { taken: byDefault };
        if (['y', 'yes', 'n', 'no'].includes(word)) return { taken: word.startsWith('y') };
        return 'Type y or n, then press Enter.';
      },
      more,
    );

  const list = <T>(choices: readonly Choice<T>[], numbers = choices.map((_, index) => index)) => {
    for (const index of numbers) {
      const { name = '', below = [] } = choices[index] ?? {};
      const rows = [name, ...below.map(({ text }) => text)];
      say(
        `  ${index + 1}. ${rows.map((row) => printable(row).trim().replace(/ {2,}/g, ' ')).join('\n     ')}`,
      );
    }
  };

  /** By its number, or by a part of a name that no other has. */
  const oneOf = <T>(
    message: string,
    choices: readonly Choice<T>[],
    byDefault: T | undefined,
    help: Help | undefined,
  ): Promise<T> => {
    say(`\n${message}`);
    list(choices);
    const usual = Math.max(
      choices.findIndex(({ value }) => value === byDefault),
      0,
    );
    return ask(
      `Number, or a part of the name (${usual + 1})`,
      async (answer) => {
        const word = answer.trim().toLowerCase();
        if (word === BACK && isAllowed()) throw new LeftError();
        const [, asked] = /^\? *(\d+)$/.exec(word) ?? [];
        const explained = choices[Number(asked) - 1]?.help;
        if (explained !== undefined) return `${explained.line} ${explained.more}`;
        const matching = choices.flatMap(({ name }, index) =>
          name.toLowerCase().includes(word) ? [index] : [],
        );
        const found =
          word === ''
            ? usual
            : /^\d+$/.test(word)
              ? Number(word) - 1
              : matching.length === 1
                ? matching[0]
                : -1;
        const choice = choices[found ?? -1];
        if (choice !== undefined) return { taken: choice.value };
        list(choices, matching);
        return `Type a number from 1 to ${choices.length}.`;
      },
      { help },
    );
  };

  return {
    leavable,
    text: ({ message, check, help, default: byDefault }) =>
      ask(
        byDefault === undefined ? colon(message) : `${message} (${printable(byDefault)}):`,
        async (answer) => checked(check, answer === '' && byDefault !== undefined ? byDefault : answer),
        { help },
      ),
    secret: async ({ message, check, help, until }) => {
      const typed = await ask(`${message} (not shown):`, (answer) => checked(check, answer), {
        help,
        echo: false,
        until,
      });
      return new Secret(typed);
    },
    yes: (message, byDefault, help) => yesOrNo(message, byDefault, { help }),
    agree: (message, byDefault) => yesOrNo(message, byDefault, { released: true }),
    choose: oneOf,
    find: oneOf,
  };
}
