import type { PrintCommand } from '../engine/command-line.ts';
import { type CliError, EXIT, UsageError } from '../errors.ts';
import { withoutSecrets } from '../secret.ts';
import { wrapped } from './layout.ts';
import { printableLines } from './printable.ts';
import { renderRepairs } from './render-repair.ts';
import type { Terminal } from './terminal.ts';

/**
 * An error for people: what happened and why, then the command or click that fixes it.
 *
 * @param print how a proposed command is printed
 */
export function renderError(
  error: CliError,
  { colour, columns, symbols }: Terminal,
  print: PrintCommand,
): string {
  const mark =
    error.exitCode === EXIT.cancelled ? colour.err.yellow(symbols.warning) : colour.err.red(symbols.failed);
  const several = error instanceof UsageError && error.problems.length > 1;
  const message = several ? `${error.problems.length} problems:\n${error.message}` : error.message;
  const [first = '', ...others] = printableLines(withoutSecrets(message)).split('\n');
  const lines = [
    `${mark} ${wrapped(first, columns, 2)}`,
    ...others.map((line) => `  ${wrapped(line, columns, line.startsWith('- ') ? 4 : 2)}`),
  ];
  if (error.repairs.length > 0) {
    lines.push(`  ${withoutSecrets(renderRepairs(error.repairs, print, columns, 2))}`);
  }
  return lines.join('\n');
}
