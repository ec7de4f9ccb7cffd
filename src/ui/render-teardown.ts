import type { Remainder, Teardown } from '../engine/teardown-plan.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { RESOURCE_WORDS, several } from './words.ts';

/** A kind of thing, and the name of one. */
type Row = readonly [kind: string, name: string];

const poolRow = (pool: UserPool): Row => [
  RESOURCE_WORDS['user-pool'],
  `${printable(pool.Name)} (${pool.Id})`,
];

const rowsOf = (kind: keyof typeof RESOURCE_WORDS, names: readonly string[]): Row[] =>
  names.map((name): Row => [RESOURCE_WORDS[kind], name]);

const userRows = (count: number): Row[] => (count === 0 ? [] : [['Users', several(count, 'user')]]);

function going({ pool, stays, domains, clients, users, identities }: Teardown): Row[] {
  return [
    ...rowsOf(
      'domain',
      domains.map(({ name }) => name),
    ),
    ...(pool === undefined || stays !== undefined ? [] : [poolRow(pool)]),
    ...clients.flatMap(({ name, branding }) => [
      ...rowsOf('app-client', [name]),
      ...(branding === undefined ? [] : rowsOf('branding', [name])),
    ]),
    ...userRows(users),
    ...rowsOf(
      'email-identity',
      identities.map(({ address }) => address),
    ),
  ];
}

function staying(pool: UserPool, { domains, clients, users, senders }: Remainder): Row[] {
  return [
    ...rowsOf('domain', domains),
    poolRow(pool),
    ...rowsOf('app-client', clients),
    ...userRows(users),
    ...rowsOf(
      'email-identity',
      senders.map(({ address }) => address),
    ),
  ];
}

const POOL_LOSS =
  'None of this can be undone: users lose their accounts, and every app that signs in through this user pool stops doing so.';
const APP_LOSS = 'None of this can be undone: nobody can sign in to this app.';
const DOMAIN_LOSS =
  'None of this can be undone: nobody can sign in to this app, or to any other program that uses this sign-in domain.';

/** Why a pool stays. */
function stayingWhy({ made, apps }: Remainder): string {
  const shared = `other apps use it: ${apps.map((app) => printable(app)).join(', ')}`;
  if (made) return `The user pool stays, since ${shared}.`;
  return `The user pool stays, since mendix-cognito did not create it${apps.length === 0 ? '' : `, and ${shared}`}.`;
}

/** What a teardown deletes, for people: a line each, then what stays, and what cannot be brought back. */
export function renderTeardown(teardown: Teardown, { colour, columns, symbols }: Terminal): string {
  const { pool, stays, domains } = teardown;
  const gone = going(teardown);
  const left = pool === undefined || stays === undefined ? [] : staying(pool, stays);
  const width = widest([...gone, ...left].map(([kind]) => kind));
  const line = (mark: string, [kind, name]: Row) =>
    `  ${mark} ${padded(kind, width)}  ${wrapped(printable(name), columns, width + 6)}`;
  const lines = gone.map((row) => colour.err.red(line('-', row)));
  if (gone.length === 0) lines.push('  Nothing but its tag on the user pool.');
  if (pool === undefined) return lines.join('\n');
  const rest =
    stays === undefined
      ? []
      : ['', wrapped(stayingWhy(stays), columns, 0), ...left.map((row) => colour.err.dim(line('=', row)))];
  const loss = stays === undefined ? POOL_LOSS : domains.length > 0 ? DOMAIN_LOSS : APP_LOSS;
  return [...lines, ...rest, '', `${symbols.warning} ${wrapped(loss, columns, 2)}`].join('\n');
}
