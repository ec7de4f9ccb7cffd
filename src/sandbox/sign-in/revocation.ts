import { findRefreshToken } from '../cognito/tokens.ts';
import type { Site } from './site.ts';

/** The longest life that an access token can be given. */
const DAY = 86_400_000;

/**
 * Ends a refresh token and all access tokens of its sign-in (developer guide, "Revoking tokens"). An unknown token is
 * nothing to do.
 */
export function revokeSignIn(site: Site, refreshToken: string): void {
  const { pool, sandbox } = site;
  const known = findRefreshToken(sandbox, pool, refreshToken);
  if (!known) return;
  const now = sandbox.now();
  pool.refreshTokens = pool.refreshTokens.filter((token) => token.originJti !== known.originJti);
  pool.revokedSignIns = [
    ...(pool.revokedSignIns ?? []).filter((each) => each.until > now),
    { originJti: known.originJti, until: now + DAY },
  ];
}

export function isRevoked(site: Site, originJti: unknown): boolean {
  return (site.pool.revokedSignIns ?? []).some((each) => each.originJti === originJti);
}
