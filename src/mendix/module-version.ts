/** A version of the OIDC SSO module, as far as words and constants depend on it. */
export type ModuleVersion = readonly [major: number, minor: number];

/** True from that version on; without a version the newest is meant. */
export function isSince(version: ModuleVersion | undefined, [major, minor]: ModuleVersion): boolean {
  if (version === undefined) return true;
  return version[0] > major || (version[0] === major && version[1] >= minor);
}
