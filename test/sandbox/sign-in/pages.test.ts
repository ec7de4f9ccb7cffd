import {
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { EMAIL, PASSWORD } from '../../support/cognito.ts';
import {
  APP,
  addBranding,
  authorizeUrl,
  CALLBACK,
  DOMAIN,
  openSignInPool,
} from '../../support/sign-in-pool.ts';
import { signInOnPages, Visitor } from '../../support/visitor.ts';

describe('sign-in', () => {
  it('ends at the callback, with a code and the state and nothing else', async () => {
    const pool = await openSignInPool();
    const end = await signInOnPages(pool);
    expect(`${end.origin}${end.pathname}`).toBe(CALLBACK);
    expect([...end.searchParams.keys()].sort()).toEqual(['code', 'state']);
    expect(end.searchParams.get('state')).toBe('state of the app & more');
    expect(pool.log).toEqual([]);
  });

  it('goes by 302 from authorize to /login, which has the parameters of the request', async () => {
    const pool = await openSignInPool();
    const answer = await new Visitor().ask(authorizeUrl(pool));
    const location = new URL(answer.location ?? '');
    expect(answer.status).toBe(302);
    expect(location.pathname).toBe(`/_domain/${DOMAIN}/login`);
    expect(location.searchParams.get('client_id')).toBe(pool.client.id);
    expect(location.searchParams.get('redirect_uri')).toBe(CALLBACK);
  });

  it('starts at /login as well', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(authorizeUrl(pool).replace('/oauth2/authorize', '/login'));
    expect(page.status).toBe(200);
    expect(page.text).toContain('<h1>Sign in</h1>');
  });

  it('fills in the login_hint as text', async () => {
    const pool = await openSignInPool();
    const page = await new Visitor().follow(
      authorizeUrl(pool, { login_hint: '"><script>alert(1)</script>' }),
    );
    expect(page.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page.text).not.toContain('<script');
  });

  it.each([
    [['email'], 'Email address'],
    [['email', 'phone_number'], 'Email address or phone number'],
  ] as const)('asks for what the pool signs in with: %s', async (attributes, label) => {
    const pool = await openSignInPool({ pool: { UsernameAttributes: [...attributes] } });
    expect((await new Visitor().follow(authorizeUrl(pool))).text).toContain(`>${label}</label>`);
  });

  it('shows the classic pages without branding', async () => {
    const pool = await openSignInPool({ version: 1 });
    const end = await signInOnPages(pool);
    expect(end.searchParams.has('code')).toBe(true);
  });

  it('needs no more parameters than Cognito does, and ignores those that it does not know', async () => {
    const pool = await openSignInPool();
    const end = await signInOnPages(pool, {
      scope: undefined,
      state: undefined,
      nonce: undefined,
      claims: 'not json',
      request: 'x',
      registration: '{}',
      max_age: 'soon',
    });
    expect([...end.searchParams.keys()]).toEqual(['code']);
  });

  it('takes the default redirect for a request without one', async () => {
    const pool = await openSignInPool({ client: { DefaultRedirectURI: CALLBACK } });
    const end = await signInOnPages(pool, { redirect_uri: undefined });
    expect(`${end.origin}${end.pathname}`).toBe(CALLBACK);
  });

  it('returns to an address of an app’s own scheme, and to one with a query', async () => {
    const redirect = 'myapp://callback/here?from=cognito';
    const pool = await openSignInPool({ client: { CallbackURLs: [redirect] } });
    const visitor = new Visitor();
    const page = await visitor.follow(authorizeUrl(pool, { redirect_uri: redirect }));
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' myapp:");
    const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
    expect(end.location).toMatch(/^myapp:\/\/callback\/here\?from=cognito&code=[\w-]+&state=/);
  });
});

describe('a change by API', () => {
  it('of the callbacks counts from the next request on', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    const callback = 'https://app.example.com/oauth/v2/callback';
    expect((await visitor.follow(authorizeUrl(pool, { redirect_uri: callback }))).status).toBe(400);
    await pool.cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.client.id,
        ...APP,
        CallbackURLs: [callback],
      }),
    );
    expect((await visitor.follow(authorizeUrl(pool, { redirect_uri: callback }))).status).toBe(200);
    expect((await visitor.follow(authorizeUrl(pool))).status).toBe(400);
  });

  it('of branding and of the domain’s version counts for a page that is open', async () => {
    const pool = await openSignInPool();
    const visitor = new Visitor();
    const page = await visitor.follow(authorizeUrl(pool));
    const ids = { UserPoolId: pool.poolId, ClientId: pool.client.id };
    const { ManagedLoginBranding } = await pool.cognito.send(
      new DescribeManagedLoginBrandingByClientCommand(ids),
    );
    await pool.cognito.send(
      new DeleteManagedLoginBrandingCommand({
        UserPoolId: pool.poolId,
        ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId,
      }),
    );
    expect((await visitor.submit(page, { username: EMAIL, password: PASSWORD })).status).toBe(403);
    await pool.cognito.send(
      new UpdateUserPoolDomainCommand({ UserPoolId: pool.poolId, Domain: DOMAIN, ManagedLoginVersion: 1 }),
    );
    expect((await visitor.ask(page.url)).status).toBe(200);
  });

  it('of branding opens the pages', async () => {
    const pool = await openSignInPool({ branding: false });
    const visitor = new Visitor();
    expect((await visitor.follow(authorizeUrl(pool))).status).toBe(403);
    await addBranding(pool, pool.poolId, pool.client);
    expect((await visitor.follow(authorizeUrl(pool))).status).toBe(200);
  });
});
