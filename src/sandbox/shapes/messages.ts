import { text } from './notation.ts';

// Templates of the emails and text messages that a pool sends.

const TEXT = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*`;

export const smsMessage = text({ min: 6, max: 140, pattern: String.raw`.*\{####\}.*` });

export const emailMessage = text({ min: 6, max: 20_000, pattern: String.raw`${TEXT}\{####\}${TEXT}` });

export const emailMessageByLink = text({
  min: 6,
  max: 20_000,
  pattern: String.raw`${TEXT}\{##${TEXT}##\}${TEXT}`,
});

export const emailSubject = text({ min: 1, max: 140, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+` });

/** Invitations, whose placeholder may be missing where users have no password. */
export const inviteSms = text({ min: 6, max: 140, pattern: '(?s).*' });
export const inviteEmail = text({ min: 6, max: 20_000, pattern: TEXT });

/** `EmailMfaSubjectType` has a pattern and no length. */
export const mfaSubject = text({ pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+` });
