import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { NODE, PROGRAM } from './cli.ts';

/** What a key sends. */
const KEYS = {
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  escape: '\u001b',
  backspace: '\u007f',
  'ctrl-c': '\u0003',
  'ctrl-d': '\u0004',
  'ctrl-u': '\u0015',
  'ctrl-z': '\u001a',
} as const;

export type Key = keyof typeof KEYS;

/** How the program ended, and how it left the terminal. */
export interface Ended {
  readonly code: number;
  /** The terminal's modes as `stty -a` shows them, after the program had ended. */
  readonly modes: string;
}

/** The program on a terminal, as somebody sees and uses it. */
export interface Pty {
  /** The visible lines. One that was too wide for the terminal is one line here. */
  screen(): string;
  /** The visible lines and all that were scrolled away. */
  scrollback(): string;
  /** The visible lines and all that were scrolled away, each as it stands there: broken where the terminal ends. */
  picture(): string;
  /** All that the program has sent, escape codes included. */
  raw(): string;
  /** Resolves when the text stands anywhere in the scrollback, wherever its lines are broken. */
  waitFor(text: string | RegExp, timeoutMs?: number): Promise<void>;
  type(text: string): void;
  press(key: Key): void;
  resize(columns: number, rows: number): void;
  readonly exit: Promise<Ended>;
  /** Ends the program if it still runs. */
  kill(): void;
}

export interface PtySettings {
  /** The whole environment beside PATH, TERM and LANG. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder of the test: the program runs there, and the terminal's modes are noted there. */
  readonly cwd: string;
  readonly columns?: number;
  /** A file of that folder that standard output goes to, while the rest stays on the terminal. */
  readonly stdoutTo?: string;
  readonly rows?: number;
  /** How the program is run, less its arguments: another installation, or npx. */
  readonly command?: readonly [file: string, ...words: string[]];
}

// A shell that brings back what Ctrl-Z has stopped, as its user would. A terminal that does not know its size says 0.
const SHELL = `
set -m
modes=$1 columns=$2 out=$3
shift 3
stty columns "$columns"
if [ -n "$out" ]; then
  "$@" > "$out"
else
  "$@"
fi
code=$?
while [ $code = 146 ] || [ $code = 148 ]; do
  echo back again
  fg
  code=$?
done
stty -a > "$modes"
exit $code
`;

const PATIENCE_MS = 120_000;
const ROWS = 24;
const WIDTH = 80;

const dense = (text: string): string => text.replace(/\s+/g, '');

const isIn = (wanted: string | RegExp, text: string): boolean =>
  typeof wanted === 'string' ? dense(text).includes(dense(wanted)) : wanted.test(text);

/** Runs the built program in a pseudo-terminal of 80 × 24, or of that many columns. */
export function openPty(args: readonly string[], settings: PtySettings): Pty {
  const { columns = WIDTH, rows = ROWS, cwd, stdoutTo = '', command = [NODE, PROGRAM] } = settings;
  const modesFile = join(cwd, 'terminal-modes');
  const cols = columns === 0 ? WIDTH : columns;
  const terminal = new xterm.Terminal({ cols, rows, scrollback: 2000, allowProposedApi: true });
  const words = ['-c', SHELL, 'sh', modesFile, String(columns), stdoutTo, ...command, ...args];
  const child = spawn('sh', words, {
    name: settings.env?.TERM ?? 'xterm-256color',
    cols,
    rows,
    cwd,
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...settings.env },
  });

  const textFrom = (start: number): string => {
    const { active } = terminal.buffer;
    const read: string[] = [];
    for (let row = start; row < active.length; row += 1) {
      const line = active.getLine(row);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped === true) read.push(`${read.pop() ?? ''}${text}`);
      else read.push(text);
    }
    return read.join('\n').trimEnd();
  };

  const picture = (): string => {
    const { active } = terminal.buffer;
    const rowsShown = Array.from({ length: active.length }, (_, row) => active.getLine(row));
    return rowsShown
      .map((line) => line?.translateToString(true) ?? '')
      .join('\n')
      .trimEnd();
  };

  let sent = '';
  let running = true;
  /** True once the terminal has read the last that the program wrote, which on a busy machine is well after its end. */
  let isRead = false;
  const watchers = new Set<() => void>();
  const look = () => {
    for (const watch of watchers) watch();
  };
  child.onData((data) => {
    sent += data;
    terminal.write(data, look);
  });
  const exit = new Promise<Ended>((resolve, reject) => {
    child.onExit(({ exitCode }) => {
      running = false;
      // Behind the last of the output, which the terminal may still be reading.
      terminal.write('', () => {
        isRead = true;
        look();
        readFile(modesFile, 'utf8').then((modes) => resolve({ code: exitCode, modes }), reject);
      });
    });
  });
  // A test that fails before it checks the end has a failure of its own to report.
  exit.catch(() => {});

  function waitFor(text: string | RegExp, timeoutMs = PATIENCE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (why?: string) => {
        clearTimeout(late);
        watchers.delete(watch);
        if (why === undefined) resolve();
        else reject(new Error(`${text} ${why}. The screen:\n${textFrom(0)}`));
      };
      const watch = () => {
        if (isIn(text, textFrom(0))) end();
        else if (isRead) end('never came, and the program has ended');
      };
      const late = setTimeout(() => end(`did not come in ${timeoutMs} ms`), timeoutMs);
      watchers.add(watch);
      watch();
    });
  }

  return {
    screen: () => textFrom(terminal.buffer.active.baseY),
    scrollback: () => textFrom(0),
    picture,
    raw: () => sent,
    waitFor,
    type: (text) => child.write(text),
    press: (key) => child.write(KEYS[key]),
    resize: (width, height) => {
      child.resize(width, height);
      terminal.resize(width, height);
    },
    exit,
    kill: () => {
      if (running) child.kill('SIGKILL');
      terminal.dispose();
    },
  };
}
