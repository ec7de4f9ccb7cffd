import { cannotExpress, type Deployment, type Written } from './deployment.ts';

/** In single quotes nothing is special to a POSIX shell but the quote itself. */
function line(name: string, value: string): string {
  if (value.includes('\0')) {
    throw cannotExpress(name, 'a NUL', 'an environment variable', 'Use --format json.');
  }
  return `${name}='${value.replaceAll("'", `'\\''`)}'\n`;
}

/**
 * The settings as environment variables for a shell's `source`. A secret apart is named by the variable with `_FILE`
 * at its end, as container images do it.
 */
export function settingsEnv({ settings, secretFile }: Deployment): Written {
  return {
    text: [
      line('OIDC_ALIAS', settings.alias),
      line('OIDC_CLIENT_ID', settings.clientId),
      secretFile === undefined
        ? line('OIDC_CLIENT_SECRET', settings.clientSecret.reveal())
        : line('OIDC_CLIENT_SECRET_FILE', secretFile.path),
      line('OIDC_CLIENT_AUTHENTICATION_METHOD', settings.clientAuthenticationMethod),
      line('OIDC_AUTOMATIC_CONFIGURATION_URL', settings.automaticConfigurationUrl),
      line('OIDC_SCOPES', settings.scopes.join(' ')),
    ].join(''),
    secretText: secretFile === undefined ? undefined : settings.clientSecret.reveal(),
    steps: [],
  };
}
