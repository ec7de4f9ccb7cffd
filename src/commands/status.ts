import type { Context } from '../context.ts';
import { flagWords } from '../engine/command-line.ts';
import type { Desired } from '../engine/desired.ts';
import { appWords } from '../engine/locate.ts';
import type { Observed } from '../engine/observe.ts';
import { makePlan } from '../engine/plan.ts';
import { ROTATION_BEGUN } from '../engine/rotation.ts';
import { isInStep, nextCommand, type RepeatedFlags, statusRows } from '../engine/status.ts';
import { EXIT } from '../errors.ts';
import { requireComplete } from '../inputs/ask.ts';
import type { Answers } from '../inputs/definitions.ts';
import {
  desiredClient,
  desiredDomain,
  desiredPool,
  desiredUser,
  nothingDesired,
  selectorOf,
} from '../inputs/desired.ts';
import { repeatedFlags } from '../inputs/repeated-flags.ts';
import { look } from '../look.ts';
import { discoveryUrl } from '../oidc/discovery.ts';
import { secretState } from '../resources/app-client-settings.ts';
import type { Invocation, Result } from '../result.ts';
import { leftOverWhy, renderCaller } from '../ui/render-plan.ts';
import { renderStatus } from '../ui/render-status.ts';

/** What is read: status never asks for more than what is there, so a foreign pool may be looked at. */
function toLookAt(answers: Answers): Desired {
  const selector = { ...selectorOf(answers), adopt: true };
  return {
    ...nothingDesired(selector, answers),
    identities: [...new Set(answers.verifyEmail ?? [])],
    emailFrom: answers.emailFrom,
    // The password is compared with nothing: status sets none.
    users:
      answers.userEmail === undefined
        ? []
        : [
            {
              ...desiredUser(
                answers,
                {
                  email: answers.userEmail,
                  username: answers.username,
                  fullName: answers.userFullName,
                },
                undefined,
              ),
              permanent: false,
            },
          ],
  };
}

function toCompare(answers: Answers, looked: Desired, { alias = 'mendix', client }: Observed): Desired {
  const desired = desiredClient(answers, alias);
  return {
    ...looked,
    pool: desiredPool(answers, alias),
    domain: desiredDomain(answers, alias),
    client: { ...desired, name: answers.clientName ?? client?.name ?? alias },
  };
}

/** What was asked for has to be asked for by the command that mends it as well. */
function repeatedOf(answers: Answers): RepeatedFlags {
  const of = (...names: Parameters<typeof repeatedFlags>[1]) => repeatedFlags(answers, names);
  const pool = of(
    ...(['poolName', 'domainPrefix', 'managedLogin', 'tier', 'selfSignUp'] as const),
    ...(['deletionProtection', 'noDeletionProtection', 'emailFrom'] as const),
  );
  const client = of('clientName', 'callbackUrl', 'sessionMinutes', 'tokenRevocation', 'hideUnknownUsers');
  const user = of('username', 'userFullName');
  const whole = of('appUrl', 'userEmail', 'verifyEmail');
  return {
    setup: [...whole, ...pool, ...client, ...user],
    'create-pool': pool,
    'create-client': client,
    'add-user': user,
  };
}

/** What stands half-way, and what ends it. */
function notesOn(context: Context, { leftOver, client, alias, pool }: Observed): string[] {
  const finish = context.again(
    ...['rotate-secret', '--finish', ...appWords(alias, pool)],
    ...(client === undefined || client.name === alias ? [] : flagWords('--client-name', client.name)),
  );
  return [
    ...leftOver.map(
      ({ Id, CreationDate }) => `${Id}: ${leftOverWhy(CreationDate)}. The next setup removes it.`,
    ),
    ...(client !== undefined && secretState(client) === 'rotating' ? [`${ROTATION_BEGUN} ${finish}`] : []),
  ];
}

/** `status`: a table of what is there, what differs from what the flags (or the defaults) want, the next command. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  await requireComplete(context, invocation, []);
  const aws = await context.aws();
  const desired = toLookAt(answers);
  const observed = await look(context, aws, desired);
  const plan = makePlan(aws, toCompare(answers, desired, observed), observed);
  const rows = statusRows(plan);
  const next = nextCommand(plan, rows, context.reach(), repeatedOf(answers));
  const notes = [...plan.notes, ...notesOn(context, observed)];
  const inStep = isInStep(rows) && observed.leftOver.length === 0;
  const { terminal, options } = context;
  const poolId = observed.pool?.Id;
  if (!options.json) terminal.say(`${renderCaller(aws, observed.caller, terminal.columns)}\n`);
  return {
    json: {
      account: observed.caller.account,
      region: aws.region,
      alias: observed.alias ?? null,
      inStep,
      resources: rows,
      automaticConfigurationUrl: poolId === undefined ? null : discoveryUrl(aws.issuerBase, poolId),
      notes,
      next,
    },
    text: `${renderStatus(rows, notes, terminal)}\n`,
    next: `Next: ${next}`,
    exitCode: answers.check === true && !inStep ? EXIT.differs : EXIT.done,
  };
}
