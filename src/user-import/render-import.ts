import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import type { Terminal } from '../ui/terminal.ts';
import { counted, several } from './meter.ts';

/** What a run over a file of users would do, in numbers. */
export interface ImportPlan {
  readonly rows: number;
  readonly create: number;
  /** Begun by an earlier run, and not ended. */
  readonly finish: number;
  readonly update: number;
  /** There already, and left as they are. */
  readonly exist: number;
  /** There already with other values than the file's, which are left as they are. */
  readonly differ: number;
  /** Groups that have to be made. */
  readonly groups: readonly string[];
  readonly notes: readonly string[];
}

/** How many names are told one by one. */
const MOST_NAMES = 10;

function names(groups: readonly string[]): string {
  const told = groups.slice(0, MOST_NAMES).map(printable).join(', ');
  return groups.length > MOST_NAMES ? `${told} and ${counted(groups.length - MOST_NAMES)} more` : told;
}

/** The plan for people: a line for each kind of change, since nobody reads ten thousand. */
export function renderImportPlan(plan: ImportPlan, terminal: Terminal): string {
  const { colour, columns, symbols } = terminal;
  const lines = [
    ...(plan.groups.length === 0 ? [] : [colour.err.green(`+ Groups  ${names(plan.groups)}`)]),
    ...(plan.create === 0 ? [] : [colour.err.green(`+ Users   ${counted(plan.create)}`)]),
    ...(plan.finish === 0
      ? []
      : [colour.err.green(`+ Users   ${counted(plan.finish)} that an earlier run began`)]),
    ...(plan.update === 0 ? [] : [colour.err.yellow(`~ Users   ${counted(plan.update)}`)]),
    ...(plan.exist === 0 ? [] : [colour.err.dim(`= Users   ${counted(plan.exist)} that are there already`)]),
  ];
  const differ =
    plan.differ === 0
      ? []
      : [
          `${several(plan.differ, 'user')} ${plan.differ === 1 ? 'has' : 'have'} other values than the file, and ${plan.differ === 1 ? 'keeps' : 'keep'} them. The result says which; --update changes them.`,
        ];
  const notes = [...differ, ...plan.notes].map((note) => `${symbols.warning} ${wrapped(note, columns, 2)}`);
  return [...lines.map((line) => `  ${line}`), ...notes.flatMap((note) => ['', note])].join('\n');
}
