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

/** How the groups of a user become user roles, which the module does not do by itself. */
export interface RolesFromGroups {
  /** Where the names of the groups stand in a token's content. */
  readonly jsonPath: string;
  /** What the microflow's name has to have in it. */
  readonly nameContains: string;
  /** What chooses it, where the configuration is created by constants; the token is the access token without the second. */
  readonly constants: Readonly<Record<string, string>>;
  /** What to build, a step each. */
  readonly steps: readonly string[];
}

/** The module has only the access token for such a microflow before it (release notes of OIDC SSO). */
const ATP_ID_TOKEN: ModuleVersion = [4, 3];

function rolesFromGroups(version: ModuleVersion | undefined): RolesFromGroups {
  const takesIdToken = version === undefined || isSince(version, ATP_ID_TOKEN);
  return {
    jsonPath: "$['cognito:groups']",
    nameContains: 'CustomATP',
    constants: {
      'OIDC.CustomATP': '<module>.CustomATP_Cognito',
      ...(takesIdToken ? { 'OIDC.CustomATPTokenType': 'ID-TOKEN' } : {}),
    },
    steps: [
      'Create a microflow whose name contains CustomATP, for example CustomATP_Cognito, with one parameter: the token.',
      "Read the names from the token's content: a list at $['cognito:groups'], which is missing for a user without groups. Both the access token and the ID token contain it.",
      'For each name retrieve the OIDC.Role of that name, and leave out what is not found.',
      'Return the list of OIDC.Role. Groups and user roles must have exactly the same names.',
      `Choose the microflow on the tab Assigning Role, or by the constant OIDC.CustomATP.${takesIdToken ? ' OIDC.CustomATPTokenType ID-TOKEN hands it the ID token; without it, it gets the access token.' : ''}`,
    ],
  };
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
  readonly rolesFromGroups: RolesFromGroups;
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
    rolesFromGroups: rolesFromGroups(version),
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
