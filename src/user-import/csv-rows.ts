import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { CliError } from '../errors.ts';

/** A record of a CSV file, with the line on which it ends. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What keeps a file from being read as CSV: a clause that follows the file's name. */
export class CsvProblem extends Error {}

/** Far more than a user has: an open quote must not pull the whole file into one record. */
const LONGEST_RECORD = 128 * 1024;
const SAMPLE = 64 * 1024;

interface Dialect {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be';
  readonly delimiter: string;
}

const AS_UTF8 = 'save it as “CSV UTF-8”, as the spreadsheet calls it';

/** Distinguishes one version of a file from another: it is read more than once. */
export async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new CsvProblem(`it cannot be read (${error.code})`);
  });
  if (found.isDirectory()) throw new CsvProblem('it is a folder, not a file');
  if (!found.isFile()) {
    throw new CsvProblem(
      'it is not a regular file: the users are read more than once, first to check them all; save them to a file',
    );
  }
  return `${found.ino} ${found.size} ${found.mtimeMs}`;
}

/**
 * Stops a run when the file is not what was checked, or planned with, any more.
 *
 * @throws CliError FILE_CHANGED
 */
export async function requireVersion(file: string, version: string): Promise<void> {
  if ((await versionOf(file)) === version) return;
  throw new CliError(`The file ${file} was changed while this run was reading it.`, {
    code: 'FILE_CHANGED',
    hint: 'Run the same command again: it checks the file as it is now, and leaves alone what is done.',
  });
}

/**
 * The records of a CSV file, read piece by piece (RFC 4180, and what spreadsheets make of it): UTF-8 with or without a
 * byte order mark, UTF-16 with one; comma, semicolon or tab, whichever the first line has most of outside quotes.
 *
 * @param version the one that has to be read, from its first line to its last
 * @throws CsvProblem; CliError FILE_CHANGED
 */
export async function* csvRows(file: string, version: string): AsyncGenerator<CsvRow> {
  await requireVersion(file, version);
  const { encoding, delimiter } = await dialectOf(file);
  const parser = parse({
    delimiter,
    info: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
    max_record_size: LONGEST_RECORD,
  });
  // An error ends the parser too, and is thrown where its rows are taken.
  pipeline(Readable.from(decoded(file, encoding)), parser, () => {});
  try {
    const records = parser as AsyncIterable<{ record: string[]; info: { lines: number } }>;
    for await (const { record, info } of records) yield { line: info.lines, cells: record };
    await requireVersion(file, version);
  } catch (error) {
    if (error instanceof CsvError) throw new CsvProblem(error.message.replace(/\.$/, ''));
    throw error;
  }
}

async function dialectOf(file: string): Promise<Dialect> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE), 0, SAMPLE, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const encoding = encodingOf(bytes);
    const [first = ''] = new TextDecoder(encoding).decode(bytes).split(/\r\n|\r|\n/, 1);
    return { encoding, delimiter: delimiterOf(first) };
  } catch (error) {
    throw new CsvProblem(`it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  } finally {
    await handle?.close();
  }
}

function encodingOf(bytes: Buffer): Dialect['encoding'] {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** The text piece by piece. */
async function* decoded(file: string, encoding: Dialect['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const checked = (text: string): string => {
    const at = text.indexOf('\0');
    const linesIn = (part: string) => part.split('\n').length - 1;
    if (at >= 0) {
      throw new CsvProblem(`line ${line + linesIn(text.slice(0, at))}: holds a NUL character; ${AS_UTF8}`);
    }
    line += linesIn(text);
    return text;
  };
  const decode = (piece?: Buffer): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw new CsvProblem(
        `near line ${line}: is not ${encoding === 'utf-8' ? 'UTF-8' : 'UTF-16'}; ${AS_UTF8}`,
      );
    }
  };
  const pieces: AsyncIterable<Buffer> = createReadStream(file);
  for await (const piece of pieces) yield checked(decode(piece));
  yield checked(decode());
}
