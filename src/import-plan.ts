import type { Context } from './context.ts';
import { appWords } from './engine/locate.ts';
import { MARK } from './engine/users/observe-rows.ts';
import type { RowIndex } from './engine/users/row-index.ts';
import type { RowJournal, RowOptions } from './engine/users/write-rows.ts';
import type { UserPool } from './resources/user-pool-settings.ts';
import { counted } from './ui/meter.ts';
import type { ImportPlan } from './ui/render-import.ts';

/** What Cognito's own mail sends in a day, for the whole account (developer guide, "Email settings for user pools"). */
const MAILS_A_DAY = 50;

/**
 * Counts what an import would do with the rows of its file.
 *
 * @param groups those of the file that the pool lacks
 * @param notes what has to be said when that many users are made
 */
export function planOf(
  index: RowIndex,
  groups: readonly string[],
  { begun }: Pick<RowJournal, 'begun'>,
  { update, resetPassword }: RowOptions,
  notes: (create: number) => readonly string[],
): ImportPlan {
  const counts = { create: 0, finish: 0, update: 0, exist: 0, differ: 0 };
  for (let row = 0; row < index.size; row += 1) {
    const differs = index.has(row, MARK.differs);
    if (differs && !update) counts.differ += 1;
    if (begun.has(row)) counts.finish += 1;
    else if (!index.has(row, MARK.exists)) counts.create += 1;
    else if (resetPassword || (update && differs) || index.wanted(row).groups > 0) counts.update += 1;
    else counts.exist += 1;
  }
  return { rows: index.size, ...counts, groups, notes: notes(counts.create) };
}

/** What the owner of the account has to know before Cognito sends invitations. */
export function mailNotes(
  context: Context,
  pool: UserPool,
  alias: string | undefined,
  create: number,
): string[] {
  if (pool.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER') return [];
  const over = create > MAILS_A_DAY;
  return [
    `Cognito's own mail sends ${MAILS_A_DAY} messages a day, for the whole AWS account${over ? `: most of these ${counted(create)} invitations would not go out today, and the run would stop there` : ''}. To send through Amazon SES: ${context.again('create-pool', ...appWords(alias, pool), '--email-from', '<address>')}`,
  ];
}
