import type { Repair } from '../errors.ts';
import { isEmailAlone, newRecovery } from '../resources/account-recovery.ts';
import type { BlockedField, Difference } from '../resources/contract.ts';
import { type DesiredMfa, diffMfa } from '../resources/pool-mfa-settings.ts';
import { higherTier } from '../resources/pool-tier.ts';
import type { DesiredUserPool } from '../resources/user-pool-settings.ts';
import type { Observed } from './observe.ts';

/** What a run would do about the second factor, and what it wants the user to know. */
export interface PlannedMfa {
  readonly difference: Difference;
  readonly notes: readonly Repair[];
}

const OTHER_METHOD: Repair = { act: 'Use an authenticator app: --mfa-method totp.' };

/** What codes by email ask of the pool as it will be (developer guide, "SMS and email message MFA"). */
function blockedEmail(
  observed: Observed,
  wanted: DesiredUserPool | undefined,
  senderWaits: boolean,
): BlockedField[] {
  const { pool } = observed;
  const field = 'second factor by email';
  const blocked: BlockedField[] = [];
  const sends = wanted?.email !== undefined || pool?.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER';
  if (!sends && !senderWaits) {
    blocked.push({
      field,
      why: 'Cognito sends codes of a second factor only through Amazon SES, and this user pool has no sender of its own.',
      choices: [{ act: 'Give it one with --verify-email <address> --email-from <address>.' }, OTHER_METHOD],
    });
  }
  if ((wanted?.tier ?? pool?.UserPoolTier) === 'LITE') {
    blocked.push(higherTier(field, OTHER_METHOD));
  }
  const recovery =
    wanted?.recovery === undefined && pool !== undefined
      ? pool.AccountRecoverySetting
      : newRecovery(wanted?.recovery);
  if (isEmailAlone(recovery)) {
    blocked.push({
      field,
      why: 'One mailbox cannot be both the second factor and the only way back in. Cognito refuses codes by email where people reset their password by email alone.',
      choices: [
        {
          act: 'Add --account-recovery none. People cannot reset their password themselves then: you do it with add-user <email> --reset-password.',
        },
        OTHER_METHOD,
      ],
    });
  }
  return blocked;
}

const NOTES: Readonly<Record<DesiredMfa['mode'], string | undefined>> = {
  off: undefined,
  optional:
    'An optional second factor is never offered on the sign-in page: it is asked only of users who have set one up elsewhere. To ask everybody, use --mfa required.',
  required:
    'Everybody sets up the second factor at the next sign-in. Mendix waits 5 minutes for a sign-in: anyone who takes longer starts again from the app, and is asked for the code only.',
};

/**
 * Pure: compares the pool's MFA with what is wanted.
 *
 * @param wanted the pool as the plan makes it
 */
export function planMfa(
  desired: DesiredMfa,
  observed: Observed,
  wanted: DesiredUserPool | undefined,
  emailFrom: string | undefined,
): PlannedMfa {
  const difference = diffMfa(observed.mfa, desired);
  if (difference.action === 'none') return { difference, notes: [] };
  const byEmail = desired.methods.includes('email');
  const senderWaits = emailFrom !== undefined && wanted?.email === undefined;
  const blocked = byEmail ? blockedEmail(observed, wanted, senderWaits) : [];
  if (blocked.length > 0) {
    return { difference: { action: 'blocked', fields: difference.fields, blocked }, notes: [] };
  }
  if (byEmail && senderWaits) {
    const act = `The second factor is not set before Amazon SES has verified ${emailFrom}. Open the link in its email, then run the same command again.`;
    return { difference: { action: 'none' }, notes: [{ act }] };
  }
  const note = NOTES[desired.mode];
  return { difference, notes: note === undefined ? [] : [{ act: note }] };
}
