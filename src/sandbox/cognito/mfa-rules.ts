import { invalidParameter } from '../errors.ts';
import type { MfaSettings, PoolSettings } from '../state.ts';
import { unavailableInTier } from './tiers.ts';

type Mfa = PoolSettings['MfaConfiguration'];

/**
 * MFA needs a factor that is configured (aws-cdk#12075 has the text).
 *
 * @throws InvalidParameterException
 */
export function checkFactors(
  configuration: Mfa,
  sms: PoolSettings['SmsConfiguration'],
  mfa: MfaSettings,
): void {
  if (configuration === undefined || configuration === 'OFF' || sms !== undefined || hasFactor(mfa)) return;
  throw invalidParameter(
    `SMS configuration and Auto verification for phone_number are required when MFA is ${
      configuration === 'ON' ? 'required' : 'optional'
    }`,
  );
}

/** Whether there is a second factor besides text messages. */
export function hasFactor(mfa: MfaSettings): boolean {
  return mfa.SoftwareTokenMfaConfiguration?.Enabled === true || mfa.EmailMfaConfiguration !== undefined;
}

/**
 * What the first factors ask of the rest, as it was measured on AWS (go-to-k/cdkd#2064, terraform-provider-aws#50110).
 *
 * @throws InvalidParameterException
 */
export function checkFirstFactors(settings: PoolSettings, mfa: MfaSettings): void {
  const factors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  if (factors.includes('SMS_OTP') && settings.SmsConfiguration === undefined) {
    throw invalidParameter('SMS configuration is required when SMS_OTP is an allowed first auth factor.');
  }
  if (settings.MfaConfiguration !== 'ON') return;
  const oneTime = factors.find((factor) => factor === 'EMAIL_OTP' || factor === 'SMS_OTP');
  if (oneTime !== undefined) {
    throw invalidParameter(`${oneTime} cannot be used as an auth factor when MFA is required.`);
  }
  if (!factors.includes('WEB_AUTHN')) return;
  switch (mfa.WebAuthnConfiguration?.FactorConfiguration) {
    case 'MULTI_FACTOR_WITH_USER_VERIFICATION':
      return;
    case 'SINGLE_FACTOR':
      throw invalidParameter(
        'Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed first auth factor',
      );
    default:
      throw invalidParameter(
        'WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.',
      );
  }
}

/**
 * MFA by email asks for a tier above Lite, a sender of one's own, and another way of recovery than email alone (developer
 * guide, "SMS and email message MFA"; the text about the sender is cdkd's record, that about recovery is not AWS's).
 *
 * @throws FeatureUnavailableInTierException, InvalidParameterException
 */
export function checkEmailMfa(settings: PoolSettings): void {
  if (settings.UserPoolTier === 'LITE') throw unavailableInTier('Email MFA', 'LITE');
  if (settings.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
    throw invalidParameter(
      'Cannot set EmailMfaConfiguration when user pool EmailConfiguration contains an EmailSendingAccount of COGNITO_DEFAULT',
    );
  }
  const recovery = settings.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  if (recovery.length > 0 && recovery.every((each) => each.Name === 'verified_email')) {
    throw invalidParameter('Email MFA needs another account recovery mechanism than verified_email alone.');
  }
}
