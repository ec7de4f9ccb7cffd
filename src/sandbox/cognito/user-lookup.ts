import { AwsError } from '../errors.ts';
import type { Pool, User } from '../state.ts';
import { usersNamed } from './user-index.ts';

/** False when a pool was created with CaseSensitive false; without UsernameConfiguration names are case sensitive. */
function isCaseSensitive(pool: Pool): boolean {
  return pool.origin.UsernameConfiguration?.CaseSensitive ?? true;
}

/** True when two sign-in names are one in this pool. */
export function sameName(pool: Pool, one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return isCaseSensitive(pool) ? one === other : one.toLowerCase() === other.toLowerCase();
}

/**
 * The user that a sign-in name means: the user name, the sub, an attribute that is the sign-in name of this pool, or a
 * verified alias (developer guide, "Customizing sign-in attributes").
 */
export function lookUpUser(pool: Pool, name: string): User | undefined {
  const users = usersNamed(pool.users, name);
  return (
    users.find((user) => sameName(pool, user.username, name) || user.sub === name) ??
    users.find((user) =>
      (pool.origin.UsernameAttributes ?? []).some((attribute) =>
        sameName(pool, user.attributes[attribute], name),
      ),
    ) ??
    users.find((user) =>
      (pool.origin.AliasAttributes ?? []).some(
        (attribute) =>
          sameName(pool, user.attributes[attribute], name) &&
          (attribute === 'preferred_username' || user.attributes[`${attribute}_verified`] === 'true'),
      ),
    )
  );
}

/** @throws UserNotFoundException */
export function findUser(pool: Pool, name: string): User {
  const user = lookUpUser(pool, name);
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
}
