import { clientId, clientMetadata, freeText } from './common.ts';
import { map, oneOf, structure, text } from './notation.ts';

const session = text({ min: 20, max: 4096, sensitive: true });
// The values hold passwords and tokens.
const parameters = map(freeText, text({ min: 0, max: 131_072, sensitive: true }));

/** What may stand beside the requests of end users. */
export const context = {
  ClientMetadata: clientMetadata,
  AnalyticsMetadata: structure({}, { AnalyticsEndpointId: freeText }),
  UserContextData: structure({}, { IpAddress: freeText, EncodedData: freeText }),
  Session: session,
};

export const initiateAuth = structure(
  {
    AuthFlow: oneOf(
      'USER_SRP_AUTH',
      'REFRESH_TOKEN_AUTH',
      'REFRESH_TOKEN',
      'CUSTOM_AUTH',
      'ADMIN_NO_SRP_AUTH',
      'USER_PASSWORD_AUTH',
      'ADMIN_USER_PASSWORD_AUTH',
      'USER_AUTH',
    ),
    ClientId: clientId,
  },
  { ...context, AuthParameters: parameters },
);

export const respondToAuthChallenge = structure(
  {
    ClientId: clientId,
    ChallengeName: oneOf(
      'SMS_MFA',
      'EMAIL_OTP',
      'SOFTWARE_TOKEN_MFA',
      'SELECT_MFA_TYPE',
      'MFA_SETUP',
      'PASSWORD_VERIFIER',
      'CUSTOM_CHALLENGE',
      'SELECT_CHALLENGE',
      'DEVICE_SRP_AUTH',
      'DEVICE_PASSWORD_VERIFIER',
      'ADMIN_NO_SRP_AUTH',
      'NEW_PASSWORD_REQUIRED',
      'SMS_OTP',
      'PASSWORD',
      'WEB_AUTHN',
      'PASSWORD_SRP',
    ),
  },
  { ...context, ChallengeResponses: parameters },
);
