import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws } from './clients.ts';

/** Whose account a run is about to change. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** It stays the same for as long as the credentials of a run do, and several parts of a run want to know it. */
const known = new WeakMap<Aws['sts'], Promise<Caller>>();

async function ask(sts: Aws['sts']): Promise<Caller> {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  return { account: identity.Account ?? 'unknown', arn: identity.Arn ?? 'unknown' };
}

/**
 * Asks STS who we are, once a run. Needs no permission, so a failure here is about the credentials themselves; it is
 * not kept.
 */
export async function readCaller({ sts }: Pick<Aws, 'sts'>): Promise<Caller> {
  const asked = known.get(sts) ?? ask(sts);
  known.set(sts, asked);
  try {
    return await asked;
  } catch (error) {
    known.delete(sts);
    throw error;
  }
}
