import type { ReadStream, WriteStream } from 'node:tty';
import { Chalk, type ChalkInstance, supportsColor, supportsColorStderr } from 'chalk';
import { withoutSecrets } from '../secret.ts';
import { onScreen } from './printable.ts';

/** The marks that stand before lines; ASCII where the locale has no Unicode. */
export interface Symbols {
  readonly done: string;
  readonly failed: string;
  readonly warning: string;
  readonly arrow: string;
  readonly line: string;
}

const UNICODE: Symbols = { done: '✔', failed: '✖', warning: '⚠', arrow: '→', line: '─' };
const ASCII: Symbols = { done: 'ok', failed: 'x', warning: '!', arrow: '->', line: '-' };

/** The streams of a run: stdout is the result, stderr everything else. */
export interface Terminal {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  /** True when somebody can be asked. */
  readonly interactive: boolean;
  /** True when stderr can show a line that changes. */
  readonly live: boolean;
  /** Width to wrap text at. */
  readonly columns: number;
  /** Width of the terminal that stdout is, or undefined when it is a file or a pipe. */
  readonly outColumns: number | undefined;
  readonly symbols: Symbols;
  /** Colours of stdout and of stderr; without colour where NO_COLOR, --no-color or the stream say so. */
  readonly colour: { readonly out: ChalkInstance; readonly err: ChalkInstance };
  /** Writes lines for people to stderr, without any secret and without what could steer the terminal. */
  say(text?: string): void;
  /** The same for lines whose purpose is to show a secret. */
  sayWithSecrets(text: string): void;
  /** Writes a result to stdout; resolves when it is taken, since a pipe may be slower than the process's end. */
  print(text: string): Promise<void>;
}

function isUnicode(env: NodeJS.ProcessEnv): boolean {
  if (process.platform === 'win32') return Boolean(env.WT_SESSION) || env.TERM_PROGRAM === 'vscode';
  if (env.TERM === 'linux') return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale);
}

/** Looks once at the process's streams and environment. */
export function openTerminal(
  env: NodeJS.ProcessEnv,
  options: { readonly noInput: boolean; readonly noColor: boolean },
): Terminal {
  const { stdin, stdout, stderr } = process;
  const plain = options.noColor || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  const level = (support: typeof supportsColor) => (plain || support === false ? 0 : support.level);
  // A terminal that does not know its size says 0.
  const columns = Math.min(stderr.columns || stdout.columns || 80, 100);
  const colour = {
    out: new Chalk({ level: level(supportsColor) }),
    err: new Chalk({ level: level(supportsColorStderr) }),
  };
  const sayWithSecrets = (text: string) => {
    stderr.write(`${onScreen(text, colour.err.level > 0)}\n`);
  };
  return {
    stdin,
    stdout,
    stderr,
    interactive: stdin.isTTY === true && stderr.isTTY === true && !options.noInput && env.TERM !== 'dumb',
    live: stderr.isTTY === true && env.TERM !== 'dumb' && (stderr.columns ?? 0) > 0,
    columns,
    outColumns: stdout.isTTY === true ? stdout.columns || 80 : undefined,
    symbols: isUnicode(env) ? UNICODE : ASCII,
    colour,
    say: (text = '') => sayWithSecrets(withoutSecrets(text)),
    sayWithSecrets,
    print: (text) =>
      new Promise((resolve, reject) => {
        const clean = onScreen(text, colour.out.level > 0);
        stdout.write(clean, (error) => (error ? reject(error) : resolve()));
      }),
  };
}
