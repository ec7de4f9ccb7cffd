import { readCaller } from '../../aws/caller.ts';
import { allSettled } from '../../concurrency.ts';
import { isEmpty, needsCount, planTeardown, type Teardown, tearDown } from '../../engine/teardown.ts';
import type { AppliedChange } from '../../engine/work.ts';
import { CancelledError, UsageError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { tellLacking, warningsOf } from '../../flows/look.ts';
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
      [`--users ${given} does not fit: ${users} users go with the user pool.`],
      'Look at the list with --dry-run. Nothing was removed.',
      'USERS_DIFFER',
    );
  }
  if (terminal.interactive) return;
  const problems = [
    ...(options.yes
      ? []
      : ['This run would remove what is listed, and there is nobody to ask: --yes is missing.']),
    ...(needsCount(teardown) && given === undefined
      ? [
          `${users} users would lose their accounts, and --yes alone does not answer for them: add --users ${users}.`,
        ]
      : []),
  ];
  if (problems.length === 0) return;
  throw new UsageError(
    problems,
    'Look at the list with --dry-run, then run the command with what is missing.',
  );
}

/**
 * Nothing is taken down on a mere Enter: the alias has to be typed, or `--yes` given. Where several users go, their number
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
  const alias = printable(teardown.alias ?? '');
  if (!context.options.yes) await typed(`Type the alias (${alias}) to remove all of this`, alias);
  if (needsCount(teardown) && given === undefined) {
    await typed('Type the number of users who lose their accounts', String(teardown.users));
  }
}

/** What the teardown would remove, as the `changes` of a dry run. */
function planned({ pool, domains, identities }: Teardown): AppliedChange[] {
  return [
    ...domains.map(({ name }) => ({ resource: 'domain', action: 'delete', id: name }) as const),
    ...(pool === undefined ? [] : [{ resource: 'user-pool', action: 'delete', id: pool.Id } as const]),
    ...identities.map(
      ({ address }) => ({ resource: 'email-identity', action: 'delete', id: address }) as const,
    ),
  ];
}

async function carryOut(context: Context, teardown: Teardown): Promise<AppliedChange[]> {
  const made: AppliedChange[] = [];
  try {
    await tearDown(await context.aws(), teardown, await context.progress(), made);
    return made;
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const gone = made.map(({ id }) => printable(id)).join(', ') || 'nothing yet';
    throw new CancelledError(
      'Cancelled.',
      `Removed so far: ${gone}. Run the same command again to go on from there.`,
    );
  }
}

/** `destroy`: removes domain, user pool with clients and users, and the SES addresses that carry the alias. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  await requireComplete(context, invocation, []);
  const aws = await context.aws();
  const { terminal, options } = context;
  const progress = await context.progress();
  const [caller, teardown] = await progress.during('Reading what is there', () =>
    allSettled([readCaller(aws), planTeardown(aws, selectorOf(invocation.answers))]),
  );
  tellLacking(context, aws, 0);
  const warnings = warningsOf(aws);
  const json = {
    account: caller.account,
    region: aws.region,
    alias: teardown.alias ?? null,
    users: teardown.users,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  if (isEmpty(teardown)) {
    if (!options.json) terminal.say(renderCaller(aws, caller, terminal.columns));
    return { json: { ...json, changes: [] }, text: '', next: 'There is nothing to remove.' };
  }
  terminal.say(renderCaller(aws, caller, terminal.columns));
  terminal.say();
  terminal.say(`What goes with the alias ${printable(teardown.alias)}:`);
  terminal.say(renderTeardown(teardown, terminal));
  terminal.say();
  if (options.dryRun) {
    return {
      json: { ...json, changes: planned(teardown) },
      text: '',
      next: 'Nothing was removed (--dry-run).',
    };
  }
  await confirm(context, teardown, invocation.answers.users);
  const changes = await carryOut(context, teardown);
  return {
    json: { ...json, changes },
    text: '',
    next: 'All of it is gone. In Mendix, remove the configuration of this alias from the OIDC SSO page.',
  };
}
