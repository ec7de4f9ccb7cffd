import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { openNetwork } from '../../src/aws/network.ts';
import { fetchDiscovery, fetchTokenIssuer } from '../../src/oidc/discovery.ts';
import { checkedClaims } from '../../src/oidc/id-token.ts';
import { beginSignIn, finishSignIn, openRelyingParty } from '../../src/oidc/relying-party.ts';
import { Secret } from '../../src/secret.ts';
import { hinting } from '../support/repairs.ts';

const network = openNetwork({ signal: new AbortController().signal });
const POOL = 'eu-central-1_AbCdEfGhI';

/** An identity provider that does what a test asks for, right or wrong. */
interface Provider {
  readonly url: string;
  readonly issuer: string;
  /** Answers of single paths over the right ones. */
  readonly answers: Map<string, { status?: number; type?: string; body: string }>;
  /** Claims over the right ones, and another key to sign with. */
  readonly token: { claims: Record<string, unknown>; foreignKey: boolean };
}

const it = test.extend<{ provider: Provider }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  provider: async ({}, use) => {
    const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
    const answers: Provider['answers'] = new Map();
    const token: Provider['token'] = { claims: {}, foreignKey: false };
    const idToken = async (issuer: string) =>
      new SignJWT({ sub: 'ann', nonce: 'set by the test', ...token.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'own' })
        .setIssuer(String(token.claims.iss ?? issuer))
        .setAudience(String(token.claims.aud ?? 'client'))
        .setIssuedAt()
        .setExpirationTime(typeof token.claims.exp === 'number' ? token.claims.exp : '1h')
        .sign(token.foreignKey ? foreign.privateKey : own.privateKey);
    const server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const set = answers.get(pathname);
      const { port } = server.address() as AddressInfo;
      const issuer = `http://127.0.0.1:${port}/${POOL}`;
      const right: Record<string, () => object | Promise<object>> = {
        [`/${POOL}/.well-known/openid-configuration`]: () => ({
          issuer,
          authorization_endpoint: `${issuer}/oauth2/authorize`,
          token_endpoint: `${issuer}/oauth2/token`,
          userinfo_endpoint: `${issuer}/oauth2/userInfo`,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        }),
        [`/${POOL}/.well-known/jwks.json`]: () => ({ keys: [jwk] }),
        [`/${POOL}/oauth2/token`]: async () => ({
          access_token: 'access',
          token_type: 'Bearer',
          id_token: await idToken(issuer),
        }),
        [`/${POOL}/oauth2/userInfo`]: () => ({ sub: 'ann' }),
      };
      const body = set?.body ?? JSON.stringify((await right[pathname]?.()) ?? {});
      response.writeHead(set?.status ?? 200, { 'content-type': set?.type ?? 'application/json' }).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const issuer = `http://127.0.0.1:${port}/${POOL}`;
    await use({ url: `${issuer}/.well-known/openid-configuration`, issuer, answers, token });
    server.closeAllConnections();
    server.close();
  },
});

const settings = (provider: Provider) => ({
  discoveryUrl: provider.url,
  clientId: 'client',
  clientSecret: new Secret('a-client-secret-of-some-length'),
  scopes: ['openid'],
  userPoolId: POOL,
});

const DISCOVERY = `/${POOL}/.well-known/openid-configuration`;

/** A sign-in from begin to end, with a code that the provider takes. */
async function signIn(provider: Provider) {
  const party = await openRelyingParty(network, settings(provider));
  const attempt = await beginSignIn(party, 'http://localhost:8080/oauth/v2/callback', ['openid']);
  provider.token.claims = { nonce: attempt.nonce, ...provider.token.claims };
  return finishSignIn(party, attempt, new URL(`${attempt.redirectUri}?code=abc&state=${attempt.state}`));
}

it('takes a sign-in in which everything is right', async ({ provider }) => {
  expect(await signIn(provider)).toMatchObject({ claims: { sub: 'ann' }, userInfo: { sub: 'ann' } });
});

it('refuses a token that was signed by another key', async ({ provider }) => {
  provider.token.foreignKey = true;
  await expect(signIn(provider)).rejects.toMatchObject({ code: 'TOKEN_SIGNATURE' });
});

it.for([
  ['nonce', 'another', 'NONCE_MISMATCH'],
  ['iss', 'https://elsewhere.example.com', 'ISSUER_MISMATCH'],
  ['aud', 'another-client', 'AUDIENCE_MISMATCH'],
  ['exp', 1_000_000, 'TOKEN_TIME'],
] as const)('refuses a token with a wrong %s', async ([claim, value, code], { provider }) => {
  provider.token.claims = { [claim]: value };
  await expect(signIn(provider)).rejects.toMatchObject({ code, exitCode: 1 });
});

it('allows 5 seconds between the clocks, and no more', async ({ provider }) => {
  const now = Math.floor(Date.now() / 1000);
  provider.token.claims = { exp: now - 2 };
  await expect(signIn(provider)).resolves.toBeTruthy();
  provider.token.claims = { exp: now - 20 };
  await expect(signIn(provider)).rejects.toMatchObject({ code: 'TOKEN_TIME' });
});

it.for([
  ['HTML', { type: 'text/html', body: '<html>Sign in to the hotel network</html>' }, 'is not JSON'],
  ['404', { status: 404, body: '{}' }, 'answers HTTP 404'],
  ['a JSON list', { body: '[]' }, 'has no issuer'],
  [
    'an endpoint that is no address',
    { body: '{"issuer":"x","authorization_endpoint":"y"}' },
    'has no issuer',
  ],
] as const)('says so when the discovery document is %s', async ([, answer, says], { provider }) => {
  provider.answers.set(DISCOVERY, answer);
  await expect(fetchDiscovery(network, provider.url)).rejects.toMatchObject({
    code: 'DISCOVERY_INVALID',
    message: expect.stringContaining(says),
  });
  await expect(openRelyingParty(network, settings(provider))).rejects.toMatchObject({
    code: 'DISCOVERY_INVALID',
  });
});

it('says so when the discovery document is of another pool', async ({ provider }) => {
  const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Another';
  provider.answers.set(DISCOVERY, {
    body: JSON.stringify({ issuer, authorization_endpoint: `${issuer}/oauth2/authorize` }),
  });
  await expect(openRelyingParty(network, settings(provider))).rejects.toMatchObject({
    code: 'DISCOVERY_INVALID',
    message: expect.stringContaining('names another issuer'),
  });
});

it('says so when nobody answers for the discovery document', async ({ provider }) => {
  const nobody = provider.url.replace(/:\d+\//, ':9/');
  await expect(fetchDiscovery(network, nobody)).rejects.toMatchObject({
    code: 'DISCOVERY_UNREACHABLE',
  });
});

it.for([
  ['invalid_client', 401, 'INVALID_CLIENT'],
  ['invalid_grant', 400, 'INVALID_GRANT'],
  ['unauthorized_client', 400, 'UNAUTHORIZED_CLIENT'],
  ['a_new_error', 400, 'A_NEW_ERROR'],
] as const)(
  'reports %s of the token endpoint, with what to do',
  async ([error, status, code], { provider }) => {
    provider.answers.set(`/${POOL}/oauth2/token`, { status, body: JSON.stringify({ error }) });
    const failure = await signIn(provider).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({
      code,
      message: expect.stringContaining(`(${error})`),
      repairs: hinting(/./),
    });
  },
);

it('knows a scope that the client may not have by the description in which Cognito puts it', async ({
  provider,
}) => {
  const body = JSON.stringify({ error: 'invalid_request', error_description: 'invalid_scope' });
  provider.answers.set(`/${POOL}/oauth2/token`, { status: 400, body });
  await expect(signIn(provider)).rejects.toMatchObject({
    code: 'INVALID_SCOPE',
    message: expect.stringContaining('does not allow a scope'),
  });
});

const jwksPath = `/${POOL}/.well-known/jwks.json`;

const tokenIssuer = ({ issuer }: Provider) => ({ issuer, jwksUri: `${issuer}/.well-known/jwks.json` });

/** An answer that a pool on the way to its keys may give, none of which is about the token. */
const NO_KEYS = [
  ['another status', { status: 503, body: 'busy' }],
  ['a page', { body: '<html>', type: 'text/html' }],
  ['not a set of keys', { body: '{"keys":7}' }],
] as const;

it.for(NO_KEYS)(
  'does not call a token bad for which there are no keys: %s',
  async ([, answer], { provider }) => {
    provider.answers.set(jwksPath, answer);
    const missing = { code: 'KEYS_UNREACHABLE', message: expect.stringContaining(jwksPath) };
    const token = new Secret('no token at all');
    await expect(checkedClaims(network, token, tokenIssuer(provider), 'client')).rejects.toMatchObject(
      missing,
    );
    await expect(signIn(provider)).rejects.toMatchObject(missing);
  },
);

it('takes the keys of the discovery document', async ({ provider }) => {
  const keys = await (await fetch(`${provider.issuer}/.well-known/jwks.json`)).text();
  const jwksUri = `${provider.issuer}/elsewhere`;
  provider.answers.set(`/${POOL}/elsewhere`, { body: keys });
  provider.answers.set(jwksPath, { status: 404, body: '' });
  const document = { issuer: provider.issuer, jwks_uri: jwksUri };
  provider.answers.set(`/${POOL}/.well-known/openid-configuration`, { body: JSON.stringify(document) });
  const issuer = await fetchTokenIssuer(network, provider.url);
  expect(issuer).toEqual({ issuer: provider.issuer, jwksUri });
  const tokens = (await (await fetch(`${provider.issuer}/oauth2/token`)).json()) as { id_token: string };
  const claims = await checkedClaims(network, new Secret(tokens.id_token), issuer, 'client');
  expect(claims).toMatchObject({ sub: 'ann' });
});

it('checks the token of a sign-in by password just as well', async ({ provider }) => {
  const { privateKey } = await generateKeyPair('RS256');
  const forged = await new SignJWT({ sub: 'ann' })
    .setProtectedHeader({ alg: 'RS256', kid: 'own' })
    .setIssuer(provider.issuer)
    .setAudience('client')
    .setExpirationTime('1h')
    .sign(privateKey);
  await expect(
    checkedClaims(network, new Secret(forged), tokenIssuer(provider), 'client'),
  ).rejects.toMatchObject({
    code: 'TOKEN_INVALID',
  });
});
