import type { Plan } from '../engine/plan.ts';
import { unchangedPasswords } from '../engine/unchanged-passwords.ts';
import type { WrittenUser } from '../resources/user.ts';
import type { Context } from '../run/context.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import { renderUsers } from '../ui/render-user.ts';

/** Keeps users with the passwords that this run has generated for them. */
export type KeepUsers = (users: readonly WrittenUser[]) => Promise<void>;

/**
 * A run that ends early must not take the only copy of a password with it; the next run leaves passwords alone.
 *
 * @returns true when there were any to show
 */
export function printPasswords(
  { terminal, options }: Context,
  users: readonly WrittenUser[],
  lead = 'Before this run ended, it set:',
): boolean {
  const withPassword = users.filter(({ password }) => password !== undefined);
  if (withPassword.length === 0) return false;
  const reveal = options.revealSecrets || terminal.stderr.isTTY === true;
  terminal.sayWithSecrets(`${wrapped(lead, terminal.columns)}\n${renderUsers(withPassword, reveal)}`);
  return true;
}

/**
 * Gives the users that were created to whoever keeps their passwords; when that fails, or nobody does, the terminal is
 * shown instead.
 */
export async function keepUsers(
  context: Context,
  users: readonly WrittenUser[],
  keep: KeepUsers | undefined,
): Promise<void> {
  if (keep === undefined) {
    printPasswords(context, users);
    return;
  }
  try {
    await keep(users);
  } catch (error) {
    printPasswords(context, users);
    throw error;
  }
}

/** A command line that somebody can still read. */
const NAMED_AT_MOST = 5;

function resetCommand({ again }: Context, emails: readonly string[], whose: readonly string[]): string {
  return emails.length > NAMED_AT_MOST
    ? 'the same command with --reset-password (for everybody that it names)'
    : again(['add-user', ...emails, '--reset-password', ...whose]);
}

/**
 * How to get at the passwords that a run has generated and must not show; undefined when there are none.
 *
 * @param whose the flags by which a command finds the app
 */
export function hiddenPasswordsHint(
  context: Context,
  users: readonly WrittenUser[],
  whose: readonly string[],
): string | undefined {
  const hidden = users.filter(({ password }) => password !== undefined).map(({ email }) => email);
  if (context.showSecrets || hidden.length === 0) return undefined;
  return `A generated password was set and is not shown here. On a terminal, or with --reveal-secrets, this gives a new one:\n  ${resetCommand(context, hidden, whose)}`;
}

/**
 * Which users keep a password that the run does not know, and how to make a new one; undefined when there are none.
 *
 * @param users those that the run wrote
 * @param whose the flags by which a command finds the app
 */
export function unchangedPasswordsHint(
  context: Context,
  plan: Plan,
  users: readonly WrittenUser[],
  whose: readonly string[],
): string | undefined {
  const emails = unchangedPasswords(plan, users);
  if (emails.length === 0) return undefined;
  const command = resetCommand(context, emails, whose);
  return emails.length === 1
    ? `${printable(emails[0])} was there already, with a password that somebody or an earlier run has set; it is left alone. If nobody has it, this makes a new one:\n  ${command}`
    : `${emails.length} users were there already, with passwords that somebody or an earlier run has set; they are left alone. If nobody has them, this makes new ones:\n  ${command}`;
}
