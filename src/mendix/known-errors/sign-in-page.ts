import { OAUTH_ERRORS } from '../../oidc/sign-in-errors.ts';
import type { KnownError } from './known-error.ts';

/** An OAuth error as it stands in an address bar, in JSON or in a log: `error=x`, `"error":"x"`, or alone. */
const oauth = (error: string): RegExp =>
  new RegExp(
    `(?:^["'{\\s]*|\\berror(?:_description)?["']?\\s?[=:]\\s?["']?)${error}(?![\\w-])|\\b${error}\\b(?=["'}:,.;& ]|$)`,
    'i',
  );

/** What the sign-in page and its endpoints answer, by the texts that a browser or Mendix shows. */
export const SIGN_IN_PAGE: readonly KnownError[] = [
  {
    id: 'sign-out',
    says: [
      /post_logout_redirect_uri/i,
      /\/logout\?[^\n]*(?:error|invalid)/i,
      /amazoncognito\.com\/(?:logout|error|login)\?[^\n]*(?:id_token_hint|logout_uri)/i,
      /required (?:string )?parameter[^\n]{0,20}(?:client_id|logout_uri|redirect_uri)/i,
      /(?:invalid|unregistered|missing)[^\n]{0,20}logout_uri|logout_uri[^\n]{0,40}(?:invalid|mismatch|not registered|not allowed)/i,
    ],
    cause:
      'Mendix signs out in the standard way, and Cognito’s sign-out page requires client_id and logout_uri instead; or the address to return to is not among the sign-out URLs of the app client.',
    repair: [
      { act: 'Register the sign-out URLs:', run: ['create-client', '--app-url', '<address of the app>'] },
      {
        act: 'Then change the End session endpoint of the configuration in Mendix; one that was made by constants is read only there, so sign out by a link. This prints both:',
        run: ['mendix-config', '--snippets'],
      },
    ],
  },
  {
    id: 'sign-in-page-bare',
    says: [/required (?:string )?parameter[^\n]{0,20}(?:response_type)/i],
    cause: 'The sign-in page was opened without what an app sends along, from a bookmark for example.',
    repair: [{ act: 'Open the app, and sign in from there.' }],
  },
  {
    id: 'oauth-not-enabled',
    says: [/client is not enabled for oauth ?2(?:\.0)? flows/i],
    cause:
      'The app client may not use the sign-in page yet: OAuth is off, or its grant type, scopes, callback URL or identity provider is missing.',
    repair: [{ act: 'Complete it:', run: ['create-client', '--app-url', '<address of the app>'] }],
  },
  {
    id: 'redirect-mismatch',
    says: [/redirect[_ ]mismatch/i, /redirect_uri does not match/i, /invalid redirect[_ ]ur[il](?! error)/i],
    cause:
      'The callback URL that Mendix sent is not, letter by letter, among the callback URLs of the app client: another host (a custom domain, or a missing ApplicationRootUrl), http instead of https behind a proxy, another port, or a slash at the end.',
    repair: [
      {
        act: 'Compare redirect_uri in the address bar with the list, then add it:',
        run: ['create-client', '--app-url', '<address of the app>'],
      },
      {
        act: 'Behind a proxy or a custom domain also set ApplicationRootUrl in Mendix; an app with several addresses needs OIDC.EnableMultiDomainSupport and OIDC.AllowedHosts (module 4.5 and later).',
      },
    ],
  },
  {
    id: 'login-pages-unavailable',
    says: [/login pages? (?:is |are )?unavailable/i, /access to \S*amazoncognito\.com was denied/i],
    cause:
      'The sign-in page has nothing to show: the app client has no branding style for managed login, or no identity provider.',
    repair: [{ act: 'Give it both:', run: ['create-client', '--app-url', '<address of the app>'] }],
  },
  {
    id: 'pkce',
    says: [
      /code_challenge(?:_method)?[^\n]{0,30}(?:required|missing|invalid|not supported)/i,
      /(?:missing|invalid|required)[^\n]{0,20}code_challenge/i,
      /code_verifier[^\n]{0,40}(?:invalid|mismatch|does not match|missing|required)/i,
      /(?:invalid|missing)[^\n]{0,20}code_verifier/i,
    ],
    cause: 'The sign-in was begun without PKCE, or its second half does not fit its first.',
    repair: [
      {
        act: 'Turn on Enable PKCE in the OIDC SSO configuration (module 4.5 and later; by constants OIDC.EnablePKCE True), then sign in from the start.',
      },
    ],
  },
  {
    id: 'federated-attribute',
    says: [
      /user\.([\w:]+): attribute cannot be updated/i,
      /\battribute cannot be updated\b/i,
      /attributes required: ?\[/i,
    ],
    cause:
      'The user came from an external identity provider, and an attribute that it sends does not fit the user pool: it cannot be changed, is not writable for the app client, or a required one is missing.',
    repair: [
      {
        act: 'Cognito console → user pool → Social and external providers: correct the attribute mapping. Mapped attributes must be mutable, and writable for the app client.',
      },
    ],
  },
  {
    id: 'federated-answer',
    says: [
      /(?:error in|invalid) saml response/i,
      /invalid samlresponse or relaystate/i,
      /invalid relaystate from identity provider/i,
      /saml assertion signature is invalid/i,
      /bad id_token issuer/i,
      /error getting token/i,
      /requested page[^\n]{0,40}invalid state/i,
    ],
    unless: /saml20\.|com\.mendix\.|samlsso|saml module/i,
    cause:
      'The sign-in failed between Cognito and the external identity provider (SAML or OIDC), before Mendix was asked for anything.',
    repair: [
      {
        act: 'Compare metadata, certificate, client secret and attribute mapping of the provider: Cognito console → user pool → Social and external providers.',
      },
    ],
  },
  {
    id: 'empty-scope',
    says: [/[?& ]scope=(?:&|$)/i, /missing scopes?\b/i, /\bscopes? (?:is|are) (?:empty|required)/i],
    cause:
      'Mendix asked for no scope: by constants OIDC.SelectedScope is empty unless it is set, and on the screen a new import clears the selected scopes.',
    repair: [
      {
        act: 'On the screen select openid, profile and email, then save. By constants set OIDC.SelectedScope to: openid profile email',
      },
    ],
  },
  {
    id: 'invalid-scope',
    says: [/invalid_scope/i, /\berror[^\n]{0,20}invalid scope/i],
    cause: `${OAUTH_ERRORS.invalid_scope.message} Or it is one that Cognito does not have: offline_access is the usual one.`,
    repair: [
      {
        act: 'Select openid, profile and email only, in the OIDC SSO configuration or in OIDC.SelectedScope. The app client allows those three after:',
        run: ['create-client', '--app-url', '<address of the app>'],
      },
    ],
  },
  {
    id: 'invalid-client',
    says: [
      oauth('invalid_client(?:_id|_secret)?'),
      /unable to get access token/i,
      /401:? unauthorized at oidc\.handleauthorizationcode/i,
      /client secret (?:is )?(?:invalid|incorrect|does not match)/i,
    ],
    cause: `${OAUTH_ERRORS.invalid_client.message} One of them is wrong, is of another user pool or was replaced, or the authentication method differs.`,
    repair: [
      {
        act: 'Enter client ID and secret again, from what this prints, with client_secret_post as client authentication method:',
        run: ['mendix-config'],
      },
      { act: 'By constants: OIDC.ClientID, OIDC.ClientSecret, OIDC.ClientAuthenticationMethod.' },
    ],
  },
  {
    id: 'invalid-grant',
    says: [
      oauth('invalid_grant'),
      /authorization code (?:has )?(?:expired|(?:was |been )?already (?:been )?used)/i,
    ],
    unless: /google|firebase|service ?account|assertion|salesforce|AADSTS/i,
    cause: OAUTH_ERRORS.invalid_grant.message,
    repair: [
      {
        act: 'Sign in again, from the start. If it happens each time, find the proxy or page that opens the callback twice.',
      },
    ],
  },
  {
    id: 'unauthorized-client',
    says: [oauth('unauthorized_client')],
    unless: /google|AADSTS|salesforce/i,
    cause: `${OAUTH_ERRORS.unauthorized_client.message} Or Mendix named another callback URL when it fetched the token than when the sign-in began.`,
    repair: [
      { act: 'Allow the code grant:', run: ['create-client', '--app-url', '<address of the app>'] },
      {
        act: 'Then make sure that people reach the app by one address only (ApplicationRootUrl, OIDC.CustomCallbackURL).',
      },
    ],
  },
  {
    id: 'grant-type',
    says: [oauth('unsupported_grant_type'), oauth('unsupported_response_type')],
    cause: 'Cognito signs people in for Mendix by the authorization code grant (response_type=code) only.',
    repair: [
      { act: 'Allow the code grant:', run: ['create-client', '--app-url', '<address of the app>'] },
      { act: 'On the screen import the configuration again; by constants restart the app.' },
    ],
  },
  {
    id: 'login-required',
    says: [oauth('login_required'), oauth('interaction_required')],
    unless: /AADSTS|google/i,
    cause: 'The app asked for a sign-in without a page (prompt=none), and nobody is signed in at Cognito.',
    repair: [{ act: 'Begin a sign-in that may show its page: open /oauth/v2/login of the app.' }],
  },
  {
    id: 'access-denied',
    says: [/\berror["']?\s?[=:]\s?["']?access_denied\b/i, /^["']?access_denied["']?$/i],
    unless: /google|AADSTS/i,
    cause: `${OAUTH_ERRORS.access_denied.message} Cognito, an external provider or a Lambda trigger may have refused it.`,
    repair: [
      {
        act: 'Read error_description beside it. This checks the user:',
        run: ['doctor', '--user-email', '<email>'],
      },
    ],
  },
  {
    id: 'server-error',
    says: [/\berror["']?\s?[=:]\s?["']?(?:server_error|temporarily_unavailable)\b/i],
    cause: 'Cognito, an external identity provider or a Lambda trigger failed during the sign-in.',
    repair: [
      {
        act: 'Read error_description beside it, then sign in again. Triggers and providers are in the Cognito console.',
      },
    ],
  },
  {
    id: 'waf',
    says: [/request not allowed due to waf block/i],
    names: ['ForbiddenException'],
    unless: /execute-api|apigateway|getrolecredentials|no access|kubernetes|\bforbidden: /i,
    cause: 'A web ACL of AWS WAF on the user pool blocks this request.',
    repair: [{ act: 'Find the rule in the WAF console (sampled requests), and let the request pass.' }],
  },
  {
    id: 'imported-too-early',
    says: [
      /cognito-idp[\w.-]*\.amazonaws\.(?:com|eu)[^\s?]*\/(?:oauth2|login|logout)/i,
      /the server did not understand the operation that was requested/i,
    ],
    cause:
      'Mendix imported the configuration before the sign-in domain existed, so its endpoints are on the host of the Cognito API, which has no sign-in page.',
    repair: [
      { act: 'Check that the domain is active:', run: ['doctor'] },
      {
        act: 'Then on the screen import the configuration again, and select the scopes again; by constants restart the app.',
      },
    ],
  },
  {
    id: 'in-a-frame',
    says: [
      /(?:refused to (?:display|frame)|x-frame-options|frame-ancestors)[^\n]*amazoncognito\.com/i,
      /amazoncognito\.com[^\n]*(?:in a frame|x-frame-options|frame-ancestors)/i,
      /amazoncognito\.com refused to connect/i,
    ],
    cause: 'The sign-in page does not open inside a frame of another page.',
    repair: [
      {
        act: 'Open the sign-in in the whole window: the link must go to /oauth/v2/login of the app with target _top.',
      },
    ],
  },
  {
    id: 'cors',
    says: [
      /(?:cross-origin request blocked|cors policy)[^\n]*(?:amazoncognito|cognito-idp)/i,
      /(?:amazoncognito|cognito-idp)[^\n]*(?:cors policy|access-control-allow-origin)/i,
    ],
    cause: 'A script of the page called the sign-in page. A sign-in is a navigation of the whole window.',
    repair: [{ act: 'Open /oauth/v2/login of the app as a link, not by a request of a script.' }],
  },
  {
    id: 'sign-in-page-expired',
    says: [
      /^["']?something went wrong[.!]?["']?(?: (?:please )?(?:try|sign in|go back)[^\n]{0,60})?$/i,
      /amazoncognito[^\n]*something went wrong|something went wrong[^\n]*(?:amazoncognito|cognito)/i,
    ],
    cause: 'More than 5 minutes went by on the sign-in page, or it was opened from a bookmark.',
    repair: [{ act: 'Return to the app and sign in again from there.' }],
  },
  {
    id: 'error-page',
    says: [/an error was encountered with the requested page/i],
    cause:
      'Cognito refuses the request of the app. Nearly always the callback URL is not, letter by letter, among those of the app client; the error in the address bar says which it is.',
    repair: [
      {
        act: 'Compare redirect_uri in the address bar with the list, then add it:',
        run: ['create-client', '--app-url', '<address of the app>'],
      },
    ],
    vague: true,
  },
  {
    id: 'invalid-request',
    says: [oauth('invalid_request')],
    unless: /stripe|google|AADSTS|salesforce|slack/i,
    cause:
      'Cognito does not accept the request as it was sent: a parameter is missing, wrong or there twice, or the app client is of another user pool.',
    repair: [
      {
        act: 'Read error_description beside it and explain that text. This checks the app client:',
        run: ['doctor'],
      },
      { act: 'This sends the request as it should be:', run: ['test-login'] },
    ],
    vague: true,
  },
];
