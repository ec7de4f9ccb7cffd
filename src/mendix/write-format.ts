import { cloudFoundryManifest } from './cloud-foundry.ts';
import type { Deployment, Written } from './deployment.ts';
import { dockerEnv } from './docker.ts';
import { settingsEnv } from './environment.ts';
import { type Format, settingsJson } from './formats.ts';
import { mendixAppPatch } from './kubernetes.ts';
import { m2eeYaml } from './m2ee.ts';
import { mendixCloudConstants } from './mendix-cloud.ts';
import { portableConfiguration } from './portable.ts';
import { studioProConstants } from './studio-pro.ts';

function settingsDocument({ settings, secretFile }: Deployment): Written {
  return {
    text: `${JSON.stringify(settingsJson(settings, secretFile === undefined), undefined, 2)}\n`,
    secretText: secretFile === undefined ? undefined : settings.clientSecret.reveal(),
    steps: [],
  };
}

/** The forms that are a file or a text; the screen is rendered for the terminal that it is shown on. */
const WRITERS: Readonly<Record<Exclude<Format, 'screen'>, (deployment: Deployment) => Written>> = {
  json: settingsDocument,
  env: settingsEnv,
  'mendix-cloud': mendixCloudConstants,
  portable: portableConfiguration,
  docker: dockerEnv,
  cloudfoundry: cloudFoundryManifest,
  kubernetes: mendixAppPatch,
  m2ee: m2eeYaml,
  'studio-pro': studioProConstants,
};

/**
 * What the format makes of the settings and constants.
 *
 * @throws CliError FORMAT_CANNOT_EXPRESS for a value that would not arrive as it is
 */
export function writeFormat(format: Exclude<Format, 'screen'>, deployment: Deployment): Written {
  return WRITERS[format](deployment);
}
