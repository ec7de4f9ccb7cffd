import { invalidParameter } from '../errors.ts';
import type { setUserPoolMfaConfig } from '../shapes/mfa.ts';
import type { Infer } from '../shapes/notation.ts';
import type { onlyPool } from '../shapes/pools.ts';
import type { Pool, PoolSettings } from '../state.ts';
import { checkEmailMfa, checkFirstFactors, hasFactor } from './mfa-rules.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';

/** Cognito API reference, GetUserPoolMfaConfig. */
export function getMfa(input: Infer<typeof onlyPool>, call: Call): object {
  return show(findPool(call, input.UserPoolId));
}

/**
 * Cognito API reference, SetUserPoolMfaConfig: replaces the whole MFA configuration, and without MfaConfiguration it turns
 * MFA off. The SMS settings are the pool's own (UpdateUserPool changes and resets them as well); the other factors are known
 * to this operation only.
 */
export function setMfa(input: Infer<typeof setUserPoolMfaConfig>, call: Call): object {
  const { UserPoolId, SmsMfaConfiguration, MfaConfiguration = 'OFF', ...mfa } = input;
  const pool = findPool(call, UserPoolId);
  const { SmsAuthenticationMessage: _message, ...present } = pool.settings;
  const SmsConfiguration = SmsMfaConfiguration?.SmsConfiguration ?? present.SmsConfiguration;
  const settings: PoolSettings = {
    ...present,
    MfaConfiguration,
    ...(SmsConfiguration && { SmsConfiguration }),
    ...(SmsMfaConfiguration?.SmsAuthenticationMessage !== undefined && {
      SmsAuthenticationMessage: SmsMfaConfiguration.SmsAuthenticationMessage,
    }),
  };
  checkConfiguration(input, present);
  if (mfa.EmailMfaConfiguration !== undefined) checkEmailMfa(settings);
  checkFirstFactors(settings, mfa);
  pool.settings = settings;
  pool.mfa = mfa;
  pool.modifiedAt = call.sandbox.now();
  return show(pool);
}

/**
 * The request as a whole, in the words that AWS was recorded to use: go-to-k/cdkd#1923 (off), aws-sdk-js#4186 (none),
 * amplify-backend#1481 (text messages). Passkeys are no second factor.
 */
function checkConfiguration(input: Infer<typeof setUserPoolMfaConfig>, present: PoolSettings): void {
  const { MfaConfiguration = 'OFF', SmsMfaConfiguration: sms } = input;
  const blocks = [sms, input.SoftwareTokenMfaConfiguration, input.EmailMfaConfiguration];
  if (MfaConfiguration === 'OFF') {
    if (blocks.some((each) => each !== undefined)) {
      throw invalidParameter(
        "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
      );
    }
    return;
  }
  if (sms === undefined && present.SmsConfiguration !== undefined) {
    throw invalidParameter("Can't turn off SMS_MFA when SMS configuration is set for the user pool");
  }
  if (hasFactor(input) || sms?.SmsConfiguration !== undefined || (sms && present.SmsConfiguration)) return;
  throw invalidParameter(
    input.WebAuthnConfiguration === undefined
      ? "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."
      : 'Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.',
  );
}

function show(pool: Pool): object {
  const { SmsConfiguration, SmsAuthenticationMessage, MfaConfiguration } = pool.settings;
  return {
    ...pool.mfa,
    ...(SmsConfiguration && { SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage } }),
    MfaConfiguration,
  };
}
