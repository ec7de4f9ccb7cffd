import type { Client, User } from '../state.ts';

/** What each scope lets through (developer guide, "The user attributes endpoint"). */
const SCOPED = new Map<string, readonly string[]>([
  [
    'profile',
    [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  ],
  ['email', ['email', 'email_verified']],
  ['phone', ['phone_number', 'phone_number_verified']],
]);

/**
 * The attributes of a user that a client may read in these scopes: without ReadAttributes these are the standard ones, and
 * `openid` alone shows all of them (developer guide, "Scopes, M2M, and resource servers"). Custom attributes go with
 * `profile`. A sign-in through the API has no such scopes, and shows what the client may read.
 */
export function attributesInScope(
  client: Client,
  user: User,
  scopes: readonly string[],
): Record<string, string> {
  const narrowing = scopes.filter((scope) => SCOPED.has(scope));
  const readable = client.settings.ReadAttributes;
  const shown = Object.entries(user.attributes).filter(([name]) => {
    if (readable?.length ? !readable.includes(name) : name.includes(':')) return false;
    if (narrowing.length === 0) return true;
    if (name.includes(':')) return narrowing.includes('profile');
    return narrowing.some((scope) => SCOPED.get(scope)?.includes(name));
  });
  return Object.fromEntries(shown);
}
