import { loadSharedConfigFiles } from '@smithy/core/config';

/** Sections of the configuration that are no profiles, as the SDK's reader names them. */
const NO_PROFILE = /^(?:sso-session|services)\./;

/** The names of the profiles in the AWS configuration and credentials files, `default` first. */
export async function listProfiles(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const names = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  const profiles = [...new Set(names)].filter((name) => !NO_PROFILE.test(name));
  return profiles.toSorted((one, other) => rank(one) - rank(other) || one.localeCompare(other));
}

const rank = (name: string): number => (name === 'default' ? 0 : 1);

/** True when the environment itself says whose credentials are used, so that no profile is looked at. */
export function namesCredentials(env: NodeJS.ProcessEnv): boolean {
  return [
    env.AWS_PROFILE,
    env.AWS_ACCESS_KEY_ID,
    env.AWS_WEB_IDENTITY_TOKEN_FILE,
    env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
    env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
  ].some(Boolean);
}
