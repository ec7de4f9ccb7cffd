import type { WrittenUser } from '../resources/user.ts';
import type { Context } from '../run/context.ts';
import { wrapped } from '../ui/layout.ts';
import { passwordHint, renderUsers, unchangedPasswordsHint } from '../ui/render-user.ts';

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
 * How to get at the passwords that a run has generated and must not show; empty when there are none.
 *
 * @param whose the flags by which a command finds the app
 */
export function hiddenPasswordHints(
  context: Context,
  users: readonly WrittenUser[],
  whose: readonly string[],
): string[] {
  const hidden = users.filter(({ password }) => password !== undefined).map(({ email }) => email);
  if (context.showSecrets || hidden.length === 0) return [];
  return [passwordHint(resetCommand(context, hidden, whose))];
}

/** What to know of passwords that a run has left as they were (see `unchangedPasswords`); empty when there are none. */
export function keptPasswordHints(
  context: Context,
  kept: readonly string[],
  whose: readonly string[],
): string[] {
  return kept.length === 0 ? [] : [unchangedPasswordsHint(kept, resetCommand(context, kept, whose))];
}
