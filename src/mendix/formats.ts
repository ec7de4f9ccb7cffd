import { isSince, type ModuleVersion, NEW_SCREEN } from './module-version.ts';
import type { MendixSettings } from './settings.ts';

/** The forms that `mendix-config` writes. */
export const FORMATS = [
  'screen',
  'json',
  'env',
  'mendix-cloud',
  'portable',
  'docker',
  'cloudfoundry',
  'kubernetes',
  'm2ee',
  'studio-pro',
] as const;
export type Format = (typeof FORMATS)[number];

/** The forms that hold the deploy-time constants of the module; the others hold the fields of its screen. */
export const CONSTANT_FORMATS: readonly Format[] = FORMATS.slice(FORMATS.indexOf('mendix-cloud'));

/** The forms whose target also takes all constants in one environment variable. */
export const VARIABLE_FORMATS: readonly Format[] = ['docker', 'cloudfoundry'];

/** The button that fills the endpoints, as that version names it; both names when the version is not known. */
export function importButton(version: ModuleVersion | undefined): string {
  if (version === undefined) return '“Import IdP-metadata” (“Import Configuration” in older versions)';
  return isSince(version, NEW_SCREEN) ? '“Import IdP-metadata”' : '“Import Configuration”';
}

/** One line of the Mendix screen: its label there, and the value to type or paste. */
export interface ScreenField {
  readonly label: string;
  readonly value: string;
  readonly secret?: true;
}

/**
 * The fields of the module's runtime screen, in its order and words. The secret's value is left to the caller: it
 * alone knows whether it may be shown.
 *
 * @param version of the module; without one only the fields that every version has
 */
export function screenFields(
  settings: MendixSettings,
  secret: string,
  version?: ModuleVersion,
): ScreenField[] {
  const pkce = version !== undefined && isSince(version, NEW_SCREEN);
  return [
    { label: 'Alias', value: settings.alias },
    { label: 'Automatic configuration URL', value: settings.automaticConfigurationUrl },
    { label: 'Client ID', value: settings.clientId },
    ...(pkce ? [{ label: 'Enable PKCE', value: 'Yes' }] : []),
    { label: 'Client authentication method', value: settings.clientAuthenticationMethod },
    { label: 'Client secret', value: secret, secret: true },
    { label: 'Scopes', value: settings.scopes.join(' ') },
  ];
}

/**
 * The `mendix` member of the JSON output.
 *
 * @param reveal false puts null where the secret would stand
 */
export function settingsJson(settings: MendixSettings, reveal: boolean): Record<string, unknown> {
  return {
    alias: settings.alias,
    clientId: settings.clientId,
    clientSecret: reveal ? (settings.clientSecret?.reveal() ?? null) : null,
    clientAuthenticationMethod: settings.clientAuthenticationMethod,
    automaticConfigurationUrl: settings.automaticConfigurationUrl,
    scopes: settings.scopes,
    callbackUrls: settings.callbackUrls,
    signOutUrls: settings.signOutUrls,
    loginUrl: settings.loginUrl ?? null,
    logoutUrl: settings.logoutUrl ?? null,
    issuer: settings.issuer,
    domain: settings.domain ?? null,
    userPoolId: settings.userPoolId,
  };
}
