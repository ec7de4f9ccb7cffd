import type { PoolSettings } from '../state.ts';

type PasswordPolicy = NonNullable<NonNullable<PoolSettings['Policies']>['PasswordPolicy']>;

/** PasswordPolicyType: 7 days, also for 0 ("treats it as a null value"). */
const TEMPORARY_PASSWORD_DAYS = 7;

/**
 * A pool's settings with Cognito's defaults for all that a request left out. UpdateUserPool does this as well: "If you
 * don't provide a value for an attribute, Amazon Cognito sets it to its default value" (API reference, UpdateUserPool).
 */
export function withPoolDefaults(given: PoolSettings): PoolSettings {
  const tier = given.UserPoolTier ?? 'ESSENTIALS';
  const passwordPolicy = withPasswordDefaults(given.Policies?.PasswordPolicy, given.AdminCreateUserConfig);
  return {
    ...given,
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
