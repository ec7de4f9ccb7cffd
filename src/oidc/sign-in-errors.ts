import { CliError, type Hint } from '../errors.ts';
import { quoted } from '../secret.ts';

/** Where the sign-in was when it failed. */
export type Stage = 'discovery' | 'callback';

interface Explained {
  readonly code: string;
  readonly message: string;
  readonly hint: Hint;
}

/** What Cognito's own OAuth errors mean (RFC 6749, sections 4.1.2.1 and 5.2), for the client of a Mendix app. */
export const OAUTH_ERRORS = {
  invalid_client: {
    message: 'Cognito does not accept the client ID and secret.',
    hint: [
      {
        act: 'Was the secret rotated? Read both again, and paste them into Mendix again:',
        run: ['mendix-config'],
      },
    ],
  },
  invalid_grant: {
    message:
      'Cognito does not accept the code: it was used already, is older than 5 minutes, or was meant for somebody else.',
    hint: 'Run test-login again.',
  },
  unauthorized_client: {
    message: 'The app client may not use the authorization code grant.',
    hint: [{ act: 'This allows it:', run: ['create-client'] }],
  },
  invalid_scope: {
    message: 'The app client does not allow a scope that Mendix asks for (openid, profile, email).',
    hint: [{ act: 'This adds what is missing:', run: ['create-client'] }],
  },
  access_denied: {
    message: 'The sign-in was refused, or cancelled on the page.',
    hint: [
      { act: 'Run test-login again. This checks the user:', run: ['doctor', '--user-email', '<address>'] },
    ],
  },
} as const satisfies Record<string, Omit<Explained, 'code'>>;

const BY_ERROR: ReadonlyMap<string, Omit<Explained, 'code'>> = new Map(Object.entries(OAUTH_ERRORS));

const text = (holder: unknown, name: string): string | undefined => {
  const value: unknown =
    typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The error and what it was caused by, from the outside in. */
function causesOf(error: unknown): unknown[] {
  const found: unknown[] = [];
  for (let at = error; typeof at === 'object' && at !== null; at = Reflect.get(at, 'cause')) found.push(at);
  return found;
}

/** The claim that a check of the ID token refused, where the library has it in the error's causes. */
function refusedClaim(error: unknown): string | undefined {
  return causesOf(error)
    .map((cause) => text(cause, 'claim'))
    .find((claim) => claim !== undefined);
}

const CLAIMS: Record<string, Explained> = {
  nonce: {
    code: 'NONCE_MISMATCH',
    message: 'The ID token belongs to another sign-in: its nonce differs.',
    hint: 'Close old sign-in tabs and run test-login again.',
  },
  iss: {
    code: 'ISSUER_MISMATCH',
    message: 'The ID token names another issuer than the discovery document does.',
    hint: [{ act: 'Mendix refuses such tokens as well. This checks the issuer:', run: ['doctor'] }],
  },
  aud: {
    code: 'AUDIENCE_MISMATCH',
    message: 'The ID token was issued for another app client.',
    hint: [{ act: 'Check the client ID:', run: ['mendix-config'] }],
  },
};

const TIMESTAMP: Explained = {
  code: 'TOKEN_TIME',
  message: 'The ID token is not valid at this time, by the clock of this computer.',
  hint: "Set this computer's clock; the Mendix server allows 5 seconds of difference.",
};

/** Codes of openid-client. */
const CHECKS: Record<string, Explained> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: TIMESTAMP,
  OAUTH_KEY_SELECTION_FAILED: {
    code: 'TOKEN_SIGNATURE',
    message: 'The ID token was signed by a key that the user pool does not publish.',
    hint: [
      {
        act: 'Something between you and Cognito changes its answers, or the discovery document is of another pool:',
        run: ['doctor'],
      },
    ],
  },
};

const SIGNATURE = CHECKS.OAUTH_KEY_SELECTION_FAILED as Explained;

function explained(error: Error, stage: Stage): Explained {
  const oauth = text(error, 'error');
  if (oauth !== undefined) {
    const said = text(error, 'error_description');
    // Cognito sends a scope that the client may not have as invalid_request, and its name as the description.
    const name = said !== undefined && BY_ERROR.has(said) ? said : oauth;
    const known = BY_ERROR.get(name) ?? {
      message: 'Cognito refused the sign-in.',
      hint: [{ act: 'This may know more:', run: ['doctor', '--explain', '<this text>'] }],
    };
    const verbatim = quoted(said === undefined ? oauth : `${oauth}: ${said}`);
    return {
      code: /^\w{1,64}$/.test(name) ? name.toUpperCase() : 'SIGN_IN_REFUSED',
      hint: known.hint,
      message: `${known.message} (${verbatim})`,
    };
  }
  const claim = refusedClaim(error);
  if (claim !== undefined && CLAIMS[claim] !== undefined) return CLAIMS[claim];
  if (/signature/i.test(error.message) || /signature/i.test(text(error.cause, 'message') ?? ''))
    return SIGNATURE;
  const known = CHECKS[text(error, 'code') ?? ''];
  if (known !== undefined) return known;
  return stage === 'discovery'
    ? {
        code: 'DISCOVERY_INVALID',
        message: `The discovery document cannot be used: ${quoted(error.message)}.`,
        hint: [{ act: 'Open its address in a browser. This checks it from here:', run: ['doctor'] }],
      }
    : {
        code: 'SIGN_IN_INVALID',
        message: `Cognito's answer does not pass a check that Mendix makes too: ${quoted(error.message)}.`,
        hint: [{ act: 'Run this, then test-login again:', run: ['doctor'] }],
      };
}

/** Turns what openid-client throws into what happened and what to do. */
export function signInError(error: unknown, stage: Stage): CliError {
  // The library wraps what our own fetch throws.
  const own = causesOf(error).find((cause) => cause instanceof CliError);
  if (own instanceof CliError) return own;
  const known = error instanceof Error ? error : new Error(String(error));
  const { message, ...details } = explained(known, stage);
  return new CliError(message, { ...details, cause: error });
}
