import { isNamed } from '../../aws/outcome.ts';
import { eachOf } from '../../concurrency.ts';
import { CliError } from '../../errors.ts';
import { generatePassword } from '../../resources/password.ts';
import {
  addToGroup,
  createPoolUser,
  type PoolUser,
  readPoolUser,
  setPoolPassword,
  type UsersOf,
  updatePoolUser,
} from '../../resources/pool-users.ts';
import type { Secret } from '../../secret.ts';
import { AT_ONCE, differingAttributes, MARK, type UserTable } from './observe-rows.ts';
import type { UserRow } from './user-row.ts';

/** How a row ended. */
export type RowStatus = 'created' | 'updated' | 'exists' | 'failed';

/** Where a row is while it is written: the user is being created; it is ours, and its password is being set. */
export type RowPhase = 'creating' | 'setting';

/** What is written down of a row. */
export interface RowRecord {
  readonly line: number;
  readonly email: string;
  readonly status: RowStatus | RowPhase;
  /** Only when this program made it. */
  readonly password: Secret | undefined;
  readonly reason: string;
}

/** What an earlier run had begun for a row and did not end. */
export interface BegunRow {
  readonly phase: RowPhase | 'failed';
  readonly password: Secret | undefined;
}

/** Keeps what was done for each row, so that no password is set that is not written down. */
export interface RowJournal {
  /** The rows that an earlier run has begun, by their number in the table. */
  readonly begun: ReadonlyMap<number, BegunRow>;
  /** Resolves when the record is on disk. */
  record(record: RowRecord): Promise<void>;
}

/** What is wanted of every row. */
export interface RowOptions {
  /** Cognito makes the password and mails it. */
  readonly invite: boolean;
  /** False: the password has to be changed at the first sign-in. */
  readonly permanent: boolean;
  /** Existing users get the attributes of their rows. */
  readonly update: boolean;
  /** Existing users get a new password. */
  readonly resetPassword: boolean;
  /** One password for everybody, instead of a generated one for each. */
  readonly givenPassword: Secret | undefined;
  readonly minimumLength: number | undefined;
}

/** How many rows ended how. */
export type RowCounts = Record<RowStatus, number>;

/** What Cognito has against one user, whatever it says of the others. */
const OF_ONE_USER = [
  'InvalidParameterException',
  'InvalidPasswordException',
  'PasswordHistoryPolicyViolationException',
  'AliasExistsException',
  'UserLambdaValidationException',
  'UnexpectedLambdaException',
  'InvalidLambdaResponseException',
  'CodeDeliveryFailureException',
  'UnsupportedUserStateException',
  'PreconditionNotMetException',
  'UserNotFoundException',
];

interface Work {
  readonly users: UsersOf;
  readonly table: UserTable;
  readonly options: RowOptions;
  readonly journal: RowJournal;
}

/** A row on its way: what to record beside how it ended. */
class RowWriter {
  readonly #work: Work;
  readonly #row: UserRow;
  readonly #number: number;
  readonly #begun: BegunRow | undefined;
  #password: Secret | undefined;

  constructor(work: Work, row: UserRow, number: number) {
    this.#work = work;
    this.#row = row;
    this.#number = number;
    this.#begun = work.journal.begun.get(number);
    this.#password = this.#begun?.password;
  }

  /** Carries the row out, and records how it ended. */
  async write(): Promise<{ readonly status: RowStatus; readonly reason: string }> {
    const { index } = this.#work.table;
    let outcome: { readonly status: RowStatus; readonly reason: string };
    try {
      outcome = index.has(this.#number, MARK.exists) ? await this.#existing() : await this.#create();
    } catch (error) {
      if (!isNamed(error, ...OF_ONE_USER)) throw error;
      outcome = { status: 'failed', reason: `Cognito refuses it: ${(error as Error).message}` };
    }
    // What an earlier run has recorded stays, with its password, unless there is something new.
    const recorded = index.has(this.#number, MARK.recorded);
    if (!recorded || this.#password !== undefined || outcome.status === 'updated')
      await this.#record(outcome.status, outcome.reason);
    return outcome;
  }

  #record(status: RowStatus | RowPhase, reason = ''): Promise<void> {
    const { line, email } = this.#row;
    const made = this.#work.options.givenPassword === undefined ? this.#password : undefined;
    return this.#work.journal.record({ line, email, status, password: made, reason });
  }

  #newPassword(): Secret {
    const { givenPassword, minimumLength } = this.#work.options;
    return givenPassword ?? this.#begun?.password ?? generatePassword(minimumLength);
  }

  async #create(): Promise<{ readonly status: RowStatus; readonly reason: string }> {
    const { users, options } = this.#work;
    const { email, attributes } = this.#row;
    this.#password = options.invite ? undefined : this.#newPassword();
    if (this.#password !== undefined) await this.#record('creating');
    const made = await createPoolUser(users, email, attributes, this.#password, options.permanent);
    if (made === 'exists' || (made === 'unclear' && !(await this.#isUnused()))) {
      // Somebody else was quicker, or the list of users lagged behind: the password is nobody's.
      this.#password = undefined;
      return this.#existing();
    }
    if (this.#password !== undefined && (options.permanent || made === 'unclear')) {
      await this.#record('setting');
      await setPoolPassword(users, email, this.#password, { permanent: options.permanent, maybeSet: false });
    }
    await this.#addToGroups();
    return { status: 'created', reason: '' };
  }

  /** True when nobody has signed in yet as the user that an attempt of ours has made late, or another run meanwhile. */
  async #isUnused(): Promise<boolean> {
    const user = await readPoolUser(this.#work.users, this.#row.email);
    return user?.status === 'FORCE_CHANGE_PASSWORD';
  }

  async #addToGroups(): Promise<void> {
    for (const group of this.#row.groups) await addToGroup(this.#work.users, this.#row.email, group);
  }

  async #existing(): Promise<{ readonly status: RowStatus; readonly reason: string }> {
    const { users, table, options } = this.#work;
    const differs = table.index.has(this.#number, MARK.differs);
    const lacksGroups = table.index.wanted(this.#number).groups > 0;
    const { resetPassword } = options;
    const seen = table.index.has(this.#number, MARK.exists);
    if (seen && !differs && !lacksGroups && !resetPassword && this.#begun === undefined) {
      return { status: 'exists', reason: '' };
    }
    // The list may lag behind; this does not.
    const user = await readPoolUser(users, this.#row.email);
    if (user === undefined) return this.#create();
    const ours = await this.#setPassword(user);
    const names = differingAttributes(this.#row, user);
    const updates = options.update && names.length > 0;
    if (updates) await this.#update(user, names);
    if (lacksGroups) await this.#addToGroups();
    if (ours) return { status: 'created', reason: '' };
    const reason = updates || names.length === 0 ? '' : this.#differences(user, names);
    return { status: updates || lacksGroups || resetPassword ? 'updated' : 'exists', reason };
  }

  /**
   * Ends what an earlier run has begun, or gives the user a new password if that is wanted.
   *
   * @returns true when the user was made by an earlier run
   */
  async #setPassword(user: PoolUser): Promise<boolean> {
    const { users, options } = this.#work;
    const { email } = this.#row;
    const unused = user.status === 'FORCE_CHANGE_PASSWORD';
    // Only a password that is recorded as being set can be in force: another user of that name is not ours.
    const ours = this.#begun !== undefined && (this.#begun.phase !== 'creating' || unused);
    const isSet = this.#begun?.phase === 'failed' && !unused;
    if (options.resetPassword || (ours && !isSet && !options.invite)) {
      this.#password = this.#newPassword();
      await this.#record('setting');
      const maybeSet = this.#begun?.phase === 'setting';
      await setPoolPassword(users, email, this.#password, { permanent: options.permanent, maybeSet });
    } else if (!ours) {
      this.#password = undefined;
    }
    return ours;
  }

  async #update(user: PoolUser, names: readonly string[]): Promise<void> {
    const { email, attributes } = this.#row;
    // The address is sent along where it becomes verified: the two belong together.
    const all: Record<string, string> = { ...attributes, email, email_verified: 'true' };
    const wanted = names.includes('email_verified') ? ['email', ...names] : names;
    const changes = Object.fromEntries(wanted.map((name) => [name, all[name] ?? '']));
    await updatePoolUser(this.#work.users, user.username, changes);
  }

  #differences(user: PoolUser, names: readonly string[]): string {
    const wanted: Record<string, string> = { ...this.#row.attributes, email_verified: 'true' };
    const each = names.map(
      (name) => `${name} is “${user.attributes.get(name) ?? ''}” and not “${wanted[name]}”`,
    );
    return `left as it is: ${each.join(', ')}; --update changes it`;
  }
}

/**
 * Writes the rows, as fast as the paces allow. A row that Cognito refuses is recorded and counted; any other failure ends
 * the run, after the rows that have begun.
 *
 * @param told hears of each row when it has ended
 * @throws CliError FILE_CHANGED for a row that was not there when the file was checked
 */
export async function writeRows(
  work: Work,
  told: (row: UserRow, status: RowStatus, reason: string) => void,
): Promise<void> {
  await eachOf(work.table.rows(), AT_ONCE, async (row) => {
    const number = work.table.index.find(row.email);
    if (number === undefined) {
      throw new CliError(`The file of users has changed while it was read: line ${row.line} is new.`, {
        code: 'FILE_CHANGED',
        hint: 'Run the same command again: it checks the file anew, and goes on from what is there.',
      });
    }
    const { status, reason } = await new RowWriter(work, row, number).write();
    told(row, status, reason);
  });
}
