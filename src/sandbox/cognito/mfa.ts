import { invalidParameter } from '../errors.ts';
import type { setUserPoolMfaConfig } from '../shapes/mfa.ts';
import type { Infer } from '../shapes/notation.ts';
import type { onlyPool } from '../shapes/pools.ts';
import type { MfaSettings, Pool } from '../state.ts';
import type { Call } from './operation.ts';
import { findPool } from './pool-lookup.ts';
import { checkMfa, unavailableInTier } from './pool-rules.ts';

/** Cognito API reference, GetUserPoolMfaConfig. */
export function getMfa(input: Infer<typeof onlyPool>, call: Call): object {
  return show(findPool(call, input.UserPoolId));
}

/**
 * Cognito API reference, SetUserPoolMfaConfig: replaces the whole MFA configuration. The SMS settings are the pool's own
 * (UpdateUserPool changes and resets them as well); the other factors are known to this operation only.
 */
export function setMfa(input: Infer<typeof setUserPoolMfaConfig>, call: Call): object {
  const { UserPoolId, SmsMfaConfiguration, MfaConfiguration, ...factors } = input;
  const pool = findPool(call, UserPoolId);
  const mfa: MfaSettings = factors;
  const sms =
    SmsMfaConfiguration?.SmsConfiguration ?? (SmsMfaConfiguration && pool.settings.SmsConfiguration);
  checkMfa(MfaConfiguration, sms, mfa);
  if (mfa.EmailMfaConfiguration !== undefined) {
    if (pool.settings.UserPoolTier === 'LITE') throw unavailableInTier('Email MFA', 'LITE');
    // Developer guide, "SMS and email message MFA": email MFA needs an Amazon SES configuration.
    if (pool.settings.EmailConfiguration?.EmailSendingAccount !== 'DEVELOPER') {
      throw invalidParameter('Email MFA requires an email configuration with EmailSendingAccount DEVELOPER.');
    }
  }
  const { SmsAuthenticationMessage: _message, ...settings } = pool.settings;
  pool.settings = {
    ...settings,
    MfaConfiguration: MfaConfiguration ?? 'OFF',
    ...(sms && { SmsConfiguration: sms }),
    ...(SmsMfaConfiguration?.SmsAuthenticationMessage !== undefined && {
      SmsAuthenticationMessage: SmsMfaConfiguration.SmsAuthenticationMessage,
    }),
  };
  pool.mfa = mfa;
  pool.modifiedAt = call.sandbox.now();
  return show(pool);
}

function show(pool: Pool): object {
  const { SmsConfiguration, SmsAuthenticationMessage, MfaConfiguration } = pool.settings;
  return {
    ...pool.mfa,
    ...(SmsConfiguration && {
      SmsMfaConfiguration: {
        SmsConfiguration,
        ...(SmsAuthenticationMessage !== undefined && { SmsAuthenticationMessage }),
      },
    }),
    MfaConfiguration,
  };
}
