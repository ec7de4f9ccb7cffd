/** One claim, and the attribute of the Mendix user that the module's standard mapping makes of it. */
export interface MappedClaim {
  readonly claim: 'sub' | 'email' | 'name';
  readonly attribute: 'Name' | 'Email' | 'FullName';
  /** What the attribute becomes; empty when the claim is missing. */
  readonly value: string;
}

const MAPPING = [
  ['sub', 'Name'],
  ['email', 'Email'],
  ['name', 'FullName'],
] as const;

/** What the OIDC SSO module makes of an ID token: its user parsing of the configuration screen. */
export function mappedClaims(claims: Readonly<Record<string, unknown>>): MappedClaim[] {
  return MAPPING.map(([claim, attribute]) => ({ claim, attribute, value: String(claims[claim] ?? '') }));
}

/** Claims that are about the token and not about the person. */
const PROTOCOL = new Set([
  'at_hash',
  'aud',
  'auth_time',
  'event_id',
  'exp',
  'iat',
  'iss',
  'jti',
  'nonce',
  'origin_jti',
  'token_use',
]);

/** The further claims about the person, which a microflow of the app's own could use. */
export function furtherClaims(claims: Readonly<Record<string, unknown>>): [name: string, value: unknown][] {
  const mapped = new Set<string>(MAPPING.map(([claim]) => claim));
  return Object.entries(claims).filter(([name]) => !mapped.has(name) && !PROTOCOL.has(name));
}
