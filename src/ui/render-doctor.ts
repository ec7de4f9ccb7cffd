import type { PrintCommand } from '../engine/command-line.ts';
import { type CheckResult, GROUPS, type Verdict } from '../engine/doctor/check.ts';
import type { Explanation, LogExplanation } from '../mendix/explain.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import { renderRepairs } from './render-repair.ts';
import type { Terminal } from './terminal.ts';
import { several } from './words.ts';

const COUNTED: Record<Verdict, (count: number) => string> = {
  ok: (count) => `${count} ok`,
  warn: (count) => several(count, 'warning'),
  fail: (count) => `${count} failed`,
  unknown: (count) => `${count} unknown`,
  skipped: (count) => `${count} skipped`,
};

type Marks = Record<Verdict, string>;

function marksOf({ symbols, colour }: Terminal): Marks {
  return {
    ok: colour.out.green(symbols.done),
    warn: colour.out.yellow(symbols.warning),
    fail: colour.out.red(symbols.failed),
    unknown: colour.out.yellow('?'),
    skipped: colour.out.dim(symbols.line),
  };
}

/** What is good, on one line: by name where there is room, else as a number. The JSON document has each. */
function folded(good: readonly CheckResult[], marks: Marks, room: number): string {
  if (good.length === 0) return '';
  const named = good.map(({ name }) => `${marks.ok} ${printable(name)}`).join('  ');
  return widest([named]) <= room ? named : `${marks.ok} ${good.length} checks`;
}

/** What is not good and why, and below it the repair. A command stays on one line, so that it copies whole. */
function details(
  { name, verdict, why, repair }: CheckResult,
  marks: Marks,
  terminal: Terminal,
  print: PrintCommand,
): string[] {
  const { columns, symbols, colour } = terminal;
  const [first = '', ...others] = why.split('\n').map(printable);
  const lines = [
    `  ${marks[verdict]} ${wrapped(`${printable(name)}: ${first}`, columns, 4)}`,
    ...others.map((line) => `    ${wrapped(line, columns, 6)}`),
  ];
  const [only] = repair;
  if (only?.act === undefined) {
    if (only !== undefined) lines.push(`      ${colour.out.bold(print(only.run))}`);
  } else lines.push(`    ${symbols.arrow} ${renderRepairs(repair, print, columns, 6)}`);
  return lines;
}

/** The checks of one group that wait for the same one. */
function waiting(results: readonly CheckResult[], marks: Marks, columns: number): string[] {
  const reasons = [...new Set(results.map(({ why }) => why))];
  return reasons.map((reason) => {
    const names = results.filter(({ why }) => why === reason).map(({ name }) => printable(name));
    return `  ${marks.skipped} ${wrapped(`${names.join(', ')}: ${printable(reason).replace(/^W/, 'w')}`, columns, 4)}`;
  });
}

/** The list of checks: a line or two for a group that is well, and below it what is not. */
export function renderDoctor(
  results: readonly CheckResult[],
  terminal: Terminal,
  print: PrintCommand,
): string {
  const { columns, colour } = terminal;
  const marks = marksOf(terminal);
  const width = widest(GROUPS) + 2;
  const lines = GROUPS.flatMap((group) => {
    const own = results.filter((result) => result.group === group);
    if (own.length === 0) return [];
    const good = own.filter(({ verdict }) => verdict === 'ok');
    const skipped = own.filter(({ verdict }) => verdict === 'skipped');
    const rest = own.filter(({ verdict }) => verdict !== 'ok' && verdict !== 'skipped');
    return [
      `${colour.out.bold(padded(group, width))}${folded(good, marks, columns - width)}`.trimEnd(),
      ...rest.flatMap((result) => details(result, marks, terminal, print)),
      ...waiting(skipped, marks, columns),
    ];
  });
  const counts = (Object.keys(COUNTED) as Verdict[]).flatMap((verdict) => {
    const count = results.filter((result) => result.verdict === verdict).length;
    return count === 0 ? [] : [COUNTED[verdict](count)];
  });
  return [...lines, '', counts.join(', ')].join('\n');
}

/** Where in a log an explanation is from. */
function placeOf({ line, lines }: LogExplanation): string {
  const more = lines === 1 ? '' : lines === 2 ? ' and one more' : ` and ${lines - 1} more`;
  return `Line ${line}${more}: `;
}

/** What an error text means: cause and repair. */
export function renderExplanations(
  explanations: readonly (Explanation | LogExplanation)[],
  terminal: Terminal,
  print: PrintCommand,
): string {
  const { columns, symbols } = terminal;
  return explanations
    .map((explanation) => {
      const { cause, repair } = explanation;
      const place = 'line' in explanation ? placeOf(explanation) : '';
      return [
        wrapped(printable(`${place}${cause}`), columns),
        `${symbols.arrow} ${renderRepairs(repair, print, columns, 2)}`,
      ].join('\n');
    })
    .join('\n\n');
}
