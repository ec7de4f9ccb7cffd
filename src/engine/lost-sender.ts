import type { Aws } from '../aws/clients.ts';
import { unlessMissing } from '../aws/missing-features.ts';
import type { BlockedField } from '../resources/contract.ts';
import { readEmailIdentity } from '../resources/email-identity.ts';
import { type SenderIdentity, senderIdentity } from '../resources/pool-email.ts';
import { type Plan, type PlannedChange, withBlocked } from './plan.ts';

/** True when the change is an UpdateUserPool that keeps the pool's sender; tags have a call of their own. */
const keepsSender = ({ resource, difference }: PlannedChange, { pool }: Plan): boolean =>
  resource === 'user-pool' &&
  difference.action === 'update' &&
  pool?.email === undefined &&
  difference.fields.some(({ field }) => !field.startsWith('tag '));

/** True when SES of this Region does not let the pool send as its sender; what may not be read is not known to be lost. */
async function isLost(aws: Aws, { identity }: SenderIdentity): Promise<boolean> {
  const look = async () => (await readEmailIdentity(aws, identity))?.verified !== true;
  try {
    return await unlessMissing(aws, 'mail', look, false);
  } catch (error) {
    if (aws.signal.aborted) throw error;
    return false;
  }
}

const lostSender = ({ identity }: SenderIdentity): BlockedField => ({
  field: 'email from',
  why: `The user pool sends from ${identity}, which is not verified in Amazon SES, or no longer. Until that is fixed Cognito refuses every change of the pool.`,
  choices: [
    identity.includes('@')
      ? {
          act: 'This sends the email with the link, and waits; then run the same command again:',
          run: ['verify-email', identity, '--wait'],
        }
      : { act: `Verify the domain ${identity} in the SES console (Identities).` },
    { act: 'Or add --email-from <address>, with another address that SES has verified.' },
  ],
});

/**
 * The plan, blocked where Cognito would refuse it half-way: it checks the sender of a pool at every UpdateUserPool, also at
 * one that changes something else (recorded in aws-cdk#18964). Of a sender in another Region SES here knows nothing.
 */
export async function checkSender(aws: Aws, plan: Plan): Promise<Plan> {
  const { pool } = plan.observed;
  const sender = senderIdentity(pool?.EmailConfiguration);
  const update = plan.changes.find((change) => keepsSender(change, plan));
  if (sender?.region !== aws.region || update === undefined || !(await isLost(aws, sender))) return plan;
  const difference = withBlocked(update.difference, lostSender(sender));
  return {
    ...plan,
    changes: plan.changes.map((change) => (change === update ? { ...change, difference } : change)),
  };
}
