import type {
  AccountRecoverySettingType,
  UpdateUserPoolRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Edit } from './contract.ts';

/** Who gives a new password to somebody who has forgotten theirs: a code by email, or an administrator alone. */
export type AccountRecovery = 'email' | 'none';

const ONLY: Record<AccountRecovery, AccountRecoverySettingType> = {
  email: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  none: { RecoveryMechanisms: [{ Name: 'admin_only', Priority: 1 }] },
};

/**
 * How people get back in; undefined: by a text message alone. A pool that says nothing takes the phone first, then email
 * (developer guide, "Passwords, account recovery, and password policies").
 */
export function recoveryOf(setting: AccountRecoverySettingType | undefined): AccountRecovery | undefined {
  const names = setting?.RecoveryMechanisms?.map(({ Name }) => Name) ?? ['verified_email'];
  if (names.includes('verified_email')) return 'email';
  return names.includes('admin_only') ? 'none' : undefined;
}

/** True when email is the only way, beside which Cognito takes no MFA by email (developer guide, "MFA"). */
export const isEmailAlone = (setting: AccountRecoverySettingType | undefined): boolean =>
  setting?.RecoveryMechanisms?.length === 1 && recoveryOf(setting) === 'email';

/** The setting of a new pool. */
export const newRecovery = (wanted: AccountRecovery | undefined): AccountRecoverySettingType =>
  ONLY[wanted ?? 'email'];

/** What has to change for people to get back in as it is wanted. A way by phone stays beside the one by email. */
export function recoveryEdits(
  setting: AccountRecoverySettingType | undefined,
  wanted: AccountRecovery | undefined,
): Edit<UpdateUserPoolRequest>[] {
  const from = recoveryOf(setting);
  if (wanted === undefined || wanted === from) return [];
  const value: AccountRecoverySettingType =
    wanted === 'email' && from === undefined
      ? {
          RecoveryMechanisms: [
            ...(setting?.RecoveryMechanisms ?? []).map((each) => ({ ...each, Priority: 1 })),
            { Name: 'verified_email', Priority: 2 },
          ],
        }
      : ONLY[wanted];
  return [
    { field: 'account recovery', from: from ?? 'phone', to: wanted, member: 'AccountRecoverySetting', value },
  ];
}
