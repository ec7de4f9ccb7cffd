import type { Secret } from '../secret.ts';

/** Where the OIDC SSO module takes the answer of the sign-in page, below the app's root URL. */
export const CALLBACK_PATH = '/oauth/v2/callback';

/** What goes into the runtime screen of the OIDC SSO module, and the addresses around it. */
export interface MendixSettings {
  readonly alias: string;
  readonly clientId: string;
  /** Undefined when AWS does not show the one that Mendix is to use. */
  readonly clientSecret: Secret | undefined;
  readonly clientAuthenticationMethod: 'client_secret_post';
  readonly automaticConfigurationUrl: string;
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  /** The link of a sign-in button; undefined when no app URL is known. */
  readonly loginUrl: string | undefined;
  /** Cognito's own sign-out address; undefined without an app URL or a domain. */
  readonly logoutUrl: string | undefined;
  readonly issuer: string;
  /** The address of the sign-in pages, e.g. https://demo.auth.eu-central-1.amazoncognito.com. */
  readonly domain: string | undefined;
  readonly userPoolId: string;
}

/** The settings with the secret that a sign-in needs. */
export type CompleteSettings = MendixSettings & { readonly clientSecret: Secret };

/** What the settings are made from. */
export interface SettingsSource {
  readonly alias: string;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly callbackUrls: readonly string[];
  readonly signOutUrls: readonly string[];
  readonly automaticConfigurationUrl: string;
  readonly issuer: string;
  readonly domain: string | undefined;
  readonly userPoolId: string;
}

/** The callback URL of an app, whose URL may or may not end with a slash. */
export function callbackUrlOf(appUrl: string): string {
  return withoutSlash(appUrl) + CALLBACK_PATH;
}

/** Both forms of the app's root: Cognito compares sign-out URLs to the letter, and Mendix may send either. */
export function signOutUrlsOf(appUrl: string): [string, string] {
  return [withoutSlash(appUrl), `${withoutSlash(appUrl)}/`];
}

/**
 * What an address bar shows behind the root address of a Mendix app: a file of the theme (index.html, login.html), a page
 * or a microflow by its URL (/p/… and /link/…; Mendix reference guide, "Page properties" and "Microflow properties"), and
 * the addresses of the OIDC SSO module itself.
 */
const BEHIND_ROOT = /\/(?:[^/]*\.html(?:\/|$)|(?:p|link)\/+[^/]|oauth\/v2(?:\/|$)).*$/;

/** The root address of the app that an address bar shows, without a slash at its end: its sub-path stays. */
export function rootAddressOf({ origin, pathname }: URL): string {
  return (origin + pathname.replace(BEHIND_ROOT, '')).replace(/\/+$/, '');
}

const appUrlOf = (callbackUrl: string): string => callbackUrl.slice(0, -CALLBACK_PATH.length);

function isSent(callbackUrl: string): boolean {
  const appUrl = appUrlOf(callbackUrl);
  return !/[*?#]/.test(appUrl) && !(URL.canParse(appUrl) && BEHIND_ROOT.test(new URL(appUrl).pathname));
}

/** The app root URLs that a client's callback URLs belong to. */
export function appUrlsOf(callbackUrls: readonly string[]): string[] {
  return callbackUrls.filter((url) => url.endsWith(CALLBACK_PATH) && isSent(url)).map(appUrlOf);
}

/** What stands before the callback path where Mendix never sends it: the address of a page, or a wildcard. */
export function neverSentIn(callbackUrls: readonly string[]): string[] {
  return callbackUrls.filter((url) => url.endsWith(CALLBACK_PATH) && !isSent(url)).map(appUrlOf);
}

/** The hosts at which people reach the app; the developer's own computer is none. */
export function publicHosts(callbackUrls: readonly string[]): string[] {
  const hosts = appUrlsOf(callbackUrls)
    .filter((url) => url.startsWith('https://'))
    .map((url) => new URL(url).host);
  return [...new Set(hosts)];
}

/** What begins a sign-in, below the app's root URL. `idp` chooses among several configurations. */
export function loginPathOf(alias: string): string {
  return `/oauth/v2/login?idp=${encodeURIComponent(alias)}`;
}

/** Cognito's own sign-out address; it wants client_id and logout_uri where the standard has other names. */
export function logoutUrlOf(domain: string, clientId: string, appUrl: string): string {
  return `${domain}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(appUrl)}`;
}

/** Settings for Mendix from what is in Cognito. */
export function mendixSettings<Source extends SettingsSource>(
  source: Source,
): MendixSettings & Pick<Source, 'clientSecret'> {
  const [appUrl] = appUrlsOf(source.callbackUrls);
  return {
    alias: source.alias,
    clientId: source.clientId,
    clientSecret: source.clientSecret,
    clientAuthenticationMethod: 'client_secret_post',
    automaticConfigurationUrl: source.automaticConfigurationUrl,
    scopes: ['openid', 'profile', 'email'],
    callbackUrls: source.callbackUrls,
    signOutUrls: source.signOutUrls,
    loginUrl: appUrl === undefined ? undefined : appUrl + loginPathOf(source.alias),
    logoutUrl:
      appUrl === undefined || source.domain === undefined
        ? undefined
        : logoutUrlOf(source.domain, source.clientId, appUrl),
    issuer: source.issuer,
    domain: source.domain,
    userPoolId: source.userPoolId,
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
