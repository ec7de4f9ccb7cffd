import type { PrintCommand } from '../engine/command-line.ts';
import type { Repair } from '../errors.ts';
import { wrapped } from './layout.ts';
import { printableLines } from './printable.ts';

/** Each repair as lines: what to do, and below it, on a line of its own and indented, the command. */
function linesOf(repairs: readonly Repair[], print: PrintCommand): string[] {
  return repairs.flatMap(({ act, run, aws }) => [
    ...(act === undefined ? [] : act.split('\n')),
    ...(run === undefined ? [] : [`  ${print(run)}`]),
    ...(aws === undefined ? [] : [`  ${print(aws, 'aws')}`]),
  ]);
}

/** Repairs as plain text; a command that nothing leads to begins its line. */
export function repairsText(repairs: readonly Repair[], print: PrintCommand): string {
  return linesOf(repairs, print).join('\n').trimStart();
}

/**
 * Repairs for the screen: sentences wrapped to the width, the first line to stand behind `indent` columns. A command is
 * never broken, so that it can be copied.
 */
export function renderRepairs(
  repairs: readonly Repair[],
  print: PrintCommand,
  columns: number,
  indent: number,
): string {
  return linesOf(repairs, print)
    .map((line) => printableLines(line))
    .map((line) => (line.startsWith('  ') ? line : wrapped(line, columns, indent)))
    .join(`\n${' '.repeat(indent)}`);
}
