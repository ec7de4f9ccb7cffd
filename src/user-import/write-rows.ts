import { isNamed } from '../aws/outcome.ts';
import { eachOf } from '../concurrency.ts';
import { CliError } from '../errors.ts';
import { addToGroup } from '../resources/group.ts';
import { generatePassword } from '../resources/password.ts';
import { type SignInProblem, signInProblem } from '../resources/sign-in-problem.ts';
import { createUser, readUser, setPassword, updateAttributes } from '../resources/user.ts';
import type { Users } from '../resources/user-calls.ts';
import { attributeChanges, isSomebodyElse, isUnused } from '../resources/user-diff.ts';
import type { User } from '../resources/user-settings.ts';
import { quoted, type Secret } from '../secret.ts';
import { AT_ONCE } from './observe-rows.ts';
import { MARK } from './row-index.ts';
import type { UserRow, UsersFile } from './users-file.ts';

/** How a row ended. */
export type RowStatus = 'created' | 'updated' | 'exists' | 'failed';

/** Where a row is while it is written: the user is being created; it is ours, and its password is being set. */
export type RowPhase = 'creating' | 'setting';

/** What is written down of a row. */
export interface RowRecord {
  readonly line: number;
  readonly email: string;
  readonly status: RowStatus | RowPhase;
  /** Only when this program generated it. */
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
  /** The rows that an earlier run has begun, by their number in the index of the file. */
  readonly begun: ReadonlyMap<number, BegunRow>;
  /** Resolves when the record is on disk. */
  record(record: RowRecord): Promise<void>;
}

/** What is wanted of every row. */
export interface RowOptions {
  /** Cognito generates the password and emails it. */
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

/** Which rows are written, and how. */
export interface RowWork {
  readonly users: Users;
  readonly usersFile: UsersFile;
  readonly options: RowOptions;
  readonly journal: RowJournal;
  /** The command that repairs what keeps a row's user from signing in. */
  readonly repair: (row: UserRow, problem: SignInProblem) => string;
}

/** How a row ended, and why so. */
interface RowOutcome {
  readonly status: RowStatus;
  readonly reason: string;
  /** True when the user is there and cannot sign in. */
  readonly barred?: boolean;
}

/** One row while it is written, with what the journal has to hold at each moment. */
class RowWriter {
  readonly #work: RowWork;
  readonly #row: UserRow;
  readonly #number: number;
  readonly #begun: BegunRow | undefined;
  /** The password that was generated for this row, in this run or an earlier one. */
  #own: Secret | undefined;
  #password: Secret | undefined;

  constructor(work: RowWork, row: UserRow, number: number) {
    this.#work = work;
    this.#row = row;
    this.#number = number;
    this.#begun = work.journal.begun.get(number);
    this.#own = this.#begun?.password;
    this.#password = this.#own;
  }

  #has(mark: number): boolean {
    return this.#work.usersFile.index.has(this.#number, mark);
  }

  /** Writes the row, and records how it ended. */
  async write(): Promise<RowOutcome> {
    let outcome: RowOutcome;
    try {
      outcome = this.#has(MARK.exists) ? await this.#existing() : await this.#create();
    } catch (error) {
      if (!isNamed(error, ...OF_ONE_USER)) throw error;
      outcome = { status: 'failed', reason: `Cognito refuses it: ${quoted((error as Error).message)}` };
    }
    // What an earlier run has recorded stays, with its password, unless there is something new.
    const isNew = this.#password !== undefined || outcome.status === 'updated' || outcome.barred === true;
    if (!this.#has(MARK.recorded) || isNew) {
      await this.#record(outcome.status, outcome.reason);
    }
    this.#own?.forget();
    return outcome;
  }

  #record(status: RowStatus | RowPhase, reason = ''): Promise<void> {
    const { line, email } = this.#row;
    const generated = this.#work.options.givenPassword === undefined ? this.#password : undefined;
    return this.#work.journal.record({ line, email, status, password: generated, reason });
  }

  #newPassword(): Secret {
    const { givenPassword, minimumLength } = this.#work.options;
    if (givenPassword !== undefined) return givenPassword;
    this.#own ??= generatePassword(minimumLength);
    return this.#own;
  }

  async #create(): Promise<RowOutcome> {
    const { users, options } = this.#work;
    this.#password = options.invite ? undefined : this.#newPassword();
    if (this.#password !== undefined) await this.#record('creating');
    const { outcome } = await createUser(users, this.#row, this.#password, options.permanent);
    if (outcome === 'exists' || (outcome === 'unclear' && !(await this.#isOurs()))) {
      // Somebody else was quicker, or the list of users lagged behind: the password is nobody's.
      this.#password = undefined;
      return this.#existing();
    }
    if (this.#password !== undefined && (options.permanent || outcome === 'unclear')) {
      await this.#setPassword(this.#password);
    }
    await this.#addToGroups();
    return { status: 'created', reason: '' };
  }

  /** True when an attempt of ours has created the user late, or another run meanwhile, and nobody has signed in yet. */
  async #isOurs(): Promise<boolean> {
    const user = await readUser(this.#work.users, this.#row);
    return user !== undefined && isUnused(user);
  }

  async #setPassword(password: Secret, maybeSet = false): Promise<void> {
    await this.#record('setting');
    await setPassword(this.#work.users, this.#row, password, this.#work.options.permanent, maybeSet);
  }

  async #addToGroups(): Promise<void> {
    for (const group of this.#row.groups) await addToGroup(this.#work.users, this.#row, group);
  }

  async #existing(): Promise<RowOutcome> {
    const { users, usersFile, options } = this.#work;
    const { resetPassword } = options;
    const lacksGroups = usersFile.index.lacksGroups(this.#number);
    const isDone =
      this.#has(MARK.exists) && !this.#has(MARK.differs) && !this.#has(MARK.barred) && !lacksGroups;
    if (isDone && !resetPassword && this.#begun === undefined) return { status: 'exists', reason: '' };
    // The list may lag behind; this does not.
    const user = await readUser(users, this.#row);
    if (user === undefined) return this.#create();
    if (isSomebodyElse(user, this.#row)) {
      return { status: 'failed', reason: 'The user name belongs to somebody with another email address.' };
    }
    const finished = await this.#finish(user);
    const differences = this.#differences(user);
    const updates = options.update && differences !== '';
    if (updates) await updateAttributes(users, user, this.#row);
    if (lacksGroups) await this.#addToGroups();
    const barred = this.#barred(user);
    if (finished) return { status: 'created', reason: barred, barred: barred !== '' };
    return {
      status: updates || lacksGroups || resetPassword ? 'updated' : 'exists',
      reason: [barred, updates ? '' : differences].filter(Boolean).join('; '),
      barred: barred !== '',
    };
  }

  /**
   * Finishes what an earlier run has begun, or gives the user a new password if that is wanted.
   *
   * @returns true when an earlier run created the user
   */
  async #finish(user: User): Promise<boolean> {
    const { options } = this.#work;
    // Only a password that is recorded as being set can be in force: another user of that name is not ours.
    const ours = this.#begun !== undefined && (this.#begun.phase !== 'creating' || isUnused(user));
    const isSet = this.#begun?.phase === 'failed' && !isUnused(user);
    if (options.resetPassword || (ours && !isSet && !options.invite)) {
      this.#password = this.#newPassword();
      await this.#setPassword(this.#password, this.#begun?.phase === 'setting');
    } else if (!ours) {
      this.#password = undefined;
    }
    return ours;
  }

  /** What keeps the user from signing in, with the command that fixes it; empty when nothing does. */
  #barred(user: User): string {
    const status = this.#password === undefined ? user.status : 'CONFIRMED';
    const problem = signInProblem({ enabled: user.enabled, status });
    return problem === undefined
      ? ''
      : `cannot sign in: ${problem.why}; ${this.#work.repair(this.#row, problem)} fixes it`;
  }

  /** What is left as it is without --update, in words; empty when nothing differs. */
  #differences(user: User): string {
    const each = attributeChanges(user, this.#row).map(
      ({ name, from, to }) => `${name} is “${from ?? ''}” and not “${to}”`,
    );
    return each.length === 0 ? '' : `left as it is: ${each.join(', ')}; --update changes it`;
  }
}

/**
 * Writes the rows, as fast as the paces allow. A row that Cognito refuses is recorded and counted; any other failure ends
 * the run, after the rows that have begun.
 *
 * @param ended called with each row when it has ended
 * @throws CliError FILE_CHANGED for a row that was not there when the file was checked
 */
export async function writeRows(
  work: RowWork,
  ended: (row: UserRow, outcome: RowOutcome) => void,
): Promise<void> {
  await eachOf(work.usersFile.rows(), AT_ONCE, async (row) => {
    const number = work.usersFile.index.find(row);
    if (number === undefined) {
      throw new CliError(`The file of users has changed while it was read: line ${row.line} is new.`, {
        code: 'FILE_CHANGED',
        hint: 'Run the same command again: it checks the file anew, and goes on from what is there.',
      });
    }
    ended(row, await new RowWriter(work, row, number).write());
  });
}
