import { stringify } from 'csv-stringify/sync';
import type { WrittenUser } from '../resources/user.ts';

/** Users as CSV with a header line; the password is empty unless this run generated it. */
export function usersCsv(users: readonly WrittenUser[]): string {
  const rows = users.map(({ email, username, status, password }) => ({
    email,
    username,
    status,
    password: password?.reveal() ?? '',
  }));
  return stringify(rows, { header: true, columns: ['email', 'username', 'status', 'password'] });
}
