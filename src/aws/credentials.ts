import { fromEnv } from '@aws-sdk/credential-provider-env';
import { memoize } from '@smithy/core/config';
import { CliError, EXIT } from '../errors.ts';
import { quoted } from '../secret.ts';
import { type NetworkOptions, RequestHandler } from './network.ts';
import {
  configuredEndpoint,
  hasKeys,
  type Profile,
  profileInUse,
  readProfiles,
  unknownProfile,
} from './profiles.ts';

/** Where the credentials of a run come from, as far as it decides what to do when they fail. */
export interface CredentialSource {
  /** `none`: nothing on this computer says where they are. */
  readonly kind: 'environment' | 'login' | 'sso' | 'process' | 'keys' | 'computer' | 'none';
  /** The profile that a sign-in is for; undefined for `default`, and where no profile is used. */
  readonly profile: string | undefined;
}

const sources = new WeakMap<object, CredentialSource>();

/** Where the credentials came from with which, or on the way to which, that error was met. */
export function sourceOf(error: unknown): CredentialSource | undefined {
  return typeof error === 'object' && error !== null ? sources.get(error) : undefined;
}

type Provider = ReturnType<typeof fromEnv>;

/** The credentials of a run: looked for when they are first needed, once for all of its clients. */
export interface Credentials {
  readonly provider: Provider;
  /** Notes where they come from with an error, for the advice. */
  noteSource(error: unknown): void;
}

export interface CredentialOptions extends NetworkOptions {
  readonly profile: string | undefined;
  readonly region: string;
}

/** How the requests that lead to credentials are sent; remembers what the providers make a sentence of. */
class HopHandler extends RequestHandler {
  failure: unknown;

  override async handle(...call: Parameters<RequestHandler['handle']>) {
    this.failure = undefined;
    try {
      return await super.handle(...call);
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

const EXPIRES_SOON_MS = 5 * 60_000;

const ignore = () => {};
const QUIET = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const isSso = (profile: Profile): boolean => Object.keys(profile).some((key) => key.startsWith('sso_'));

/** What a profile says of where its credentials are; undefined when it says nothing. */
function kindOf(profile: Profile): CredentialSource['kind'] | undefined {
  if (profile.aws_access_key_id !== undefined) return 'keys';
  if (profile.web_identity_token_file !== undefined || profile.credential_source !== undefined)
    return 'computer';
  if (profile.credential_process !== undefined) return 'process';
  if (isSso(profile)) return 'sso';
  return profile.login_session === undefined ? undefined : 'login';
}

/** The settings that a profile of IAM Identity Center lacks. @returns for example `sso_role_name` */
function missingSso(profile: Profile, session: Profile | undefined): string[] {
  const has = (key: string) => profile[key] ?? session?.[key];
  return ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'].filter((key) => !has(key));
}

function incomplete(name: string, what: string): CliError {
  return new CliError(`The AWS profile “${name}” is not complete: ${what}.`, {
    code: 'PROFILE_INCOMPLETE',
    hint: [{ act: 'Let the AWS CLI ask for the rest:', aws: ['configure', 'sso', '--profile', name] }],
    exitCode: EXIT.credentials,
  });
}

/** @throws CliError PROFILE_INCOMPLETE */
function requireSso(name: string, sections: Readonly<Record<string, Profile>>): void {
  const profile = sections[name] ?? {};
  const session = profile.sso_session;
  const known = session === undefined ? undefined : sections[`sso-session.${session}`];
  if (session !== undefined && known === undefined) {
    throw incomplete(name, `its sso_session “${session}” is not in the AWS configuration`);
  }
  const missing = missingSso(profile, known);
  if (missing.length > 0) throw incomplete(name, `${missing.join(' and ')} missing`);
}

/**
 * Follows `source_profile` to the profile that the credentials begin with.
 *
 * @throws CliError PROFILE_UNKNOWN
 */
async function rootOf(name: string, sections: Readonly<Record<string, Profile>>): Promise<string> {
  const seen = new Set<string>();
  for (let at = name; ; ) {
    const next = sections[at]?.role_arn === undefined ? undefined : sections[at]?.source_profile;
    // A profile may name itself, for its own keys; in a circle of several the SDK says so.
    if (next === undefined || seen.has(at)) return at;
    if (sections[next] === undefined) {
      throw await unknownProfile(
        `The AWS profile “${at}” takes its credentials from the profile “${next}”, which is not there.`,
      );
    }
    seen.add(at);
    at = next;
  }
}

/** A key that AWS gave for a while is refused without the token that came with it. */
function requireToken(
  { accessKeyId, sessionToken }: { readonly accessKeyId: string; readonly sessionToken?: string },
  { kind, profile }: CredentialSource,
): void {
  if (!accessKeyId.startsWith('ASIA') || sessionToken) return;
  const inEnvironment = kind === 'environment';
  const where = inEnvironment ? 'in AWS_ACCESS_KEY_ID' : `of the AWS profile “${profile ?? 'default'}”`;
  throw new CliError(
    `The access key ${where} is a temporary one (ASIA…), and its session token is missing.`,
    {
      code: 'CREDENTIALS_INCOMPLETE',
      hint: `Set ${inEnvironment ? 'AWS_SESSION_TOKEN' : 'aws_session_token in that profile'} as well: it was shown together with the key.`,
      exitCode: EXIT.credentials,
    },
  );
}

/** What a `credential_process` said; the command itself may hold what is nobody's business. */
function processWords({ message }: Error): string {
  const [first = '', ...said] = message.split('\n');
  const words = said.join('\n').trim();
  return quoted(words === '' ? first.replace(/^Command failed:.*/, 'it failed without a message') : words);
}

/**
 * Opens the credentials as the AWS CLI has them: `--profile`, else keys in the environment, else AWS_PROFILE, else the
 * profile `default`, else what the computer itself gives (a token file, a container, an instance). Nothing is read yet.
 *
 * Using them throws CliError PROFILE_UNKNOWN, PROFILE_INCOMPLETE, CREDENTIALS_INCOMPLETE or CREDENTIALS_PROCESS, an
 * error of the network, or one of the SDK's.
 */
export function openCredentials(options: CredentialOptions): Credentials {
  const { region } = options;
  const hops = new HopHandler(options);
  let source: CredentialSource = { kind: 'none', profile: options.profile };

  /** What the clients on the way to the credentials have in common. */
  const clientFor = async (serviceId: string) => {
    const endpoint = await configuredEndpoint(serviceId, options.profile);
    return {
      requestHandler: hops,
      logger: QUIET,
      ignoreConfiguredEndpointUrls: true,
      ...(endpoint !== undefined && { endpoint }),
    };
  };

  async function fromChain() {
    const named =
      options.profile ?? (hasKeys(process.env) ? undefined : process.env.AWS_PROFILE || undefined);
    if (named === undefined && hasKeys(process.env)) {
      source = { kind: 'environment', profile: undefined };
      return fromEnv()();
    }
    const name = profileInUse(options.profile);
    const sections = await readProfiles();
    const isThere = sections[name] !== undefined;
    if (!isThere && named !== undefined && name !== 'default') {
      throw await unknownProfile(`There is no AWS profile “${name}”.`);
    }
    const root = await rootOf(name, sections);
    const kind = kindOf(sections[root] ?? {});
    source = { kind: kind ?? 'none', profile: root === 'default' ? undefined : root };
    if (kind === 'sso') requireSso(root, sections);

    const { getDefaultRoleAssumer, getDefaultRoleAssumerWithWebIdentity } = await import(
      '@aws-sdk/client-sts'
    );
    const sts = { ...(await clientFor('STS')), region };
    const init = {
      profile: name,
      ignoreCache: true,
      logger: QUIET,
      roleAssumer: getDefaultRoleAssumer(sts),
      roleAssumerWithWebIdentity: getDefaultRoleAssumerWithWebIdentity(sts),
      clientConfig: kind === 'login' ? { ...(await clientFor('Signin')), region } : await clientFor('SSO'),
    };
    if (kind !== undefined) {
      const { fromIni } = await import('@aws-sdk/credential-provider-ini');
      return fromIni(init)();
    }
    // Nothing in a file: a token file, a container, an instance.
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    const found = await defaultProvider(init)();
    source = { kind: 'computer', profile: undefined };
    return found;
  }

  function met(error: unknown): unknown {
    if (error instanceof CliError) return error;
    // The providers make a sentence of it, in which nobody finds the network any more.
    if (hops.failure !== undefined) return hops.failure;
    if (source.kind !== 'process' || !(error instanceof Error)) return error;
    return new CliError(
      `The credential_process of the AWS profile “${source.profile ?? 'default'}” failed: ${processWords(error)}`,
      {
        code: 'CREDENTIALS_PROCESS',
        hint: 'Run that command by itself (it is in ~/.aws/config), or name another profile with --profile.',
        exitCode: EXIT.credentials,
        cause: error,
      },
    );
  }

  const noteSource = (error: unknown) => {
    if (error instanceof Error) sources.set(error, source);
  };
  const load: Provider = async () => {
    try {
      const found = await fromChain();
      requireToken(found, source);
      return found;
    } catch (error) {
      const failure = met(error);
      noteSource(failure);
      throw failure;
    }
  };
  return {
    provider: memoize(
      load,
      ({ expiration }) => expiration !== undefined && expiration.getTime() - Date.now() < EXPIRES_SOON_MS,
      ({ expiration }) => expiration !== undefined,
    ),
    noteSource,
  };
}
