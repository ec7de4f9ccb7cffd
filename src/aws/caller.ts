import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws } from './clients.ts';

/** Whose account a run is about to change. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** Asks STS who we are. Needs no permission, so a failure here is about the credentials themselves. */
export async function readCaller(aws: Pick<Aws, 'sts'>): Promise<Caller> {
  const identity = await aws.sts.send(new GetCallerIdentityCommand({}));
  return { account: identity.Account ?? 'unknown', arn: identity.Arn ?? 'unknown' };
}
