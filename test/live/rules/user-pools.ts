import {
  AddCustomAttributesCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { readPool } from '../../support/cognito.ts';
import { type Chapter, IN_TIER, INVALID, MISSING } from '../chapter.ts';
import { inPool, type Stage } from '../stage.ts';

export const POOLS: Chapter = {
  title: 'User pools',
  rules: [
    {
      says: 'A pool that is not there is an error of its own.',
      basis: 'documented',
      source: 'API reference, DescribeUserPool',
      answer: MISSING,
      call: ({ cognito, poolId }) =>
        cognito.send(new DescribeUserPoolCommand({ UserPoolId: poolId.replace(/_.*/, '_AAAAAAAAA') })),
    },
    {
      says: 'A list of pools takes 60 at most in one page.',
      basis: 'documented',
      source: 'API reference, ListUserPools, MaxResults',
      answer: INVALID,
      call: ({ cognito }) => cognito.send(new ListUserPoolsCommand({ MaxResults: 61 })),
    },
    {
      says: 'A minimum password length under 6 is refused.',
      basis: 'documented',
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
      basis: 'documented',
      source: 'AWS General Reference, Tagging AWS resources',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, UserPoolTags: { 'aws:mine': 'x' } })),
    },
    {
      says: 'A custom attribute is added once.',
      basis: 'guess',
      source: 'API reference, AddCustomAttributes, which says that attributes cannot be changed',
      answer: INVALID,
      call: inPool({}, async ({ cognito }, UserPoolId) => {
        const add = () =>
          cognito.send(
            new AddCustomAttributesCommand({
              UserPoolId,
              CustomAttributes: [{ Name: 'team', AttributeDataType: 'String', Mutable: true }],
            }),
          );
        await add();
        return add();
      }),
    },
    {
      says: 'A custom attribute cannot be required.',
      basis: 'recorded',
      source: 'terraform-provider-aws#18430',
      answer: INVALID,
      call: inPool({}, ({ cognito }, UserPoolId) =>
        cognito.send(
          new AddCustomAttributesCommand({
            UserPoolId,
            CustomAttributes: [{ Name: 'team', AttributeDataType: 'String', Required: true }],
          }),
        ),
      ),
    },
    {
      says: 'MFA cannot be required without a factor.',
      basis: 'documented',
      source: 'API reference, SetUserPoolMfaConfig; developer guide, Adding MFA',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(new UpdateUserPoolCommand({ UserPoolId: poolId, MfaConfiguration: 'ON' })),
    },
    {
      says: 'Threat protection needs the tier PLUS.',
      basis: 'documented',
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
      basis: 'recorded',
      source: 'terraform-provider-aws#16479',
      answer: INVALID,
      call: ({ cognito, poolId }) => cognito.send(new DeleteUserPoolCommand({ UserPoolId: poolId })),
    },
    {
      says: 'A pool with deletion protection cannot be deleted.',
      basis: 'recorded',
      source: 'terraform-provider-aws#16479',
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
    {
      says: 'A new pool shows Cognito’s defaults, and no account recovery.',
      basis: 'recorded',
      source: 'Describe answers that others recorded',
      answer: 'ok',
      call: async (stage) => {
        const pool = await readPool(stage, stage.poolId);
        if (pool.EmailConfiguration?.EmailSendingAccount !== 'COGNITO_DEFAULT')
          throw new Error('other sender');
        if (pool.AdminCreateUserConfig?.UnusedAccountValidityDays !== 7) throw new Error('not 7 days');
        if (pool.AccountRecoverySetting !== undefined) throw new Error('AccountRecoverySetting is shown');
        return { LambdaConfig: pool.LambdaConfig, UserPoolTags: pool.UserPoolTags };
      },
    },
    {
      says: 'An update keeps policies, tier, MFA and updates to verify that it leaves out.',
      basis: 'recorded',
      source: 'go-to-k/cdkd#1968, rebuy-de/aws-nuke#477',
      answer: 'ok',
      call: inPool(
        { Policies: { PasswordPolicy: { MinimumLength: 20 } }, UserPoolTier: 'LITE' },
        async (stage, UserPoolId) => {
          await stage.cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
          const { Policies, UserPoolTier } = await readPool(stage, UserPoolId);
          if (Policies?.PasswordPolicy?.MinimumLength !== 20 || UserPoolTier !== 'LITE') {
            throw new Error('they were reset');
          }
          return { UserPoolTier };
        },
      ),
    },
    {
      says: 'An update resets the verified attributes that it leaves out.',
      basis: 'recorded',
      source: 'go-to-k/cdkd#1968',
      answer: 'ok',
      call: inPool({ AutoVerifiedAttributes: ['email'] }, async (stage, UserPoolId) => {
        await stage.cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
        const { AutoVerifiedAttributes } = await readPool(stage, UserPoolId);
        if (AutoVerifiedAttributes !== undefined) throw new Error('they were kept');
        return {};
      }),
    },
    {
      says: 'An attribute whose updates are verified first is a verified attribute, also when an update leaves that out.',
      basis: 'recorded',
      source: 'rebuy-de/aws-nuke#477',
      answer: INVALID,
      call: inPool(
        {
          AutoVerifiedAttributes: ['email'],
          UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        },
        ({ cognito }, UserPoolId) =>
          cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' })),
      ),
    },
    {
      says: 'The texts of verification messages are shown as the older members and in the template.',
      basis: 'recorded',
      source: 'Describe answers that others recorded',
      answer: 'ok',
      call: inPool({ EmailVerificationMessage: 'Code {####}' }, async (stage, id) => {
        const { VerificationMessageTemplate } = await readPool(stage, id);
        if (VerificationMessageTemplate?.EmailMessage !== 'Code {####}')
          throw new Error('not in the template');
        return { VerificationMessageTemplate };
      }),
    },
    {
      says: 'A verification mail may have a text with a code and one with a link.',
      basis: 'recorded',
      source: 'terraform-provider-aws#27612',
      answer: 'ok',
      call: inPool(
        {
          VerificationMessageTemplate: { EmailMessage: 'Code {####}', EmailMessageByLink: '{##Link##}' },
        },
        async () => ({}),
      ),
    },
    {
      says: 'A sender whose SES identity is not there, or not verified, is refused.',
      basis: 'recorded',
      source: 'aws-cdk#18964, #19787; amplify-backend#3134',
      answer: INVALID,
      call: async ({ cognito, poolId, name }) => {
        const { Region, Account } = arnParts(await poolArn(cognito, poolId));
        return setSender(cognito, poolId, `arn:aws:ses:${Region}:${Account}:identity/${name}@example.com`);
      },
    },
    {
      says: 'A sender of another account is refused.',
      basis: 'recorded',
      source: 'aws-cdk#25115',
      answer: 'NotAuthorizedException',
      call: async ({ cognito, poolId, name }) => {
        const { Region } = arnParts(await poolArn(cognito, poolId));
        return setSender(cognito, poolId, `arn:aws:ses:${Region}:111111111111:identity/${name}@example.com`);
      },
    },
    {
      says: 'Cognito’s own sender takes no From address.',
      basis: 'recorded',
      source: 'aws-cdk#9739',
      answer: INVALID,
      call: ({ cognito, poolId }) =>
        cognito.send(
          new UpdateUserPoolCommand({
            UserPoolId: poolId,
            AutoVerifiedAttributes: ['email'],
            EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', From: 'sender@example.com' },
          }),
        ),
    },
  ],
};

function setSender(cognito: Stage['cognito'], UserPoolId: string, SourceArn: string) {
  const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn } as const;
  return cognito.send(
    new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ['email'], EmailConfiguration }),
  );
}

async function poolArn(cognito: Stage['cognito'], UserPoolId: string): Promise<string> {
  return (await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool?.Arn ?? '';
}

function arnParts(arn: string): { Region: string | undefined; Account: string | undefined } {
  const [, , , Region, Account] = arn.split(':');
  return { Region, Account };
}
