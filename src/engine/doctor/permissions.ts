import type { AdviceContext } from '../../aws/credential-advice.ts';
import { readActions, writeActions } from '../../aws/iam-policy.ts';
import { type Check, fail, ok, unknown } from './check.ts';
import type { Seen } from './examine.ts';
import { isNotThere, problemOf, UNREAD } from './reading.ts';
import type { Repairs } from './repair.ts';

/** The id of the check of one IAM action, for the checks that stand on it. */
export const permission = (action: string): string => `permission:${action}`;

/** The reads that a setup does without where what stands in for AWS does not have them (see `MISSING_FEATURES`). */
const DISPENSABLE = /^ses:|UserPoolDomain$|Branding|ClientSecrets$/;

const shortName = (action: string): string => action.replace(/^cognito-idp:/, '');

/** Each IAM action of setup that only reads, as AWS answered it; and those that write, of which nothing can be said. */
export function permissionChecks(seen: Seen, repairs: Repairs, advice: AdviceContext): Check[] {
  const reads = readActions().map(
    (action): Check => ({
      id: permission(action),
      group: 'Permissions',
      name: shortName(action),
      needs: ['credentials'],
      look: () => {
        const call = seen.calls.get(action) ?? UNREAD;
        if ('value' in call || isNotThere(call)) return ok(`${action} is allowed.`);
        const problem = problemOf(call, advice);
        if (problem.code === 'ACCESS_DENIED') {
          return fail(`These AWS credentials may not call ${action}, and setup needs it.`, {
            act: 'Ask whoever administers the AWS account to allow it. The whole policy:',
            ...repairs.iamPolicy(),
          });
        }
        const repair = problem.repairs[0] ?? { act: 'Run the doctor again in a minute.' };
        if (problem.code === 'ENDPOINT_LACKS') {
          return DISPENSABLE.test(action)
            ? unknown('The endpoint of AWS_ENDPOINT_URL is not AWS, and does not have it.', {
                act: 'Nothing to fix: AWS has it.',
              })
            : fail(problem.message, repair);
        }
        // Of mail a setup needs nothing, unless an address is asked for: then the check of that address says so.
        const unread = action.startsWith('ses:') ? unknown : fail;
        return unread(`${action} did not answer: ${problem.message}`, repair);
      },
    }),
  );
  return [
    ...reads,
    {
      id: 'permission:writes',
      group: 'Permissions',
      name: 'Writing',
      needs: ['credentials'],
      look: () =>
        unknown(
          `Not checked, because only a change would show it: ${writeActions().map(shortName).join(', ')}. This prints the policy that allows them:`,
          repairs.iamPolicy(),
        ),
    },
  ];
}
