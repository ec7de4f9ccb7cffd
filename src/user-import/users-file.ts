import { groupsProblem, parseEmail, parseFullName, parseUsername, problemOf } from '../inputs/checks.ts';
import { attributeNamed, STANDARD_ATTRIBUTES, valueProblem } from '../resources/user-attributes.ts';
import type { UserValues } from '../resources/user-settings.ts';
import { CsvProblem, type CsvRow, csvRows, requireVersion, versionOf } from './csv-rows.ts';
import { RowIndex } from './row-index.ts';

/** A row of a file of users. */
export interface UserRow extends UserValues {
  readonly line: number;
  readonly groups: readonly string[];
}

/** What a column holds: `email`, `username`, `groups`, or the name of another attribute. */
type Column = string;

/** What the columns may be called, in any case and with spaces, hyphens or underscores. */
const HEADINGS: ReadonlyMap<string, Column> = new Map([
  ['email', 'email'],
  ['emailaddress', 'email'],
  ['username', 'username'],
  ['name', 'name'],
  ['fullname', 'name'],
  ['group', 'groups'],
  ['groups', 'groups'],
]);

/** Between groups in one cell: none of them has to be quoted in every dialect of CSV. */
const BETWEEN_GROUPS = /[;,|]/;
/** How many problems are shown one by one. */
const MOST_PROBLEMS = 20;

/** A file of users that was read through once: numbers of all rows in memory, the rows themselves whenever they are asked for. */
export interface UsersFile {
  readonly file: string;
  /** Every row by its user, with what it wants of that user. */
  readonly index: RowIndex;
  /** Every group that is named. */
  readonly groups: ReadonlySet<string>;
  /** True when it has a column of user names. */
  readonly hasUsernames: boolean;
  rows(): AsyncIterable<UserRow>;
  /** What is wrong, a sentence each; the users must not be written unless it is empty. */
  readonly problems: readonly string[];
  /** Stops the run when the file was changed since it was checked: CliError FILE_CHANGED. `rows` does the same. */
  requireUnchanged(): Promise<void>;
}

/** Collects problems, and counts those that would only flood the screen. */
export class ProblemList {
  readonly #shown: string[] = [];
  #more = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  add(problem: string): void {
    if (this.#shown.length < MOST_PROBLEMS) this.#shown.push(`--from-csv ${this.#file}: ${problem}.`);
    else this.#more += 1;
  }

  all(): string[] {
    const rest = `--from-csv ${this.#file}: and ${this.#more} more.`;
    return this.#more === 0 ? this.#shown : [...this.#shown, rest];
  }
}

const columnOf = (heading: string): Column | undefined =>
  HEADINGS.get(heading.toLowerCase().replace(/[\s_-]/g, '')) ?? attributeNamed(heading);

/** The columns of headings in which nothing is wrong. */
const columnsOf = (headings: readonly string[]): Column[] =>
  headings.map(columnOf).filter((column) => column !== undefined);

function headingProblems(headings: readonly string[]): string[] {
  const columns = headings.map(columnOf);
  const unknown = headings.filter((_, place) => columns[place] === undefined);
  const twice = columnsOf(headings).filter((column, place, all) => all.indexOf(column) !== place);
  return [
    ...(columns.includes('email') ? [] : ['it has no column named email']),
    ...(twice.length === 0 ? [] : [`it has two columns for ${[...new Set(twice)].join(', ')}`]),
    ...(unknown.length === 0
      ? []
      : [
          `it has a column that is not known: ${unknown.map((name) => name || '(without a name)').join(', ')}; there may be email, username, groups, ${STANDARD_ATTRIBUTES.join(', ')}, and custom:… for the user pool's own attributes`,
        ]),
  ];
}

function toRow({ line, cells }: CsvRow, columns: readonly Column[]): UserRow {
  const attributes: Record<string, string> = {};
  let email = '';
  let username: string | undefined;
  let groups: string[] = [];
  columns.forEach((column, place) => {
    const cell = cells[place] ?? '';
    if (column === 'email') email = cell;
    else if (column === 'username') username = cell;
    else if (column === 'groups') groups = cell.split(BETWEEN_GROUPS).map((name) => name.trim());
    else if (cell !== '') attributes[column] = cell;
  });
  const distinct = [...new Set(groups)].filter((name) => name !== '');
  return { line, email, username, attributes, groups: distinct };
}

const named = (name: string, problem: string | undefined): string | undefined =>
  problem === undefined ? undefined : `${name} ${problem}`;

function rowProblems({ email, username, attributes, groups }: UserRow): string[] {
  const { name, ...others } = attributes;
  const wrongUsername = username === undefined ? undefined : problemOf(() => parseUsername(username));
  return [
    problemOf(() => parseEmail(email)),
    named('username', wrongUsername),
    name === undefined ? undefined : problemOf(() => parseFullName(name)),
    ...Object.entries(others).map(([attribute, value]) => named(attribute, valueProblem(attribute, value))),
    groupsProblem(groups),
  ].filter((problem) => problem !== undefined);
}

/**
 * The rows of a file of users, one after the other, with the columns that its first line names.
 *
 * @throws CsvProblem; CliError FILE_CHANGED
 */
async function* userRows(file: string, version: string): AsyncGenerator<UserRow> {
  let columns: readonly Column[] | undefined;
  for await (const row of csvRows(file, version)) {
    if (columns === undefined) columns = columnsOf(row.cells);
    else yield toRow(row, columns);
  }
}

/** Reads through a file of users, and finds everything that is wrong with it: nothing of a row is kept but numbers. */
export async function checkUsersFile(file: string): Promise<UsersFile> {
  const index = new RowIndex();
  /** Its rows by their user names: two would be one user. */
  const names = new RowIndex();
  const groups = new Set<string>();
  const problems = new ProblemList(file);
  let version = '';
  let columns: readonly Column[] | undefined;

  const add = (row: UserRow): void => {
    const found = index.add(row);
    if (!found.fresh && row.email !== '') {
      problems.add(`line ${row.line}: “${row.email}” is in line ${index.number(found.row)} already`);
      return;
    }
    index.setNumber(found.row, row.line);
    index.setWanted(found.row, row, row.groups);
    if (row.username !== undefined && row.username !== '') {
      const named = names.add({ email: row.username });
      if (named.fresh) names.setNumber(named.row, row.line);
      else {
        problems.add(
          `line ${row.line}: the user name “${row.username}” is in line ${names.number(named.row)} already`,
        );
      }
    }
    for (const group of row.groups) groups.add(group);
  };

  try {
    version = await versionOf(file);
    for await (const row of csvRows(file, version)) {
      if (columns === undefined) {
        const bad = headingProblems(row.cells);
        for (const problem of bad) problems.add(problem);
        if (bad.length > 0) break;
        columns = columnsOf(row.cells);
        continue;
      }
      if (row.cells.length !== columns.length) {
        problems.add(
          `line ${row.line}: has ${row.cells.length} values, and the first line names ${columns.length} columns`,
        );
        continue;
      }
      const user = toRow(row, columns);
      for (const problem of rowProblems(user)) problems.add(`line ${row.line}: ${problem}`);
      add(user);
    }
    if (problems.all().length === 0 && index.size === 0) {
      problems.add('there is no user in it; the first line names the columns: email,name,groups');
    }
  } catch (error) {
    if (!(error instanceof CsvProblem)) throw error;
    problems.add(error.message);
  }
  return {
    file,
    index,
    groups,
    hasUsernames: columns?.includes('username') === true,
    rows: () => userRows(file, version),
    problems: problems.all(),
    requireUnchanged: () => requireVersion(file, version),
  };
}
