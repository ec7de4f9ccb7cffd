import { CliError } from '../errors.ts';
import { quoted } from '../secret.ts';
import { invalidAnswer } from './answer-shape.ts';
import { failedCall } from './clients.ts';
import {
  type Advice,
  type AdviceContext,
  CREDENTIAL_ROWS,
  fileAdvice,
  type Row,
} from './credential-advice.ts';
import { IAM_ACTIONS } from './iam-policy.ts';
import { howItFailed, proxyOf } from './network.ts';
import { POOL_ROWS } from './pool-advice.ts';

const IAM_PREFIX: Record<string, string> = {
  CognitoIdentityProvider: 'cognito-idp',
  ResourceGroupsTaggingAPI: 'tag',
  SESv2: 'ses',
  STS: 'sts',
};

/** The IAM action of the call that failed, from AWS's message or else from the call's own name. */
function iamAction(error: Error): string | undefined {
  const action = /not authorized to perform:? ([\w-]+:\w+)/.exec(error.message)?.[1];
  const call = failedCall(error);
  if (action !== undefined) return action;
  if (call === undefined) return undefined;
  // ListUserPools is cognito-idp:ListUserPools, and so on: an IAM action has its call's name.
  return `${IAM_PREFIX[call.service] ?? call.service}:${call.operation}`;
}

function accessDenied(error: Error): Advice {
  const action = iamAction(error);
  const known = action === undefined || IAM_ACTIONS.some((row) => row.action === action);
  const ask = `Ask whoever administers the AWS account to allow the IAM action ${action ?? 'that it needs'}`;
  const profile = 'or use a profile that has it';
  return {
    code: 'ACCESS_DENIED',
    message: `These AWS credentials may not ${action === undefined ? 'make this call' : `call ${action}`}.`,
    hint: known
      ? [{ act: `${ask}, ${profile}. This prints the whole policy:`, run: ['iam-policy'] }]
      : [{ act: `${ask}${resourceWords(error)}, ${profile}.${whyNeeded(action)}` }],
  };
}

/** The ARN that AWS names beside the action, where it is of a shape that can be shown. */
function resourceWords({ message }: Error): string {
  const arn = /on resource: (arn:[\w-]+:[\w:/+=,.@*-]+)/.exec(message)?.[1];
  return arn === undefined ? '' : ` on ${arn}`;
}

/** Why a call needs an action that the policy of this program does not hold: what somebody has set up in the pool. */
function whyNeeded(action: string): string {
  // Recorded in amplify-cli#7729 and #7739.
  if (action === 'iam:PassRole') {
    return ' The user pool sends SMS with an IAM role, and whoever changes such a pool must be allowed to pass that role.';
  }
  // Developer guide, "Custom sender Lambda triggers": codes are encrypted with a key of one's own.
  if (action.startsWith('kms:')) {
    return ' The user pool uses an AWS KMS key of its own, and whoever changes such a pool needs that right on the key.';
  }
  // Which rights --move-secret needs beside cognito-idp:UpdateUserPoolClient is not documented.
  if (action.startsWith('secretsmanager:')) {
    return ' The app client keeps its secret in AWS Secrets Manager, and whoever moves it back must be allowed to delete it there.';
  }
  return '';
}

const ROWS: readonly Row[] = [
  ...CREDENTIAL_ROWS,
  ...POOL_ROWS,
  {
    names: ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation'],
    advise: accessDenied,
  },
  {
    names: ['NotAuthorizedException'],
    message: /not authorized to perform|access denied/i,
    advise: accessDenied,
  },
  {
    names: ['TooManyRequestsException', 'ThrottlingException', 'Throttling'],
    advise: () => ({
      code: 'THROTTLED',
      message: 'AWS is refusing calls for now, because too many were made in a short time.',
      hint: 'Wait a minute, then run the same command again: it goes on from where it stopped.',
    }),
  },
  {
    names: ['LimitExceededException'],
    advise: (error) => ({
      code: 'QUOTA_REACHED',
      message: `A quota of this AWS account is used up: ${quoted(error.message)}`,
      hint: 'Remove what is no longer needed, or ask for more in the AWS console under Service Quotas.',
    }),
  },
  {
    names: ['InvalidPasswordException', 'PasswordHistoryPolicyViolationException'],
    advise: (error) => ({
      code: 'PASSWORD_REFUSED',
      message: `Cognito refuses the password: ${quoted(error.message)}`,
      hint: [
        {
          act: 'Give a longer password on standard input (--password-stdin), or have one generated:',
          run: ['add-user', '<email>', '--reset-password', '--generate-password'],
        },
      ],
    }),
  },
  {
    names: ['UserPoolTaggingException'],
    advise: () => ({
      code: 'TAGGING_REFUSED',
      message: 'The user pool could not be tagged, and its tag is how it is found again.',
      hint: 'Allow the IAM action cognito-idp:TagResource, or remove a tag from the pool if it has 50.',
    }),
  },
  {
    names: ['TierChangeNotAllowedException', 'FeatureUnavailableInTierException'],
    advise: (error) => ({
      code: 'TIER',
      message: `The tier of the user pool does not allow this: ${quoted(error.message)}`,
      hint: 'Use --tier essentials (or plus), or --managed-login 1 with --tier lite.',
    }),
  },
  {
    names: ['ConcurrentModificationException'],
    advise: () => ({
      code: 'CONCURRENT_CHANGE',
      message: 'Somebody else changed the same thing at the same moment.',
      hint: 'Run the same command again: it reads what is there now and goes on from it.',
    }),
  },
  {
    names: ['UserImportInProgressException'],
    advise: () => ({
      code: 'IMPORT_RUNNING',
      message: 'A user import is running in this user pool, and Cognito changes nothing until it ends.',
      hint: 'Wait for the import to end (Cognito console → user pool → Users → Import), then run the command again.',
    }),
  },
  {
    names: ['TimeoutError'],
    advise: (error) => ({
      code: 'TIMEOUT',
      message: `AWS did not answer in time${howItFailed(error)}.`,
      hint: 'Check the network (proxy, VPN), then run the same command again: it goes on from where it stopped.',
    }),
  },
  {
    names: ['ResourceNotFoundException', 'UserNotFoundException'],
    advise: (error) => ({
      code: 'NOT_FOUND',
      message: `What this run was working on is gone: ${quoted(error.message)}`,
      hint: [
        {
          act: 'Somebody has deleted it in the meantime. See what is there, then run the command again:',
          run: ['status'],
        },
      ],
    }),
  },
];

/** The names of the AWS errors that the table has advice for. */
export const ADVISED_NAMES: readonly string[] = ROWS.flatMap(({ names }) => names);

const NETWORK_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
]);

/** Node's and OpenSSL's names for a certificate that this computer does not trust. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS/;

function networkAdvice(error: Error, { region }: AdviceContext): Advice | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const proxy = proxyOf(error);
  if (code !== undefined && UNTRUSTED.test(code)) {
    return {
      code: 'TLS_UNTRUSTED',
      message: `The certificate of the AWS endpoint${proxy === undefined ? '' : `, reached through the proxy ${proxy},`} is not one that this computer trusts (${code}).`,
      hint: 'Something between this computer and AWS, such as the proxy of your company, may answer in its place. Ask for the file with its certificate, and set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to it.',
    };
  }
  if (code === undefined || !NETWORK_CODES.has(code)) return undefined;
  const { hostname } = error as { readonly hostname?: unknown };
  // The name of the host is made from the Region's, so one that nobody knows says that Cognito is not there.
  if (code === 'ENOTFOUND' && /^cognito-idp[.-]/.test(String(hostname))) {
    return {
      code: 'REGION_UNKNOWN',
      message: `The AWS endpoint of Region ${region ?? 'unknown'} cannot be reached${howItFailed(error)}. There may be no such Region, or no user pools in it.`,
      hint: 'Choose another Region with --region, for example eu-central-1. If others cannot be reached either, check the network (proxy, VPN, AWS_ENDPOINT_URL).',
    };
  }
  return {
    code: 'UNREACHABLE',
    message: `The AWS endpoint of Region ${region ?? 'unknown'} cannot be reached${howItFailed(error)}.`,
    hint: 'Check the network (proxy, VPN, AWS_ENDPOINT_URL), and that the Region exists: --region.',
  };
}

/** True when the SDK could not read an answer: `$response` is where it keeps it then. */
const isUnreadable = (error: Error): boolean =>
  error instanceof SyntaxError || (error instanceof TypeError && '$response' in error);

function serviceAdvice(error: Error): Advice | undefined {
  const call = failedCall(error);
  if (call === undefined) return undefined;
  if (call.missing) {
    return {
      code: 'ENDPOINT_LACKS',
      message: `The endpoint of AWS_ENDPOINT_URL is not AWS, and has no ${call.operation}, which this command needs.`,
      hint: 'Use another endpoint, or the local Cognito of this program: --sandbox.',
    };
  }
  // Its message quotes the answer, which may be the page of a proxy that repeats the request.
  if (isUnreadable(error)) return invalidAnswer(call.operation);
  return {
    code: /^\w{1,80}$/.test(error.name) ? error.name : 'AWS_ERROR',
    message: `AWS refused ${call.operation}: ${quoted(error.message)}`,
    hint: [{ act: '--debug shows each call. See what is there:', run: ['status'] }],
  };
}

/** Turns an error of the AWS SDK into what happened, why, and what to do; any other error passes unchanged. */
export function advised(error: unknown, context: AdviceContext): unknown {
  if (!(error instanceof Error) || error instanceof CliError) return error;
  const row = ROWS.find(
    ({ names, message }) =>
      names.includes(error.name) && (message === undefined || message.test(error.message)),
  );
  const advice =
    // The SDK calls a connection that broke off a time-out.
    networkAdvice(error, context) ??
    row?.advise(error, context) ??
    fileAdvice(error, context) ??
    serviceAdvice(error);
  if (advice === undefined) return error;
  const { message, ...details } = advice;
  return new CliError(message, { ...details, cause: error });
}
