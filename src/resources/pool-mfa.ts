import {
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { changeInTurn } from '../aws/outcome.ts';
import { type DesiredMfa, mfaChanges, mfaInput, type PoolMfa } from './pool-mfa-settings.ts';

/** The pool's MFA settings. */
export async function readMfa(aws: Pick<Aws, 'cognito'>, poolId: string): Promise<PoolMfa> {
  return aws.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: poolId }));
}

/** Sets the pool's MFA as it is wanted; nothing to change is no call. */
export async function writeMfa(
  aws: Pick<Aws, 'cognito' | 'signal'>,
  poolId: string,
  desired: DesiredMfa,
): Promise<PoolMfa> {
  return changeInTurn(aws, async () => {
    const mfa = await readMfa(aws, poolId);
    if (mfaChanges(mfa, desired).length === 0) return mfa;
    return aws.cognito.send(new SetUserPoolMfaConfigCommand(mfaInput(poolId, mfa, desired)));
  });
}
