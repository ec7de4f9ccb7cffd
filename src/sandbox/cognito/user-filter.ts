import { invalidParameter } from '../errors.ts';
import type { User } from '../state.ts';

const SEARCHABLE = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

/**
 * ListUsers' `Filter`: one attribute, `=` or `^=`, and a quoted value in which `\"` and `\\` stand for themselves
 * (API reference, ListUsers). An empty filter takes every user; `cognito:user_status` has no case.
 *
 * @throws InvalidParameterException
 */
export function userFilter(filter: string | undefined): (user: User) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true;
  const parts = /^\s*"?([a-z_:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\["\\])*)"\s*$/.exec(filter);
  const [, attribute = '', operator, quoted = ''] = parts ?? [];
  if (!parts) throw invalidParameter('Error while parsing filter expression.');
  if (!SEARCHABLE.includes(attribute)) throw invalidParameter(`Invalid search attribute: ${attribute}`);
  const anyCase = attribute === 'cognito:user_status';
  const wanted = normal(quoted.replaceAll(/\\(["\\])/g, '$1'), anyCase);
  return (user) => {
    const value = searchValue(user, attribute);
    if (value === undefined) return false;
    return operator === '=' ? normal(value, anyCase) === wanted : normal(value, anyCase).startsWith(wanted);
  };
}

function searchValue(user: User, attribute: string): string | undefined {
  switch (attribute) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[attribute];
  }
}

function normal(value: string, anyCase: boolean): string {
  return anyCase ? value.toLowerCase() : value;
}
