import { appWords } from '../../engine/locate.ts';
import type { Observed } from '../../engine/observe.ts';
import { makePlan } from '../../engine/plan.ts';
import { documentUrl } from '../../engine/pool-discovery.ts';
import { ROTATION_BEGUN } from '../../engine/rotation.ts';
import { secretAdvice } from '../../engine/settings.ts';
import { isInStep, nextCommand, statusRows } from '../../engine/status.ts';
import { EXIT, type Repair } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { readCurrent } from '../../flows/read-current.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { givenUsers } from '../../inputs/desired.ts';
import { repeatedFlags } from '../../inputs/repeated-flags.ts';
import { secretState } from '../../resources/app-client-settings.ts';
import type { Context } from '../../run/context.ts';
import { leftOverWhy, renderCaller } from '../../ui/render-plan.ts';
import { repairsText } from '../../ui/render-repair.ts';
import { renderStatus } from '../../ui/render-status.ts';
import type { statusCommand } from './command.ts';
import { toCompare, toRead } from './compared.ts';
import { showEveryApp } from './every-app.ts';

type Call = InvocationOf<typeof statusCommand>;

/** What stands half-way, and what ends it. */
function notesOn({ leftOver, client, alias, pool }: Observed): Repair[] {
  const notes: Repair[] = leftOver.map(({ Id, CreationDate }) => ({
    act: `${Id}: ${leftOverWhy(CreationDate)}. The next setup removes it.`,
  }));
  if (client !== undefined && secretState(client) === 'rotating') {
    const [finish] = secretAdvice(client, alias, appWords(alias, pool));
    notes.push({ ...finish, act: ROTATION_BEGUN });
  }
  return notes;
}

/** `status`: a table of what is there, what differs from what the flags (or the defaults) want, the next command. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { wishes } = invocation;
  await requireComplete(context, invocation, []);
  const aws = await context.aws();
  if (wishes.all === true) return showEveryApp(context, aws, wishes);
  const users = givenUsers(wishes);
  const target = toRead(aws, wishes, users);
  const observed = await readCurrent(context, aws, target);
  const plan = makePlan(aws, toCompare(wishes, target, users, observed), observed);
  const rows = statusRows(plan);
  const next = context.again(nextCommand(plan, rows, repeatedFlags(wishes)));
  const notes = [...plan.notes, ...notesOn(observed)];
  const inStep = isInStep(rows) && observed.leftOver.length === 0;
  const { terminal, options } = context;
  const { pool } = observed;
  if (!options.json) terminal.say(`${renderCaller(aws, observed.caller, terminal.columns)}\n`);
  return {
    json: {
      account: observed.caller.account,
      region: aws.region,
      alias: observed.alias ?? null,
      inStep,
      resources: rows,
      automaticConfigurationUrl: pool === undefined ? null : documentUrl(aws, pool, observed.discovery),
      notes: notes.map((note) => repairsText([note], context.again)),
      next,
    },
    text: `${renderStatus(rows, notes, terminal, context.again)}\n`,
    next: `Next:\n  ${next}`,
    exitCode: wishes.check === true && !inStep ? EXIT.differs : EXIT.done,
  };
}
