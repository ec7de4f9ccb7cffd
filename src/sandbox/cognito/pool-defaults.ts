import type { PoolSettings } from '../state.ts';

type PasswordPolicy = NonNullable<NonNullable<PoolSettings['Policies']>['PasswordPolicy']>;

/** PasswordPolicyType: 7 days, also for 0 ("treats it as a null value"). */
const TEMPORARY_PASSWORD_DAYS = 7;

/**
 * What a request to UpdateUserPool leaves in force: these members stay as they are when it leaves them out
 * (go-to-k/cdkd#1968, rebuy-de/aws-nuke#477; for UserPoolTier and DcrConfiguration the API reference).
 */
export function withKeptSettings(given: PoolSettings, present: PoolSettings): PoolSettings {
  const kept = {
    MfaConfiguration: given.MfaConfiguration ?? present.MfaConfiguration,
    UserAttributeUpdateSettings: given.UserAttributeUpdateSettings ?? present.UserAttributeUpdateSettings,
    UserPoolTier: given.UserPoolTier ?? present.UserPoolTier,
    DcrConfiguration: given.DcrConfiguration ?? present.DcrConfiguration,
  };
  return { ...given, Policies: { ...present.Policies, ...given.Policies }, ...withoutUndefined(kept) };
}

/**
 * A pool's settings with Cognito's defaults for all that a request left out. UpdateUserPool does this as well, for all but
 * what it keeps: "If you don't provide a value for an attribute, Amazon Cognito sets it to its default value" (API
 * reference, UpdateUserPool).
 */
export function withPoolDefaults(requested: PoolSettings): PoolSettings {
  const { AutoVerifiedAttributes, DcrConfiguration, ...given } = withMirroredMessages(requested);
  const tier = given.UserPoolTier ?? 'ESSENTIALS';
  const passwordPolicy = withPasswordDefaults(given.Policies?.PasswordPolicy, given.AdminCreateUserConfig);
  return {
    ...given,
    // An empty list is shown as none.
    ...(AutoVerifiedAttributes?.length && { AutoVerifiedAttributes }),
    // Given without its status, it turns dynamic client registration on (API reference, DcrConfigurationType).
    ...(DcrConfiguration && { DcrConfiguration: { EnableStatus: 'Enabled' as const, ...DcrConfiguration } }),
    Policies: {
      PasswordPolicy: passwordPolicy,
      // Choice-based sign-in does not exist on Lite.
      ...(tier !== 'LITE' && {
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'], ...given.Policies?.SignInPolicy },
      }),
    },
    DeletionProtection: given.DeletionProtection ?? 'INACTIVE',
    LambdaConfig: given.LambdaConfig ?? {},
    VerificationMessageTemplate: {
      DefaultEmailOption: 'CONFIRM_WITH_CODE',
      ...given.VerificationMessageTemplate,
    },
    MfaConfiguration: given.MfaConfiguration ?? 'OFF',
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT', ...given.EmailConfiguration },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...given.AdminCreateUserConfig,
      // The legacy name goes on being shown, with the value that is in force.
      UnusedAccountValidityDays: passwordPolicy.TemporaryPasswordValidityDays ?? TEMPORARY_PASSWORD_DAYS,
    },
    UserPoolTier: tier,
  };
}

function withPasswordDefaults(
  given: PasswordPolicy | undefined,
  invitations: PoolSettings['AdminCreateUserConfig'],
): PasswordPolicy {
  const days =
    given?.TemporaryPasswordValidityDays || invitations?.UnusedAccountValidityDays || TEMPORARY_PASSWORD_DAYS;
  // Without any policy all four classes are asked for; in a policy that is given, a class left out is not.
  const classes = given === undefined;
  return {
    MinimumLength: 8,
    RequireUppercase: classes,
    RequireLowercase: classes,
    RequireNumbers: classes,
    RequireSymbols: classes,
    ...given,
    TemporaryPasswordValidityDays: days,
  };
}

/**
 * The older members for verification messages and the template show each other's texts, whichever was given. The template
 * goes first: that both are given and differ is documented nowhere.
 */
function withMirroredMessages(given: PoolSettings): PoolSettings {
  const template = given.VerificationMessageTemplate;
  const email = template?.EmailMessage ?? given.EmailVerificationMessage;
  const subject = template?.EmailSubject ?? given.EmailVerificationSubject;
  const sms = template?.SmsMessage ?? given.SmsVerificationMessage;
  return {
    ...given,
    ...withoutUndefined({
      EmailVerificationMessage: email,
      EmailVerificationSubject: subject,
      SmsVerificationMessage: sms,
    }),
    VerificationMessageTemplate: {
      ...template,
      ...withoutUndefined({ EmailMessage: email, EmailSubject: subject, SmsMessage: sms }),
    },
  };
}

function withoutUndefined<T extends object>(members: T): { [M in keyof T]?: NonNullable<T[M]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [M in keyof T]?: NonNullable<T[M]>;
  };
}
