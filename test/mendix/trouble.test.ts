import { describe, expect, it } from 'vitest';
import { explain } from '../../src/mendix/trouble.ts';
import { TROUBLES } from '../../src/mendix/troubles.ts';

/** What people see, as it stands in a page, an address bar or a log, and what it has to be taken for first. */
const SEEN: readonly (readonly [text: string, id: string])[] = [
  ['error=redirect_mismatch&error_description=x', 'redirect-mismatch'],
  [
    'https://a.auth.eu-west-1.amazoncognito.com/error?error=redirect%5Fmismatch&amp;client_id=1',
    'redirect-mismatch',
  ],
  ['ERROR: An error was encountered with the requested page.', 'redirect-mismatch'],
  ['error=invalid_request&error_description=Client+is+not+enabled+for+OAuth2.0+flows.', 'oauth-not-enabled'],
  [
    'https://x/cb?error=unauthorized_client&error_description=Client%20is%20not%20enabled%20for%20OAuth2.0%20flows',
    'oauth-not-enabled',
  ],
  ['Login pages unavailable. Please contact an administrator.', 'login-pages-unavailable'],
  ['{"error":"invalid_client"}', 'invalid-client'],
  ['OIDC: Unable to get access token, status 401', 'invalid-client'],
  ['{&quot;error&quot;:&quot;invalid_grant&quot;}', 'invalid-grant'],
  ['error=unauthorized_client', 'unauthorized-client'],
  ['error_description=invalid_scope&error=invalid_request', 'invalid-scope'],
  ['error=invalid_scope', 'invalid-scope'],
  [
    'https://a.auth.eu-central-1.amazoncognito.com/oauth2/authorize?response_type=code&scope=&state=1',
    'empty-scope',
  ],
  ['This site can’t be reached. DNS_PROBE_FINISHED_NXDOMAIN', 'domain-not-active'],
  ['demo.auth.eu-central-1.amazoncognito.com’s server IP address could not be found.', 'domain-not-active'],
  [
    'HTTP 400 from https://cognito-idp.eu-central-1.amazonaws.com/oauth2/authorize?client_id=1',
    'imported-too-early',
  ],
  ['java.net.UnknownHostException: cognito-idp.eu-central-1.amazonaws.com', 'idp-unreachable'],
  [
    'connect timed out: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A/.well-known/openid-configuration',
    'idp-unreachable',
  ],
  ['Something went wrong', 'sign-in-page-expired'],
  [
    'NotAuthorizedException: Client 4abc is configured with secret but SECRET_HASH was not received',
    'secret-hash',
  ],
  ['Unable to verify secret hash for client 4abc', 'secret-hash'],
  ['OIDC_SSO: No matching AuthAttempt found for state 1', 'no-auth-attempt'],
  ['Incorrect username or password.', 'wrong-password'],
  ['Temporary password has expired and must be reset by an administrator.', 'temporary-password-expired'],
  [
    'MessageRejected: Email address is not verified. The following identities failed the check in region EU-WEST-1',
    'email-not-verified',
  ],
  [
    'https://a.auth.eu-west-1.amazoncognito.com/logout?id_token_hint=ey&post_logout_redirect_uri=https://app',
    'sign-out',
  ],
  ['Nonce validation failed', 'nonce'],
  ['com.mendix.core.CoreException: Invalid AES key length: 9 bytes', 'encryption-key'],
  ['JWT invalid issuer', 'issuer'],
  ['no IdP configuration found', 'no-configuration'],
  ['The FullName of my users stays empty', 'no-email-or-name'],
  ['login.html does not redirect', 'no-redirect-to-sign-in'],
];

describe('explain', () => {
  it.each(SEEN)('%s → %s', (text, id) => {
    expect(explain(text)[0]?.id).toBe(id);
  });

  it('has a text for every entry of the table', () => {
    const covered = new Set(SEEN.map(([, id]) => id));
    expect(TROUBLES.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  it('names each entry once, and gives each a cause and a repair', () => {
    expect(new Set(TROUBLES.map(({ id }) => id)).size).toBe(TROUBLES.length);
    for (const { cause, repair } of TROUBLES) {
      expect(cause).toMatch(/^[A-Z].*\.$/);
      expect(repair).toMatch(/\S/);
    }
  });

  it.each(SEEN)('does not mind case, or text around: %s', (text, id) => {
    expect(explain(text.toUpperCase())[0]?.id).toBe(id);
    expect(explain(`2031-05-06 07:08 ERROR - Connector: ${text} (see log)`)[0]?.id).toBe(id);
  });

  it.each(SEEN)('reads what was encoded for a URL, once, twice or more: %s', (text, id) => {
    expect(explain(encodeURIComponent(text))[0]?.id).toBe(id);
    expect(explain(encodeURIComponent(encodeURIComponent(text)))[0]?.id).toBe(id);
  });

  it('takes the advice of the commands for the errors of AWS', () => {
    const [first] = explain(
      'AccessDeniedException: User: arn:aws:iam::1:user/ann is not authorized to perform: cognito-idp:CreateUserPool',
    );
    expect(first).toMatchObject({
      id: 'aws:AccessDeniedException',
      cause: expect.stringContaining('cognito-idp:CreateUserPool'),
    });
    expect(explain('expiredtokenexception')[0]?.id).toBe('aws:ExpiredTokenException');
    expect(explain('LimitExceededException: too many pools')[0]?.cause).toContain('quota');
  });

  it('gives three answers at most, the best first', () => {
    const all = SEEN.map(([text]) => text).join('\n');
    expect(explain(all)).toHaveLength(3);
    const both = explain('error=invalid_scope offline_access, then: login.html');
    expect(both.map(({ id }) => id)).toEqual(['invalid-scope', 'no-redirect-to-sign-in']);
  });

  it('takes what stands around as a hint: of two texts the one with more of it is the better match', () => {
    const vague = 'An error was encountered with the requested page.';
    const order = (text: string) => explain(text).map(({ id }) => id);
    expect(order(`${vague} invalid_scope`)).toEqual(['redirect-mismatch', 'invalid-scope']);
    expect(order(`${vague} invalid_scope: offline_access`)).toEqual(['invalid-scope', 'redirect-mismatch']);
  });

  it.each([
    '',
    'hello',
    'the app is slow',
    '100% sure',
    '%E0%A4%A',
    '&#xffffff; &nosuch;',
    'redirect',
    'client',
  ])('knows nothing of “%s”', (text) => {
    expect(explain(text)).toEqual([]);
  });

  it('is quick on a long text', () => {
    const started = performance.now();
    explain('cognito-idp amazoncognito.com issuer logout? email '.repeat(2_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
