import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Network } from '../aws/network.ts';
import { CliError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { fetchKeys, SKEW_SECONDS } from './id-token.ts';
import { libraryFetch } from './library-fetch.ts';
import { signInError } from './sign-in-errors.ts';

/** What Mendix knows of its identity provider after the import. */
export interface RelyingPartySettings {
  readonly discoveryUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scopes: readonly string[];
  /** The document's issuer has to end in it. */
  readonly userPoolId: string;
}

/** One sign-in that was begun: where to send the browser, and what its answer has to match. */
export interface Attempt {
  readonly url: URL;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A sign-in that was proven: the ID token's claims after every check, and what userinfo adds. */
export interface SignedIn {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Undefined for a sign-in that did not go through the sign-in page. */
  readonly userInfo: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Stands in for the OIDC SSO module of a Mendix app: the same requests with the same checks.
 *
 * @throws CliError DISCOVERY_INVALID or DISCOVERY_UNREACHABLE
 */
export async function openRelyingParty(
  network: Network,
  settings: RelyingPartySettings,
): Promise<Configuration> {
  const { clientId, clientSecret, discoveryUrl, userPoolId } = settings;
  const url = new URL(discoveryUrl);
  let party: Configuration;
  try {
    party = await discovery(
      url,
      clientId,
      { [clockTolerance]: SKEW_SECONDS },
      ClientSecretPost(clientSecret.reveal()),
      {
        [customFetch]: libraryFetch(network),
        // Mendix checks the ID token's signature; by default this library trusts what comes straight from the endpoint.
        execute: [enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [allowInsecureRequests] : [])],
      },
    );
  } catch (error) {
    throw signInError(error, 'discovery');
  }
  const { issuer, jwks_uri: jwksUri } = party.serverMetadata();
  // The library would take keys that it cannot have for a token that is no good.
  const fetchAny = libraryFetch(network);
  party[customFetch] = async (address, wanted) =>
    address === jwksUri ? Response.json(await fetchKeys(network, address)) : fetchAny(address, wanted);
  if (!issuer.endsWith(`/${userPoolId}`)) {
    throw new CliError(`The discovery document at ${discoveryUrl} names another issuer: ${issuer}.`, {
      code: 'DISCOVERY_INVALID',
      hint: [
        {
          act: `It must end in /${userPoolId}. Check the address in Mendix against this:`,
          run: ['mendix-config'],
        },
      ],
    });
  }
  return party;
}

/** Begins a sign-in: the authorize request of the module, parameter for parameter, with PKCE. */
export async function beginSignIn(
  party: Configuration,
  redirectUri: string,
  scopes: readonly string[],
): Promise<Attempt> {
  const [state, nonce, codeVerifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
  const url = buildAuthorizationUrl(party, {
    response_type: 'code',
    response_mode: 'query',
    redirect_uri: redirectUri,
    display: 'page',
    scope: scopes.join(' '),
    state,
    nonce,
    code_challenge_method: 'S256',
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
  });
  return { url, redirectUri, state, nonce, codeVerifier };
}

/**
 * Finishes it with what came to the callback: code against tokens (client_secret_post), the ID token checked for
 * signature, issuer, audience, nonce and time, userinfo fetched.
 *
 * @throws CliError that names what Cognito or a check refused
 */
export async function finishSignIn(party: Configuration, attempt: Attempt, answer: URL): Promise<SignedIn> {
  try {
    const tokens = await authorizationCodeGrant(party, answer, {
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      pkceCodeVerifier: attempt.codeVerifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new Error('no ID token');
    const userInfo = await fetchUserInfo(party, tokens.access_token, claims.sub);
    return { claims, userInfo };
  } catch (error) {
    throw signInError(error, 'callback');
  }
}
