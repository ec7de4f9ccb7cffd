import type { KnownError } from './known-error.ts';

/** What the log of a Mendix app and its screens say: the OIDC SSO module, what it depends on, and java-jwt in it. */
export const MENDIX_LOG: readonly KnownError[] = [
  {
    id: 'issuer',
    says: [
      /the claim 'iss' value doesn't match/i,
      /\binvalid issuer\b/i,
      /\bissuer\b[^\n]{0,40}(?:mismatch|does not match|doesn't match|not equal)/i,
    ],
    unless: /certificate|x\.?509|AADSTS|keycloak|providername|card issuer/i,
    cause:
      'The issuer in the token is not the one that Mendix has: the configuration was imported from another user pool, or the issuer of the pool was changed.',
    repair: [
      {
        act: 'On the screen import the configuration of this user pool again; by constants correct OIDC.AutomaticConfigurationURL and restart. This checks the form of the issuer:',
        run: ['doctor'],
      },
    ],
  },
  {
    id: 'audience',
    says: [
      /the claim 'aud' value doesn't (?:contain|match)/i,
      /\baudience\b[^\n]{0,40}(?:mismatch|does not match|doesn't match|invalid)/i,
      /invalid audience/i,
    ],
    unless: /AADSTS|keycloak|google/i,
    cause:
      'The token was issued for another app client: the client ID in Mendix is not the one that signed in.',
    repair: [
      {
        act: 'Compare the client ID in Mendix (by constants OIDC.ClientID) with what this prints:',
        run: ['mendix-config'],
      },
    ],
  },
  {
    id: 'nonce',
    says: [
      /the claim 'nonce' value doesn't match/i,
      /\bnonce\b[^\n]{0,40}(?:validation|mismatch|does not match|doesn't match|not found|missing|invalid|cookie)/i,
      /the claim 'nonce' is not present/i,
      /(?:invalid|missing|no|wrong)[^\n]{0,12}\bnonce\b/i,
    ],
    unless: /acme|wordpress|wp-|csp|content.security|script|ethereum|transaction|digest|badnonce/i,
    cause:
      'The browser did not return the cookie that Mendix set when the sign-in began: the callback response mode is Form Post, or the app runs in a frame.',
    repair: [
      {
        act: 'Set the callback response mode to Query (by constants leave OIDC.CallbackResponseMode empty), then sign in again. An app inside a frame needs the constant OIDC.NonceCookieSameSite None (module 4.6 and later).',
      },
    ],
  },
  {
    id: 'token-clock',
    says: [
      /the token can't be used before/i,
      /token (?:is )?(?:used before issued|not yet valid|issued in the future)/i,
    ],
    cause:
      'The clock of the Mendix server is behind: the token is from its future. The module allows 5 seconds.',
    repair: [{ act: 'Set the clock of the Mendix server (NTP), then sign in again.' }],
  },
  {
    id: 'token-expired',
    says: [/the token has expired on/i],
    names: ['TokenExpiredException'],
    cause:
      'The token was too old when Mendix checked it: the clock of the Mendix server is ahead, or the token was kept longer than it is valid.',
    repair: [{ act: 'Check the clock of the Mendix server (NTP), then sign in again.' }],
  },
  {
    id: 'token-signature',
    says: [
      /token's signature resulted invalid/i,
      /the provided algorithm doesn't match the one defined in the jwt/i,
      /no (?:signing )?key found in https?:\/\/\S*cognito/i,
      /signing ?key ?not ?found[^\n]*cognito|cognito[^\n]*signing ?key ?not ?found/i,
    ],
    names: ['SignatureVerificationException', 'AlgorithmMismatchException'],
    cause:
      'The token was not signed by the keys that Mendix has: the JWKS endpoint in the configuration is of another user pool.',
    repair: [
      {
        act: 'On the screen import the configuration of this user pool again, and select the scopes again; by constants correct OIDC.AutomaticConfigurationURL and restart. Cognito signs with RS256.',
      },
    ],
  },
  {
    id: 'keys-timeout',
    says: [
      /cannot obtain jwks/i,
      /jwk(?:s)?(?:connect|read)timeout/i,
      /jwks?[^\n]{0,80}(?:timed? ?out|timeout)/i,
      /(?:timed? ?out|timeout)[^\n]{0,80}jwks/i,
    ],
    cause:
      'Mendix could not fetch the keys of the user pool in time: the network is slow, or a firewall or proxy is in the way. The module waits 1 second to connect and 2 to read.',
    repair: [
      {
        act: 'Open cognito-idp.<region>.amazonaws.com for HTTPS from the Mendix server. For a slow network raise OIDC.JWKConnectTimeout and OIDC.JWKReadTimeout (milliseconds).',
      },
    ],
  },
  {
    id: 'not-a-token',
    says: [/the token was expected to have 3 parts/i, /jwtdecodeexception: the (?:string|input)/i],
    cause: 'What Mendix received is not a token: an error document came in its place.',
    repair: [{ act: 'Set log node OIDC to TRACE, sign in again, and explain the answer that it shows.' }],
  },
  {
    id: 'claim-missing',
    says: [/the claim '(\w+)' is not present/i],
    cause:
      'The token has no claim {1}: it is not the ID token of this app client, or the client may not read that attribute.',
    repair: [
      { act: 'This shows the claims that Mendix gets:', run: ['test-login'] },
      {
        act: 'Which attributes an app client may read is in the Cognito console under Attribute permissions.',
      },
    ],
  },
  {
    id: 'no-auth-attempt',
    says: [/no matching auth ?attempt/i],
    cause:
      'The sign-in came back after Mendix had forgotten that it began: it took more than 5 minutes (a new password, an email to wait for), or the callback was opened twice.',
    repair: [
      {
        act: 'Sign in again, from the start. If users must change a password first, raise the constant OIDC.DeleteAuthAttemptsInMinutes in Mendix.',
      },
    ],
  },
  {
    id: 'read-only-configuration',
    says: [/you cannot (?:modify|delete|edit) as it is created from deployment/i],
    cause: 'This configuration was created from the constants of the deployment, so its screen is read only.',
    repair: [
      {
        act: 'Change the constants and restart the app. To work on the screen instead, empty the OIDC constants, restart, and create a configuration there.',
      },
    ],
  },
  {
    id: 'random-password',
    says: [/communitycommons\.randomstrongpassword/i, /randomstrongpassword do(?:es)? not match/i],
    cause: 'The Community Commons module is older than the OIDC SSO module expects.',
    repair: [{ act: 'Update Community Commons from the Marketplace, then deploy the app again.' }],
  },
  {
    id: 'combo-box',
    says: [/could not render widget ['"]?usercommons\./i],
    cause: 'The Combo Box widget is older than the User Commons module expects.',
    repair: [{ act: 'Update Combo Box from the Marketplace, then deploy the app again.' }],
  },
  {
    id: 'role-microflow',
    says: [/custom microflow implementation should be required to process access_?token roles/i],
    cause:
      'Mendix found no microflow that reads roles from Cognito’s token: the parsers that come with the module do not know cognito:groups.',
    repair: [
      {
        act: 'Without roles from Cognito leave the token selection empty: everybody gets the default role. Otherwise write a microflow with CustomATP in its name, and choose it (constant OIDC.CustomATP, or the tab Assigning Role).',
      },
    ],
  },
  {
    id: 'redirect-loop',
    says: [/runtime operation failed/i, /err_too_many_redirects/i, /redirected you too many times/i],
    cause:
      'The app and the sign-in page redirect to each other in a loop: Mendix 10.9 to 10.12.2 do that with this module.',
    repair: [
      {
        act: 'Use Mendix 10.12.3 or later. On another version compare login.html with the one that this prints:',
        run: ['mendix-config', '--snippets'],
      },
    ],
  },
  {
    id: 'encryption-key',
    says: [
      /\b(?:oidc|encryption)\.encryptionkey\b[^\n]{0,60}\b(?:32|length|invalid|must|should|not|wrong)\b/i,
      /invalid aes key length/i,
      /encryption ?key[^\n]{0,40}(?:32 characters|key length|must be|should be)/i,
    ],
    cause:
      'The constant OIDC.EncryptionKey (before module version 4.4 Encryption.EncryptionKey) does not have exactly 32 characters. The module encrypts the client secret with it.',
    repair: [
      {
        act: 'In a new app set 32 random characters and restart. This generates a key:',
        run: ['mendix-config', '--new-app'],
      },
      { act: 'In an app that has stored secrets another key makes them unreadable.' },
    ],
  },
  {
    id: 'encryption-key-replaced',
    says: [
      /(?:aeadbadtag|badpadding|tag mismatch)[^\n]*(?:oidc|encryption)/i,
      /(?:oidc|encryption)\.\w*decrypt[^\n]*(?:fail|error|exception)/i,
    ],
    cause:
      'The encryption key of the app was replaced, so Mendix cannot read the client secret that it stored.',
    repair: [{ act: 'Restore the earlier key, or enter the client secret again:', run: ['mendix-config'] }],
  },
  {
    id: 'no-configuration',
    says: [
      /no (?:idp|identity provider|client|oidc) config/i,
      /(?:oidc|oauth)[^\n]{0,60}(?:idp|client|client configuration|configuration) (?:is |was )?not found/i,
    ],
    cause:
      'Mendix has no configuration of that alias. By constants it makes none, and logs nothing, while one of OIDC.ClientAlias, OIDC.ClientID, OIDC.ClientSecret and OIDC.AutomaticConfigurationURL is empty.',
    repair: [
      {
        act: 'Set all four constants (with exactly these names) and restart the app. OIDC.ASU_OIDC_Startup must be in the after-startup microflow.',
      },
    ],
  },
  {
    id: 'module-not-started',
    says: [
      /\b404\b[^\n]{0,80}\/oauth\/v2\/(?:login|callback)/i,
      /\/oauth\/v2\/(?:login|callback)[^\n]{0,80}(?:\b404\b|not found)/i,
    ],
    cause: 'Nothing answers at this address of the app: the OIDC SSO module was not started with it.',
    repair: [
      {
        act: 'Put OIDC.ASU_OIDC_Startup into the after-startup microflow (App → Settings → Runtime; before version 3.1 it is OIDC.Startup), then deploy again.',
      },
    ],
  },
  {
    id: 'no-user-created',
    says: [/no user has been configured/i],
    cause: 'The sign-in worked, and the configuration does not let the module create users in Mendix.',
    repair: [
      {
        act: 'Let it create users: on the screen in the tab Creating User, by constants OIDC.AllowCreateUsers True. Or create the user in Mendix, with Cognito’s sub as its name.',
      },
    ],
  },
  {
    id: 'no-email-or-name',
    says: [
      /full ?name[^\n]{0,40}(?:is |are |stays? |was )?(?:empty|blank|missing|not (?:filled|mapped|set))/i,
      /(?:empty|blank|missing|no) full ?name\b/i,
      /claims_supported/i,
    ],
    cause:
      'The user has no name in Cognito, or Mendix was set up by constants: Cognito’s discovery document lists no claims, so only Name = sub is mapped then.',
    repair: [
      { act: 'Give the user a name:', run: ['add-user', '<email>', '--user-full-name', '<name>'] },
      { act: 'By constants a microflow fills the rest: OIDC.CustomUserProvisioning, in the folder MOVE_ME.' },
    ],
  },
  {
    id: 'no-redirect-to-sign-in',
    says: [
      /login\.html[^\n]{0,40}(?:does not|doesn't|never|instead|not redirect|no redirect)/i,
      /(?:does not|doesn't|never|not) redirect[^\n]{0,40}login\.html/i,
      /the user ?name or password you entered is incorrect/i,
    ],
    cause:
      'This is the sign-in form of Mendix itself, which knows no users of Cognito. Sign-in page “none” alone shows it too.',
    repair: [
      {
        act: 'Replace login.html in the theme of the app. This prints one that sends people to Cognito:',
        run: ['mendix-config', '--snippets'],
      },
    ],
  },
  {
    id: 'authorization-code-missing',
    says: [/authorization code missing/i],
    cause:
      'Cognito sent the browser back without a code: the sign-in was refused. The reason is the error in the same line.',
    repair: [
      { act: 'Explain the text after error = in that line. This shows it as well:', run: ['test-login'] },
    ],
    vague: true,
  },
  {
    id: 'authentication-failed',
    says: [/^["']?authentication failed!?["']?\.?$/i, /\boidc\b[^\n]{0,60}authentication failed/i],
    cause: 'Mendix shows this for every failure of a sign-in. The reason is in the log of the app.',
    repair: [
      {
        act: 'Set log node OIDC to TRACE, sign in again, and pipe what it logs into this:',
        run: ['doctor', '--explain', '-'],
      },
    ],
    vague: true,
  },
];
