import { stringify } from 'csv-stringify/sync';
import type { WrittenUser } from '../resources/user.ts';
import { usersJson } from './render-user.ts';

/** Users as CSV with a header line; the password is empty unless this run generated it. */
export function usersCsv(users: readonly WrittenUser[]): string {
  return stringify(usersJson(users, true), {
    header: true,
    columns: ['email', 'username', 'status', 'password'],
  });
}
