import { loadSharedConfigFiles, parseKnownFiles } from '@smithy/core/config';
import { CliError, UsageError } from '../errors.ts';

/** What one section of the AWS configuration says. */
export type Profile = Readonly<Record<string, string | undefined>>;

/** Sections of the configuration that are no profiles, as the SDK's reader names them. */
const NO_PROFILE = /^(?:sso-session|services)\./;

/** The names of the profiles in the AWS configuration and credentials files, `default` first. */
export async function listProfiles(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const names = [...Object.keys(configFile), ...Object.keys(credentialsFile)];
  const profiles = [...new Set(names)].filter((name) => !NO_PROFILE.test(name));
  return profiles.toSorted((one, other) => rank(one) - rank(other) || one.localeCompare(other));
}

const rank = (name: string): number => (name === DEFAULT_PROFILE ? 0 : 1);

/** The one that AWS's own chain takes when nobody names another. */
export const DEFAULT_PROFILE = 'default';

/** Every section of both files by its name; read anew, since a sign-in may just have written them. */
export async function readProfiles(): Promise<Readonly<Record<string, Profile>>> {
  return parseKnownFiles({ ignoreCache: true });
}

/** The profile of a run, as the AWS CLI finds it: the flag, else AWS_PROFILE, else `default`. */
export function profileInUse(flag: string | undefined): string {
  return flag ?? (process.env.AWS_PROFILE || DEFAULT_PROFILE);
}

/** True when the environment holds keys, which the AWS CLI takes before AWS_PROFILE, but not before `--profile`. */
export function hasKeys({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }: NodeJS.ProcessEnv): boolean {
  return Boolean(AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY);
}

/** True when the environment itself says whose credentials are used, so that no profile is read. */
export function namesCredentials(env: NodeJS.ProcessEnv): boolean {
  return [
    env.AWS_PROFILE,
    env.AWS_ACCESS_KEY_ID,
    env.AWS_WEB_IDENTITY_TOKEN_FILE,
    env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
    env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
  ].some(Boolean);
}

/** There is no profile of that name: says so, with those that there are. */
export async function unknownProfile(what: string): Promise<CliError> {
  const names = await listProfiles();
  return new CliError(what, {
    code: 'PROFILE_UNKNOWN',
    hint:
      names.length === 0
        ? [
            {
              act: 'The AWS configuration on this computer has no profiles: leave --profile and AWS_PROFILE out, or create one:',
              aws: ['login', '--profile', '<name>'],
            },
            { act: 'Or, with IAM Identity Center:', aws: ['configure', 'sso'] },
          ]
        : `These are there: ${names.join(', ')}. Choose one with --profile or AWS_PROFILE.`,
    exitCode: 4,
  });
}

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

/**
 * The endpoint that the environment or the profile in use has for a service, in place of AWS's own ("Service-specific
 * endpoints", AWS SDKs and Tools reference). The SDK looks it up in AWS_PROFILE, whatever profile a client was given.
 *
 * @param serviceId as AWS's models name the service: `Cognito Identity Provider`
 * @throws UsageError ENDPOINT_INVALID; PROFILE_INVALID when the profile names a `services` section that is not there
 */
export async function configuredEndpoint(
  serviceId: string,
  profile: string | undefined,
): Promise<string | undefined> {
  const endpoint = await anyEndpoint(serviceId, profile);
  if (endpoint === undefined || /^https?:$/.test(URL.canParse(endpoint) ? new URL(endpoint).protocol : '')) {
    return endpoint;
  }
  throw new UsageError(
    ['The endpoint in AWS_ENDPOINT_URL, or in endpoint_url of the AWS profile, is not an address.'],
    'It begins with https:// or http://, for example http://localhost:4566.',
    'ENDPOINT_INVALID',
  );
}

async function anyEndpoint(serviceId: string, profile: string | undefined): Promise<string | undefined> {
  const { env } = process;
  if (isTrue(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)) return undefined;
  const words = serviceId.split(' ').join('_');
  const name = profileInUse(profile);
  const sections = await readProfiles();
  const section = sections[name] ?? {};
  const given = env[`AWS_ENDPOINT_URL_${words.toUpperCase()}`] || env.AWS_ENDPOINT_URL;
  if (isTrue(section.ignore_configured_endpoint_urls)) return undefined;
  if (given) return given;
  if (section.services === undefined) return section.endpoint_url;
  const services = sections[`services.${section.services}`];
  if (services === undefined) {
    throw new UsageError(
      [
        `The AWS profile “${name}” names the services “${section.services}”, which are not in the AWS configuration.`,
      ],
      `Add the section [services ${section.services}] to the AWS configuration (~/.aws/config), or delete the line.`,
      'PROFILE_INVALID',
    );
  }
  return services[`${words.toLowerCase()}.endpoint_url`] ?? section.endpoint_url;
}
