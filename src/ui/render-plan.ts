import type { Caller } from '../aws/caller.ts';
import type { Aws } from '../aws/clients.ts';
import type { PrintCommand } from '../engine/command-line.ts';
import { notesOf, type Plan, type PlannedChange } from '../engine/plan.ts';
import type { FieldChange } from '../resources/contract.ts';
import { NARROW, padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import { renderRepairs } from './render-repair.ts';
import type { Terminal } from './terminal.ts';
import { RESOURCE_WORDS } from './words.ts';

/** Where what belongs to a line of the plan begins. */
const INDENT = 6;

const MARKS = { create: '+', update: '~', blocked: '!', none: '=' } as const;

/** Whose account a run is about, in a line or two. */
export function renderCaller(
  aws: Pick<Aws, 'sandbox' | 'region' | 'issuerBase'>,
  caller: Caller,
  columns: number,
): string {
  const text = aws.sandbox
    ? `Local sandbox at ${aws.issuerBase} (no AWS account), Region ${aws.region}`
    : `AWS account ${printable(caller.account)}, Region ${aws.region}\nas ${printable(caller.arn)}`;
  return wrapped(text, columns);
}

const inWords = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'yes' : 'no') : printable(value);

/** One field: what it is and what it becomes. Of a list only what comes or goes, each on a line of its own. */
function fieldLines({ field, from, to }: FieldChange, arrow: string, room: number): string[] {
  if (Array.isArray(from) && Array.isArray(to)) {
    const added = to.filter((item) => !from.includes(item)).map((item) => `+ ${printable(item)}`);
    const gone = from.filter((item) => !to.includes(item)).map((item) => `- ${printable(item)}`);
    const items = [...added, ...gone];
    const line = `${field}: ${items[0]}`;
    return items.length === 1 && widest([line]) <= room
      ? [line]
      : [`${field}:`, ...items.map((item) => `  ${item}`)];
  }
  return from === undefined
    ? [`${field}: ${inWords(to)}`]
    : [`${field}: ${inWords(from)} ${arrow} ${inWords(to)}`];
}

/** The lines of a field, wrapped to the width and indented; an address stays on the line of its mark. */
export function renderField(field: FieldChange, arrow: string, columns: number, indent: number): string {
  const alone = /^ *[+-] \S+$/;
  return fieldLines(field, arrow, columns - indent)
    .map((line) => ' '.repeat(indent) + (alone.test(line) ? line : wrapped(line, columns, indent)))
    .join('\n');
}

/** What is decided or changed of one thing, below its line. */
function detailsOf(
  { difference }: PlannedChange,
  arrow: string,
  columns: number,
  print: PrintCommand,
): string[] {
  if (difference.action === 'none') return [];
  const fields = difference.fields.map((field) => renderField(field, arrow, columns, INDENT));
  if (difference.action !== 'blocked') return fields;
  const blocked = difference.blocked.flatMap(({ field, why, choices }) => [
    wrapped(`${field}: ${why}`, columns, INDENT),
    ...choices.map((choice) => `- ${renderRepairs([choice], print, columns, INDENT + 2)}`),
  ]);
  return [...blocked.map((line) => ' '.repeat(INDENT) + line), ...fields];
}

/** Why a second pool of the alias goes. */
export function leftOverWhy(created: Date | undefined): string {
  const when = created === undefined ? '' : ` (${created.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
  return `a second user pool of this alias, created later${when}, with no users, app clients or domain: left by a run that ended early`;
}

/** The plan for people: a line for each resource, below it what changes. */
export function renderPlan(plan: Plan, terminal: Terminal, print: PrintCommand): string {
  const { colour, columns, symbols } = terminal;
  const paint = {
    create: colour.err.green,
    update: colour.err.yellow,
    blocked: colour.err.red,
    none: colour.err.dim,
  };
  const width = widest(Object.values(RESOURCE_WORDS));
  const headed = (mark: string, kind: string, name: string) =>
    columns < NARROW
      ? `  ${mark} ${kind}\n      ${wrapped(name, columns, 6)}`
      : `  ${mark} ${padded(kind, width)}  ${wrapped(name, columns, width + 6)}`;
  const lines = plan.changes.flatMap((change) => {
    const { action } = change.difference;
    return [
      paint[action](headed(MARKS[action], RESOURCE_WORDS[change.resource], printable(change.name))),
      ...detailsOf(change, symbols.arrow, columns, print),
    ];
  });
  const leftOver = plan.observed.leftOver.flatMap(({ Id, CreationDate }) => [
    colour.err.red(headed('-', RESOURCE_WORDS['user-pool'], printable(Id))),
    `      ${wrapped(leftOverWhy(CreationDate), columns, 6)}`,
  ]);
  const notes = notesOf(plan).map((note) => `${symbols.warning} ${renderRepairs([note], print, columns, 2)}`);
  return [...leftOver, ...lines, ...notes.flatMap((note) => ['', note])].join('\n');
}

const LEGEND = ['+ create', '~ change', '! cannot be changed', '= stays as it is'];
const LEGEND_REMOVE = '- remove';

/** The heading of a plan: what its marks mean. */
export function planTitle({ observed }: Plan, columns: number): string {
  const legend = observed.leftOver.length === 0 ? LEGEND : [LEGEND_REMOVE, ...LEGEND];
  const line = `Plan (${legend.join('   ')})`;
  return line.length <= columns ? line : ['Plan', ...legend.map((mark) => `  ${mark}`)].join('\n');
}
