import { invalidParameter } from '../errors.ts';
import type { MfaSettings, PoolSettings } from '../state.ts';
import { checkFactors, checkFirstFactors } from './mfa-rules.ts';
import { unavailableInTier } from './tiers.ts';

/**
 * What must hold across a pool's settings, whether they are new or changed. `given` is the request, with what an update
 * keeps, and without defaults.
 *
 * @throws InvalidParameterException, FeatureUnavailableInTierException
 */
export function checkPoolSettings(given: PoolSettings, mfa: MfaSettings): void {
  checkTier(given, mfa);
  checkFactors(given.MfaConfiguration, given.SmsConfiguration, mfa);
  checkFirstFactors(given, mfa);
  checkRecovery(given.AccountRecoverySetting);
  // Recorded in rebuy-de/aws-nuke#477, also for an update of something else.
  const verified = given.AutoVerifiedAttributes ?? [];
  const beforeUpdate = given.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (beforeUpdate.some((attribute) => !verified.includes(attribute))) {
    throw invalidParameter(
      'All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes',
    );
  }
  if (
    given.KeyConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY' &&
    given.KeyConfiguration.KmsKeyArn === undefined
  ) {
    throw invalidParameter('KmsKeyArn is required for a customer managed key.');
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

/**
 * API reference, PasswordPolicyType: with the new member, the legacy one can no longer be set; `given` is the request alone.
 *
 * @throws InvalidParameterException
 */
export function checkPasswordDays(given: PoolSettings): void {
  if (
    given.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined &&
    given.AdminCreateUserConfig?.UnusedAccountValidityDays !== undefined
  ) {
    throw invalidParameter(
      'Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays',
    );
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
