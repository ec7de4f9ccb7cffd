import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolDomainCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, makeClient, makePool, PASSWORD, verifyAddress } from '../../support/cognito.ts';
import { raw } from '../../support/sandbox.ts';
import {
  APP,
  authorizeUrl,
  CALLBACK,
  DOMAIN,
  OAUTH_OFF,
  openSignInPool,
} from '../../support/sign-in-pool.ts';
import { openPage, Visitor } from '../../support/visitor.ts';

const REQUESTED_PAGE = 'An error was encountered with the requested page.';

describe('an authorize request that cannot go back to the app', () => {
  it.each([
    ['another path', `${CALLBACK}/`],
    ['another case', CALLBACK.replace('callback', 'Callback')],
    ['another port', CALLBACK.replace('8080', '8081')],
    ['another host', CALLBACK.replace('localhost', '127.0.0.1')],
    ['a query', `${CALLBACK}?x=1`],
    ['no address at all', 'callback'],
    ['a script', 'javascript:alert(1)'],
  ])('ends at redirect_mismatch: %s', async (_what, redirect_uri) => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    const answer = await visitor.ask(authorizeUrl(pool, { redirect_uri }));
    expect(answer.location).toBe(`${pool.base}/error?error=redirect_mismatch&client_id=${pool.client.id}`);
    const page = await visitor.follow(answer);
    expect(page.status).toBe(400);
    expect(page.text).toContain(REQUESTED_PAGE);
    expect(page.text).toContain('redirect_mismatch');
  });

  it('ends at redirect_mismatch even when more is wrong with it', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(
      authorizeUrl(pool, { redirect_uri: `${CALLBACK}/`, scope: 'nonsense', response_type: 'nonsense' }),
    );
    expect(page.text).toContain('redirect_mismatch');
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['no client', { client_id: undefined }, 'invalid_request'],
    ['no redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
  ])('names what is wrong: %s', async (_what, changes, code) => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(authorizeUrl(pool, changes));
    expect([page.status, page.text.includes(code), page.text.includes(REQUESTED_PAGE)]).toEqual([
      400,
      true,
      true,
    ]);
  });

  it('says that the client is not enabled for OAuth', async () => {
    const pool = await openSignInPool({ client: OAUTH_OFF });
    const page = await new Visitor().follow(authorizeUrl(pool));
    expect(page.status).toBe(400);
    expect(page.text).toContain('Client is not enabled for OAuth2.0 flows');
  });

  it('names only errors that exist', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().ask(`${pool.base}/error?error=Call+this+number`);
    expect([page.status, page.text.includes('number')]).toEqual([400, false]);
  });
});

describe('an authorize request that goes back to the app with an error', () => {
  it.each([
    ['a scope of no pool', { scope: 'openid offline_access' }, 'invalid_scope'],
    ['a scope that the client may not have', { scope: 'openid phone' }, 'invalid_scope'],
    ['a scope in another case', { scope: 'OpenID' }, 'invalid_scope'],
    ['email without openid', { scope: 'email' }, 'invalid_scope'],
    ['characters that no scope has', { scope: 'openid "email"' }, 'invalid_scope'],
    ['the implicit grant, not allowed', { response_type: 'token' }, 'unauthorized_client'],
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['an unknown response type', { response_type: 'id_token' }, 'invalid_request'],
    [
      'a plain code challenge',
      { code_challenge_method: 'plain', code_challenge: 'c'.repeat(43) },
      'invalid_request',
    ],
    ['a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['a challenge without a method', { code_challenge: 'c'.repeat(43) }, 'invalid_request'],
    ['a malformed challenge', { code_challenge_method: 'S256', code_challenge: 'short' }, 'invalid_request'],
    ['another identity provider', { identity_provider: 'Google' }, 'invalid_request'],
  ])('%s', async (_what, changes, error) => {
    const pool = await openSignInPool();
    const answer = await new Visitor().ask(authorizeUrl(pool, changes));
    const location = new URL(answer.location ?? '');
    expect(answer.status).toBe(302);
    expect(`${location.origin}${location.pathname}`).toBe(CALLBACK);
    expect(location.searchParams.get('error')).toBe(error === 'invalid_scope' ? 'invalid_request' : error);
    // A wrong scope is the only thing that is described.
    expect(location.searchParams.get('error_description')).toBe(error === 'invalid_scope' ? error : null);
    expect(location.searchParams.get('state')).toBe('state of the app & more');
    const sent = [...location.searchParams.keys()].filter((name) => name !== 'error_description');
    expect(sent.toSorted()).toEqual(['error', 'state']);
    expect(pool.log).toEqual([]);
  });

  it('when the client may only use the other grant', async () => {
    const pool = await openSignInPool({ client: { AllowedOAuthFlows: ['implicit'] } });
    const answer = await new Visitor().ask(authorizeUrl(pool));
    expect(new URL(answer.location ?? '').searchParams.get('error')).toBe('unauthorized_client');
  });
});

describe('no sign-in page', () => {
  it('for managed login without branding', async () => {
    const pool = await openSignInPool({ branding: false });
    const page = await new Visitor().follow(authorizeUrl(pool));
    expect(page.status).toBe(403);
    expect(page.text).toContain('Login pages unavailable. Please contact an administrator.');
  });

  it.each([1, 2] as const)('for a client without an identity provider, version %i', async (version) => {
    const pool = await openSignInPool({ version, client: { SupportedIdentityProviders: [] } });
    const page = await new Visitor().follow(authorizeUrl(pool));
    expect(page.status).toBe(403);
    expect(page.text).toContain('Login pages unavailable. Please contact an administrator.');
  });

  it('for a client that is deleted while its page is open', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    const page = await visitor.follow(authorizeUrl(pool));
    await pool.cognito.send(
      new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.client.id }),
    );
    const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect([end.status, end.text.includes('Something went wrong')]).toEqual([400, true]);
  });

  it('for a pool without a domain: 400 on the regional host, and no page on the domain’s path', async () => {
    const pool = await openSignInPool();
    await pool.cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId: pool.poolId, Domain: DOMAIN }));
    expect((await new Visitor().ask(authorizeUrl(pool))).status).toBe(404);
    const discovery = await raw(`${pool.issuer}/.well-known/openid-configuration`);
    const endpoint = String(discovery.body.authorization_endpoint);
    expect(endpoint).toBe(`${pool.url}/oauth2/authorize`);
    expect((await raw(endpoint)).status).toBe(400);
  });

  it('before the domain is active', async () => {
    const pool = await openSignInPool({ sandbox: { domainActivationMs: 60_000 } });
    expect((await new Visitor().ask(authorizeUrl(pool))).status).toBe(404);
    pool.clock.advance(60_000);
    expect((await new Visitor().follow(authorizeUrl(pool))).status).toBe(200);
  });
});

describe('two pools of two Regions with one prefix', () => {
  it('are told apart by the client', async () => {
    const pool = await openSignInPool();
    const elsewhere = pool.inRegion('us-east-1');
    const otherId = await makePool(elsewhere);
    const other = await makeClient(elsewhere, otherId, APP);
    await elsewhere.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: otherId, Domain: DOMAIN }));
    for (const client of [pool.client, other]) {
      const page = await new Visitor().follow(authorizeUrl({ ...pool, client }));
      expect([page.status, page.text.includes('<h1>Sign in</h1>')]).toEqual([200, true]);
    }
  });
});

it('a code that cannot be mailed ends the sign-in with Cognito’s reason', async () => {
  const pool = await openSignInPool();
  const SourceArn = await verifyAddress(pool, 'sender@example.com');
  const EmailConfiguration = { EmailSendingAccount: 'DEVELOPER', SourceArn } as const;
  await pool.cognito.send(new UpdateUserPoolCommand({ UserPoolId: pool.poolId, EmailConfiguration }));
  await pool.cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration: 'ON',
      EmailMfaConfiguration: {},
    }),
  );
  const { visitor, page } = await openPage(pool);
  const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
  expect([end.status, end.text]).toEqual([400, expect.stringContaining('Email address is not verified.')]);
  expect(end.text).toContain(EMAIL);
  expect(pool.log).toEqual([]);
});
