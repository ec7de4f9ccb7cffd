import { randomBytes } from 'node:crypto';
import { Secret } from '../secret.ts';
import { isSince, type ModuleVersion, NEW_SCREEN } from './module-version.ts';
import { type CompleteSettings, publicHosts } from './settings.ts';

/** A constant of the OIDC SSO module with the value that it gets; a secret one stays a Secret until it is written. */
export interface Constant {
  readonly name: string;
  readonly value: string | Secret;
}

/** A constant that keeps its default, and why one might want another value. */
export interface DefaultConstant {
  readonly name: string;
  readonly byDefault: string;
  readonly note: string;
}

/** What the values are made from. */
export interface ConstantSource {
  readonly settings: CompleteSettings;
  readonly version: ModuleVersion | undefined;
  /** For a new app only: the secrets that an app has stored cannot be read with another key. */
  readonly encryptionKey: Secret | undefined;
}

interface Definition {
  readonly name: string;
  /** The value in the module's model; empty where the note matters only once there is a value. */
  readonly byDefault: string;
  /** The first version that has it. */
  readonly since?: ModuleVersion;
  /** The first version that has it no more. */
  readonly until?: ModuleVersion;
  /** The value for Cognito; undefined leaves the default. */
  readonly value?: (source: ConstantSource) => string | Secret | undefined;
  readonly note?: string;
}

const KEY_MOVED: ModuleVersion = [4, 4];
const KEY_NOTE = 'exactly 32 characters, and only in a new app: --new-app creates one';

/**
 * The deploy-time constants of the module that matter with Cognito, each once. Names are case-sensitive; while one of
 * the first four is empty the module creates no configuration, and logs nothing.
 */
const CONSTANTS: readonly Definition[] = [
  { name: 'OIDC.ClientAlias', byDefault: '', value: ({ settings }) => settings.alias },
  { name: 'OIDC.ClientID', byDefault: '', value: ({ settings }) => settings.clientId },
  { name: 'OIDC.ClientSecret', byDefault: '', value: ({ settings }) => settings.clientSecret },
  {
    name: 'OIDC.AutomaticConfigurationURL',
    byDefault: '',
    value: ({ settings }) => settings.automaticConfigurationUrl,
  },
  {
    name: 'OIDC.ClientAuthenticationMethod',
    byDefault: 'client_secret_basic',
    value: ({ settings }) => settings.clientAuthenticationMethod,
  },
  // Empty in the module, and the authorize request then asks for no scope at all.
  { name: 'OIDC.SelectedScope', byDefault: '', value: ({ settings }) => settings.scopes.join(' ') },
  // Without both only the callback URL of ApplicationRootUrl is ever sent.
  {
    name: 'OIDC.EnableMultiDomainSupport',
    byDefault: 'False',
    since: NEW_SCREEN,
    value: ({ settings }) => (publicHosts(settings.callbackUrls).length > 1 ? 'True' : undefined),
  },
  {
    name: 'OIDC.AllowedHosts',
    byDefault: '',
    since: NEW_SCREEN,
    value: ({ settings }) => {
      const hosts = publicHosts(settings.callbackUrls);
      return hosts.length > 1 ? hosts.join(',') : undefined;
    },
  },
  {
    name: 'OIDC.EnablePKCE',
    byDefault: 'True',
    since: NEW_SCREEN,
    note: 'leave it, Cognito takes PKCE',
  },
  {
    name: 'OIDC.PrincipalIdPAttribute',
    byDefault: 'sub',
    note: 'with email the name of a user in Mendix is the email address; Email and FullName stay empty either way',
  },
  {
    name: 'OIDC.NamedUserIdentifier',
    byDefault: 'Name',
    since: [4, 2],
    note: 'what Mendix counts users by; email is usually right, since Name is another ID in each user pool',
  },
  {
    name: 'OIDC.UserType',
    byDefault: 'Internal',
    note: 'the user type of new users, which Mendix counts too',
  },
  {
    name: 'OIDC.DeleteAuthAttemptsInMinutes',
    byDefault: '5',
    note: 'raise it when people must choose a password at their first sign-in',
  },
  {
    name: 'OIDC.NonceCookieSameSite',
    byDefault: 'Lax',
    since: [4, 6],
    note: 'None when the app runs inside a frame of another page',
  },
  {
    name: 'OIDC.EncryptionKey',
    byDefault: 'a placeholder',
    since: KEY_MOVED,
    value: ({ encryptionKey }) => encryptionKey,
    note: KEY_NOTE,
  },
  {
    name: 'Encryption.EncryptionKey',
    byDefault: 'a placeholder',
    until: KEY_MOVED,
    value: ({ encryptionKey }) => encryptionKey,
    note: KEY_NOTE,
  },
];

function ofVersion(version: ModuleVersion | undefined): readonly Definition[] {
  return CONSTANTS.filter(
    ({ since, until }) =>
      (since === undefined || isSince(version, since)) && (until === undefined || !isSince(version, until)),
  );
}

/** The constants to set, in the order in which Mendix documents them. */
export function constantsFor(source: ConstantSource): Constant[] {
  return ofVersion(source.version).flatMap(({ name, value }) => {
    const set = value?.(source);
    return set === undefined ? [] : [{ name, value: set }];
  });
}

/** The constants that are left at their defaults, and are worth knowing. */
export function defaultConstants(source: ConstantSource): DefaultConstant[] {
  return ofVersion(source.version).flatMap(({ name, byDefault, value, note }) =>
    note === undefined || value?.(source) !== undefined ? [] : [{ name, byDefault, note }],
  );
}

/** The constant with the key that the module encrypts secrets with. */
export function encryptionKeyName(version: ModuleVersion | undefined): string {
  return isSince(version, KEY_MOVED) ? 'OIDC.EncryptionKey' : 'Encryption.EncryptionKey';
}

/** A key of exactly 32 characters, none of which any format has to quote. */
export function generateEncryptionKey(): Secret {
  return new Secret(randomBytes(24).toString('base64url'));
}
