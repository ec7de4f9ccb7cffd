import { AwsError, invalidParameter } from '../errors.ts';
import { ACCOUNT_ID, type Sandbox } from '../sandbox.ts';
import { identityState } from '../ses/identity-state.ts';
import type { MfaSettings, PoolSettings } from '../state.ts';

/**
 * What must hold across a pool's settings, whether they are new or changed. `given` is the request, before defaults.
 *
 * @throws InvalidParameterException, InvalidEmailRoleAccessPolicyException, FeatureUnavailableInTierException
 */
export function checkPoolSettings(given: PoolSettings, mfa: MfaSettings, sandbox: Sandbox): void {
  checkTier(given, mfa);
  checkMfa(given.MfaConfiguration, given.SmsConfiguration, mfa);
  checkEmail(given.EmailConfiguration, sandbox);
  checkPasswordDays(given);
  checkTemplates(given.VerificationMessageTemplate);
  checkRecovery(given.AccountRecoverySetting);
  // Developer guide, "Verifying updates to email addresses and phone numbers".
  const verified = given.AutoVerifiedAttributes ?? [];
  const beforeUpdate = given.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (beforeUpdate.some((attribute) => !verified.includes(attribute))) {
    throw invalidParameter(
      'AttributesRequireVerificationBeforeUpdate must be a subset of AutoVerifiedAttributes.',
    );
  }
  if (
    given.KeyConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY' &&
    given.KeyConfiguration.KmsKeyArn === undefined
  ) {
    throw invalidParameter('KmsKeyArn is required for a customer managed key.');
  }
}

/** API reference, SetUserPoolMfaConfig; developer guide, "Adding MFA": MFA needs a factor that is configured. */
export function checkMfa(
  configuration: PoolSettings['MfaConfiguration'],
  sms: PoolSettings['SmsConfiguration'],
  mfa: MfaSettings,
): void {
  if (configuration === undefined || configuration === 'OFF') return;
  const totp = mfa.SoftwareTokenMfaConfiguration?.Enabled === true;
  if (sms === undefined && !totp && mfa.EmailMfaConfiguration === undefined) {
    throw invalidParameter(
      `SMS configuration and Auto verification for phone_number are required when MFA is ${
        configuration === 'ON' ? 'required' : 'optional'
      }`,
    );
  }
}

/** Developer guide, "User pool feature plans". */
function checkTier(given: PoolSettings, mfa: MfaSettings): void {
  const tier = given.UserPoolTier ?? 'ESSENTIALS';
  const threatProtection = given.UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF';
  if (tier !== 'PLUS' && threatProtection !== 'OFF') throw unavailableInTier('Threat protection', tier);
  if (tier !== 'LITE') return;
  const factors = given.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  if (factors.some((factor) => factor !== 'PASSWORD')) throw unavailableInTier('Choice-based sign-in', tier);
  if (given.Policies?.PasswordPolicy?.PasswordHistorySize) throw unavailableInTier('Password history', tier);
  if (mfa.EmailMfaConfiguration !== undefined) throw unavailableInTier('Email MFA', tier);
  // API reference, PreTokenGenerationVersionConfigType: the versions after V1_0 customize access tokens.
  const tokens = given.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  if (tokens !== 'V1_0') throw unavailableInTier('Access token customization', tier);
}

export function unavailableInTier(feature: string, tier: string): AwsError {
  return new AwsError(
    'FeatureUnavailableInTierException',
    `${feature} is not available in the ${tier} tier.`,
  );
}

/** API reference, EmailConfigurationType. */
function checkEmail(email: PoolSettings['EmailConfiguration'], sandbox: Sandbox): void {
  if (email === undefined) return;
  const developer = email.EmailSendingAccount === 'DEVELOPER';
  if (email.SourceArn === undefined) {
    if (developer) throw invalidParameter('SourceArn is required when EmailSendingAccount is DEVELOPER.');
    return;
  }
  const identity = /^arn:aws:ses:([a-z0-9-]+):([0-9]+):identity\/(.+)$/.exec(email.SourceArn);
  if (!identity) throw invalidParameter('SourceArn is not the ARN of an Amazon SES identity.');
  const [, region, account, name = ''] = identity;
  const found = sandbox.state.identities.find((each) => each.region === region && each.name === name);
  if (account !== ACCOUNT_ID || !found || identityState(found, sandbox.now()) !== 'SUCCESS') {
    throw new AwsError(
      'InvalidEmailRoleAccessPolicyException',
      `Cognito is not allowed to use your email identity ${name}`,
    );
  }
  if (email.From !== undefined && !sendsFrom(email.From, name)) {
    throw invalidParameter('The From address does not belong to the email identity of SourceArn.');
  }
}

/** `From` is an address, or a name with the address in angle brackets. */
function sendsFrom(from: string, identity: string): boolean {
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
  const normal = address.toLowerCase();
  return normal === identity.toLowerCase() || normal.endsWith(`@${identity.toLowerCase()}`);
}

/** API reference, PasswordPolicyType: with the new member, the legacy one can no longer be set. */
function checkPasswordDays(given: PoolSettings): void {
  if (
    given.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined &&
    given.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined
  ) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
  }
}

/** API reference, CreateUserPool, VerificationMessageTemplate: both forms of the message are an error. */
function checkTemplates(template: PoolSettings['VerificationMessageTemplate']): void {
  if (template?.EmailMessage !== undefined && template.EmailMessageByLink !== undefined) {
    throw invalidParameter('EmailMessage and EmailMessageByLink can not both be set.');
  }
}

/** API reference, RecoveryOptionType: two mechanisms have two priorities, and admin_only stands alone. */
function checkRecovery(setting: PoolSettings['AccountRecoverySetting']): void {
  const mechanisms = setting?.RecoveryMechanisms ?? [];
  if (new Set(mechanisms.map((each) => each.Priority)).size < mechanisms.length) {
    throw invalidParameter('Recovery mechanisms must have different priorities.');
  }
  if (mechanisms.length > 1 && mechanisms.some((each) => each.Name === 'admin_only')) {
    throw invalidParameter('The recovery mechanism admin_only can not be combined with another one.');
  }
}
