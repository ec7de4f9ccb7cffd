import type { PrintCommand } from '../engine/command-line.ts';
import type { AppStatus, StatusRow } from '../engine/status.ts';
import type { Repair } from '../errors.ts';
import { NARROW, padded, widest, wrapped } from './layout.ts';
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

const HEADINGS = ['Alias', 'User pool', 'State'] as const;

/** The table of `status --all`: an app on each line; where that is too wide, its cells are below its alias. */
export function renderApps(apps: readonly AppStatus[], { colour, columns, symbols }: Terminal): string {
  if (apps.length === 0) return 'No user pool in this account and Region is set up for Mendix.';
  const rows = apps.map((app) => ({
    mark: app.state === 'ok' ? colour.out.green(symbols.done) : colour.out.yellow(symbols.warning),
    cells: [printable(app.alias), printable(app.userPoolId ?? ''), WORDS[app.state]] as const,
    urls: app.appUrls.length === 0 ? 'none' : app.appUrls.map(printable).join('\n'),
  }));
  const widths = HEADINGS.map((heading, column) =>
    widest([heading, ...rows.map(({ cells }) => cells[column] ?? '')]),
  );
  const hang = widths.reduce((sum, width) => sum + width + 2, 2);
  const longest = widest(rows.flatMap(({ urls }) => urls.split('\n')));
  if (columns < NARROW || hang + longest > columns) {
    return rows
      .map(({ mark, cells: [alias, pool, state], urls }) =>
        [
          `${mark} ${alias}`,
          `    ${wrapped(`${HEADINGS[1]}: ${pool}`, columns, 4)}`,
          `    ${wrapped(`${HEADINGS[2]}: ${state}`, columns, 4)}`,
          ...urls.split('\n').map((url) => `    ${url}`),
        ].join('\n'),
      )
      .join('\n');
  }
  const line = (row: readonly string[]) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ');
  return [
    `  ${line(HEADINGS)}  App addresses`,
    ...rows.map(({ mark, cells, urls }) => `${mark} ${line(cells)}  ${wrapped(urls, columns, hang)}`),
  ].join('\n');
}
