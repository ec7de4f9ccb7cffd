import type { Identity } from '../state.ts';

/** SES developer guide, "Verifying an email address identity": the link lives 24 hours. */
export const LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** An identity's VerificationStatus. An address whose link ran out has FAILED; a domain waits for its DNS records. */
export function identityState(identity: Identity, now: number): 'PENDING' | 'SUCCESS' | 'FAILED' {
  if (identity.verifiedAt !== undefined) return 'SUCCESS';
  return identity.type === 'EMAIL_ADDRESS' && now >= identity.createdAt + LINK_LIFETIME_MS
    ? 'FAILED'
    : 'PENDING';
}
