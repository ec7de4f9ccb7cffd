import type { Teardown } from '../engine/teardown.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { RESOURCE_WORDS } from './words.ts';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What a teardown takes away, for people: a line each, and what cannot be brought back. */
export function renderTeardown(teardown: Teardown, { colour, columns, symbols }: Terminal): string {
  const { pool, domains, clients, users, identities } = teardown;
  const rows: [string, string][] = [
    ...domains.map(({ name }): [string, string] => [RESOURCE_WORDS.domain, name]),
    ...(pool === undefined
      ? []
      : [[RESOURCE_WORDS['user-pool'], `${printable(pool.Name)} (${pool.Id})`] satisfies [string, string]]),
    ...clients.map((name): [string, string] => [RESOURCE_WORDS['app-client'], name]),
    ...(users === 0 ? [] : [['Users', counted(users, 'user', 'users')] satisfies [string, string]]),
    ...identities.map(({ address }): [string, string] => [RESOURCE_WORDS['email-identity'], address]),
  ];
  const width = widest(rows.map(([kind]) => kind));
  const lines = rows.map(([kind, name]) =>
    colour.err.red(`  - ${padded(kind, width)}  ${wrapped(printable(name), columns, width + 6)}`),
  );
  if (pool === undefined) return lines.join('\n');
  const loss =
    'None of this can be brought back: users lose their accounts, and every app that signs in through this user pool stops doing so.';
  return [...lines, '', `${symbols.warning} ${wrapped(loss, columns, 2)}`].join('\n');
}
