import { CALLBACK_PATH, callbackUrlOf, rootAddressOf } from '../mendix/settings.ts';
import { flagWords } from './command-line.ts';

/** Why the client's callback URLs of those addresses are of no use, as a sentence. */
export function neverSentWhy(addresses: readonly string[]): string {
  const urls = addresses.map((address) => address + CALLBACK_PATH).join(', ');
  return `Mendix never sends ${urls}: it puts ${CALLBACK_PATH} behind the root address of the app, and behind nothing else.`;
}

/** The flags that have create-client put the root addresses in the place of what Mendix never sends. */
export function insteadOf(addresses: readonly string[], callbackUrls: readonly string[]): string[] {
  const roots = addresses
    .filter((address) => !address.includes('*'))
    .map((url) => rootAddressOf(new URL(url)));
  const missing = [...new Set(roots)].filter((root) => !callbackUrls.includes(callbackUrlOf(root)));
  const last = missing.length === 0 && callbackUrls.length === addresses.length;
  // Cognito keeps one callback URL at least: create-client has to ask for an address first.
  if (last) return [];
  return [...flagWords('--app-url', missing), ...flagWords('--remove-app-url', addresses)];
}
