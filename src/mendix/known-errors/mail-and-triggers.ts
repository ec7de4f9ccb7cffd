import type { KnownError } from './known-error.ts';

/** The Lambda triggers of a user pool, as Cognito names them in its errors. */
const TRIGGER =
  '((?:Pre|Post)(?:SignUp|Authentication|Confirmation|TokenGeneration\\w*)|UserMigration|CustomMessage\\w*|(?:Define|Create|Verify)AuthChallenge\\w*|Custom(?:Email|SMS)Sender|InboundFederation)';

/** Lambda triggers come first: their errors quote errors of every other kind. */
export const TRIGGERS: readonly KnownError[] = [
  {
    id: 'trigger-not-allowed',
    says: [new RegExp(`${TRIGGER} invocation failed due to error AccessDenied`, 'i')],
    cause:
      'The user pool has a Lambda trigger ({1}), and Cognito may not invoke that function: its resource policy does not allow it.',
    repair: [
      {
        act: 'Assign the function again in the Cognito console, or allow it:',
        aws: [
          ...['lambda', 'add-permission', '--function-name', '<function>', '--statement-id', 'cognito'],
          ...['--action', 'lambda:InvokeFunction', '--principal', 'cognito-idp.amazonaws.com'],
          ...['--source-arn', '<ARN of the user pool>'],
        ],
      },
    ],
  },
  {
    id: 'trigger-unavailable',
    says: [new RegExp(`${TRIGGER} invocation failed`, 'i'), /lambda execution time(?:d)? ?out/i],
    names: ['UnexpectedLambdaException'],
    cause:
      'A Lambda trigger of the user pool could not be run: the function is missing, throttled, or did not answer within 5 seconds.',
    repair: [
      {
        act: 'Open the user pool in the Cognito console under Extensions, find the function, and read its log in CloudWatch.',
      },
    ],
  },
  {
    id: 'trigger-output',
    says: [
      /unrecognizable lambda output/i,
      /invalid lambda function output/i,
      /invalid lambda trigger output/i,
    ],
    names: ['InvalidLambdaResponseException'],
    cause:
      'A Lambda trigger of the user pool returned something that Cognito cannot read. It must return the event that it received, with the response filled in.',
    repair: [{ act: 'Fix the function: the user pool lists it in the Cognito console under Extensions.' }],
  },
  {
    id: 'trigger-refused',
    says: [new RegExp(`${TRIGGER} failed with error`, 'i'), /exception migrating user in app client/i],
    names: ['UserLambdaValidationException'],
    cause:
      'A Lambda trigger of the user pool refused this. The text after “failed with error” is its own message, not Cognito’s.',
    repair: [
      {
        act: 'Read the log of the function in CloudWatch: the user pool lists it in the Cognito console under Extensions.',
      },
    ],
  },
];

/** Emails of Cognito and Amazon SES, and SMS. */
export const MAIL: readonly KnownError[] = [
  {
    id: 'daily-mails',
    says: [/exceeded daily email limit/i],
    cause:
      'Cognito’s own sender is used up for today: it sends 50 emails a day for the whole AWS account, and starts again at 9:00 UTC.',
    repair: [
      { act: 'Send through Amazon SES:', run: ['create-pool', '--email-from', '<address>'] },
      { act: 'Until then create users with a password that works at once, which needs no email.' },
    ],
  },
  {
    id: 'sender-not-verified',
    says: [/received the following error from amazon ses/i],
    cause:
      'The user pool sends from an address that Amazon SES has not verified, or that was deleted there. Until it is verified, Cognito refuses every change of the pool.',
    repair: [
      {
        act: 'Verify the sender address again, in the Region that the error names:',
        run: ['verify-email', '<address>', '--wait'],
      },
    ],
  },
  {
    id: 'ses-not-verified',
    says: [/email address (?:is )?not verified/i, /identities failed the check in region/i],
    cause:
      'Amazon SES does not send from or to that address: it is not verified in that Region, or the account is still in the SES sandbox, where each recipient must be verified too.',
    repair: [
      { act: 'Verify the address:', run: ['verify-email', '<address>', '--wait'] },
      { act: 'To send to anyone, request production access in the SES console.' },
    ],
  },
  {
    id: 'sender-of-another-account',
    says: [/email arn does not belong to your account/i],
    cause: 'The sender address of the user pool is an SES identity of another AWS account.',
    repair: [
      {
        act: 'Use an address that is verified in the account of the pool:',
        run: ['verify-email', '<address>', '--wait'],
      },
      { act: 'Then:', run: ['create-pool', '--email-from', '<address>'] },
    ],
  },
  {
    id: 'sender-default',
    says: [/cannot configure from email address for default email configuration/i],
    cause: 'A From address was given while the user pool sends with Cognito’s own sender.',
    repair: [
      {
        act: 'A sender address of your own goes through Amazon SES:',
        run: ['create-pool', '--email-from', '<address>'],
      },
    ],
  },
  {
    id: 'sender-invalid',
    says: [/provided from email address is invalid/i],
    cause: 'The From address of the user pool is not a valid address.',
    repair: [
      {
        act: 'Write it as name@example.com, or as Name <name@example.com> with a name in quotes where it holds an @.',
      },
    ],
  },
  {
    id: 'sender-refused',
    says: [/cognito is not allowed to use your email identity/i],
    names: ['InvalidEmailRoleAccessPolicyException'],
    cause:
      'Cognito may not send from that SES identity: it is not verified, or its sending authorization policy does not let Cognito in.',
    repair: [
      {
        act: 'Check the identity and its policy in the SES console. This verifies an address:',
        run: ['verify-email', '<address>', '--wait'],
      },
    ],
  },
  {
    id: 'ses-production',
    says: [/account.{0,40}(?:is )?(?:still )?in the (?:amazon )?ses sandbox/i],
    cause:
      'The AWS account is in the SES sandbox: it sends 200 emails a day, and only to addresses that are verified.',
    repair: [
      {
        act: 'Request production access in the SES console (Account dashboard). To try it now, verify the recipient:',
        run: ['verify-email', '<address>', '--wait'],
      },
    ],
  },
  {
    id: 'ses-paused',
    says: [
      /(?:account|email) sending (?:is |has been |was )?(?:disabled|paused)/i,
      /sending (?:is )?(?:paused|suspended) for (?:this|your) account/i,
      /account.{0,60}ability to send email.{0,30}(?:paused|suspended)/i,
    ],
    names: ['SendingPausedException', 'AccountSuspendedException', 'AccountSendingPausedException'],
    cause: 'Amazon SES has paused sending for this AWS account, usually after many bounces or complaints.',
    repair: [{ act: 'The SES console says why, under Account dashboard. AWS Support resumes sending.' }],
  },
  {
    id: 'ses-quota',
    says: [
      /daily (?:message|sending) quota exceeded/i,
      /maximum sending rate exceeded/i,
      /454 throttling failure/i,
    ],
    cause:
      'The AWS account has used up what Amazon SES lets it send: emails a day, or emails a second. In the SES sandbox that is 200 a day and one a second.',
    repair: [{ act: 'Wait, or request production access or a higher sending quota in the SES console.' }],
  },
  {
    id: 'ses-mail-from',
    says: [/mail ?from domain is not verified/i],
    names: ['MailFromDomainNotVerifiedException'],
    cause: 'The custom MAIL FROM domain of the SES identity lacks its MX record.',
    repair: [
      {
        act: 'Add the DNS records that the SES console shows for the identity, or let SES use its default MAIL FROM domain.',
      },
    ],
  },
  {
    id: 'verification-link-expired',
    says: [
      /verif[^\n]{0,60}\b(?:link|url)\b[^\n]{0,40}expired/i,
      /\bses\b[^\n]{0,60}link (?:has |is )?expired/i,
    ],
    cause: 'The link in a verification email from Amazon SES works for 24 hours.',
    repair: [{ act: 'Send a new one:', run: ['verify-email', '<address>', '--resend', '--wait'] }],
  },
  {
    id: 'code-not-delivered',
    says: [/(?:verification )?code (?:could not be|was not|failed to be) delivered/i],
    names: ['CodeDeliveryFailureException'],
    cause: 'Cognito could not deliver the code: the sender address, the SMS role or the recipient is wrong.',
    repair: [
      { act: 'This checks the sender address of the user pool:', run: ['doctor'] },
      {
        act: 'An administrator can set a password instead:',
        run: ['add-user', '<email>', '--reset-password'],
      },
    ],
  },
  {
    id: 'sms-role',
    says: [
      /role does not have a trust relationship allowing cognito/i,
      /role does not have permission to publish with sns/i,
      /user ?pool does not have sms configuration/i,
    ],
    names: ['InvalidSmsRoleTrustRelationshipException', 'InvalidSmsRoleAccessPolicyException'],
    cause:
      'The user pool sends SMS, and its IAM role for that is missing or does not let Cognito use it. Until that is fixed, Cognito refuses every change of the pool.',
    repair: [
      {
        act: 'Give the user pool a working role in the Cognito console (Authentication methods → SMS), or restore the trust of the role: principal cognito-idp.amazonaws.com, the pool’s external ID.',
      },
    ],
  },
];
