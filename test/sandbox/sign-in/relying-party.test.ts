import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
} from 'openid-client';
import { describe, expect, it } from 'vitest';
import { EMAIL, PASSWORD } from '../../support/cognito.ts';
import { refusal } from '../../support/sandbox.ts';
import { CALLBACK, openSignInPool, type SignInPool } from '../../support/sign-in-pool.ts';
import { Visitor } from '../../support/visitor.ts';

/** openid-client reads the real clock. */
const REAL_TIME = { sandbox: { now: Date.now } };

/** openid-client's own documented flow, with plain HTTP as the one allowance. */
function configure(pool: SignInPool, secret = pool.client.secret): Promise<Configuration> {
  return discovery(new URL(pool.issuer), pool.client.id, secret, ClientSecretPost(secret), {
    execute: [allowInsecureRequests],
  });
}

/** Sends a user to the authorization URL, and returns where the browser ends. */
async function signInAt(url: URL): Promise<URL> {
  const visitor = new Visitor();
  const end = await visitor.submit(await visitor.follow(url.href), { username: EMAIL, password: PASSWORD });
  return new URL(end.location ?? '');
}

describe('openid-client', () => {
  it.each([
    ['with PKCE', true],
    ['without PKCE', false],
  ])('signs a user in %s', async (_how, usePkce) => {
    const pool = await openSignInPool(REAL_TIME);
    const config = await configure(pool);
    const [verifier, state, nonce] = [randomPKCECodeVerifier(), randomState(), randomNonce()];
    const challenge = {
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    const url = buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      state,
      nonce,
      ...(usePkce && challenge),
    });
    const tokens = await authorizationCodeGrant(config, await signInAt(url), {
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(usePkce && { pkceCodeVerifier: verifier }),
    });
    const claims = tokens.claims();
    expect(claims).toMatchObject({ email: EMAIL, email_verified: true, aud: pool.client.id });
    const info = await fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
    expect(info.email).toBe(EMAIL);
    const refreshed = await refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()?.sub).toBe(claims?.sub);
  });

  async function callback(config: Configuration): Promise<URL> {
    return signInAt(buildAuthorizationUrl(config, { redirect_uri: CALLBACK, scope: 'openid' }));
  }

  it('is refused with a used code', async () => {
    const pool = await openSignInPool(REAL_TIME);
    const config = await configure(pool);
    const url = await callback(config);
    await authorizationCodeGrant(config, url);
    await expect(authorizationCodeGrant(config, url)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is refused with a wrong secret', async () => {
    const pool = await openSignInPool(REAL_TIME);
    const config = await configure(pool, 'not-the-secret');
    const url = await callback(config);
    await expect(authorizationCodeGrant(config, url)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('is refused with a redirect that is not registered, and with one that is not the request’s', async () => {
    const pool = await openSignInPool(REAL_TIME);
    const config = await configure(pool);
    const page = await new Visitor().follow(
      buildAuthorizationUrl(config, { redirect_uri: `${CALLBACK}/`, scope: 'openid' }).href,
    );
    expect(page.text).toContain('redirect_mismatch');
    const url = await callback(config);
    url.pathname = '/elsewhere';
    await expect(authorizationCodeGrant(config, url)).rejects.toMatchObject({ error: 'unauthorized_client' });
  });

  it('is refused with another verifier', async () => {
    const pool = await openSignInPool(REAL_TIME);
    const config = await configure(pool);
    const url = buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: await calculatePKCECodeChallenge(randomPKCECodeVerifier()),
      code_challenge_method: 'S256',
    });
    const grant = authorizationCodeGrant(config, await signInAt(url), {
      pkceCodeVerifier: randomPKCECodeVerifier(),
    });
    await expect(grant).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('finds nothing for a token of its own making', async () => {
    const pool = await openSignInPool(REAL_TIME);
    expect(await refusal(fetchUserInfo(await configure(pool), 'made-up', 'sub'))).toBe(
      'WWWAuthenticateChallengeError',
    );
  });
});
