import { constantsFor, defaultConstants } from '../../src/mendix/constants.ts';
import type { Deployment } from '../../src/mendix/deployment.ts';
import type { ModuleVersion } from '../../src/mendix/module-version.ts';
import { mendixSettings, type SettingsSource } from '../../src/mendix/settings.ts';
import { Secret } from '../../src/secret.ts';

export const DISCOVERY =
  'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a/.well-known/openid-configuration';

type CompleteSource = SettingsSource & { readonly clientSecret: Secret };

/** What is in Cognito, as the settings for Mendix are made from it. */
export const SOURCE: CompleteSource = {
  alias: 'demo',
  clientId: 'client1',
  clientSecret: new Secret('example-secret'),
  callbackUrls: ['https://app.example.com/oauth/v2/callback'],
  signOutUrls: ['https://app.example.com', 'https://app.example.com/'],
  automaticConfigurationUrl: DISCOVERY,
  issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a',
  domain: 'https://demo.auth.eu-central-1.amazoncognito.com',
  userPoolId: 'eu-central-1_a',
};

interface Given {
  readonly source?: Partial<CompleteSource>;
  readonly version?: ModuleVersion;
  readonly encryptionKey?: string;
  readonly more?: Partial<Deployment>;
}

/** What a format is handed by `mendix-config`. */
export function deployment({ source, version, encryptionKey, more }: Given = {}): Deployment {
  const settings = mendixSettings({ ...SOURCE, ...source });
  const made = {
    settings,
    version,
    encryptionKey: encryptionKey === undefined ? undefined : new Secret(encryptionKey),
  };
  return {
    settings,
    constants: constantsFor(made),
    defaults: defaultConstants(made),
    singleVariable: false,
    file: undefined,
    secretFile: undefined,
    ...more,
  };
}
