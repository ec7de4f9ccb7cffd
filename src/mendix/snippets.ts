import { type LoginPages, loginPagesOf } from './login-pages.ts';
import { isSince, type ModuleVersion, NEW_SCREEN } from './module-version.ts';
import { appUrlsOf, callbackUrlOf, loginPathOf, logoutUrlOf, type MendixSettings } from './settings.ts';

/** The addresses of one app. */
export interface AppSnippets {
  readonly appUrl: string;
  readonly callbackUrl: string;
  /** Opened by a sign-in button, or by any link. */
  readonly loginUrl: string;
  /** Signs out of Cognito and comes back to the app; null while there is no sign-in domain. */
  readonly logoutUrl: string | null;
  /** The same for the field End session endpoint of the configuration, to which Mendix appends its own query. */
  readonly endSessionEndpoint: string | null;
}

/** What the buttons and pages of an app need. */
export interface Snippets {
  /** The same for every app, below its root URL. */
  readonly loginPath: string;
  /** Starts the sign-in from a button in older versions of the module; null in those that have it no more. */
  readonly nanoflow: string | null;
  readonly loginPages: LoginPages;
  /** Signs out of Mendix and then of Cognito, from a button; Mendix's ordinary sign-out ends the session in Mendix only. */
  readonly signOutNanoflow: string;
  readonly apps: readonly AppSnippets[];
  /** Nobody has tried the end session endpoint with a live app yet. */
  readonly endSessionEndpointConfirmed: false;
}

/** The addresses for the buttons of each app of the client. */
export function snippetsOf(settings: MendixSettings, version: ModuleVersion | undefined): Snippets {
  const loginPath = loginPathOf(settings.alias);
  const { domain, clientId } = settings;
  return {
    loginPath,
    nanoflow:
      version !== undefined && isSince(version, NEW_SCREEN) ? null : 'OIDC.ACT_StartWebSignIn_Default',
    loginPages: loginPagesOf(loginPath),
    signOutNanoflow: 'OIDC.ACT_Logout',
    apps: appUrlsOf(settings.callbackUrls).map((appUrl) => {
      const logoutUrl = domain === undefined ? null : logoutUrlOf(domain, clientId, appUrl);
      return {
        appUrl,
        callbackUrl: callbackUrlOf(appUrl),
        loginUrl: appUrl + loginPath,
        logoutUrl,
        // Mendix appends ?id_token_hint=…&post_logout_redirect_uri=…: behind # it is no part of what Cognito reads.
        endSessionEndpoint: logoutUrl === null ? null : `${logoutUrl}#`,
      };
    }),
    endSessionEndpointConfirmed: false,
  };
}
