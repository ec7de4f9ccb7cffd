import type { PrintCommand } from '../engine/command-line.ts';
import type { StatusRow } from '../engine/status.ts';
import type { Repair } from '../errors.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import { renderField } from './render-plan.ts';
import { renderRepairs } from './render-repair.ts';
import type { Terminal } from './terminal.ts';
import { RESOURCE_WORDS } from './words.ts';

const WORDS: Record<StatusRow['state'], string> = {
  ok: 'ok',
  missing: 'missing',
  differs: 'differs',
  blocked: 'differs, and cannot be changed',
  waiting: 'not ready yet',
};

/** Whose ids people look up in the Cognito console. */
const WITH_ID: ReadonlySet<StatusRow['resource']> = new Set(['user-pool', 'app-client']);

const nameOf = (resource: StatusRow['resource']): string =>
  resource === 'discovery' ? 'Discovery document' : RESOURCE_WORDS[resource];

/** The table of `status`: a line for each resource, below it what differs (field: from → to). */
export function renderStatus(
  rows: readonly StatusRow[],
  notes: readonly Repair[],
  terminal: Terminal,
  print: PrintCommand,
): string {
  const { colour, columns, symbols } = terminal;
  const paint = {
    ok: colour.out.green,
    missing: colour.out.yellow,
    differs: colour.out.yellow,
    blocked: colour.out.red,
    waiting: colour.out.yellow,
  };
  const width = widest(rows.map(({ resource }) => nameOf(resource)));
  const lines = rows.flatMap((row) => {
    const mark =
      row.state === 'ok' ? symbols.done : row.state === 'blocked' ? symbols.failed : symbols.warning;
    const shown = row.name === null ? '' : printable(row.name);
    const state = row.state === 'ok' ? '' : `${row.name === null ? '' : ': '}${WORDS[row.state]}`;
    const id = WITH_ID.has(row.resource) && row.id !== null ? ` (${printable(row.id)})` : '';
    return [
      `${paint[row.state](mark)} ${padded(nameOf(row.resource), width)}  ${wrapped(`${shown}${id}${state}`, columns, width + 4)}`,
      ...row.differences.map((field) => renderField(field, symbols.arrow, columns, 4)),
      ...row.reasons.map((reason) => `    ${wrapped(reason, columns, 4)}`),
    ];
  });
  return [
    ...lines,
    ...notes.map((note) => `${symbols.warning} ${renderRepairs([note], print, columns, 2)}`),
  ].join('\n');
}
