import type { Repair } from '../../errors.ts';

/** How an error is recognized. Patterns are tried on decoded text with one space between words. */
interface Signs {
  readonly id: string;
  /** Known sentences, with room for their variable parts: each alone identifies the error. */
  readonly says: readonly RegExp[];
  /** Names of errors that mean the same when no known sentence stands beside them. */
  readonly names?: readonly string[];
  /** What shows that the text is about something else. */
  readonly unless?: RegExp;
  /** True for what accompanies most failures: it counts only where nothing better is known. */
  readonly vague?: true;
}

/**
 * An error with its own explanation. `{1}` stands for what the first group of the pattern matched; `<address of the app>`,
 * `<email>`, `<address>` and `<region>` become what the text names.
 */
export interface ExplainedError extends Signs {
  readonly cause: string;
  readonly repair: readonly Repair[];
}

/** Another way in which an error of the AWS SDK shows: the explanation is the one that a command gives for that name. */
export interface AdvisedError extends Signs {
  readonly advice: string;
}

export type KnownError = ExplainedError | AdvisedError;
