import { userPoolId } from './common.ts';
import { emailMessage, mfaSubject, smsMessage } from './messages.ts';
import { flag, oneOf, structure, text } from './notation.ts';
import { mfaConfiguration, smsConfiguration } from './pools.ts';

export const mfaSettings = structure(
  {},
  {
    SoftwareTokenMfaConfiguration: structure({}, { Enabled: flag }),
    EmailMfaConfiguration: structure({}, { Message: emailMessage, Subject: mfaSubject }),
    WebAuthnConfiguration: structure(
      {},
      {
        RelyingPartyId: text({ min: 1, max: 127 }),
        UserVerification: oneOf('required', 'preferred'),
        FactorConfiguration: oneOf('SINGLE_FACTOR', 'MULTI_FACTOR_WITH_USER_VERIFICATION'),
      },
    ),
  },
);

export const setUserPoolMfaConfig = structure(
  { UserPoolId: userPoolId },
  {
    ...mfaSettings.optional,
    SmsMfaConfiguration: structure(
      {},
      { SmsAuthenticationMessage: smsMessage, SmsConfiguration: smsConfiguration },
    ),
    MfaConfiguration: mfaConfiguration,
  },
);
