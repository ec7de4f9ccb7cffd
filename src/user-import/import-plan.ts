import type { PrintCommand } from '../engine/command-line.ts';
import { appWords } from '../engine/locate.ts';
import type { Repair } from '../errors.ts';
import type { UserPool } from '../resources/user-pool-settings.ts';
import { printable } from '../ui/printable.ts';
import { renderRepairs } from '../ui/render-repair.ts';
import type { Terminal } from '../ui/terminal.ts';
import { counted, several } from '../ui/words.ts';
import { MARK, type RowIndex } from './row-index.ts';
import type { RowJournal, RowOptions } from './write-rows.ts';

/** What a run over a file of users would do, in numbers. */
export interface ImportPlan {
  readonly rows: number;
  readonly create: number;
  /** Begun by an earlier run, and not ended. */
  readonly finish: number;
  readonly update: number;
  /** There already, and left as they are. */
  readonly exist: number;
  /** There already with other values than the file's, which are left as they are. */
  readonly differ: number;
  /** Groups that have to be created. */
  readonly groups: readonly string[];
}

/** How many users it would write. */
export const toWrite = ({ create, finish, update }: ImportPlan): number => create + finish + update;

/** What Cognito's own mail sends in a day, for the whole account (developer guide, "Email settings for user pools"). */
const MAILS_A_DAY = 50;

/**
 * Counts what an import would do with the rows of its file.
 *
 * @param groups those of the file that the pool lacks
 */
export function planOf(
  index: RowIndex,
  groups: readonly string[],
  begun: RowJournal['begun'],
  { update, resetPassword }: RowOptions,
): ImportPlan {
  const counts = { create: 0, finish: 0, update: 0, exist: 0, differ: 0 };
  for (let row = 0; row < index.size; row += 1) {
    const differs = index.has(row, MARK.differs);
    if (differs && !update) counts.differ += 1;
    if (begun.has(row)) counts.finish += 1;
    else if (!index.has(row, MARK.exists)) counts.create += 1;
    else if (resetPassword || (update && differs) || index.lacksGroups(row)) counts.update += 1;
    else counts.exist += 1;
  }
  return { rows: index.size, ...counts, groups };
}

/** What the owner of the account has to know before Cognito sends an invitation to each user that is created. */
export function mailNotes(pool: UserPool, alias: string | undefined, { create }: ImportPlan): Repair[] {
  if (create === 0 || pool.EmailConfiguration?.EmailSendingAccount === 'DEVELOPER') return [];
  const over = create > MAILS_A_DAY;
  return [
    {
      act: `Cognito itself sends ${MAILS_A_DAY} emails a day, for the whole AWS account${over ? `: most of these ${counted(create)} invitations would not go out today, and the run would stop there` : ''}. To send through Amazon SES:`,
      run: ['create-pool', ...appWords(alias, pool), '--email-from', '<address>'],
    },
  ];
}

/** How many names are shown one by one. */
const MOST_NAMES = 10;

function names(groups: readonly string[]): string {
  const shown = groups.slice(0, MOST_NAMES).map(printable).join(', ');
  return groups.length > MOST_NAMES ? `${shown} and ${counted(groups.length - MOST_NAMES)} more` : shown;
}

/** The plan for people: a line for each kind of change, since nobody reads ten thousand. */
export function renderImportPlan(
  plan: ImportPlan,
  notes: readonly Repair[],
  terminal: Terminal,
  print: PrintCommand,
): string {
  const { colour, columns, symbols } = terminal;
  const lines = [
    ...(plan.groups.length === 0 ? [] : [colour.err.green(`+ Groups  ${names(plan.groups)}`)]),
    ...(plan.create === 0 ? [] : [colour.err.green(`+ Users   ${counted(plan.create)}`)]),
    ...(plan.finish === 0
      ? []
      : [colour.err.green(`+ Users   ${counted(plan.finish)} that an earlier run began`)]),
    ...(plan.update === 0 ? [] : [colour.err.yellow(`~ Users   ${counted(plan.update)}`)]),
    ...(plan.exist === 0 ? [] : [colour.err.dim(`= Users   ${counted(plan.exist)} that are there already`)]),
  ];
  const [has, keeps] = plan.differ === 1 ? ['has', 'keeps'] : ['have', 'keep'];
  const differ: Repair = {
    act: `${several(plan.differ, 'user')} ${has} other values than the file, and ${keeps} them. The result says which; --update changes them.`,
  };
  const warnings = [...(plan.differ === 0 ? [] : [differ]), ...notes].map(
    (note) => `${symbols.warning} ${renderRepairs([note], print, columns, 2)}`,
  );
  return [...lines.map((line) => `  ${line}`), ...warnings.flatMap((warning) => ['', warning])].join('\n');
}
