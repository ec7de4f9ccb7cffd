import type { MendixSettings } from './settings.ts';

/** The forms that `mendix-config` writes. */
export const FORMATS = ['screen', 'json', 'env'] as const;
export type Format = (typeof FORMATS)[number];

/** One line of the Mendix screen: its label there, and the value to type or paste. */
export interface ScreenField {
  readonly label: string;
  readonly value: string;
  readonly secret?: true;
}

/**
 * The fields of the module's runtime screen, in its order and words. The secret's value is left to the caller: it
 * alone knows whether it may be shown.
 */
export function screenFields(settings: MendixSettings, secret: string): ScreenField[] {
  return [
    { label: 'Alias', value: settings.alias },
    { label: 'Automatic configuration URL', value: settings.automaticConfigurationUrl },
    { label: 'Client ID', value: settings.clientId },
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
    clientSecret: reveal ? settings.clientSecret.reveal() : null,
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

// In single quotes nothing is special to a POSIX shell or a dotenv reader but the quote itself.
const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** The settings as environment variables, for a shell's `source` or a dotenv file. */
export function settingsEnv(settings: MendixSettings): string {
  const lines: readonly [string, string][] = [
    ['OIDC_ALIAS', settings.alias],
    ['OIDC_CLIENT_ID', settings.clientId],
    ['OIDC_CLIENT_SECRET', settings.clientSecret.reveal()],
    ['OIDC_CLIENT_AUTHENTICATION_METHOD', settings.clientAuthenticationMethod],
    ['OIDC_AUTOMATIC_CONFIGURATION_URL', settings.automaticConfigurationUrl],
    ['OIDC_SCOPES', settings.scopes.join(' ')],
  ];
  return `${lines.map(([name, value]) => `${name}=${quoted(value)}`).join('\n')}\n`;
}
