import { createHmac } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { quoted, Secret } from '../secret.ts';
import { passChallenges, type SecondFactor } from './sign-in-challenges.ts';
import { type Identified, identifierOf } from './user.ts';

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

function refused(error: unknown, { email }: UserSignIn): unknown {
  // "Unable to verify secret hash for client …" has no name of its own.
  if (isNamed(error, 'NotAuthorizedException') && /secret hash/i.test(String(error))) {
    return new CliError('Cognito does not take this client secret: it is none of the app client’s.', {
      code: 'SECRET_REFUSED',
      hint: 'Copy it again, whole, and from the right app client. After rotate-secret --finish only the newer one is good.',
      cause: error,
    });
  }
  if (isNamed(error, 'NotAuthorizedException', 'UserNotFoundException')) {
    return new CliError(`Cognito does not sign ${email} in: ${quoted((error as Error).message)}`, {
      code: 'SIGN_IN_REFUSED',
      hint: [
        { act: 'This checks the user:', run: ['doctor', '--user-email', email] },
        { act: 'This sets a new password:', run: ['add-user', email, '--reset-password'] },
      ],
      cause: error,
    });
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
 * @throws CliError SECRET_REFUSED, SIGN_IN_REFUSED, FLOW_NOT_ALLOWED, or that of `passChallenges`
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
  const answer = await aws.cognito.send(command).catch((error: unknown) => {
    throw refused(error, signIn);
  });
  const signedIn = await passChallenges(aws, answer, {
    email: signIn.email,
    clientId: signIn.clientId,
    hashFor: (username) => secretHash(signIn, username),
    code: signIn.code,
  });
  return new Secret(signedIn.AuthenticationResult?.IdToken ?? '');
}
