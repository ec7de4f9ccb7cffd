import {
  type CreateUserPoolRequest,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Chapter, INVALID, type Rule } from '../chapter.ts';
import { inPool } from '../stage.ts';

type Mfa = Omit<SetUserPoolMfaConfigRequest, 'UserPoolId'>;

const APP: Mfa = { SoftwareTokenMfaConfiguration: { Enabled: true } };

const setMfa = (mfa: Mfa, pool: Partial<CreateUserPoolRequest> = {}): Rule['call'] =>
  inPool(pool, ({ cognito }, UserPoolId) =>
    cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...mfa })),
  );

const firstFactors = (
  ...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[]
): Partial<CreateUserPoolRequest> => ({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });

const MEASURED = 'go-to-k/cdkd#1923, #2064';

export const MFA: Chapter = {
  title: 'MFA and first factors',
  rules: [
    {
      says: 'MFA that is off goes with no factor.',
      basis: 'recorded',
      source: MEASURED,
      answer: INVALID,
      call: setMfa({ ...APP, MfaConfiguration: 'OFF' }),
    },
    {
      says: 'MFA that is left out is off.',
      basis: 'recorded',
      source: 'go-to-k/cdkd#1968',
      answer: INVALID,
      call: setMfa(APP),
    },
    {
      says: 'MFA that is off goes with passkeys.',
      basis: 'recorded',
      source: MEASURED,
      answer: 'ok',
      call: setMfa({ MfaConfiguration: 'OFF', WebAuthnConfiguration: { UserVerification: 'preferred' } }),
    },
    {
      says: 'MFA that is optional or on has a factor.',
      basis: 'recorded',
      source: 'aws-sdk-js#4186',
      answer: INVALID,
      call: setMfa({ MfaConfiguration: 'OPTIONAL' }),
    },
    {
      says: 'Passkeys alone are no second factor.',
      basis: 'recorded',
      source: MEASURED,
      answer: INVALID,
      call: setMfa({
        MfaConfiguration: 'OPTIONAL',
        WebAuthnConfiguration: { FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION' },
      }),
    },
    {
      says: 'Email is a second factor only with a sender of one’s own.',
      basis: 'recorded',
      source: 'Developer guide, SMS and email message MFA; text by cdkd',
      answer: INVALID,
      call: setMfa({ MfaConfiguration: 'ON', EmailMfaConfiguration: {} }),
    },
    {
      says: 'An update of the pool does not turn MFA on.',
      basis: 'recorded',
      source: 'cloudformation-coverage-roadmap#1176',
      answer: INVALID,
      call: inPool({}, async ({ cognito }, UserPoolId) => {
        const optional = { ...APP, MfaConfiguration: 'OPTIONAL' } as const;
        await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...optional }));
        return cognito.send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'ON' }));
      }),
    },
    {
      says: 'A first factor by text message needs a configuration for these.',
      basis: 'recorded',
      source: MEASURED,
      answer: INVALID,
      call: inPool({}, ({ cognito }, UserPoolId) =>
        cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...firstFactors('PASSWORD', 'SMS_OTP') })),
      ),
    },
    {
      says: 'A code by email as first factor is refused where MFA is on.',
      basis: 'recorded',
      source: MEASURED,
      answer: INVALID,
      call: setMfa({ ...APP, MfaConfiguration: 'ON' }, firstFactors('PASSWORD', 'EMAIL_OTP')),
    },
    {
      says: 'A code by email as first factor is taken where MFA is optional.',
      basis: 'recorded',
      source: MEASURED,
      answer: 'ok',
      call: setMfa({ ...APP, MfaConfiguration: 'OPTIONAL' }, firstFactors('PASSWORD', 'EMAIL_OTP')),
    },
    {
      says: 'A passkey as first factor is one of several factors where MFA is on.',
      basis: 'recorded',
      source: 'terraform-provider-aws#50110, go-to-k/cdkd#2064',
      answer: INVALID,
      call: setMfa({ ...APP, MfaConfiguration: 'ON' }, firstFactors('PASSWORD', 'WEB_AUTHN')),
    },
  ],
};
