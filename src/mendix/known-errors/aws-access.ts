import type { KnownError } from './known-error.ts';

/** Credentials, Region and rights, in the words of the AWS SDKs and the AWS CLI. */
export const AWS_ACCESS: readonly KnownError[] = [
  {
    id: 'clock',
    says: [
      /signature (?:expired|not yet current):/i,
      /difference between the request time and the current time is too large/i,
      /requesttimetooskewed/i,
    ],
    cause: 'The clock of this computer is off by more than 5 minutes, so AWS refuses what it signs.',
    repair: [{ act: 'Set the clock to automatic time, then run the same command again.' }],
  },
  {
    id: 'profile-missing',
    says: [
      /config profile \(?["']?([^)"'\n]{1,60}?)["']?\)? could not be found/i,
      /could not resolve credentials using profile: \[?([\w.@/ -]{1,60}?)\]? in configuration/i,
      /(?:config|aws)[^\n]{0,20}profile ["'[]?([\w.@/-]{1,60})["'\]]? (?:was )?not found/i,
      /profile ["']?([\w.@/-]{1,60})["']? could not be found or parsed/i,
      /failed to get shared config profile,? ([\w.@/-]{1,60})/i,
      /source[_ ]profile ["']?([\w.@/-]{1,60})["']?[^\n]{0,40}(?:must have credentials|does not exist)/i,
    ],
    cause: 'The AWS configuration has no profile “{1}”, or the profile names no way to sign in.',
    repair: [
      {
        act: 'Choose one with --profile or AWS_PROFILE. This lists those that exist:',
        aws: ['configure', 'list-profiles'],
      },
      { act: 'This creates one:', aws: ['configure', 'sso', '--profile', '<name>'] },
    ],
  },
  {
    id: 'aws:TokenProviderError',
    says: [
      /token has expired and refresh failed/i,
      /sso session (?:associated with this profile|token)[^\n]{0,60}(?:expired|invalid|not found)/i,
      /error loading sso token/i,
      /error when retrieving token from sso/i,
      /to refresh this sso session,? run/i,
      /sso (?:token|session)[^\n]{0,30}(?:expired|invalid)/i,
      /session token not found or invalid/i,
      /tokenrefreshrequired/i,
    ],
    advice: 'TokenProviderError',
  },
  {
    id: 'aws:CredentialsProviderError',
    says: [
      /unable to locate credentials/i,
      /could not load credentials from any providers/i,
      /no valid providers in chain/i,
      /unable to load (?:aws )?credentials from any (?:of the )?providers?/i,
      /missing credentials in config/i,
      /partial credentials found/i,
      /credentials could not be loaded/i,
      /nocredentialserror/i,
      /could not load credentials from ec2/i,
    ],
    advice: 'CredentialsProviderError',
  },
  {
    id: 'sso-no-access',
    says: [/getrolecredentials operation: no access/i, /\bforbiddenexception: no access\b/i],
    cause: 'The SSO session works, and does not give you the account or role that the profile names.',
    repair: [
      {
        act: 'Check sso_account_id and sso_role_name of the profile. This lists what you may use:',
        aws: ['configure', 'sso'],
      },
    ],
  },
  {
    id: 'config-file',
    says: [/unable to parse config file/i],
    cause: 'A file of the AWS configuration cannot be read: a line in it has no valid form.',
    repair: [
      {
        act: 'Correct ~/.aws/config or ~/.aws/credentials. Each section begins with [profile <name>] or [<name>].',
      },
    ],
  },
  {
    id: 'mfa-code-for-role',
    says: [/multifactorauthentication failed/i],
    cause: 'The MFA code for the AWS role was wrong, old or used already.',
    repair: [
      {
        act: 'Wait for the next code, and sign in again with the AWS CLI:',
        aws: ['sts', 'get-caller-identity', '--profile', '<profile>'],
      },
    ],
  },
  {
    id: 'aws:ExpiredToken',
    says: [
      /(?:security|provided) token (?:included in the request )?(?:is|has) expired/i,
      /reauthenticate using [`'"]?aws login/i,
    ],
    advice: 'ExpiredToken',
  },
  {
    id: 'aws:InvalidClientTokenId',
    says: [
      /security token included in the request is invalid/i,
      /request signature we calculated does not match/i,
      /aws was not able to validate the provided access credentials/i,
      /aws access key id (?:you provided )?does not exist/i,
    ],
    advice: 'InvalidClientTokenId',
  },
  {
    id: 'region-missing',
    says: [
      /(?:^|error: )region is missing\b/i,
      /you must specify a region/i,
      /missing region in config/i,
      /noregionerror/i,
      /unable to find a region via the region provider chain/i,
    ],
    cause: 'No AWS Region is named: neither by a flag nor by the AWS configuration.',
    repair: [
      {
        act: 'Name it with --region or AWS_REGION, or set it for good:',
        aws: ['configure', 'set', 'region', '<region>'],
      },
    ],
  },
  {
    id: 'oidc-role',
    says: [
      /no openidconnect provider found in your account/i,
      /not authorized to perform:? sts:assumerolewithwebidentity/i,
      /did you mean to set the [`'"]?id-token[`'"]? permission/i,
    ],
    names: ['InvalidIdentityToken', 'InvalidIdentityTokenException', 'IDPRejectedClaimException'],
    cause:
      'The pipeline may not take on its AWS role: the identity provider is missing in IAM, the role does not trust this repository or branch, or the job lacks the permission id-token: write.',
    repair: [
      {
        act: 'Correct the trust policy of the role (its aud and sub conditions), and the permissions of the job.',
      },
    ],
  },
  {
    id: 'assume-role',
    says: [/not authorized to perform:? sts:assumerole\b/i],
    cause: 'These AWS credentials may not take on that role: its trust policy does not name them.',
    repair: [
      { act: 'Have the trust policy of the role name them, or choose another profile with --profile.' },
    ],
  },
  {
    id: 'pass-role',
    says: [/not authorized to perform:? iam:passrole/i],
    cause:
      'The user pool sends SMS with an IAM role, and whoever changes such a pool needs iam:PassRole on that role.',
    repair: [{ act: 'Ask whoever administers the AWS account to allow iam:PassRole on that role.' }],
  },
  {
    id: 'organization-policy',
    says: [
      /not authorized to perform:? (?:cognito-idp|ses|sts|tag):\w+[^\n]*explicit deny in a (?:service|resource) control policy/i,
    ],
    cause: 'A policy of the organization forbids this call for the whole AWS account or Region.',
    repair: [
      {
        act: 'No policy of your own can allow it. Use another Region or account, or ask whoever administers the organization.',
      },
    ],
  },
  {
    id: 'aws:AccessDenied',
    says: [
      /not authorized to perform:? [`'"]?(?:cognito-idp|ses|sts|tag|secretsmanager|acm|cloudfront|iam:CreateServiceLinkedRole)/i,
    ],
    advice: 'AccessDenied',
  },
  {
    id: 'aws:Throttling',
    says: [/^(?:\w+(?:exception|error)?: ?)?rate exceeded\.?$/i, /\(rate exceeded\)/i, /: rate exceeded\b/i],
    advice: 'Throttling',
  },
  {
    id: 'aws-failed',
    says: [/an internal error (?:has )?occurred[^\n]{0,40}cognito/i],
    names: ['InternalErrorException', 'InternalServerException', 'InternalServiceErrorException'],
    cause: 'AWS failed at its own end.',
    repair: [{ act: 'Run the same command again in a minute: it goes on from where it stopped.' }],
  },
];
