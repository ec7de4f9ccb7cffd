import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { InputProblem, parseEmail, parseFullName } from './checks.ts';

/** A user that a command is about. */
export interface GivenUser {
  readonly email: string;
  readonly fullName: string | undefined;
}

/** What the columns may be called, in any case and with spaces, hyphens or underscores. */
const COLUMNS: Readonly<Record<string, 'email' | 'fullName'>> = {
  email: 'email',
  emailaddress: 'email',
  name: 'fullName',
  fullname: 'fullName',
};

/** Far more than Cognito makes in a minute, and small enough to be read at once. */
const MOST = 10_000;

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

const columnOf = (header: string) => COLUMNS[header.toLowerCase().replace(/[\s_-]/g, '')];

function rowsOf(text: string): Row[] {
  return parse(text, {
    bom: true,
    // What a spreadsheet saves, in countries with a decimal comma too.
    delimiter: [',', ';', '\t'],
    columns: (headers: string[]) => headers.map((header) => columnOf(header) ?? header),
    info: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as Row[];
}

function problemOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    return error.message;
  }
}

function headerProblems(rows: readonly Row[]): string[] {
  const names = Object.keys(rows[0]?.record ?? {});
  const known = new Set<string>(Object.values(COLUMNS));
  const unknown = names.filter((name) => !known.has(name));
  return [
    ...(names.includes('email') ? [] : ['it has no column named email']),
    ...(unknown.length === 0
      ? []
      : [`it has a column that is not known: ${unknown.join(', ')}; there may be email and name`]),
  ];
}

function rowProblems({ record, info }: Row, seen: Map<string, number>): string[] {
  const { email = '', fullName = '' } = record;
  const key = email.toLowerCase();
  const before = seen.get(key);
  seen.set(key, before ?? info.lines);
  const problems = [
    problemOf(() => parseEmail(email)),
    fullName === '' ? undefined : problemOf(() => parseFullName(fullName)),
    before === undefined || email === '' ? undefined : `“${email}” stands in line ${before} already`,
  ];
  return problems
    .filter((problem) => problem !== undefined)
    .map((problem) => `line ${info.lines}: ${problem}`);
}

/** Users from a file, and what is wrong with it: every line at once. */
export interface UsersFile {
  readonly users: readonly GivenUser[];
  readonly problems: readonly string[];
}

/**
 * Reads users from a CSV file with a header line: a column `email`, and if wanted `name`. Comma, semicolon and tab
 * separate; a byte order mark is passed over.
 */
export async function readUsersFile(file: string): Promise<UsersFile> {
  const bad = (...problems: string[]): UsersFile => ({
    users: [],
    problems: problems.map((problem) => `--from-csv ${file}: ${problem}.`),
  });
  let rows: Row[];
  try {
    rows = rowsOf(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof CsvError) return bad(error.message);
    return bad(`it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  if (rows.length === 0) return bad('there is no user in it; the first line names the columns: email,name');
  if (rows.length > MOST) return bad(`it has ${rows.length} users; at most ${MOST} go in one run`);
  const header = headerProblems(rows);
  if (header.length > 0) return bad(...header);
  const seen = new Map<string, number>();
  const problems = rows.flatMap((row) => rowProblems(row, seen));
  if (problems.length > 0) return bad(...problems);
  const users = rows.map(({ record }) => ({
    email: record.email ?? '',
    fullName: record.fullName || undefined,
  }));
  return { users, problems: [] };
}
