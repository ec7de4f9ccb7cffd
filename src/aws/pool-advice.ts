import type { Repair } from '../errors.ts';
import { quoted } from '../secret.ts';
import type { Advice, Row } from './credential-advice.ts';

const emailRefused = (error: Error, hint: readonly Repair[]): Advice => ({
  code: 'EMAIL_REFUSED',
  message: `The user pool may not send from its sender address: ${quoted(error.message)}`,
  hint,
});

/** Cognito checks the sender at every update of a pool, so the error may come with a change of something else. */
const OTHER_SENDER: Repair = {
  act: 'Or have the user pool send from another address that SES has verified in this account:',
  run: ['create-pool', '--email-from', '<address>'],
};

/** Cognito's answers about a sender; recorded in aws-cdk#18964, #25115, #9739 and a CloudTrail record of October 2025. */
const SENDER_ROWS: readonly Row[] = [
  {
    names: ['InvalidParameterException'],
    message: /error from Amazon SES|email address is not verified/i,
    advise: (error) => {
      // "… The following identities failed the check in region EU-CENTRAL-1: noreply@example.com"
      const address = /failed the check in region [\w-]+: ([^\s,]+@[^\s,]+)/i.exec(error.message)?.[1];
      return emailRefused(error, [
        {
          act: 'SES has not verified the address, or somebody deleted it there. This sends the email with the link, and waits:',
          run: ['verify-email', address ?? '<address>', '--wait'],
        },
        OTHER_SENDER,
      ]);
    },
  },
  {
    names: ['NotAuthorizedException'],
    message: /email arn does not belong to your account/i,
    advise: (error) =>
      emailRefused(error, [
        {
          act: 'The sender is an SES identity of another AWS account. Choose an address that SES has verified in this one:',
          run: ['create-pool', '--email-from', '<address>'],
        },
      ]),
  },
  {
    names: ['InvalidEmailRoleAccessPolicyException'],
    advise: (error) =>
      emailRefused(error, [
        {
          act: 'Allow iam:CreateServiceLinkedRole to whoever runs this, and check the authorization policy of the address (SES console → Identities): it must not deny Cognito. The address must be verified, in the same Region:',
          run: ['verify-email', '<address>', '--wait'],
        },
        OTHER_SENDER,
      ]),
  },
];

/** Which trigger refused stands in the text: "PreSignUp failed with error …" (developer guide, "Customizing user pool workflows"). */
const triggerOf = ({ message }: Error): string =>
  /^(\w+) (?:failed|invocation)/.exec(message)?.[1] ?? 'Lambda';

/** What Cognito answers because of what stands in a user pool, or because of what hangs on it. */
export const POOL_ROWS: readonly Row[] = [
  ...SENDER_ROWS,
  {
    // Recorded in cognito-backup-restore#46: no quota of Service Quotas.
    names: ['LimitExceededException'],
    message: /daily email limit/i,
    advise: (error) => ({
      code: 'MAIL_LIMIT',
      message: `Cognito itself sends 50 emails a day for the whole AWS account, and today’s are used up: ${quoted(error.message)}`,
      hint: [
        {
          act: 'Have the user pool send through Amazon SES, from an address that SES has verified:',
          run: ['create-pool', '--email-from', '<address>'],
        },
        { act: 'Or run the same command again tomorrow: it goes on from where it stopped.' },
      ],
    }),
  },
  {
    names: ['UserLambdaValidationException', 'UnexpectedLambdaException', 'InvalidLambdaResponseException'],
    advise: (error) => ({
      code: 'TRIGGER_REFUSED',
      message: `The ${triggerOf(error)} trigger of the user pool, a Lambda function that somebody set up there, refused this or failed: ${quoted(error.message)}`,
      hint: 'Ask whoever looks after that function what it refuses; its log is in CloudWatch. Cognito console → user pool → Extensions lists the triggers. Then run the same command again.',
    }),
  },
  {
    // Recorded in nx-plugin-for-aws#631 and aws-nuke#989: every update, also one that turns the protection off.
    names: ['InvalidSmsRoleTrustRelationshipException', 'InvalidSmsRoleAccessPolicyException'],
    advise: (error) => ({
      code: 'SMS_ROLE',
      message: `The user pool sends SMS with an IAM role that is gone, or does not let Cognito use it: ${quoted(error.message)}`,
      hint: 'Until that is fixed Cognito refuses every change of the user pool, also before it is deleted. Give the pool a working role in the Cognito console (Authentication → Authentication methods → SMS), or restore the role with cognito-idp.amazonaws.com as its trusted principal. Then run the same command again.',
    }),
  },
];
