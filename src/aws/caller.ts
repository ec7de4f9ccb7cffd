import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Aws } from './clients.ts';
import { type CustomEndpoint, unlessMissing } from './missing-features.ts';

/** Whose account a run is about to change. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** It stays the same for as long as the credentials of a run do, and several parts of a run want to know it. */
const known = new WeakMap<Aws['sts'], Promise<Caller>>();

type Reach = Pick<Aws, 'sts' | keyof CustomEndpoint>;

async function ask(aws: Reach): Promise<Caller> {
  const identity = await unlessMissing(
    aws,
    'identity',
    () => aws.sts.send(new GetCallerIdentityCommand({})),
    undefined,
  );
  // A page in its place reads as an answer that holds nothing.
  if (aws.customEndpoint && identity?.Account === undefined) aws.missing.add('identity');
  return { account: identity?.Account ?? 'unknown', arn: identity?.Arn ?? 'unknown' };
}

/**
 * Asks STS who we are, once a run. Needs no permission, so a failure here is about the credentials themselves; it is
 * not kept.
 */
export async function readCaller(aws: Reach): Promise<Caller> {
  const { sts } = aws;
  const asked = known.get(sts) ?? ask(aws);
  known.set(sts, asked);
  try {
    return await asked;
  } catch (error) {
    known.delete(sts);
    throw error;
  }
}
