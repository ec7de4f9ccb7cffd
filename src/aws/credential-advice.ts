import { EXIT, type Hint, type Repair } from '../errors.ts';
import { quoted } from '../secret.ts';
import { failedCall } from './clients.ts';
import { type CredentialSource, sourceOf } from './credentials.ts';

/** What the advice may name: how this run was told to reach AWS. */
export interface AdviceContext {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** What is said about an error. */
export interface Advice {
  readonly code: string;
  readonly message: string;
  readonly hint: Hint;
  readonly exitCode?: (typeof EXIT)[keyof typeof EXIT];
}

/** One row of the table: which errors, and what to say about them. */
export interface Row {
  readonly names: readonly string[];
  /** Second test, on the message, where a name has several meanings. */
  readonly message?: RegExp;
  readonly advise: (error: Error, context: AdviceContext) => Advice;
}

type Source = CredentialSource | undefined;

const OTHERWISE = 'Or name another profile with --profile, or try it without an AWS account: --sandbox.';

const profileWords = (profile: string | undefined): string[] =>
  profile === undefined ? [] : ['--profile', profile];

/** The words that have the AWS CLI sign in where the credentials come from; undefined where nothing does. */
export function signInWords({ kind, profile }: CredentialSource): readonly string[] | undefined {
  if (kind === 'sso') return ['sso', 'login', ...profileWords(profile)];
  return kind === 'login' || kind === 'none' ? ['login', ...profileWords(profile)] : undefined;
}

/**
 * The way for somebody who has nothing yet ("Login for AWS local development using console credentials", AWS CLI user
 * guide: version 2.32.0, and that policy for everybody but the root user).
 */
const beginning = (aws: readonly string[]): readonly Repair[] => [
  { act: 'Sign in as in the AWS console, with the AWS CLI 2.32 or newer:', aws },
  {
    act: 'Your IAM user or role needs the policy SignInLocalDevelopmentAccess for it. In a company with IAM Identity Center:',
    aws: ['configure', 'sso'],
  },
  {
    act: 'How to install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html\nIf you have no access to AWS, ask the administrator of your company’s AWS account. To try it without one: --sandbox.',
  },
];

/** What to do about credentials that are missing, or no longer good. */
function signIn(source: Source, { profile }: AdviceContext): readonly Repair[] {
  if (source === undefined) {
    return [
      { act: 'Sign in again:', aws: ['login', ...profileWords(profile)] },
      { act: 'Or, with IAM Identity Center:', aws: ['sso', 'login', ...profileWords(profile)] },
      { act: OTHERWISE },
    ];
  }
  const words = signInWords(source);
  if (words !== undefined) {
    return source.kind === 'none'
      ? beginning(words)
      : [{ act: 'Sign in again:', aws: words }, { act: OTHERWISE }];
  }
  if (source.kind === 'computer') {
    return [
      {
        act: `Check what gives this computer its credentials: a token file, a container or an instance role. ${OTHERWISE}`,
      },
    ];
  }
  if (source.kind === 'environment') {
    return [
      {
        act: 'Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN again, or unset them and sign in:',
        aws: ['login'],
      },
      { act: 'Or try it without an AWS account: --sandbox.' },
    ];
  }
  return [{ act: `Renew the keys of that profile in ~/.aws/credentials. ${OTHERWISE}` }];
}

const isSession = (source: Source): boolean => source === undefined || source.kind === 'sso';

function whose(source: Source, context: AdviceContext): string {
  const profile = source === undefined ? context.profile : source.profile;
  if (source?.kind === 'environment') return 'AWS credentials in the environment (AWS_ACCESS_KEY_ID)';
  return profile === undefined ? 'AWS credentials' : `credentials of the AWS profile “${profile}”`;
}

/** The Regions that are enabled in every account; all others have to be enabled first (AWS account management guide). */
const ALWAYS_ENABLED =
  /^(?:us-(?:east|west)-[12]|eu-(?:central-1|west-[123]|north-1)|ca-central-1|sa-east-1|ap-(?:northeast-[123]|southeast-[12]|south-1)|us-gov-\w+-1)$/;

function invalidCredentials(error: Error, context: AdviceContext): Advice {
  const source = sourceOf(error);
  const { region } = context;
  const about = {
    code: 'CREDENTIALS_INVALID',
    hint: signIn(source, context),
    exitCode: EXIT.credentials,
  };
  const isKeyUnknown = /^(?:UnrecognizedClientException|InvalidClientTokenId)$/.test(error.name);
  if (!isKeyUnknown || region === undefined || ALWAYS_ENABLED.test(region)) {
    return {
      ...about,
      message: `AWS does not accept the ${whose(source, context)} (or this computer's clock is off by more than 5 minutes).`,
    };
  }
  return {
    ...about,
    message: `The Region ${region} does not accept the ${whose(source, context)}. It may not be enabled in this AWS account; or the credentials are wrong, or this computer's clock is off by more than 5 minutes.`,
    hint: [
      {
        act: 'Ask the administrator of the AWS account to enable the Region (AWS console → Account → AWS Regions), or choose another with --region, for example eu-central-1. If the credentials are to blame:',
      },
      ...about.hint,
    ],
  };
}

/** The error of a provider that found no credentials, or none that are still good. */
function noCredentials(error: Error, context: AdviceContext): Advice {
  const source = sourceOf(error);
  const about = { hint: signIn(source, context), exitCode: EXIT.credentials };
  const owner = whose(source, context);
  if (source?.kind === 'login') {
    const permission = /permission/i.test(error.message);
    return {
      ...about,
      code: permission ? 'CREDENTIALS_REFUSED' : 'CREDENTIALS_EXPIRED',
      message: permission
        ? `The ${owner} cannot be renewed: the policy SignInLocalDevelopmentAccess is missing.`
        : `The ${owner} come from a sign-in with aws login that is missing or has ended.`,
    };
  }
  if (source?.kind === 'sso' && /Forbidden|ResourceNotFound|InvalidRequest/.test(error.message)) {
    return {
      ...about,
      code: 'CREDENTIALS_REFUSED',
      message: `IAM Identity Center gives no ${owner}: ${quoted(error.message)}`,
      hint: 'Check sso_account_id and sso_role_name of that profile, and ask whoever administers IAM Identity Center whether you have that role.',
    };
  }
  if (isSession(source) && /sso|token|expired|unauthorized/i.test(error.message)) {
    return {
      ...about,
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${owner} come from an SSO session that is missing or has ended.`,
    };
  }
  return { ...about, code: 'CREDENTIALS_MISSING', message: `No ${owner} were found.` };
}

/** What goes wrong with the credentials themselves. */
export const CREDENTIAL_ROWS: readonly Row[] = [
  {
    names: ['TokenProviderError', 'SSOTokenProviderFailure'],
    advise: (error, context) => ({
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${whose(sourceOf(error), context)} come from an SSO session that has ended.`,
      hint: signIn(sourceOf(error) ?? { kind: 'sso', profile: context.profile }, context),
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: ['CredentialsProviderError'],
    message: /multi-?factor|mfa/i,
    advise: (_error, { profile }) => ({
      code: 'CREDENTIALS_NEED_CODE',
      message: `The ${whose(undefined, { profile, region: undefined })} need an MFA code, which this program does not ask for.`,
      hint: [
        {
          act: 'Let the AWS CLI ask for it. Put what this prints into the environment, and run the command there without --profile:',
          aws: ['configure', 'export-credentials', '--format', 'env', ...profileWords(profile)],
        },
      ],
      exitCode: EXIT.credentials,
    }),
  },
  { names: ['CredentialsProviderError'], advise: noCredentials },
  {
    names: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
    advise: (error, context) => ({
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${whose(sourceOf(error), context)} have expired.`,
      hint: signIn(sourceOf(error), context),
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'MissingAuthenticationTokenException',
      'IncompleteSignature',
    ],
    advise: invalidCredentials,
  },
];

/** A file of the AWS configuration that cannot be read, such as the token of a build server. */
export function fileAdvice(error: Error, context: AdviceContext): Advice | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const ours = failedCall(error) !== undefined || sourceOf(error) !== undefined;
  if (!ours || code === undefined || path === undefined) return undefined;
  return {
    code: 'CREDENTIALS_UNREADABLE',
    message: `The ${whose(undefined, context)} are to be read from ${path}, and that cannot be done (${code}).`,
    hint: 'Check AWS_WEB_IDENTITY_TOKEN_FILE, and the files that the AWS configuration names.',
    exitCode: EXIT.credentials,
  };
}
