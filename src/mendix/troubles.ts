/** One thing that goes wrong on the way between browser, Mendix and Cognito. */
export interface Trouble {
  readonly id: string;
  /** Each of these alone is enough to think of it. */
  readonly says: readonly RegExp[];
  /** What makes it likelier, but is not enough alone. */
  readonly points?: readonly RegExp[];
  readonly cause: string;
  readonly repair: string;
}

/**
 * The error texts that people meet, in the browser or in the log of Mendix, with what is behind them. Of two that match
 * a text alike the likelier stands first. Patterns are tried on decoded text.
 */
export const TROUBLES: readonly Trouble[] = [
  {
    id: 'redirect-mismatch',
    says: [/redirect[_ ]mismatch/i, /an error was encountered with the requested page/i],
    points: [/redirect_uri/i, /callback/i],
    cause:
      'The callback URL that Mendix sent is not, letter by letter, among the callback URLs of the app client: another host (a custom domain, or a missing ApplicationRootUrl), http instead of https behind a proxy, another port, or a slash at the end.',
    repair:
      'Compare redirect_uri in the address bar with the list, then add it: mendix-cognito create-client --app-url <address of the app>. Behind a proxy or a custom domain set ApplicationRootUrl in Mendix.',
  },
  {
    id: 'oauth-not-enabled',
    says: [/client is not enabled for oauth ?2(?:\.0)? flows/i],
    cause:
      'The app client may not use the sign-in page yet: OAuth is off, or its grant type, scopes, callback URL or identity provider is missing.',
    repair:
      'mendix-cognito create-client --app-url <address of the app> completes it; mendix-cognito doctor tells what is missing.',
  },
  {
    id: 'login-pages-unavailable',
    says: [/login pages? unavailable/i],
    points: [/contact an administrator/i, /\b403\b/],
    cause:
      'The sign-in page has nothing to show: the app client has no style for managed login, or no identity provider.',
    repair: 'mendix-cognito create-client --app-url <address of the app> gives it both.',
  },
  {
    id: 'secret-hash',
    says: [/secret_hash was not received/i, /unable to verify secret ?hash/i],
    cause:
      'A sign-in by API (InitiateAuth) came without SECRET_HASH, or with one of another secret. Mendix’s OIDC SSO module does not sign in this way; a script or another module does.',
    repair:
      'Send SECRET_HASH: Base64 of HMAC-SHA256 with the client secret as key and username + client ID as message. mendix-cognito mendix-config shows both.',
  },
  {
    id: 'no-auth-attempt',
    says: [/no matching auth ?attempt/i],
    cause:
      'The sign-in came back to Mendix after it had forgotten that it began: it took more than 5 minutes (choosing a new password, a mail to wait for), or the page was opened twice.',
    repair:
      'Sign in again, from the start. If users have to change a password first, raise the constant OIDC.DeleteAuthAttemptsInMinutes in Mendix.',
  },
  {
    id: 'invalid-client',
    says: [/invalid[_ ]client\b/i, /unable to get access token/i],
    points: [/\b401\b/, /unauthorized\b(?!_)/i, /token/i],
    cause:
      'Cognito did not take the client ID and secret from Mendix: one of them is wrong or was replaced, they are of another user pool, or the client authentication method differs.',
    repair:
      'Paste client ID and secret again from mendix-cognito mendix-config, and choose client_secret_post as client authentication method (by constants: OIDC.ClientAuthenticationMethod).',
  },
  {
    id: 'invalid-grant',
    says: [/invalid[_ ]grant/i],
    cause:
      'The code from the sign-in page was used twice or is older than 5 minutes, or the refresh token was revoked.',
    repair:
      'Sign in again, from the start. If it happens each time, look for a proxy or a page that opens the callback twice.',
  },
  {
    id: 'unauthorized-client',
    says: [/unauthorized[_ ]client/i],
    points: [/response_type/i, /redirect_uri/i],
    cause:
      'The app client may not use the authorization code grant, or Mendix named another callback URL when it fetched the token than when the sign-in began.',
    repair:
      'mendix-cognito create-client --app-url <address of the app> allows the code grant. Then look that the app is reached by one address only (ApplicationRootUrl, OIDC.CustomCallbackURL).',
  },
  {
    id: 'empty-scope',
    says: [/[?& ]scope=(?:&|$)/i, /missing scopes?\b/i, /scopes? (?:is|are) (?:empty|missing|required)/i],
    cause:
      'Mendix asked for no scope: by constants OIDC.SelectedScope is empty unless it is set, and on the screen a new import clears the selected scopes.',
    repair:
      'Select openid, profile and email in the OIDC SSO configuration of Mendix; by constants set OIDC.SelectedScope to: openid profile email',
  },
  {
    id: 'invalid-scope',
    says: [/invalid[_ ]scope/i],
    points: [/offline_access/i],
    cause:
      'Mendix asked for a scope that the app client does not allow, or that Cognito does not have: offline_access is one.',
    repair:
      'Select openid, profile and email only in the OIDC SSO configuration of Mendix, then run mendix-cognito create-client --app-url <address of the app>, which allows those three.',
  },
  {
    id: 'imported-too-early',
    says: [/cognito-idp[\w.-]*\.amazonaws\.(?:com|eu)[^\s?]*\/(?:oauth2|login|logout)/i],
    points: [/\b400\b/, /bad request/i],
    cause:
      'Mendix imported the configuration before the domain existed, so its endpoints are on the Cognito API’s own host, where no sign-in page is.',
    repair:
      'Look with mendix-cognito doctor that the domain is there and active, import the configuration into Mendix again, and select the scopes again.',
  },
  {
    id: 'domain-not-active',
    says: [
      /nxdomain/i,
      /auth(?:-fips)?\.[\w-]+\.amazoncognito\.com[^a-z]*(?:.{0,60})(?:not (?:be )?found|can.?t be reached|unknown ?host|does not exist)/i,
      /(?:unknownhost|enotfound|could not resolve|name or service not known)[^\n]*amazoncognito\.com/i,
    ],
    points: [/amazoncognito/i],
    cause:
      'The domain of the sign-in page does not exist, or is not active yet: that takes up to a minute after it was made.',
    repair:
      'Wait a minute. If it goes on, mendix-cognito doctor tells whether the domain is there; mendix-cognito create-pool makes it.',
  },
  {
    id: 'idp-unreachable',
    says: [
      /(?:unknownhost|connection (?:refused|timed out|reset)|connect timed out|timed? ?out|unreachable|pkix|sslhandshake)[^\n]*cognito-idp/i,
      /cognito-idp[^\n]*(?:unknownhost|connection (?:refused|timed out|reset)|connect timed out|timed? ?out|unreachable|pkix|sslhandshake)/i,
      /pkix path building failed/i,
    ],
    points: [/openid-configuration/i, /jwks/i],
    cause:
      'The server on which the Mendix app runs does not reach cognito-idp.<region>.amazonaws.com, of which it needs configuration and keys.',
    repair:
      'Open that host for HTTPS in the firewall or proxy of the Mendix server; behind a proxy that inspects TLS, add its certificate to Mendix.',
  },
  {
    id: 'sign-in-page-expired',
    says: [/something went wrong/i],
    cause: 'More than 5 minutes went by on the sign-in page, and it does not take the answer any more.',
    repair: 'Go back to the app and sign in again from there. A bookmark of the sign-in page does not work.',
  },
  {
    id: 'wrong-password',
    says: [/incorrect username or password/i, /user does not exist/i, /user is disabled/i],
    cause:
      'The email address or the password is wrong, or the user is missing or disabled: the sign-in page does not tell which.',
    repair:
      'mendix-cognito doctor --user-email <email> tells; mendix-cognito add-user <email> --reset-password gives a new password.',
  },
  {
    id: 'temporary-password-expired',
    says: [/temporary password has expired/i],
    cause: 'The temporary password was not used in time (7 days, unless the user pool says otherwise).',
    repair: 'mendix-cognito add-user <email> --reset-password gives a new one.',
  },
  {
    id: 'email-not-verified',
    says: [/email address is not verified/i, /identities failed the check/i],
    cause:
      'Amazon SES does not send from or to that address: it is not verified, or SES is in its sandbox and the recipient is not.',
    repair:
      'mendix-cognito verify-email <address> --wait; for any recipient ask AWS for production access (console of Amazon SES).',
  },
  {
    id: 'sign-out',
    says: [
      /post_logout_redirect_uri/i,
      /\/logout\?[^\n]*(?:error|invalid)/i,
      /required (?:string )?parameter[^\n]*(?:client_id|logout_uri)/i,
    ],
    points: [/logout/i, /id_token_hint/i],
    cause:
      'Mendix signs out in the standard way, and Cognito’s sign-out page wants client_id and logout_uri instead; or the address to come back to is not among the sign-out URLs.',
    repair:
      'Register the sign-out URLs with mendix-cognito create-client --app-url <address of the app>, and edit the end session endpoint in Mendix: mendix-cognito mendix-config --snippets has one to try.',
  },
  {
    id: 'nonce',
    says: [/\bnonce\b/i],
    points: [/form[_ ]post/i, /mismatch|missing|invalid/i],
    cause:
      'The browser did not send back the cookie that Mendix had set when the sign-in began. Callback response mode Form Post loses it.',
    repair:
      'Set the callback response mode to Query in the OIDC SSO configuration of Mendix, then sign in again.',
  },
  {
    id: 'encryption-key',
    says: [/encryption ?key/i, /invalid aes key length/i, /invalid key length/i],
    cause:
      'The constant OIDC.EncryptionKey (before module version 4.4 Encryption.EncryptionKey) does not have exactly 32 characters.',
    repair:
      'Set it to 32 random characters and restart, in a new app only: replacing it makes the secrets that are stored unreadable.',
  },
  {
    id: 'issuer',
    says: [
      /invalid issuer/i,
      /issuer[^\n]{0,40}(?:mismatch|does not match|invalid|not equal)/i,
      /issuer-cognito-idp/i,
    ],
    points: [/\biss\b/i, /token/i],
    cause:
      'The issuer in the token is not the one that Mendix has: it was imported from another user pool, or the pool uses the updated issuer (issuer-cognito-idp…).',
    repair:
      'Import the configuration of this user pool into Mendix again; mendix-cognito doctor checks the form of the issuer.',
  },
  {
    id: 'no-configuration',
    says: [
      /no (?:idp|identity provider|client|oidc) config/i,
      /(?:idp|client|configuration) (?:is )?not found[^\n]*(?:oidc|oauth)|(?:oidc|oauth)[^\n]*(?:idp|client|configuration) (?:is )?not found/i,
    ],
    cause:
      'Mendix has no configuration of that alias. By constants it makes none, and logs nothing, while one of OIDC.ClientAlias, OIDC.ClientID, OIDC.ClientSecret and OIDC.AutomaticConfigurationURL is empty.',
    repair:
      'Set all four constants (names to the letter) and restart the app; OIDC.ASU_OIDC_Startup has to be in the after-startup microflow.',
  },
  {
    id: 'no-email-or-name',
    says: [
      /(?:full ?name|e-?mail)[^\n]{0,40}(?:is |are |stays? |was )?(?:empty|blank|missing|not (?:filled|mapped|set))/i,
      /(?:empty|blank|missing|no) (?:full ?name|e-?mail)\b/i,
      /claims_supported/i,
    ],
    cause:
      'The user has no name in Cognito, or Mendix was set up by constants: Cognito’s discovery document lists no claims, so only Name = sub is mapped then.',
    repair:
      'Give the user a name: mendix-cognito add-user <email> --user-full-name "First Last". By constants: set OIDC.PrincipalIdPAttribute to email, or map the claims on the screen.',
  },
  {
    id: 'no-redirect-to-sign-in',
    says: [/login\.html/i],
    cause: 'The login page of Mendix does not begin a sign-in at Cognito by itself.',
    repair:
      'Set the sign-in page of the app to none, or put a button on it that opens /oauth/v2/login?idp=<alias>.',
  },
];
