import type { KnownError } from './known-error.ts';

/** What Cognito answers to whoever sets up a user pool, a domain or an app client. */
export const SETUP: readonly KnownError[] = [
  {
    id: 'domain-taken',
    says: [/domain already associated with another user pool/i],
    cause:
      'The domain prefix is in use: by another AWS account, or by a user pool of yours. Prefixes are unique within a Region across all accounts.',
    repair: [
      { act: 'This shows whether it is your own:', run: ['status'] },
      { act: 'Otherwise choose another one:', run: ['create-pool', '--domain-prefix', '<prefix>'] },
    ],
  },
  {
    id: 'pool-has-domain',
    says: [/user ?pool already has a domain configured/i],
    cause:
      'The user pool has a sign-in domain already, and takes no second prefix. A prefix cannot be renamed.',
    repair: [
      { act: 'Keep the one it has. This shows it:', run: ['status'] },
      {
        act: 'For another one, delete it first in the Cognito console (Branding → Domain); on the screen Mendix must import its configuration again then, by constants the app is restarted.',
      },
    ],
  },
  {
    id: 'domain-reserved',
    says: [/domain cannot contain reserved word/i],
    cause: 'A domain prefix must not contain aws, amazon or cognito.',
    repair: [{ act: 'Choose another one:', run: ['create-pool', '--domain-prefix', '<prefix>'] }],
  },
  {
    id: 'domain-form',
    says: [/domain name contains an invalid character/i],
    cause: 'A domain prefix holds lower-case letters, digits and hyphens only, and no hyphen at either end.',
    repair: [{ act: 'Choose another one:', run: ['create-pool', '--domain-prefix', '<prefix>'] }],
  },
  {
    id: 'no-domain',
    says: [
      /there does not exist a valid use[r]? ?pool domain/i,
      /no such domain or user pool exists/i,
      /user ?pool (?:\S+ )?(?:does not have|has no) (?:a )?domain/i,
    ],
    cause: 'The user pool has no sign-in domain, so it has no sign-in page yet.',
    repair: [
      { act: 'Create the domain:', run: ['create-pool'] },
      {
        act: 'Its endpoints change: on the screen import the configuration again, by constants restart the app.',
      },
    ],
  },
  {
    id: 'custom-domain-parent',
    says: [/custom domain is not a valid subdomain/i, /not able to resolve the root domain/i],
    cause: 'Cognito requires an A record on the parent of a custom domain, and found none.',
    repair: [
      { act: 'Add an A record for the parent domain in your DNS, then create the custom domain again.' },
    ],
  },
  {
    id: 'custom-domain-in-use',
    says: [/one or more of the cnames you provided are already associated/i],
    cause: 'The custom domain is in use by a CloudFront distribution, of this or another AWS account.',
    repair: [
      { act: 'Remove the alternate domain name from that distribution, or choose another custom domain.' },
    ],
  },
  {
    id: 'custom-domain-certificate',
    says: [
      /specified ssl certificate doesn't exist/i,
      /certificate[^\n]{0,80}us-east-1[^\n]{0,60}(?:custom domain|cognito)/i,
    ],
    cause:
      'A custom domain needs a certificate of AWS Certificate Manager in us-east-1 that is issued and holds the name of the domain.',
    repair: [
      { act: 'Request it in us-east-1, whatever the Region of the user pool, and wait until it is issued.' },
    ],
  },
  {
    id: 'custom-domain-convert',
    says: [/cannot convert custom domain to prefix domain/i],
    cause: 'A change of a custom domain was sent without its certificate.',
    repair: [{ act: 'Send the certificate’s ARN with every change of a custom domain.' }],
  },
  {
    id: 'sms-for-mfa',
    says: [/sms configuration and auto verification for phone_number are required when mfa/i],
    cause: 'MFA was asked for at the creation of the user pool, and Cognito then requires SMS for it.',
    repair: [{ act: 'Create the pool with MFA off, then turn on MFA with an authenticator app.' }],
  },
  {
    id: 'mfa-factor-missing',
    says: [
      /invalid mfa configuration given/i,
      /sms mfa, email mfa, or software token mfa must be enabled/i,
      /can'?t turn off mfa and configure an mfa together/i,
    ],
    cause:
      'MFA and its methods do not fit: optional or required MFA needs SMS, email or an authenticator app, and MFA that is off takes none.',
    repair: [
      { act: 'Set MFA and its methods together, in one call: SetUserPoolMfaConfig replaces all of them.' },
    ],
  },
  {
    id: 'mfa-later',
    says: [/cannot turn mfa functionality on, once the user pool has been created/i],
    cause: 'UpdateUserPool cannot make MFA required for a pool that exists.',
    repair: [
      { act: 'Use SetUserPoolMfaConfig, which can; in the Cognito console it is Authentication → Sign-in.' },
    ],
  },
  {
    id: 'mfa-by-email',
    says: [/cannot set emailmfaconfiguration when/i],
    cause:
      'MFA by email needs a sender address of your own in Amazon SES: Cognito’s default sender is not enough.',
    repair: [{ act: 'Give the pool one:', run: ['create-pool', '--email-from', '<address>'] }],
  },
  {
    id: 'passkeys-and-mfa',
    says: [
      /web_authn cannot be used as an auth factor when mfa/i,
      /cannot set webauthn factor configuration to single_factor/i,
    ],
    cause:
      'With required MFA a passkey must count as several factors: WebAuthn needs MULTI_FACTOR_WITH_USER_VERIFICATION.',
    repair: [{ act: 'Set the factor configuration of WebAuthn to it, or make MFA optional.' }],
  },
  {
    id: 'deletion-protection',
    says: [/user ?pool cannot be deleted because deletion protection is activated/i],
    cause: 'Deletion protection is on for the user pool.',
    repair: [
      { act: 'This turns it off itself, after it has shown what goes:', run: ['destroy'] },
      { act: 'By hand: Cognito console → user pool → Settings → Deletion protection.' },
    ],
  },
  {
    id: 'delete-domain-first',
    says: [/user ?pool cannot be deleted\. it has a domain configured/i],
    cause: 'A user pool with a domain cannot be deleted.',
    repair: [
      { act: 'This deletes both in the right order:', run: ['destroy'] },
      { act: 'By hand: delete the domain first.' },
    ],
  },
  {
    id: 'token-validity',
    says: [
      /invalid range for token validity/i,
      /(?:access|id) ?token validity[^\n]{0,40}(?:greater|longer) than[^\n]{0,20}refresh/i,
    ],
    cause:
      'A token lifetime is out of range, often because its unit is missing: without units Cognito reads refresh tokens as days and the others as hours.',
    repair: [
      {
        act: 'Send TokenValidityUnits. Access and ID tokens: 5 minutes to 1 day; refresh token: 60 minutes to 10 years, and no shorter than the others.',
      },
    ],
  },
  {
    id: 'form-of-pool-id',
    says: [/at 'user_?pool_?id' failed to satisfy constraint/i, /invalid user ?pool ?id format/i],
    cause:
      'This is not the ID of a user pool. One is the Region, an underscore and some letters, such as eu-central-1_AbCdEfGhI.',
    repair: [{ act: 'This shows the ID of yours:', run: ['status'] }],
  },
  {
    id: 'form-of-value',
    says: [
      /at '(domain|client_?id|clientName|callbackURLs|logoutURLs|poolName|username|password|temporaryPassword|proposedPassword|userAttributes|clientSecret|groupName)[\w.]*' failed to satisfy constraint/i,
    ],
    cause: 'Cognito refuses the form of {1}. The pattern in the message is what the value must look like.',
    repair: [
      { act: 'Correct the value, or have this tool set it: it checks each value before the first call.' },
    ],
  },
  {
    id: 'client-missing',
    says: [/user ?pool client (\S+) does not exist/i, /app client (?:\S+ )?does not exist/i],
    cause:
      'The app client of that ID is not in this user pool: it was deleted, or the client ID is of another pool, Region or account.',
    repair: [
      { act: 'Compare the client ID in Mendix with what this prints:', run: ['mendix-config'] },
      { act: 'This creates a missing one:', run: ['create-client'] },
    ],
  },
  {
    id: 'pool-missing',
    says: [/user ?pool (\S+) does not exist/i],
    cause:
      'The user pool {1} is not in this AWS account and Region: it was deleted, or the call went to another Region or account.',
    repair: [
      {
        act: 'The Region is the first part of the ID. Look there with the right profile:',
        run: ['status', '--region', '<region>', '--profile', '<profile>'],
      },
    ],
  },
  {
    id: 'refresh-flow',
    says: [/refresh_token_auth should always be allowed/i],
    cause: 'An app client with any ALLOW_… flow also needs ALLOW_REFRESH_TOKEN_AUTH.',
    repair: [{ act: 'This adds it:', run: ['create-client'] }],
  },
  {
    id: 'client-credentials',
    says: [/client_credentials flow can ?not be selected along with/i],
    names: ['InvalidOAuthFlowException'],
    cause:
      'The app client is for machines (client_credentials), and such a client cannot also sign people in.',
    repair: [
      { act: 'Use an app client of its own for Mendix:', run: ['create-client', '--client-name', '<name>'] },
    ],
  },
  {
    id: 'scope-missing',
    says: [/invalid scope requested/i],
    names: ['ScopeDoesNotExistException'],
    cause: 'The app client was given a scope that the user pool does not have.',
    repair: [
      {
        act: 'Mendix needs openid, profile and email only. This allows those three:',
        run: ['create-client'],
      },
      { act: 'A scope of your own needs a resource server first.' },
    ],
  },
  {
    id: 'http-callback',
    says: [/cannot use the http protocol/i],
    cause:
      'Cognito takes a callback or sign-out URL with http:// only for localhost, 127.0.0.1 and [::1]; any other needs https://.',
    repair: [
      { act: 'Use the https address of the app:', run: ['create-client', '--app-url', 'https://<host>'] },
    ],
  },
  {
    id: 'oauth-incomplete',
    says: [
      /allowedoauthflows and allowedoauthscopes are required/i,
      /allowedoauthflowsuserpoolclient must be (?:set to )?true/i,
    ],
    cause: 'The app client misses a part of its OAuth settings, or OAuth is off while they are set.',
    repair: [
      { act: 'This sets all of them together:', run: ['create-client', '--app-url', '<address of the app>'] },
    ],
  },
  {
    id: 'provider-missing',
    says: [/the provider (\S+) does not exist for user ?pool/i],
    cause: 'The app client allows the identity provider {1}, which the user pool does not have.',
    repair: [{ act: 'Create the provider first, or leave it out of the client.' }],
  },
  {
    id: 'client-attributes',
    says: [/invalid (?:write|read) attributes specified while creating a client/i],
    cause:
      'The attribute list of the app client names an attribute that the pool does not have, or its write list leaves out a required one.',
    repair: [
      {
        act: 'Leave both lists out, or set both, with every required attribute among those that can be written.',
      },
    ],
  },
  {
    id: 'verify-before-update',
    says: [/attributesrequireverificationbeforeupdate must exist in autoverifiedattributes/i],
    cause:
      'The pool keeps the old address until a new one is verified, and the update left out AutoVerifiedAttributes, which such a pool needs.',
    repair: [{ act: 'Send AutoVerifiedAttributes with each update; this tool does.' }],
  },
  {
    id: 'temporary-password-setting',
    says: [/please use temporarypasswordvaliditydays in passwordpolicy/i],
    cause: 'An update sent both the old and the new setting for the lifetime of temporary passwords.',
    repair: [{ act: 'Leave UnusedAccountValidityDays out.' }],
  },
  {
    id: 'immutable',
    says: [
      /only one of the aliasattributes or usernameattributes can be set/i,
      /updates are not allowed for property[^\n]{0,5}(?:usernameattributes|aliasattributes|usernameconfiguration|schema)/i,
      /existing schema attributes cannot be modified or deleted/i,
      /invalid attributeDataType input, consider using the provided AttributeDataType enum/i,
      /required custom attributes are not supported/i,
    ],
    cause:
      'How users sign in and which attributes are required is fixed when a user pool is created. Custom attributes can neither be required nor changed later.',
    repair: [{ act: 'Create a new user pool for it:', run: ['create-pool', '--pool-name', '<name>'] }],
  },
  {
    id: 'threat-protection-off',
    says: [/user ?pool add-?on[^\n]{0,20}not enabled/i],
    names: ['UserPoolAddOnNotEnabledException'],
    cause: 'The call needs threat protection, which is off for this user pool.',
    repair: [{ act: 'Turn it on in the Cognito console (it needs the Plus tier), or leave the call out.' }],
  },
];
