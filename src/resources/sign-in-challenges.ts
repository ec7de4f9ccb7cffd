import {
  type ChallengeNameType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Aws } from '../aws/clients.ts';
import { isNamed } from '../aws/outcome.ts';
import { CliError } from '../errors.ts';
import { quoted, type Secret } from '../secret.ts';
import type { MfaMethod } from './pool-mfa-settings.ts';
import { type Identified, identifierOf, userWords } from './user-settings.ts';

/** What a sign-in by password is answered with: tokens, or what it still asks for. */
export interface SignInAnswer {
  readonly ChallengeName?: ChallengeNameType | undefined;
  readonly Session?: string | undefined;
  readonly ChallengeParameters?: Readonly<Record<string, string>> | undefined;
  readonly AuthenticationResult?: { readonly IdToken?: string | undefined } | undefined;
}

/** Which code Cognito asks for. */
export interface AskedCode {
  readonly method: MfaMethod;
  /** Where an email went, with most of it hidden. */
  readonly destination: string | undefined;
}

/** Whose sign-in goes on, and who knows the code of a second factor. */
export interface SecondFactor {
  readonly user: Identified;
  readonly clientId: string;
  /** The hash for the name under which the challenge knows the user. */
  readonly hashFor: (username: string) => string;
  /** The code; undefined: nobody is there to give one. */
  readonly code: ((asked: AskedCode) => Promise<Secret | undefined>) | undefined;
}

const CODES: Partial<Record<ChallengeNameType, MfaMethod>> = {
  SOFTWARE_TOKEN_MFA: 'totp',
  EMAIL_OTP: 'email',
};

/** What a sign-in that was right so far still asks for, and nobody here can give. */
function challengeError(challenge: string, user: Identified): CliError {
  const name = identifierOf(user);
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return new CliError(
        `The password is right, and ${name} must choose a new one before the first sign-in.`,
        {
          code: 'NEW_PASSWORD_REQUIRED',
          hint: [
            {
              act: 'Run test-login without --password-stdin: the sign-in page asks for it. Or set one:',
              run: ['add-user', ...userWords(user), '--reset-password'],
            },
          ],
        },
      );
    case 'MFA_SETUP':
      return new CliError(
        `The password is right, and ${name} must set up a second factor before the first sign-in.`,
        {
          code: 'MFA_SETUP',
          hint: 'Run test-login without --password-stdin: the sign-in page shows the QR code for the authenticator app.',
        },
      );
    case 'SOFTWARE_TOKEN_MFA':
      return new CliError('The password is right; the second factor asks for a code.', {
        code: 'MFA_CODE_NEEDED',
        hint: 'Pipe in the code of the authenticator app as a second line, with --mfa-code-stdin; or run test-login on a terminal, which asks for it.',
      });
    case 'EMAIL_OTP':
      return new CliError(
        `The password is right; the second factor asks for the code in the email to ${name}.`,
        {
          code: 'MFA_CODE_NEEDED',
          hint: 'Run test-login on a terminal, which asks for it.',
        },
      );
    default:
      return new CliError(`The password is right; Cognito asks for one more step (${challenge}).`, {
        code: 'CHALLENGE',
        hint: 'Run test-login without --password-stdin: the sign-in page goes through it.',
      });
  }
}

function wrongCode(error: unknown, user: Identified): unknown {
  // A code that was used already is an ExpiredCodeException too (facts: "has already been used once").
  if (isNamed(error, 'CodeMismatchException', 'ExpiredCodeException')) {
    return new CliError(
      `The password is right; Cognito does not take the code: ${quoted((error as Error).message)}`,
      {
        code: 'MFA_CODE_WRONG',
        hint: [
          {
            act: 'A code of an authenticator app works once, and for a minute: wait for the next one. For a phone that was lost:',
            run: ['add-user', ...userWords(user), '--reset-mfa'],
          },
        ],
        cause: error,
      },
    );
  }
  return error;
}

/** The factor that is chosen where the user has several: one whose code somebody can type. */
function choiceOf({ ChallengeParameters = {} }: SignInAnswer): ChallengeNameType | undefined {
  // Recorded in Amplify's code; the developer guide has the second name.
  const listed = ChallengeParameters.MFAS_CAN_CHOOSE ?? ChallengeParameters.MFAS_CAN_SELECT ?? '[]';
  const names: unknown = JSON.parse(listed);
  return (['SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'] as const).find(
    (name) => Array.isArray(names) && names.includes(name),
  );
}

/**
 * Goes on with a sign-in whose password was right.
 *
 * @returns the answer that has the tokens
 * @throws CliError NEW_PASSWORD_REQUIRED, MFA_SETUP, MFA_CODE_NEEDED, MFA_CODE_WRONG or CHALLENGE
 */
export async function passChallenges(
  aws: Pick<Aws, 'cognito'>,
  started: SignInAnswer,
  { user, clientId, hashFor, code }: SecondFactor,
): Promise<SignInAnswer> {
  let answer = started;
  // A choice, and the code for it.
  for (let step = 0; answer.ChallengeName !== undefined && step < 3; step += 1) {
    const { ChallengeName: challenge, ChallengeParameters = {}, Session } = answer;
    const method = CODES[challenge];
    const chosen = challenge === 'SELECT_MFA_TYPE' ? choiceOf(answer) : undefined;
    const given =
      method === undefined
        ? undefined
        : await code?.({ method, destination: ChallengeParameters.CODE_DELIVERY_DESTINATION });
    if (given === undefined && chosen === undefined) throw challengeError(challenge, user);
    // The hash of a challenge is over the stored name, not the one that was typed (recorded in aws-sdk-android#2265).
    const username =
      ChallengeParameters.USER_ID_FOR_SRP ?? ChallengeParameters.USERNAME ?? identifierOf(user);
    const respond = new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: challenge,
      Session,
      ChallengeResponses: {
        USERNAME: username,
        SECRET_HASH: hashFor(username),
        ...(chosen === undefined ? {} : { ANSWER: chosen }),
        ...(given === undefined ? {} : { [`${challenge}_CODE`]: given.reveal() }),
      },
    });
    answer = await aws.cognito.send(respond).catch((error: unknown) => {
      throw wrongCode(error, user);
    });
  }
  if (answer.ChallengeName !== undefined) throw challengeError(answer.ChallengeName, user);
  return answer;
}
