import { parseArgs } from 'node:util';
import type { Desired } from '../../engine/desired.ts';
import type { CheckResult } from '../../engine/doctor/check.ts';
import { SOME_NAME } from '../../engine/doctor/user.ts';
import type { Observed } from '../../engine/observe.ts';
import { type Converged, converge } from '../../flows/converge.ts';
import { INPUTS, type InputName, kebab, type Wishes } from '../../inputs/definitions.ts';
import {
  desiredClient,
  desiredDomain,
  desiredPool,
  desiredUser,
  givenUsers,
  selectorOf,
  targetOf,
} from '../../inputs/desired.ts';
import { resolveGiven } from '../../inputs/resolve.ts';
import type { Context } from '../../run/context.ts';

/** The commands that a run of `--fix` stands for. The others ask for what only a person can do or decide. */
const FIXES = ['create-pool', 'create-client', 'add-user', 'verify-email'] as const;

/** A command that a check names, read as the command line would. */
interface Fix {
  readonly name: (typeof FIXES)[number];
  readonly words: readonly string[];
  readonly wishes: Wishes;
}

const NAMES = Object.keys(INPUTS) as InputName[];

const OPTIONS = Object.fromEntries(
  NAMES.map((name) => {
    const { kind } = INPUTS[name];
    const type = kind === 'switch' ? ('boolean' as const) : ('string' as const);
    return [kebab(name), { type, multiple: kind === 'list' }];
  }),
);

function fixOf([command, ...args]: readonly string[]): Fix | undefined {
  const name = FIXES.find((known) => known === command);
  if (name === undefined) return undefined;
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const flags = Object.fromEntries(NAMES.map((input) => [input, values[kebab(input)]]));
  return { name, words: positionals, wishes: resolveGiven(NAMES, flags, {}, {}, {}).wishes };
}

/** True for a fix that takes somebody's decision: another app client, somebody else's pool, or a name that nobody gave. */
const isDecision = ({ wishes }: Fix, clientName: string | undefined): boolean =>
  wishes.adopt === true ||
  (wishes.clientName !== undefined && wishes.clientName !== clientName) ||
  wishes.userFullName === SOME_NAME;

/** What the checks name that this program can do by itself. */
export function fixesOf(results: readonly CheckResult[], clientName: string | undefined): Fix[] {
  return (
    results
      // Several are ways to choose from.
      .flatMap(({ repair }) => (repair.length === 1 ? repair : []))
      .flatMap(({ run }) => (run === undefined ? [] : (fixOf(run) ?? [])))
      .filter((fix) => !isDecision(fix, clientName))
  );
}

/** What several commands on one app say together. */
function together(fixes: readonly Fix[]): Wishes {
  const all: Record<string, unknown> = {};
  for (const { wishes } of fixes) {
    for (const [name, value] of Object.entries(wishes)) {
      const before = all[name];
      all[name] = Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])] : value;
    }
  }
  return all;
}

/** Carries out the fixes as one run: one plan, one confirmation. */
export async function carryOut(
  context: Context,
  fixes: readonly Fix[],
  alias: string | undefined,
): Promise<Converged> {
  const by = (name: Fix['name']) => fixes.filter((fix) => fix.name === name);
  const has = (name: Fix['name']) => by(name).length > 0;
  const wordsOf = (chosen: readonly Fix[]) => [...new Set(chosen.flatMap(({ words }) => words))];
  const wishes = together(fixes);
  const app = alias ?? selectorOf(wishes).alias ?? '';
  const people = wordsOf(by('add-user')).flatMap((userEmail) => givenUsers({ ...wishes, userEmail }));
  const verify = by('verify-email');
  const needsPool = fixes.length > verify.length;
  const target = targetOf(wishes, {
    ...(needsPool ? {} : { selector: undefined }),
    identities: wordsOf(verify),
    users: people,
  });
  return converge(
    context,
    target,
    ({ pool }: Observed): Desired => ({
      target,
      resend: wordsOf(verify.filter((fix) => fix.wishes.resend === true)),
      ...(has('create-pool') ? { pool: desiredPool(wishes, app), domain: desiredDomain(wishes, app) } : {}),
      ...(has('create-client') ? { client: desiredClient(wishes, app) } : {}),
      users: people.map((user) =>
        desiredUser(wishes, user, undefined, pool?.Policies?.PasswordPolicy?.MinimumLength),
      ),
    }),
  );
}
