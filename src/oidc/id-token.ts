import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Answer, Network } from '../aws/network.ts';
import { CliError } from '../errors.ts';
import { quoted, type Secret } from '../secret.ts';
import { answerOf, REACH_IT, type TokenIssuer } from './discovery.ts';

/** The OIDC SSO module allows as much between its clock and Cognito's. */
export const SKEW_SECONDS = 5;

/** A set of keys as far as it is checked here: the library takes each key apart. */
function keysIn(body: Answer['body']): JSONWebKeySet | undefined {
  try {
    const set = JSON.parse(Buffer.from(body).toString()) as JSONWebKeySet | null;
    const isSet =
      Array.isArray(set?.keys) && set.keys.every((key) => typeof key === 'object' && key !== null);
    return isSet && set !== null ? set : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Fetches the keys that tokens are checked with. Without them nothing is known of a token, good or bad.
 *
 * @throws CliError KEYS_UNREACHABLE; one of the proxy, or ANSWER_TOO_LARGE
 */
export async function fetchKeys(network: Network, url: string): Promise<JSONWebKeySet> {
  const unreachable = (why: string, cause?: unknown) =>
    new CliError(`The keys at ${url}, with which the ID token is checked, cannot be fetched${why}.`, {
      code: 'KEYS_UNREACHABLE',
      hint: REACH_IT,
      cause,
    });
  const answer = await answerOf(network, url, unreachable);
  if (answer.status !== 200) throw unreachable(`: it answers HTTP ${answer.status}`);
  const keys = keysIn(answer.body);
  if (keys === undefined) throw unreachable(': its answer is not a set of keys');
  return keys;
}

/**
 * The claims of an ID token after the checks that Mendix makes: signature, issuer, audience, time.
 *
 * @throws CliError TOKEN_INVALID, or those of `fetchKeys`
 */
export async function checkedClaims(
  network: Network,
  idToken: Secret,
  { issuer, jwksUri }: TokenIssuer,
  clientId: string,
): Promise<Readonly<Record<string, unknown>>> {
  const keys = createLocalJWKSet(await fetchKeys(network, jwksUri));
  try {
    const expected = { issuer, audience: clientId, clockTolerance: SKEW_SECONDS };
    return (await jwtVerify(idToken.reveal(), keys, expected)).payload;
  } catch (error) {
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
