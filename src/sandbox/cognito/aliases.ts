import { AwsError } from '../errors.ts';
import type { Pool, User } from '../state.ts';
import { usersNamed } from './user-index.ts';
import { sameName } from './user-lookup.ts';

/**
 * Sign-in names belong to one user: an email or phone number of a pool that signs in with them, and verified aliases.
 * With `force` another user's alias loses its verification instead (API reference, AdminCreateUser, ForceAliasCreation).
 *
 * @throws AliasExistsException
 */
export function claimAliases(
  pool: Pool,
  attributes: Readonly<Record<string, string>>,
  self: User | undefined,
  force: boolean,
): void {
  const signIn = pool.origin.UsernameAttributes ?? [];
  for (const name of [...signIn, ...(pool.origin.AliasAttributes ?? [])]) {
    const always = name === 'preferred_username' || signIn.some((each) => each === name);
    const counts = (held: Readonly<Record<string, string>>) => always || held[`${name}_verified`] === 'true';
    if (!counts(attributes)) continue;
    const holder = usersNamed(pool.users, attributes[name] ?? '').find(
      (user) =>
        user !== self && counts(user.attributes) && sameName(pool, user.attributes[name], attributes[name]),
    );
    if (!holder) continue;
    if (always || !force) {
      throw new AwsError('AliasExistsException', `An account with the ${name} already exists.`);
    }
    holder.attributes = { ...holder.attributes, [`${name}_verified`]: 'false' };
  }
}
