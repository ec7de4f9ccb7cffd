/** A version of the OIDC SSO module, as far as words and constants depend on it. */
export type ModuleVersion = readonly [major: number, minor: number];

/** The first version with PKCE and several domains, whose screen also calls its import by another name. */
export const NEW_SCREEN: ModuleVersion = [4, 5];

/** True from that version on; without a version the newest is meant. */
export function isSince(version: ModuleVersion | undefined, [major, minor]: ModuleVersion): boolean {
  if (version === undefined) return true;
  return version[0] > major || (version[0] === major && version[1] >= minor);
}
