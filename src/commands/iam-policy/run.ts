import { advised } from '../../aws/advice.ts';
import { readCaller } from '../../aws/caller.ts';
import { iamPolicy, type PolicyScope } from '../../aws/iam-policy.ts';
import { partitionOf } from '../../aws/partition.ts';
import { CliError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { requireSound } from '../../inputs/ask.ts';
import type { Context } from '../../run/context.ts';
import { jsonText } from '../../ui/printable.ts';
import type { iamPolicyCommand } from './command.ts';

type Call = InvocationOf<typeof iamPolicyCommand>;

/** What stands in an ARN for what is not known: IAM takes it as “any”. */
const ANY = '*';

function scopeOf(answers: Call['wishes']): PolicyScope {
  if (answers.readOnly === true) return 'read-only';
  return answers.destroy === true ? 'destroy' : 'setup';
}

/** The account whose credentials this run has, or why it is not known. A policy is of use without credentials too. */
async function ownAccount(context: Context): Promise<{ account: string } | { unknown: string }> {
  try {
    return await readCaller(await context.aws());
  } catch (error) {
    if (context.signal.aborted) throw error;
    const known = advised(error, context.options);
    if (known instanceof CliError) return { unknown: known.message };
    throw error;
  }
}

/** `iam-policy`: the least policy for what this tool does, as IAM takes it. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  requireSound(context, invocation);
  const region = await context.region();
  const partition = region === undefined ? 'aws' : partitionOf(region).name;
  const notes =
    region === undefined
      ? ['No Region is configured, so the policy holds in all of them (*). Narrow it with --region.']
      : [];
  let account = answers.account;
  if (account === undefined && region !== undefined) {
    const own = await ownAccount(context);
    if ('account' in own) account = own.account;
    else notes.push(own.unknown);
  }
  if (account === undefined) {
    notes.push(
      'The account is not known, so the policy names any (*). Narrow it with --account <12 digits>.',
    );
  }
  const scope = scopeOf(answers);
  if (scope === 'destroy') {
    notes.push(
      'User pools can be deleted only with the tag mendix-cognito = made, which this tool puts on those that it creates. This condition was not tried on AWS.',
    );
  }
  const policy = iamPolicy(scope, { partition, region: region ?? ANY, account: account ?? ANY });
  return {
    json: { policy },
    text: `${jsonText(policy, 2)}\n`,
    next: [
      ...notes,
      'Next: in the AWS console, IAM → Policies → Create policy → JSON; then attach it to who runs mendix-cognito.',
    ].join('\n'),
  };
}
