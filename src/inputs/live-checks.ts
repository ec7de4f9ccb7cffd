import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { type CustomEndpoint, unlessMissing } from '../aws/missing-features.ts';
import { readDomain } from '../resources/domain.ts';
import { passwordProblems } from '../resources/password.ts';
import type { Check } from '../ui/prompts.ts';
import { checkOf } from './resolve.ts';

/**
 * The check of a sign-in address that the user chooses: shown at its question rather than after the last one. Only AWS
 * itself knows the prefixes of other accounts.
 *
 * @param derived the one that needs no look, since another is tried when it is taken
 */
export function freePrefix(aws: Pick<Aws, 'cognito' | keyof CustomEndpoint>, derived: string): Check {
  return async (text) => {
    const prefix = text.trim();
    const problem = await checkOf('domainPrefix')(prefix);
    if (problem !== undefined || prefix === derived) return problem;
    const holder = await unlessMissing(aws, 'domain', () => readDomain(aws, prefix), undefined);
    return holder === undefined
      ? undefined
      : `“${prefix}” belongs to another user pool of this account (${holder.poolId}).`;
  };
}

/** The check of a password that is typed, by the rules of the pool that it is for. */
export function goodPassword(policy: PasswordPolicyType | undefined): Check {
  return (text) => {
    const problems = passwordProblems(text, policy);
    return problems.length === 0 ? undefined : `It needs ${problems.join(', ')}.`;
  };
}
