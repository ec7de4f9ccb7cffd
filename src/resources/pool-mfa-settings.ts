import type {
  GetUserPoolMfaConfigResponse,
  SetUserPoolMfaConfigRequest,
  UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Difference, differenceOf, type FieldChange, missingFrom, withoutEmpty } from './contract.ts';

/** How the second factor is proved: by a code of an authenticator app, or by one in an email. */
export type MfaMethod = 'totp' | 'email';

/** Whether a second factor is asked for at sign-in. */
export type MfaMode = 'off' | 'optional' | 'required';

/** The second factor as somebody asked for it. */
export interface DesiredMfa {
  readonly mode: MfaMode;
  /** Those that have to be there; others stay. None: an authenticator app, where nothing else is there. */
  readonly methods: readonly MfaMethod[];
}

/** The pool's MFA settings, which DescribeUserPool shows in part only. */
export type PoolMfa = Pick<
  GetUserPoolMfaConfigResponse,
  | 'MfaConfiguration'
  | 'SoftwareTokenMfaConfiguration'
  | 'EmailMfaConfiguration'
  | 'SmsMfaConfiguration'
  | 'WebAuthnConfiguration'
>;

const TYPES: Record<MfaMode, UserPoolMfaType> = { off: 'OFF', optional: 'OPTIONAL', required: 'ON' };

/** The mode in the words of the command line. */
export function mfaMode(type: UserPoolMfaType | undefined): MfaMode {
  if (type === 'ON') return 'required';
  return type === 'OPTIONAL' ? 'optional' : 'off';
}

/** The methods that a pool has, of those that can be asked for. */
export const mfaMethods = (mfa: PoolMfa): MfaMethod[] => [
  ...(mfa.SoftwareTokenMfaConfiguration?.Enabled === true ? (['totp'] as const) : []),
  ...(mfa.EmailMfaConfiguration === undefined ? [] : (['email'] as const)),
];

/** The methods that the pool lacks for what is wanted. */
function missingMethods(mfa: PoolMfa, { mode, methods }: DesiredMfa): MfaMethod[] {
  if (mode === 'off') return [];
  const present = mfaMethods(mfa);
  // Text messages alone are none: users of Mendix need not have a phone number here.
  return missingFrom(present, methods.length > 0 || present.length > 0 ? methods : ['totp']);
}

/** The methods as people call them. */
const WORDS: Record<MfaMethod, string> = { totp: 'authenticator app', email: 'email' };

/** What has to change, a field each. */
export function mfaChanges(mfa: PoolMfa, desired: DesiredMfa): FieldChange[] {
  const [from, to] = [mfaMode(mfa.MfaConfiguration), desired.mode];
  const [present, added] = [mfaMethods(mfa), missingMethods(mfa, desired)];
  const wordsOf = (methods: readonly MfaMethod[]) => methods.map((method) => WORDS[method]);
  return [
    ...(from === to ? [] : [{ field: 'second factor at sign-in', from, to }]),
    ...(added.length === 0
      ? []
      : [{ field: 'by', from: wordsOf(present), to: wordsOf([...present, ...added]) }]),
  ];
}

/** Pure: what stands between the pool's MFA settings and what is wanted; undefined: the pool is not there yet. */
export function diffMfa(mfa: PoolMfa | undefined, desired: DesiredMfa): Difference {
  if (mfa === undefined) {
    if (desired.mode === 'off') return { action: 'none' };
    return { action: 'create', fields: mfaChanges({}, desired) };
  }
  return differenceOf(mfaChanges(mfa, desired));
}

/**
 * What SetUserPoolMfaConfig is sent: it replaces everything, and turns off what it is not given (recorded in cdkd#1968), so
 * what is there goes along. Beside OFF it takes no factor.
 */
export function mfaInput(poolId: string, mfa: PoolMfa, desired: DesiredMfa): SetUserPoolMfaConfigRequest {
  const { WebAuthnConfiguration, SmsMfaConfiguration, SoftwareTokenMfaConfiguration, EmailMfaConfiguration } =
    withoutEmpty(mfa);
  const base = {
    UserPoolId: poolId,
    MfaConfiguration: TYPES[desired.mode],
    ...(WebAuthnConfiguration === undefined ? {} : { WebAuthnConfiguration }),
  };
  if (desired.mode === 'off') return base;
  const added = missingMethods(mfa, desired);
  return {
    ...base,
    ...(SmsMfaConfiguration === undefined ? {} : { SmsMfaConfiguration }),
    ...(added.includes('totp')
      ? { SoftwareTokenMfaConfiguration: { Enabled: true } }
      : { SoftwareTokenMfaConfiguration }),
    ...(added.includes('email') ? { EmailMfaConfiguration: {} } : { EmailMfaConfiguration }),
  };
}
