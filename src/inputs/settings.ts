import { appUrlsOf } from '../mendix/settings.ts';
import { recoveryOf } from '../resources/account-recovery.ts';
import { timesOf } from '../resources/client-times.ts';
import { passwordSettings, rulesText } from '../resources/password-policy.ts';
import { senderIn } from '../resources/pool-email.ts';
import { mfaMethods, mfaMode } from '../resources/pool-mfa-settings.ts';
import { attributeText, customAttributes, STANDARD_ATTRIBUTES } from '../resources/pool-schema.ts';
import { signInOf } from '../resources/user-pool-settings.ts';
import {
  appUrlNote,
  oneOf,
  parseAppUrl,
  parseCallbackUrl,
  parseCustomAttribute,
  parseDomainPrefix,
  parseEmail,
  parseFullName,
  parsePasswordRules,
  parseSenderName,
  parseUsername,
  wholeNumber,
} from './checks.ts';
import {
  choice,
  defaulted,
  derived,
  flag,
  type Input,
  many,
  notShown,
  one,
  type Setting,
  setting,
} from './input.ts';

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list;

/**
 * How the user pool is to be. A setting of this list or of one of the next is a flag of `setup` and of the command that
 * makes its resource, `status` compares it, and a command that `status` or `doctor` proposes repeats it.
 */
export const POOL = {
  tier: setting(
    defaulted('essentials', choice('tier', 'feature plan of the user pool', ['lite', 'essentials', 'plus'])),
    ({ pool }) => pool?.UserPoolTier?.toLowerCase(),
  ),
  selfSignUp: setting(
    flag('let anyone sign up on the sign-in page'),
    ({ pool }) => pool?.AdminCreateUserConfig && pool.AdminCreateUserConfig.AllowAdminCreateUserOnly !== true,
  ),
  // Before its no: commander takes a yes for given when the no comes first.
  deletionProtection: setting(
    flag('turn on deletion protection, which a new user pool has'),
    ({ pool }) => pool && pool.DeletionProtection === 'ACTIVE',
  ),
  noDeletionProtection: setting(flag('do not turn on deletion protection, or turn it off'), notShown),
  signIn: setting(
    defaulted(
      'email',
      choice('what', 'what people sign in with, fixed when the user pool is created', ['email', 'username']),
    ),
    ({ pool }) => pool && signInOf(pool),
  ),
  passwordLength: setting(
    defaulted(8, one('characters', 'minimum length of a password, 6 to 99', wholeNumber(6, 99))),
    ({ pool }) => pool && passwordSettings(pool).length,
  ),
  passwordRules: setting(
    defaulted(
      'upper,lower,digit,symbol',
      one('list', 'what a password must contain, of upper,lower,digit,symbol; or none', parsePasswordRules),
    ),
    ({ pool }) => pool && rulesText(passwordSettings(pool).rules),
  ),
  temporaryPasswordDays: setting(
    // Cognito reads 0 as 7 (Cognito API reference, PasswordPolicyType).
    defaulted(7, one('days', 'how long a temporary password is valid, 1 to 365', wholeNumber(1, 365))),
    ({ pool }) => pool && passwordSettings(pool).temporaryDays,
  ),
  passwordHistory: setting(
    defaulted(
      0,
      one('count', 'how many earlier passwords cannot be used again, 0 to 24', wholeNumber(0, 24)),
    ),
    ({ pool }) => pool && passwordSettings(pool).history,
  ),
  mfa: setting(
    defaulted('off', choice('when', 'a second factor at sign-in', ['off', 'optional', 'required'])),
    ({ pool }) => pool && mfaMode(pool.MfaConfiguration),
  ),
  mfaMethod: setting(
    derived('totp', {
      ...many('method', 'how it is proved: by an authenticator app or by email', oneOf(['totp', 'email'])),
      choices: ['totp', 'email'],
    }),
    ({ mfa }) => unlessEmpty(mfa === undefined ? [] : mfaMethods(mfa)),
  ),
  accountRecovery: setting(
    defaulted(
      'email',
      choice('how', 'how people get a new password: by email, or from an administrator alone', [
        'email',
        'none',
      ]),
    ),
    ({ pool }) => pool && recoveryOf(pool.AccountRecoverySetting),
  ),
  requiredAttribute: setting(
    many('name', 'a standard attribute without which nobody signs up', oneOf(STANDARD_ATTRIBUTES)),
    ({ pool }) =>
      unlessEmpty(
        (pool?.SchemaAttributes ?? []).flatMap(({ Name, Required }) =>
          Required === true && Name !== undefined && Name !== 'sub' ? [Name] : [],
        ),
      ),
  ),
  customAttribute: setting(
    many(
      'name[:type]',
      'an attribute of your own, which cannot be removed later; types: string, number, boolean, datetime',
      parseCustomAttribute,
    ),
    ({ pool }) => unlessEmpty(customAttributes(pool?.SchemaAttributes).map(attributeText)),
  ),
  emailFrom: setting(
    one('address', 'the user pool sends its emails from this verified address', parseEmail),
    ({ pool }) => senderIn(pool?.EmailConfiguration?.From).address,
  ),
  emailFromName: setting(
    one('name', "the sender's name beside that address", parseSenderName),
    ({ pool }) => senderIn(pool?.EmailConfiguration?.From).name,
  ),
  emailReplyTo: setting(
    one('address', 'where replies to those emails go', parseEmail),
    ({ pool }) => pool?.EmailConfiguration?.ReplyToEmailAddress,
  ),
} as const satisfies Record<string, Input & Setting>;

/** How its sign-in domain is to be. */
export const DOMAIN = {
  domainPrefix: setting(
    derived('from the alias', one('prefix', 'first part of the sign-in address', parseDomainPrefix)),
    ({ domain }) => domain?.name,
  ),
  managedLogin: setting(
    defaulted('2', choice('version', 'sign-in pages, classic (1) or managed login (2)', ['1', '2'])),
    ({ domain }) => domain?.managedLogin,
  ),
} as const satisfies Record<string, Input & Setting>;

/** How the app client is to be. */
export const CLIENT = {
  appUrl: setting(
    {
      ...many(
        'url',
        'root address of the Mendix app, for example https://myapp.mendixcloud.com',
        parseAppUrl,
      ),
      note: appUrlNote,
    },
    ({ client }) => unlessEmpty(appUrlsOf(client?.settings.CallbackURLs ?? [])),
  ),
  callbackUrl: setting(many('url', 'callback URL besides those of the app URLs', parseCallbackUrl), notShown),
  sessionMinutes: setting(
    defaulted(3, one('minutes', 'time to complete a sign-in, 3 to 15', wholeNumber(3, 15))),
    ({ client }) => client?.settings.AuthSessionValidity,
  ),
  // The ranges of the next three: developer guide, "Application-specific settings with app clients".
  idTokenMinutes: setting(
    defaulted(60, one('minutes', 'how long an ID token is valid, 5 to 1440', wholeNumber(5, 1440))),
    ({ client }) => client && timesOf(client.settings).idTokenMinutes,
  ),
  accessTokenMinutes: setting(
    defaulted(60, one('minutes', 'how long an access token is valid, 5 to 1440', wholeNumber(5, 1440))),
    ({ client }) => client && timesOf(client.settings).accessTokenMinutes,
  ),
  refreshTokenDays: setting(
    defaulted(30, one('days', 'how long a refresh token is valid, 1 to 3650', wholeNumber(1, 3650))),
    ({ client }) => client && timesOf(client.settings).refreshTokenDays,
  ),
  tokenRevocation: setting(
    flag('turn on token revocation, which a new app client has'),
    ({ client }) => client?.settings.EnableTokenRevocation,
  ),
  hideUnknownUsers: setting(
    flag('hide at sign-in whether a user exists, as a new app client does'),
    ({ client }) => client && client.settings.PreventUserExistenceErrors === 'ENABLED',
  ),
} as const satisfies Record<string, Input & Setting>;

/** Who can sign in. */
export const USER = {
  userEmail: setting(one('email', "the user's email address", parseEmail), notShown),
  username: setting(
    one('name', 'the user name, for a user pool whose users sign in with one', parseUsername),
    notShown,
  ),
  userFullName: setting(one('name', "the user's full name, as Mendix shows it", parseFullName), notShown),
} as const satisfies Record<string, Input & Setting>;

/** Whom Amazon SES lets the user pool send as. */
export const EMAIL = {
  verifyEmail: setting(many('address', 'have Amazon SES verify this address', parseEmail), notShown),
} as const satisfies Record<string, Input & Setting>;
