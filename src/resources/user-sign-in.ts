import { createHmac } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { quoted, Secret } from '../secret.ts';
import { passChallenges, type SecondFactor } from './sign-in-challenges.ts';
import { type Identified, identifierOf, userWords } from './user-settings.ts';

/** A user's sign-in by password, without the sign-in page. */
export interface UserSignIn extends Identified {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly password: Secret;
  /** Gives the code of a second factor, where one is asked for. */
  readonly code?: SecondFactor['code'];
}

/** Cognito developer guide, "Computing secret hash values". */
function secretHash({ clientId, clientSecret }: UserSignIn, username: string): string {
  return createHmac('sha256', clientSecret.reveal()).update(`${username}${clientId}`).digest('base64');
}

/** A state of the user in which no password helps; what Cognito answers then, and what to do. */
interface BarredState {
  readonly name: string;
  /** Second test, where a name has several meanings. */
  readonly message?: RegExp;
  readonly code: string;
  readonly why: string;
  readonly act: string;
  /** The flag with which `add-user` repairs it, if it can. */
  readonly flag?: string;
}

/** Texts of the API reference (InitiateAuth); the limit of attempts is in the developer guide, "Sign-in lockout". */
const BARRED: readonly BarredState[] = [
  {
    name: 'PasswordResetRequiredException',
    code: 'PASSWORD_RESET_REQUIRED',
    why: 'the password must be reset: an administrator or an import has asked for a new one',
    act: 'The user chooses one with “Forgot your password?” on the sign-in page. This sets one:',
    flag: '--reset-password',
  },
  {
    name: 'UserNotConfirmedException',
    code: 'USER_NOT_CONFIRMED',
    why: 'the sign-up was never confirmed with the code in the email',
    act: 'The user enters the code on the sign-in page. A new password confirms the account as well:',
    flag: '--reset-password',
  },
  {
    name: 'NotAuthorizedException',
    message: /user is (?:disabled|not enabled)/i,
    code: 'USER_DISABLED',
    why: 'the user is disabled',
    act: 'If the user may sign in, this enables the account again:',
    flag: '--enable',
  },
  {
    name: 'NotAuthorizedException',
    message: /password attempts exceeded/i,
    code: 'TOO_MANY_ATTEMPTS',
    why: 'there were too many wrong passwords, and Cognito now refuses the right one too',
    act: 'Wait 15 minutes, then try once. Each attempt before that makes the wait longer.',
  },
  {
    name: 'NotAuthorizedException',
    message: /temporary password has expired/i,
    code: 'TEMPORARY_PASSWORD_EXPIRED',
    why: 'the temporary password was not used in time',
    act: 'This sets a new one:',
    flag: '--reset-password',
  },
];

function barred(error: unknown, user: Identified): CliError | undefined {
  const state = BARRED.find(
    ({ name, message }) => isNamed(error, name) && (message === undefined || message.test(String(error))),
  );
  if (state === undefined) return undefined;
  const { act, flag } = state;
  return new CliError(`Cognito does not sign ${identifierOf(user)} in: ${state.why}.`, {
    code: state.code,
    hint: [
      flag === undefined ? { act } : { act, run: ['add-user', ...userWords(user), flag] },
      { act: 'This shows the state of the user:', run: ['doctor', '--user-email', ...userWords(user)] },
    ],
    cause: error,
  });
}

function refused(error: unknown, user: UserSignIn): unknown {
  const known = barred(error, user);
  if (known !== undefined) return known;
  // "Unable to verify secret hash for client …" has no name of its own.
  if (isNamed(error, 'NotAuthorizedException') && /secret hash/i.test(String(error))) {
    return new CliError('Cognito does not take this client secret: it is none of the app client’s.', {
      code: 'SECRET_REFUSED',
      hint: 'Copy it again, whole, and from the right app client. After rotate-secret --finish only the newer one is valid.',
      cause: error,
    });
  }
  if (isNamed(error, 'NotAuthorizedException', 'UserNotFoundException')) {
    return new CliError(
      `Cognito does not sign ${identifierOf(user)} in: ${quoted((error as Error).message)}`,
      {
        code: 'SIGN_IN_REFUSED',
        hint: [
          { act: 'This checks the user:', run: ['doctor', '--user-email', ...userWords(user)] },
          { act: 'This sets a new password:', run: ['add-user', ...userWords(user), '--reset-password'] },
        ],
        cause: error,
      },
    );
  }
  if (isNamed(error, 'InvalidParameterException') && /USER_PASSWORD_AUTH/.test(String(error))) {
    return new CliError('The app client does not allow a sign-in by password without the sign-in page.', {
      code: 'FLOW_NOT_ALLOWED',
      hint: [{ act: 'This allows it (ALLOW_USER_PASSWORD_AUTH):', run: ['create-client'] }],
      cause: error,
    });
  }
  return error;
}

/**
 * Signs in by InitiateAuth USER_PASSWORD_AUTH, which needs no AWS permission.
 *
 * @returns the ID token
 * @throws CliError SECRET_REFUSED, SIGN_IN_REFUSED, FLOW_NOT_ALLOWED, that of the user's state, or of `passChallenges`
 */
export async function signInUser(aws: Pick<Aws, 'cognito'>, signIn: UserSignIn): Promise<Secret> {
  const command = new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: signIn.clientId,
    AuthParameters: {
      USERNAME: identifierOf(signIn),
      PASSWORD: signIn.password.reveal(),
      SECRET_HASH: secretHash(signIn, identifierOf(signIn)),
    },
  });
  try {
    const answer = await aws.cognito.send(command);
    const signedIn = await passChallenges(aws, answer, {
      user: signIn,
      clientId: signIn.clientId,
      hashFor: (username) => secretHash(signIn, username),
      code: signIn.code,
    });
    return new Secret(signedIn.AuthenticationResult?.IdToken ?? '');
  } catch (error) {
    throw refused(error, signIn);
  }
}
