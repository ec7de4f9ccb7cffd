import { type CliError, EXIT, UsageError } from '../errors.ts';
import { withoutSecrets } from '../secret.ts';
import { wrapped } from './layout.ts';
import { printableLines } from './printable.ts';
import type { Terminal } from './terminal.ts';

/**
 * An error for people: what happened and why, then the command or click that mends it.
 *
 * @param hint the error's own, or what a run has made of it
 */
export function renderError(
  error: CliError,
  { colour, columns, symbols }: Terminal,
  hint: string | undefined = error.hint,
): string {
  const mark =
    error.exitCode === EXIT.cancelled ? colour.err.yellow(symbols.warning) : colour.err.red(symbols.failed);
  const several = error instanceof UsageError && error.problems.length > 1;
  const message = several ? `${error.problems.length} things are wrong:\n${error.message}` : error.message;
  const [first = '', ...others] = printableLines(withoutSecrets(message)).split('\n');
  const lines = [
    `${mark} ${wrapped(first, columns, 2)}`,
    ...others.map((line) => `  ${wrapped(line, columns, line.startsWith('- ') ? 4 : 2)}`),
  ];
  // A command stays on one line, so that it can be copied.
  const hints = hint ? printableLines(withoutSecrets(hint)).split('\n') : [];
  lines.push(...hints.map((line) => `  ${line.startsWith('  ') ? line : wrapped(line, columns, 2)}`));
  return lines.join('\n');
}
