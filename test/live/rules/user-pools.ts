import {
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Chapter, IN_TIER, INVALID, MISSING } from '../chapter.ts';

export const POOLS: Chapter = {
  title: 'User pools',
  rules: [
    {
      says: 'A pool that is not there is an error of its own.',
      source: 'API reference, DescribeUserPool',
      answer: MISSING,
      call: ({ cognito, poolId }) =>
        cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId.replace(/_.*/, '_AAAAAAAAA') })),
    },
    {
      says: 'A list of pools takes 60 at most in one page.',
      source: 'API reference, ListUserPools, MaxResults',
      answer: INVALID,
      call: ({ cognito }) => cognito.send(new ListUserPoolsCommand({ MaxResults: 61 })),
    },
    {
      says: 'A minimum password length under 6 is refused.',
      source: 'API reference, PasswordPolicyType',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new UpdateUserPoolCommand({
            UserPoolId: poolId,
            Policies: { PasswordPolicy: { MinimumLength: 5 } },
          }),
        ),
    },
    {
      says: 'A tag key that begins with `aws:` is refused.',
      source: 'AWS General Reference, Tagging AWS resources',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, UserPoolTags: { 'aws:mine': 'x' } })),
    },
    {
      says: 'MFA cannot be required without a factor.',
      source: 'API reference, SetUserPoolMfaConfig; developer guide, Adding MFA',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, MfaConfiguration: 'ON' })),
    },
    {
      says: 'Threat protection needs the tier PLUS.',
      source: 'Developer guide, User pool feature plans',
      answer: IN_TIER,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new UpdateUserPoolCommand({
            UserPoolId: poolId,
            UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
          }),
        ),
    },
    {
      says: 'A pool that has a domain cannot be deleted.',
      source: 'API reference, DeleteUserPool',
      answer: INVALID,
      call: ({ cognito, poolId }) => cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId })),
    },
    {
      says: 'A pool with deletion protection cannot be deleted.',
      source: 'Developer guide, User pool deletion protection',
      answer: INVALID,
      call: async ({ cognito, litePoolId }) => {
        const protect = (DeletionProtection: 'ACTIVE' | 'INACTIVE') =>
          cognito.send(
            new UpdateUserPoolCommand({ UserPoolId: litePoolId, DeletionProtection, UserPoolTier: 'LITE' }),
          );
        await protect('ACTIVE');
        try {
          return await cognito.send(new DeleteUserPoolCommand({ UserPoolId: litePoolId }));
        } finally {
          await protect('INACTIVE');
        }
      },
    },
  ],
};
