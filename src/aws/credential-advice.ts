import { EXIT, type Hint } from '../errors.ts';
import { failedCall } from './clients.ts';

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

const signIn = ({ profile }: AdviceContext): string =>
  profile === undefined
    ? 'Sign in with aws sso login or aws configure, name a profile with --profile, or try it without an AWS account: --sandbox.'
    : `Sign in with aws sso login --profile ${profile}, name another --profile, or try it without an AWS account: --sandbox.`;

const whose = ({ profile }: AdviceContext): string =>
  profile === undefined ? 'AWS credentials' : `credentials of the AWS profile “${profile}”`;

/** What goes wrong with the credentials themselves. */
export const CREDENTIAL_ROWS: readonly Row[] = [
  {
    names: ['TokenProviderError', 'SSOTokenProviderFailure'],
    advise: (_error, context) => ({
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${whose(context)} come from an SSO session that has ended.`,
      hint: signIn(context),
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: ['CredentialsProviderError'],
    message: /multi-?factor|mfa/i,
    advise: (_error, { profile }) => ({
      code: 'CREDENTIALS_NEED_CODE',
      message: `The ${whose({ profile, region: undefined })} want an MFA code, which this program does not ask for.`,
      hint: `Have the AWS CLI ask for it, and run the command without --profile where what this prints is in the environment: aws configure export-credentials --format env${profile === undefined ? '' : ` --profile ${profile}`}`,
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: ['CredentialsProviderError'],
    message: /sso|token|expired/i,
    advise: (_error, context) => ({
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${whose(context)} come from an SSO session that is missing or has ended.`,
      hint: signIn(context),
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: ['CredentialsProviderError'],
    advise: (_error, context) => ({
      code: 'CREDENTIALS_MISSING',
      message: `No ${whose(context)} were found.`,
      hint: signIn(context),
      exitCode: EXIT.credentials,
    }),
  },
  {
    names: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired'],
    advise: (_error, context) => ({
      code: 'CREDENTIALS_EXPIRED',
      message: `The ${whose(context)} have expired.`,
      hint: signIn(context),
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
    advise: (_error, context) => ({
      code: 'CREDENTIALS_INVALID',
      message: `AWS does not accept the ${whose(context)} (or this computer's clock is off by more than 5 minutes).`,
      hint: signIn(context),
      exitCode: EXIT.credentials,
    }),
  },
];

/** A file of the AWS configuration that cannot be read, such as the token of a build server. */
export function fileAdvice(error: Error, context: AdviceContext): Advice | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (failedCall(error) === undefined || code === undefined || path === undefined) return undefined;
  return {
    code: 'CREDENTIALS_UNREADABLE',
    message: `The ${whose(context)} are to be read from ${path}, and that cannot be done (${code}).`,
    hint: 'Check AWS_WEB_IDENTITY_TOKEN_FILE, and the files that the AWS configuration names.',
    exitCode: EXIT.credentials,
  };
}
