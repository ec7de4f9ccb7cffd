import type { ReadStream, WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import { outputLost } from '../errors.ts';
import { withoutSecrets } from '../secret.ts';
import { onScreen } from './printable.ts';

/** The marks that stand before lines; ASCII where the locale has no Unicode. */
export interface Symbols {
  readonly done: string;
  readonly failed: string;
  readonly warning: string;
  readonly arrow: string;
  readonly line: string;
  readonly pointer: string;
}

const UNICODE: Symbols = { done: '✔', failed: '✖', warning: '⚠', arrow: '→', line: '─', pointer: '❯' };
const ASCII: Symbols = { done: 'ok', failed: 'x', warning: '!', arrow: '->', line: '-', pointer: '>' };

/** The typography of our own sentences, for a screen that has none. Letters of names stay as they are. */
const TYPEWRITTEN: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '…': '...',
  '·': '-',
  '→': '->',
  '–': '-',
};

const typewritten = (text: string): string =>
  text.replace(/[“”‘’…·→–]/g, (sign) => TYPEWRITTEN[sign] ?? sign);

/** The streams of a run: stdout is the result, stderr everything else. */
export interface Terminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** True when somebody can be asked. */
  readonly interactive: boolean;
  /** True when stderr can show a line that changes. */
  readonly live: boolean;
  /** True where questions are plain lines: nothing that stands there is drawn over. */
  readonly accessible: boolean;
  /** Width to wrap text at. */
  readonly columns: number;
  /** How many lines can be seen at once. */
  readonly rows: number;
  /** True when the result is seen on a terminal; false when it goes to a file or a pipe. */
  readonly resultSeen: boolean;
  readonly symbols: Symbols;
  /** Colours of stdout and of stderr; without colour where NO_COLOR, --no-color or the stream say so. */
  readonly colour: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  /** A sentence as this terminal can show it: without typographic signs where the locale has none. */
  spelled(text: string): string;
  /** Writes lines for people to stderr, without any secret and without what could steer the terminal. */
  say(text?: string): void;
  /** The same for lines whose purpose is to show a secret. */
  sayWithSecrets(text: string): void;
  /**
   * Writes a result to stdout; resolves when it is taken, since a pipe may be slower than the process's end.
   *
   * @throws CliError OUTPUT_FAILED
   */
  print(text: string): Promise<void>;
}

function isUnicode(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return Boolean(env.WT_SESSION) || env.TERM_PROGRAM === 'vscode';
  if (env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale);
}

/** A build server may well have a terminal, and nobody sits at it. */
const isBuildServer = ({ CI }: NodeJS.ProcessEnv): boolean =>
  CI !== undefined && !['', '0', 'false'].includes(CI);

/** Looks once at the process's streams and environment. */
export function openTerminal(
  env: NodeJS.ProcessEnv,
  options: { readonly noInput: boolean; readonly noColor: boolean; readonly accessible?: boolean },
): Terminal {
  const { stdin, stdout, stderr } = process;
  const plain = options.noColor || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  const level = (support: typeof supportsColor) => (plain || support === false ? 0 : support.level);
  const unicode = isUnicode(env);
  const accessible = options.accessible === true || env.TERM === 'dumb';
  const isScreen = stderr.isTTY === true && !isBuildServer(env);
  const spelled = (text: string) => (unicode ? text : typewritten(text));
  const colour = {
    out: new Chalk({ level: level(supportsColor) }),
    err: new Chalk({ level: level(supportsColorStderr) }),
  };
  const sayWithSecrets = (text: string) => {
    stderr.write(`${onScreen(spelled(text), colour.err.level > 0)}\n`);
  };
  return {
    stdin,
    stdout,
    stderr,
    interactive: stdin.isTTY === true && isScreen && !options.noInput,
    live: isScreen && !accessible && (stderr.columns ?? 0) > 0,
    accessible,
    // Asked for anew each time, since a window is resized; one that does not know its size says 0.
    get columns() {
      return Math.min(stderr.columns || stdout.columns || 80, 100);
    },
    get rows() {
      return stderr.rows || 24;
    },
    resultSeen: stdout.isTTY === true,
    symbols: unicode ? UNICODE : ASCII,
    colour,
    spelled,
    say: (text = '') => sayWithSecrets(withoutSecrets(text)),
    sayWithSecrets,
    print: (text) =>
      new Promise((resolve, reject) => {
        const clean = onScreen(text, colour.out.level > 0);
        stdout.write(clean, (error: NodeJS.ErrnoException | null | undefined) => {
          // A reader such as head may close the pipe early: it has what it wanted.
          if (error && error.code !== 'EPIPE') reject(outputLost(error));
          else resolve();
        });
      }),
  };
}
