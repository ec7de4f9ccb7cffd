import { readCaller } from '../../aws/caller.ts';
import type { Aws } from '../../aws/clients.ts';
import { allSettled, forEachOf } from '../../concurrency.ts';
import { allOurs } from '../../engine/locate.ts';
import { type Observed, observe } from '../../engine/observe.ts';
import { makePlan } from '../../engine/plan.ts';
import { type AppStatus, statusRows, worstOf } from '../../engine/status.ts';
import { EXIT } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { reportMissing, warningsJson } from '../../flows/read-current.ts';
import { appUrlsOf } from '../../mendix/settings.ts';
import { aliasesOn } from '../../resources/pool-tags.ts';
import type { Context } from '../../run/context.ts';
import { renderCaller } from '../../ui/render-plan.ts';
import { renderApps } from '../../ui/render-status.ts';
import type { statusCommand } from './command.ts';
import { toCompare, toRead } from './compared.ts';

type Call = InvocationOf<typeof statusCommand>;

function appStatus(aws: Aws, wishes: Call['wishes'], alias: string, observed: Observed): AppStatus {
  const target = toRead(aws, wishes, [], { alias, poolId: observed.pool?.Id });
  const rows = statusRows(makePlan(aws, toCompare(wishes, target, [], observed), observed));
  return {
    alias,
    appUrls: appUrlsOf(observed.client?.settings.CallbackURLs ?? []),
    userPoolId: observed.pool?.Id ?? null,
    userPoolName: observed.pool?.Name ?? null,
    state: worstOf(rows),
    resources: rows,
  };
}

/** `status --all`: every alias of the account and Region, each as `status --alias` compares it. */
export async function showEveryApp(context: Context, aws: Aws, wishes: Call['wishes']): Promise<Result> {
  const progress = await context.progress();
  const { terminal, options } = context;
  const [caller, apps] = await progress.during('Reading what is there', () =>
    allSettled([readCaller(aws), readEveryApp(aws, wishes)]),
  );
  reportMissing(context, aws, 0);
  if (!options.json) terminal.say(`${renderCaller(aws, caller, terminal.columns)}\n`);
  const inStep = apps.every(({ state }) => state === 'ok');
  const first = apps.find(({ state }) => state !== 'ok') ?? apps[0];
  const next = context.again(
    first === undefined
      ? ['setup']
      : [
          'status',
          '--alias',
          first.alias,
          ...(first.userPoolId === null ? [] : ['--pool-id', first.userPoolId]),
        ],
  );
  return {
    json: {
      account: caller.account,
      region: aws.region,
      inStep,
      apps,
      ...warningsJson(aws),
      next,
    },
    text: `${renderApps(apps, terminal)}\n`,
    next: first === undefined ? `Set up the first one:\n  ${next}` : `More about one of them:\n  ${next}`,
    exitCode: wishes.check === true && !inStep ? EXIT.differs : EXIT.done,
  };
}

async function readEveryApp(aws: Aws, wishes: Call['wishes']): Promise<AppStatus[]> {
  const pools = await allOurs(aws);
  const apps = pools.flatMap((pool) => aliasesOn(pool).map((alias) => ({ alias, poolId: pool.Id })));
  const sorted = apps.toSorted((one, other) => (one.alias < other.alias ? -1 : 1));
  return forEachOf(sorted, async (app) =>
    appStatus(aws, wishes, app.alias, await observe(aws, toRead(aws, wishes, [], app))),
  );
}
