import { readCaller } from '../../aws/caller.ts';
import { allSettled } from '../../concurrency.ts';
import { tearDown } from '../../engine/teardown.ts';
import { isEmpty, needsCount, planTeardown, type Teardown } from '../../engine/teardown-plan.ts';
import type { AppliedChange } from '../../engine/work.ts';
import { CancelledError, UsageError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { reportMissing, warningsJson, whicheverApp } from '../../flows/read-current.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { selectorOf } from '../../inputs/desired.ts';
import type { Context } from '../../run/context.ts';
import { printable } from '../../ui/printable.ts';
import { renderCaller } from '../../ui/render-plan.ts';
import { renderTeardown } from '../../ui/render-teardown.ts';
import type { destroyCommand } from './command.ts';

type Call = InvocationOf<typeof destroyCommand>;

/** Stops a run whose flags do not let it go on, with nobody to ask. */
function requireConsent({ options, terminal }: Context, teardown: Teardown, given: number | undefined): void {
  const { users } = teardown;
  if (given !== undefined && given !== users) {
    throw new UsageError(
      [
        teardown.pool !== undefined && teardown.stays === undefined
          ? `--users ${given} does not fit: ${users === 1 ? 'one user is' : `${users} users are`} deleted with the user pool.`
          : `--users ${given} does not fit: no user is deleted, because no user pool is.`,
      ],
      'Check the list with --dry-run. Nothing was deleted.',
      'USERS_DIFFER',
    );
  }
  if (terminal.interactive) return;
  const problems = [
    ...(options.yes
      ? []
      : ['This run would delete what is listed, and there is nobody to ask: --yes is missing.']),
    ...(needsCount(teardown) && given === undefined
      ? [
          `${users} users would lose their accounts, and --yes alone does not confirm that: add --users ${users}.`,
        ]
      : []),
  ];
  if (problems.length === 0) return;
  throw new UsageError(problems, 'Check the list with --dry-run, then run the command with what is missing.');
}

/**
 * Nothing is deleted on a mere Enter: the alias must be typed, or `--yes` given. Where several users go, their number
 * as well, or `--users`: `--yes` is no answer for them.
 */
async function confirm(context: Context, teardown: Teardown, given: number | undefined): Promise<void> {
  requireConsent(context, teardown, given);
  const typed = async (message: string, wanted: string) => {
    const ask = await context.prompts();
    await ask.text({
      message,
      check: (answer) =>
        answer.trim() === wanted ? undefined : `That is not ${wanted}. Ctrl-C leaves everything as it is.`,
    });
  };
  const what = teardown.alias === undefined ? 'id of the user pool' : 'alias';
  const name = printable(teardown.alias ?? teardown.pool?.Id);
  if (!context.options.yes) await typed(`Type the ${what} (${name}) to delete all of this`, name);
  if (needsCount(teardown) && given === undefined) {
    await typed('Type the number of users who lose their accounts', String(teardown.users));
  }
}

/** What the teardown would remove, as the `changes` of a dry run. */
function planned({ pool, stays, domains, clients, identities }: Teardown): AppliedChange[] {
  const gone = (resource: AppliedChange['resource'], id: string) =>
    ({ resource, action: 'delete', id }) as const;
  const untagged = (id: string) => ({ resource: 'user-pool', action: 'update', id }) as const;
  const inPool: AppliedChange[] =
    stays === undefined
      ? pool === undefined
        ? []
        : [gone('user-pool', pool.Id)]
      : clients.flatMap(({ id, branding }) => [
          ...(branding === undefined ? [] : [gone('branding', branding.id)]),
          gone('app-client', id),
        ]);
  return [
    ...domains.map(({ name }) => gone('domain', name)),
    ...inPool,
    ...(pool === undefined || stays === undefined ? [] : [untagged(pool.Id)]),
    ...identities.map(({ address }) => gone('email-identity', address)),
  ];
}

/** What stays of the pool, for the JSON document. */
function staying({ pool, stays }: Teardown): Record<string, unknown> {
  if (pool === undefined || stays === undefined) return {};
  const { apps, clients, domains, users, senders } = stays;
  return {
    stays: {
      userPoolId: pool.Id,
      users,
      apps,
      clients,
      domains,
      emailIdentities: senders.map(({ address }) => address),
    },
  };
}

/** The last words of a run that has removed all that was listed. */
function farewell({ pool, stays }: Teardown): string {
  const inMendix = 'In Mendix, remove the configuration of this alias from the OIDC SSO page.';
  if (pool === undefined || stays === undefined) return `Everything listed was deleted. ${inMendix}`;
  return `Everything listed was deleted. The user pool ${printable(pool.Name)} (${pool.Id}) stays, with its users. ${inMendix}`;
}

async function removeAll(context: Context, teardown: Teardown): Promise<AppliedChange[]> {
  const made: AppliedChange[] = [];
  try {
    await tearDown(await context.aws(), teardown, await context.progress(), made);
    return made;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const deleted = made.filter(({ action }) => action === 'delete');
    const gone = deleted.map(({ id }) => printable(id)).join(', ') || 'nothing yet';
    throw new CancelledError(
      'Cancelled.',
      `Deleted so far: ${gone}. Run the same command again to go on from there.`,
    );
  }
}

/**
 * `destroy`: removes what was created for an alias, with the user pool and its users when this tool created it and no other app
 * uses it.
 */
export async function run(context: Context, invocation: Call): Promise<Result> {
  await requireComplete(context, invocation, []);
  const aws = await context.aws();
  const { terminal, options } = context;
  const progress = await context.progress();
  const [caller, teardown] = await whicheverApp(context, selectorOf(invocation.answers), (selector) =>
    progress.during('Reading what is there', () =>
      allSettled([readCaller(aws), planTeardown(aws, selector)]),
    ),
  );
  reportMissing(context, aws, 0);
  const json = {
    account: caller.account,
    region: aws.region,
    alias: teardown.alias ?? null,
    users: teardown.users,
    ...staying(teardown),
    ...warningsJson(aws),
  };
  if (isEmpty(teardown)) {
    if (!options.json) terminal.say(renderCaller(aws, caller, terminal.columns));
    return { json: { ...json, changes: [] }, text: '', next: 'There is nothing to delete.' };
  }
  terminal.say(renderCaller(aws, caller, terminal.columns));
  terminal.say();
  terminal.say(
    teardown.alias === undefined
      ? 'What is deleted:'
      : `What is deleted with the alias ${printable(teardown.alias)}:`,
  );
  terminal.say(renderTeardown(teardown, terminal));
  terminal.say();
  if (options.dryRun) {
    return {
      json: { ...json, changes: planned(teardown) },
      text: '',
      next: 'Nothing was deleted (--dry-run).',
    };
  }
  await confirm(context, teardown, invocation.answers.users);
  const changes = await removeAll(context, teardown);
  return {
    json: { ...json, changes },
    text: '',
    next: farewell(teardown),
  };
}
