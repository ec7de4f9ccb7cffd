import { invalidParameter } from '../errors.ts';
import type { ClientSettings } from '../state.ts';

/**
 * The hosts that may go without TLS (Cognito API reference, CreateUserPoolClient, CallbackURLs), as they are written: other
 * spellings of them are other hosts (amplify-cli#5419, vscode#256122).
 */
const LOOPBACK = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d*)?(?:[/?]|$)/;

/**
 * Callback and sign-out URLs: absolute, without a fragment, https except on loopback; an app's own scheme is fine. The
 * default redirect is one of the callbacks.
 *
 * @throws InvalidParameterException
 */
export function checkRedirectUrls(settings: ClientSettings): void {
  const callbacks = settings.CallbackURLs ?? [];
  for (const url of [...callbacks, ...(settings.LogoutURLs ?? [])]) checkUrl(url);
  const fallback = settings.DefaultRedirectURI;
  if (fallback !== undefined && !callbacks.includes(fallback)) {
    throw invalidParameter(`${fallback}: DefaultRedirectURI must be in the CallbackURLs list.`);
  }
}

function checkUrl(value: string): void {
  // `new URL` forgives a missing `//` and backslashes; Cognito compares and checks the text as it stands.
  const url =
    /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^\\]*$/.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || (/^https?:$/.test(url.protocol) && url.hostname === '')) {
    throw invalidParameter(`${value} is not a valid URI: it must be absolute.`);
  }
  if (value.includes('#')) throw invalidParameter(`${value} can not contain a fragment.`);
  if (url.protocol === 'http:' && !LOOPBACK.test(value)) {
    throw invalidParameter(`${value} cannot use the HTTP protocol.`);
  }
}
