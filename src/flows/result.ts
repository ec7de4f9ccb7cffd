import type { ExitCode } from '../errors.ts';
import type { InputName } from '../inputs/definitions.ts';
import type { Resolved } from '../inputs/resolve.ts';

/** What a command returns: the same result as data and as text. One place prints it. */
export interface Result {
  /** Members of the JSON document beside `ok` and `command`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What the text is, for people: a line on standard error before it. */
  readonly title?: string;
  /** What goes to standard output without `--json`; empty for nothing. */
  readonly text: string;
  /** What a person at the terminal is offered to do with the result, once it stands there. */
  readonly offer?: () => Promise<void>;
  /** What helps a person on, on standard error after the result. */
  readonly next?: string;
  readonly exitCode?: ExitCode;
  /** What goes on after the result was printed, and ends with the run: a server. */
  readonly serving?: () => Promise<void>;
}

/** One call of a command: what was given, and what is wrong with it. */
export interface Invocation extends Resolved {
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** The inputs that the command takes, beside those of every command. */
  readonly inputs: readonly InputName[];
}
