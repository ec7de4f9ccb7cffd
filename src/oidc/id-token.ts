import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import type { Network } from '../aws/network.ts';
import { CliError } from '../errors.ts';
import { quoted, type Secret } from '../secret.ts';
import { libraryFetch } from './library-fetch.ts';

/** The OIDC SSO module allows as much between its clock and Cognito's. */
export const SKEW_SECONDS = 5;

/**
 * The claims of an ID token after the checks that Mendix makes: signature, issuer, audience, time.
 *
 * @throws CliError TOKEN_INVALID
 */
export async function checkedClaims(
  network: Network,
  idToken: Secret,
  issuer: string,
  clientId: string,
): Promise<Readonly<Record<string, unknown>>> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), {
    [customFetch]: libraryFetch(network),
  });
  try {
    const expected = { issuer, audience: clientId, clockTolerance: SKEW_SECONDS };
    return (await jwtVerify(idToken.reveal(), keys, expected)).payload;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      `The ID token does not pass a check that Mendix makes too: ${quoted((error as Error).message)}.`,
      {
        code: 'TOKEN_INVALID',
        hint: [{ run: ['doctor'] }],
        cause: error,
      },
    );
  }
}
