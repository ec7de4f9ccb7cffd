import { createHmac } from 'node:crypto';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { quoted, Secret } from '../secret.ts';
import { type Identified, identifierOf } from './user.ts';

/** A user's sign-in by password, without the sign-in page. */
export interface UserSignIn extends Identified {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly password: Secret;
}

/** Cognito developer guide, "Computing secret hash values". */
function secretHash(signIn: UserSignIn): string {
  const { clientId, clientSecret } = signIn;
  return createHmac('sha256', clientSecret.reveal())
    .update(`${identifierOf(signIn)}${clientId}`)
    .digest('base64');
}

/** What a sign-in that was right so far still asks for. */
function challengeError(challenge: string, { email }: UserSignIn): CliError {
  if (challenge === 'NEW_PASSWORD_REQUIRED') {
    return new CliError(
      `The password is right, and ${email} has to choose a new one before the first sign-in.`,
      {
        code: 'NEW_PASSWORD_REQUIRED',
        hint: [
          {
            act: 'Run test-login without --password-stdin: the sign-in page asks for it. Or set one:',
            run: ['add-user', email, '--reset-password'],
          },
        ],
      },
    );
  }
  return new CliError(`The password is right; Cognito asks for one more step (${challenge}).`, {
    code: 'CHALLENGE',
    hint: 'Run test-login without --password-stdin: the sign-in page goes through it.',
  });
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
 * @throws CliError SECRET_REFUSED, SIGN_IN_REFUSED, NEW_PASSWORD_REQUIRED, CHALLENGE or FLOW_NOT_ALLOWED
 */
export async function signInUser(aws: Pick<Aws, 'cognito'>, signIn: UserSignIn): Promise<Secret> {
  const command = new InitiateAuthCommand({
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: signIn.clientId,
    AuthParameters: {
      USERNAME: identifierOf(signIn),
      PASSWORD: signIn.password.reveal(),
      SECRET_HASH: secretHash(signIn),
    },
  });
  const answer = await aws.cognito.send(command).catch((error: unknown) => {
    throw refused(error, signIn);
  });
  if (answer.ChallengeName !== undefined) throw challengeError(answer.ChallengeName, signIn);
  return new Secret(answer.AuthenticationResult?.IdToken ?? '');
}
