import type { JWK } from 'jose';
import type { brandingStyle } from './shapes/branding.ts';
import type { clientSettings } from './shapes/clients.ts';
import type { domainSettings } from './shapes/domains.ts';
import type { mfaSettings } from './shapes/mfa.ts';
import type { Infer } from './shapes/notation.ts';
import type { poolOrigin, poolSettings } from './shapes/pools.ts';

// Everything the sandbox remembers, as plain JSON: times are epoch milliseconds, passwords are hashes.

export type PoolSettings = Infer<typeof poolSettings>;
export type PoolOrigin = Infer<typeof poolOrigin>;
export type MfaSettings = Infer<typeof mfaSettings>;
export type ClientSettings = Infer<typeof clientSettings>;
export type DomainSettings = Infer<typeof domainSettings>;
export type BrandingStyle = Infer<typeof brandingStyle>;

export interface Dates {
  createdAt: number;
  modifiedAt: number;
}

export interface Pool extends Dates {
  id: string;
  region: string;
  name: string;
  settings: PoolSettings;
  origin: Omit<PoolOrigin, 'Schema'>;
  schema: SchemaAttribute[];
  mfa: MfaSettings;
  tags: Record<string, string>;
  domains: Domain[];
  clients: Client[];
  brandings: Branding[];
  users: User[];
  groups: Group[];
  /** Made when the first token or key set is asked for: an RSA key takes longer than everything else together. */
  signingKeys?: { id?: SigningKey; access?: SigningKey };
  challenges: Challenge[];
  refreshTokens: RefreshToken[];
  /** Sign-ins whose tokens are no longer good; kept for as long as an access token can live. */
  revokedSignIns?: { originJti: string; until: number }[];
}

export type SchemaAttribute = NonNullable<PoolOrigin['Schema']>[number] & {
  Name: string;
  AttributeDataType: string;
};

export interface Domain {
  name: string;
  custom: boolean;
  /** The name of its CloudFront distribution, before `.cloudfront.net`. */
  distribution: string;
  /** When it was written last, as AWS writes it. */
  version: string;
  settings: DomainSettings;
  /** The state on the way, and when it is over; a domain without one is ACTIVE. */
  transition?: { status: 'CREATING' | 'UPDATING' | 'DELETING'; until: number };
}

export interface Client extends Dates {
  id: string;
  name: string;
  settings: ClientSettings;
  secrets: ClientSecret[];
  /** The secret that DescribeUserPoolClient shows, for as long as it exists. */
  originalSecretId?: string;
  /** Set while the secret is in AWS Secrets Manager: its ARN there, and when it was rotated last. */
  managedSecret?: { arn: string; rotatedAt: number };
}

export interface ClientSecret {
  id: string;
  value: string;
  createdAt: number;
}

export interface Branding extends Dates {
  id: string;
  clientId: string;
  style: BrandingStyle;
}

export type CodePurpose = 'signUp' | 'reset' | 'mfa';

/** What a user can be here; the states of external and archived users are not among them. */
export const USER_STATUSES = [
  'UNCONFIRMED',
  'CONFIRMED',
  'FORCE_CHANGE_PASSWORD',
  'RESET_REQUIRED',
  'COMPROMISED',
] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

export interface User extends Dates {
  username: string;
  sub: string;
  attributes: Record<string, string>;
  enabled: boolean;
  status: UserStatus;
  passwordHash: string;
  passwordSetAt: number;
  /** Newest first, as many as a policy can ask for. */
  passwordHistory: string[];
  /** Wrong passwords since the last right one. */
  failures?: { count: number; lastAttemptAt: number; lockedUntil: number };
  /** The authenticator app; one that was not proved by a code yet is not asked for. */
  totp?: { secret: string; proved: boolean; lastStep?: number };
  /** The codes that were sent last, by what they are for. */
  codes?: Partial<Record<CodePurpose, { value: string; expiresAt: number }>>;
  groups: string[];
}

export interface Group extends Dates {
  name: string;
  description?: string;
  roleArn?: string;
  precedence?: number;
}

export interface SigningKey {
  kid: string;
  privateJwk: JWK;
  publicJwk: JWK;
}

/** A sign-in that stopped at a challenge. */
export interface Challenge {
  session: string;
  name: 'NEW_PASSWORD_REQUIRED' | 'MFA_SETUP' | 'SOFTWARE_TOKEN_MFA' | 'EMAIL_OTP';
  /** Of MFA_SETUP: a code of the app was right. */
  proved?: boolean;
  clientId: string;
  sub: string;
  expiresAt: number;
}

/** A refresh token that was given out: only its digest is kept. */
export interface RefreshToken {
  digest: string;
  clientId: string;
  sub: string;
  authTime: number;
  originJti: string;
  /** The scopes of the sign-in; left out for a sign-in through the API. */
  scopes?: string[];
  expiresAt: number;
}

export interface Identity {
  region: string;
  name: string;
  type: 'EMAIL_ADDRESS' | 'DOMAIN';
  verifiedAt?: number;
  createdAt: number;
  tags: { Key: string; Value: string }[];
  /** Sending authorization policies, as JSON, by name. */
  policies?: Record<string, string>;
}

export interface Mail {
  to: string;
  from: string;
  subject: string;
  body: string;
  sentAt: number;
  /** For verification emails: what the link proves, and until when. */
  verification?: { token: string; region: string; expiresAt: number };
}

export interface State {
  version: 1;
  pools: Pool[];
  identities: Identity[];
  /** Newest last. */
  inbox: Mail[];
}

export function emptyState(): State {
  return { version: 1, pools: [], identities: [], inbox: [] };
}
