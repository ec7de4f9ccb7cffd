import type { KnownError } from './known-error.ts';

/** What Cognito answers about a user, a password or a code. */
export const USERS: readonly KnownError[] = [
  {
    id: 'secret-hash',
    says: [
      /secret_hash was not received/i,
      /unable to verify secret ?hash/i,
      /secret ?hash does not match for the client/i,
    ],
    cause:
      'A sign-in by API came without SECRET_HASH, or with a wrong one. Mendix’s OIDC SSO module does not sign in this way; a script or another module does.',
    repair: [
      {
        act: 'Send SECRET_HASH: Base64 of HMAC-SHA256, with the client secret as key and user name + client ID as message. This shows both:',
        run: ['mendix-config'],
      },
    ],
  },
  {
    id: 'auth-flow',
    says: [
      /_AUTH flow not enabled for this client/i,
      /auth flow not enabled for this client/i,
      /initiate auth method not supported/i,
      /_auth is not enabled for the client/i,
      /custom auth lambda trigger is not configured/i,
    ],
    cause: 'The app client does not allow this way to sign in by API. The sign-in page does not need it.',
    repair: [
      { act: 'This allows what test-login needs (ALLOW_USER_PASSWORD_AUTH):', run: ['create-client'] },
    ],
  },
  {
    id: 'attempts',
    says: [
      /password attempts exceeded/i,
      /attempt limit exceeded, please try after some time/i,
      /too many (?:failed|invalid) (?:attempts|credential)/i,
    ],
    names: ['TooManyFailedAttemptsException'],
    cause:
      'There were too many wrong passwords or codes for this user. Cognito refuses even the right one for a while: from one second, doubling to about 15 minutes.',
    repair: [{ act: 'Wait 15 minutes, then try once. Each attempt before that makes the wait longer.' }],
  },
  {
    id: 'risk',
    says: [/unable to login because of security reasons/i],
    cause: 'Threat protection of the user pool blocked this sign-in as risky.',
    repair: [
      { act: 'The Cognito console shows why: Users → the user → sign-in history, and Threat protection.' },
    ],
  },
  {
    id: 'temporary-password-expired',
    says: [/temporary password has expired/i],
    cause: 'The temporary password was not used in time: 7 days, unless the user pool says otherwise.',
    repair: [{ act: 'Set a new one:', run: ['add-user', '<email>', '--reset-password'] }],
  },
  {
    id: 'temporary-password',
    says: [/user password cannot be reset in the current state/i],
    cause:
      'The user still has a temporary password (FORCE_CHANGE_PASSWORD), and “Forgot your password?” does not work in that state.',
    repair: [{ act: 'Set a password that works at once:', run: ['add-user', '<email>', '--reset-password'] }],
  },
  {
    id: 'reset-required',
    says: [/password reset required/i],
    names: ['PasswordResetRequiredException'],
    cause: 'An administrator or an import has required a new password for this user.',
    repair: [
      {
        act: 'The user chooses one with “Forgot your password?” on the sign-in page. Or set one:',
        run: ['add-user', '<email>', '--reset-password'],
      },
    ],
  },
  {
    id: 'not-confirmed',
    says: [/\buser is not confirmed\b/i],
    names: ['UserNotConfirmedException'],
    cause: 'The user signed up and never entered the code from the email.',
    repair: [
      {
        act: 'The user enters the code on the sign-in page. An administrator confirms the account in the Cognito console: Users → the user → Actions → Confirm account.',
      },
    ],
  },
  {
    id: 'confirmed-already',
    says: [/user cannot be confirmed\. current status is/i, /user is already confirmed/i],
    cause: 'The account is confirmed already, or is in a state without anything to confirm.',
    repair: [
      { act: 'Just sign in. This shows the state of the user:', run: ['doctor', '--user-email', '<email>'] },
    ],
  },
  {
    id: 'user-disabled',
    says: [/\buser is disabled\b/i, /\buser is not enabled\b/i],
    cause: 'The user is disabled in Cognito.',
    repair: [
      {
        act: 'If the user may sign in, this enables the account again:',
        run: ['add-user', '<email>', '--enable'],
      },
    ],
  },
  {
    id: 'wrong-password',
    says: [
      /incorrect username or password/i,
      /the username or password you entered is invalid/i,
      /username\/client id combination not found/i,
    ],
    names: ['UserNotFoundException'],
    cause:
      'The email address or the password is wrong, or this user pool has no such user: the sign-in page does not say which.',
    repair: [
      { act: 'This shows whether the user exists:', run: ['doctor', '--user-email', '<email>'] },
      { act: 'This sets a new password:', run: ['add-user', '<email>', '--reset-password'] },
    ],
  },
  {
    id: 'user-missing',
    says: [/\buser does not exist\b\.?(?!\w)/i],
    unless: /database|postgres|mysql|linux|unix|ldap|\bos user\b/i,
    cause: 'The user pool has no such user. The user may be in another pool, Region or account.',
    repair: [
      { act: 'This checks it:', run: ['doctor', '--user-email', '<email>'] },
      { act: 'This creates the user:', run: ['add-user', '<email>'] },
    ],
  },
  {
    id: 'no-recovery',
    says: [/cannot reset password for the user as there is no registered\/verified/i],
    cause: 'The user has no verified email address, so Cognito has nowhere to send the code.',
    repair: [
      { act: 'This marks the address as verified:', run: ['add-user', '<email>'] },
      { act: 'With --reset-password it also sets a new password.' },
    ],
  },
  {
    id: 'recovery-by-admin',
    says: [/contact administrator to reset password/i],
    cause: 'In this user pool only administrators reset passwords.',
    repair: [{ act: 'Set a new one:', run: ['add-user', '<email>', '--reset-password'] }],
  },
  {
    id: 'password-history',
    says: [/password has (?:previously been|already been|been previously) used/i],
    names: ['PasswordHistoryPolicyViolationException'],
    cause: 'The user had this password before, and the user pool remembers earlier ones.',
    repair: [{ act: 'Choose another password.' }],
  },
  {
    id: 'password-compromised',
    says: [/provided password cannot be used for security reasons/i],
    cause: 'Cognito knows this password from a leak of some other service, and refuses it.',
    repair: [
      {
        act: 'Choose another password, or have one generated:',
        run: ['add-user', '<email>', '--reset-password'],
      },
    ],
  },
  {
    id: 'password-policy',
    says: [/password did not conform with (?:password )?policy/i],
    names: ['InvalidPasswordException'],
    cause: 'The password does not meet the password policy of the user pool.',
    repair: [
      {
        act: 'Choose another one, or have one generated that meets it:',
        run: ['add-user', '<email>', '--reset-password'],
      },
    ],
  },
  {
    id: 'user-exists',
    says: [
      /user account already exists/i,
      /an account with the (?:given )?(?:email|phone_number) already exists/i,
      /already found an entry for (?:the provided )?username/i,
    ],
    names: ['UsernameExistsException', 'AliasExistsException'],
    cause: 'The user pool has a user with this email address or name already.',
    repair: [
      {
        act: 'This brings an existing user up to date; it leaves the password alone without --reset-password:',
        run: ['add-user', '<email>'],
      },
    ],
  },
  {
    id: 'invitation-used',
    says: [/resend not possible/i],
    names: ['UnsupportedUserStateException'],
    cause: 'An invitation can be sent again only to users who have never signed in.',
    repair: [{ act: 'Set a new password instead:', run: ['add-user', '<email>', '--reset-password'] }],
  },
  {
    id: 'code-used',
    says: [/your software token has already been used once/i],
    cause: 'Each code of the authenticator app works once.',
    repair: [{ act: 'Wait for the next code, at most 30 seconds.' }],
  },
  {
    id: 'code-wrong',
    says: [
      /invalid verification code provided/i,
      /invalid code received for user/i,
      /invalid code or auth state/i,
    ],
    names: ['CodeMismatchException', 'EnableSoftwareTokenMFAException'],
    cause: 'The code is wrong. With an authenticator app the clock of the phone or computer may be off.',
    repair: [{ act: 'Enter the newest code. Set the clock of the device to automatic time.' }],
  },
  {
    id: 'code-expired',
    says: [/invalid code provided, please request a code again/i, /confirmation code (?:has )?expired/i],
    names: ['ExpiredCodeException'],
    cause:
      'The code is too old (one hour for a new password, 24 hours for a sign-up), or a newer one was sent.',
    repair: [{ act: 'Request a new code on the sign-in page and enter that one.' }],
  },
  {
    id: 'session-expired',
    says: [/invalid session (?:for the user|provided)/i],
    cause:
      'The steps of one sign-in took longer than the app client allows (3 minutes unless changed), or a step was sent twice.',
    repair: [
      {
        act: 'Sign in again, from the start. For more time:',
        run: ['create-client', '--session-minutes', '15'],
      },
    ],
  },
  {
    id: 'attribute-missing',
    says: [
      /attributes did not conform to the schema: ([\w:. ]+?):? ?the attribute is required/i,
      /invalid attributes given, ([\w:]+) is missing/i,
      /attribute value for ([\w:]+) must not be null/i,
    ],
    cause: 'The user pool requires the attribute {1}, and the user got none.',
    repair: [
      {
        act: 'Give it, from a CSV file (add-user --from-csv), or the name like this:',
        run: ['add-user', '<email>', '--user-full-name', '<name>'],
      },
      { act: 'Which attributes are required was fixed when the pool was created.' },
    ],
  },
  {
    id: 'attribute-unknown',
    says: [
      /([\w:]{1,60}): attribute does not exist in the schema/i,
      /type for attribute \{?([\w:]+)\}? could not be determined/i,
    ],
    unless: /saml/i,
    cause: 'The user pool has no attribute {1}.',
    repair: [
      {
        act: 'Add a custom attribute in the Cognito console (Sign-up → Custom attributes), and write its name with custom: in front.',
      },
    ],
  },
  {
    id: 'attribute-not-writable',
    says: [/attempted to write unauthorized attribute/i],
    cause: 'The app client does not let this attribute be written.',
    repair: [
      {
        act: 'Add it to the attributes that the app client may write: Cognito console → App clients → Attribute permissions.',
      },
    ],
  },
  {
    id: 'attribute-given-already',
    says: [/cannot modify an already provided email/i, /cannot modify the non-mutable attribute/i],
    cause:
      'A first sign-in with a new password sent an attribute that the user has already. Only required attributes that are still missing can be sent there.',
    repair: [
      {
        act: 'Leave email out of the answer. Or set a password that works at once, which asks for none:',
        run: ['add-user', '<email>', '--reset-password'],
      },
    ],
  },
  {
    id: 'email-form',
    says: [/invalid email address format/i, /username should be (?:an email|either an email)/i],
    cause: 'Users of this pool sign in with their email address, and this is none.',
    repair: [{ act: 'Use a whole address:', run: ['add-user', '<email>'] }],
  },
  {
    id: 'username-form',
    says: [/username cannot be of email format/i],
    cause:
      'In this user pool users have a name, and the email address is an alias of it: the name must not look like an address.',
    repair: [{ act: 'Give the user a name without @.' }],
  },
  {
    id: 'no-sign-up',
    says: [/sign ?up is not permitted for this user pool/i],
    cause: 'Nobody can sign up in this user pool: an administrator creates its users.',
    repair: [
      { act: 'Create the user:', run: ['add-user', '<email>'] },
      { act: 'To let anyone sign up:', run: ['create-pool', '--self-sign-up'] },
    ],
  },
  {
    id: 'group-missing',
    says: [/\bgroup not found\./i],
    unless: /security group|log group|resource ?group|consumer group/i,
    cause: 'The user pool has no group of that name.',
    repair: [
      { act: 'Create it in the Cognito console; add-user --from-csv creates the groups that it needs.' },
    ],
  },
  {
    id: 'mfa-not-set-up',
    says: [/user does not have delivery config set to turn on/i],
    names: ['SoftwareTokenMFANotFoundException', 'MFAMethodNotFoundException'],
    cause: 'The user has not set up this MFA method, or the user pool does not offer it.',
    repair: [
      {
        act: 'The user sets it up at the next sign-in. The pool’s methods are in the Cognito console under Sign-in.',
      },
    ],
  },
  {
    id: 'passkey',
    says: [/webauthn[^\n]{0,60}(?:not enabled|not allowed|mismatch|not supported|missing)/i],
    names: [
      'WebAuthnClientMismatchException',
      'WebAuthnConfigurationMissingException',
      'WebAuthnCredentialNotSupportedException',
      'WebAuthnNotEnabledException',
      'WebAuthnOriginNotAllowedException',
      'WebAuthnRelyingPartyMismatchException',
      'WebAuthnChallengeNotFoundException',
    ],
    cause:
      'Passkeys are not set up for this user pool, or they belong to another sign-in domain: a new custom domain makes earlier passkeys useless.',
    repair: [
      {
        act: 'Sign in with the password, and register a new passkey. The relying party is in the Cognito console under Passkey.',
      },
    ],
  },
];
