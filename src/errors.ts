/** The exit codes that scripts rely on. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** `status --check` found a difference, or a plan holds a change that cannot be made. */
  differs: 3,
  credentials: 4,
  cancelled: 130,
} as const;

/** What each of them says, in words. */
export const EXIT_MEANS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done, or nothing to change',
  failed: 'failed',
  usage: 'wrong or missing input; nothing was changed',
  differs: 'status --check found a difference, or the plan holds a change that Cognito does not allow',
  credentials: 'AWS credentials are missing or have expired',
  cancelled: 'cancelled',
};

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * What repairs something: a thing to do, a command, or a sentence that leads to the command. A command is its words
 * alone: where it is printed they are quoted, and a command of this program gets what it needs to reach what this run
 * reached. `aws` holds the words of a command of the AWS CLI.
 */
export type Repair =
  | { readonly act: string; readonly run?: readonly string[]; readonly aws?: never }
  | { readonly act?: never; readonly run: readonly string[]; readonly aws?: never }
  | { readonly act: string; readonly run?: never; readonly aws: readonly string[] };

/** One repair or several; a text is a thing to do. */
export type Hint = string | readonly Repair[];

/** What an error says beside its message. */
export interface ErrorDetails {
  /** Stable, in capitals: what a script may match. */
  readonly code: string;
  /** The command or click that fixes it. */
  readonly hint?: Hint | undefined;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** An expected failure: shown without a stack, as message and hint, or as the `error` of the JSON document. */
export class CliError extends Error {
  readonly code: string;
  readonly repairs: readonly Repair[];
  readonly exitCode: ExitCode;

  constructor(message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'CliError';
    this.code = details.code;
    const { hint = [] } = details;
    this.repairs = typeof hint === 'string' ? [{ act: hint }] : hint;
    this.exitCode = details.exitCode ?? EXIT.failed;
  }
}

/** Wrong or missing input: found before anything was written, every problem of the run at once. */
export class UsageError extends CliError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], hint?: Hint, code = 'USAGE') {
    super(
      problems.length === 1 ? String(problems[0]) : problems.map((problem) => `- ${problem}`).join('\n'),
      { code, hint, exitCode: EXIT.usage },
    );
    this.name = 'UsageError';
    this.problems = problems;
  }
}

/** The user stopped the run (Ctrl-C, an end of input, or "no" at the confirmation). */
export class CancelledError extends CliError {
  constructor(message = 'Cancelled: nothing was changed.', hint?: Hint) {
    super(message, { code: 'CANCELLED', hint, exitCode: EXIT.cancelled });
    this.name = 'CancelledError';
  }
}

/** The user said no to a plan, and may want another one. */
export class DeclinedError extends CancelledError {}

/** What this computer refuses any program, by Node's code for it: message and hint. */
const OF_THE_COMPUTER: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  EMFILE: ['This program may not open more files', 'Raise the limit in this shell (ulimit -n 4096)'],
  ENFILE: ['This computer has too many files open', 'Close other programs'],
  ENOMEM: ['This computer has no memory left', 'Close other programs'],
  ENOSPC: ['The disk is full', 'Make room'],
  EDQUOT: ['Your share of the disk is full', 'Make room'],
};

/** What this computer has no more of, when that is why something failed; undefined for any other error. */
export function computerError(error: unknown): CliError | undefined {
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code) : '';
  const known = OF_THE_COMPUTER[code];
  if (known === undefined) return undefined;
  const [message, hint] = known;
  return new CliError(`${message} (${code}).`, {
    code,
    hint: `${hint}, then run the same command again.`,
    cause: error,
  });
}

/** The result of a run, or its help, that could not be written. */
export function outputLost({ code }: NodeJS.ErrnoException): CliError {
  return new CliError(`Standard output could not be written (${code}).`, {
    code: 'OUTPUT_FAILED',
    hint: 'Make room where it goes, then run the same command again. What the run has changed stays changed.',
  });
}
