import { createReadStream, createWriteStream } from 'node:fs';
import { access, constants, type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { pipeline as finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { CliError, UsageError } from '../errors.ts';
import { isOfSystem } from '../inputs/output-file.ts';
import { Secret } from '../secret.ts';
import { MARK, RowIndex } from './row-index.ts';
import type { BegunRow, RowJournal, RowRecord } from './write-rows.ts';

const COLUMNS = ['line', 'email', 'status', 'password', 'reason'] as const;
const HEADER = `${COLUMNS.join(',')}\n`;

type Cells = Readonly<Record<(typeof COLUMNS)[number], string>>;

const toLine = (cells: Cells): string => stringify([COLUMNS.map((name) => cells[name])]);

/** What is wrong with the file that `--result` names. */
function unusable(file: string, why: string): UsageError {
  return new UsageError(
    [`--result ${file}: ${why}.`],
    'Name a file that is not there yet, or the one that an earlier run of the same command has written.',
  );
}

/** The same for what keeps files from being written into its folder. */
export function unusableFolder(file: string, error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'its folder does not exist' : `its folder cannot be written to (${code})`;
  return unusable(file, why);
}

/** The length up to the last line that is whole: a run that was killed may have left half of one. */
async function wholeLength(handle: FileHandle, size: number): Promise<number> {
  const piece = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; end -= piece.length) {
    const start = Math.max(0, end - piece.length);
    const { bytesRead } = await handle.read(piece, 0, end - start, start);
    const at = piece.subarray(0, bytesRead).lastIndexOf('\n');
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

/**
 * Opens the file itself and not what a link leads to, when it is the user's own: passwords are written there.
 *
 * @param flags besides reading and writing
 * @throws UsageError, or what `open` does
 */
async function openOwn(file: string, flags = 0): Promise<FileHandle> {
  if (await isOfSystem(file)) throw unusable(file, NO_FILE);
  // Windows has neither of the two flags; without the second a pipe would be waited for.
  const { O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDWR | O_NOFOLLOW | O_NONBLOCK | flags, 0o600).catch((error) => {
    if (error.code === 'ELOOP') throw unusable(file, 'it is a symbolic link');
    if (error.code === 'EISDIR') throw unusable(file, NO_FILE);
    throw error;
  });
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw unusable(file, NO_FILE);
    if (found.nlink > 1) throw unusable(file, 'it exists under another name too (a hard link)');
    if (process.geteuid !== undefined && found.uid !== process.geteuid())
      throw unusable(file, 'it exists, and belongs to somebody else');
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const NO_FILE = 'it exists, and is not a regular file';

/** How long the file is, up to its last whole line; 0 when it is not there or empty. */
async function usableLength(file: string): Promise<number> {
  let handle: FileHandle | undefined;
  try {
    handle = await openOwn(file);
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER.length), 0, HEADER.length, 0);
    const head = buffer.subarray(0, bytesRead).toString('utf8');
    // Half a header is what a run leaves that was killed with its first write.
    if (!HEADER.startsWith(head)) throw unusable(file, 'it exists, and is not the result of add-user');
    return await wholeLength(handle, size);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 0;
    if (error instanceof UsageError) throw error;
    throw unusable(file, `it cannot be read and written (${code})`);
  } finally {
    await handle?.close();
  }
}

async function* records(file: string, length: number): AsyncGenerator<Cells> {
  if (length <= HEADER.length) return;
  const parser = parse({ columns: true });
  pipeline(createReadStream(file, { end: length - 1 }), parser, () => {});
  try {
    for await (const cells of parser as AsyncIterable<Cells>) yield cells;
  } catch (error) {
    if (error instanceof CsvError) throw unusable(file, `it is damaged (${error.message})`);
    throw error;
  }
}

/** What earlier runs have written down. */
export interface EarlierResult {
  readonly begun: ReadonlyMap<number, BegunRow>;
  /** True when a row stands in it more than once, or only half. */
  readonly untidy: boolean;
  readonly length: number;
}

/**
 * Looks, before anything is written, whether the result can be kept in that file, and what earlier runs have put there.
 *
 * @param index the rows of the users; what is finished or begun is marked there
 * @throws UsageError
 */
export async function readResult(file: string, index: RowIndex): Promise<EarlierResult> {
  try {
    await access(dirname(resolve(file)), constants.W_OK);
  } catch (error) {
    throw unusableFolder(file, error);
  }
  const length = await usableLength(file);
  const begun = new Map<number, BegunRow>();
  const seen = new RowIndex();
  let untidy = false;
  const finishedRows = new Set<string>(['created', 'updated', 'exists']);
  for await (const { email, status, password } of records(file, length)) {
    if (!seen.add({ email }).fresh) untidy = true;
    const row = index.find({ email });
    if (row === undefined) continue;
    if (finishedRows.has(status)) {
      begun.get(row)?.password?.forget();
      begun.delete(row);
      index.mark(row, MARK.recorded);
      continue;
    }
    index.unmark(row, MARK.recorded);
    const phase = status === 'creating' || status === 'setting' ? status : 'failed';
    // A row that failed before there was a user is simply done again.
    if (phase === 'failed' && password === '') begun.delete(row);
    else begun.set(row, { phase, password: password === '' ? undefined : new Secret(password) });
  }
  return { begun, untidy, length };
}

/** The result of a run, row by row: on disk before a password is set, and readable only for its owner. */
export class ResultFile implements RowJournal {
  readonly begun: ReadonlyMap<number, BegunRow>;
  readonly #file: string;
  readonly #handle: FileHandle;
  #waiting = '';
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();
  #untidy: boolean;

  private constructor(file: string, handle: FileHandle, earlier: EarlierResult) {
    this.#file = file;
    this.#handle = handle;
    this.begun = earlier.begun;
    this.#untidy = earlier.untidy;
  }

  /** Opens the file behind what earlier runs have written. */
  static async open(file: string, earlier: EarlierResult): Promise<ResultFile> {
    try {
      const handle = await openOwn(file, constants.O_APPEND | constants.O_CREAT);
      await handle.chmod(0o600);
      await handle.truncate(earlier.length);
      if (earlier.length === 0) await handle.appendFile(HEADER);
      return new ResultFile(file, handle, earlier);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw failed(file, error);
    }
  }

  /** Records that arrive during a write share the next one. */
  record({ line, email, status, password, reason }: RowRecord): Promise<void> {
    // What is recorded of a user who was there may be the second record of the row.
    const isSecond = status === 'exists' && reason !== '';
    if (status === 'creating' || status === 'setting' || status === 'updated' || isSecond)
      this.#untidy = true;
    const oneLine = reason.replace(/\s+/g, ' ');
    const cells = { line: String(line), email, status, password: password?.reveal() ?? '', reason: oneLine };
    this.#waiting += toLine(cells);
    this.#next ??= this.#last.then(() => this.#write());
    this.#last = this.#next;
    return this.#next;
  }

  async #write(): Promise<void> {
    const text = this.#waiting;
    this.#waiting = '';
    this.#next = undefined;
    try {
      await this.#handle.appendFile(text);
      await this.#handle.datasync();
    } catch (error) {
      throw failed(this.#file, error);
    }
  }

  /** Ends the file: each row stands in it once, as it ended. */
  async close(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#handle.close();
    if (this.#untidy) await tidy(this.#file);
  }
}

/** Of the records of an address: its last one has no password; an earlier one has. */
const TIDY = { lastIsBare: 1, hasPassword: 2 } as const;

/**
 * Keeps the last record of each address, with the last password that any of them has. The file is replaced when the new
 * one is on disk.
 */
async function tidy(file: string): Promise<void> {
  const length = await usableLength(file);
  const last = new RowIndex();
  let place = 0;
  for await (const { email, password } of records(file, length)) {
    const { row } = last.add({ email });
    last.setNumber(row, place);
    last.unmark(row, TIDY.lastIsBare);
    last.mark(row, password === '' ? TIDY.lastIsBare : TIDY.hasPassword);
    place += 1;
  }
  const carried = new Map<number, string>();
  const draft = `${file}.${process.pid}.tmp`;
  const lines = async function* () {
    yield HEADER;
    let at = 0;
    for await (const cells of records(file, length)) {
      const { row } = last.add(cells);
      const isCarried = last.has(row, TIDY.lastIsBare) && last.has(row, TIDY.hasPassword);
      if (isCarried && cells.password !== '') carried.set(row, cells.password);
      if (last.number(row) === at) {
        yield toLine({ ...cells, password: cells.password || (carried.get(row) ?? '') });
        carried.delete(row);
      }
      at += 1;
    }
  };
  try {
    await finished(
      Readable.from(lines()),
      createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true }),
    );
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw failed(file, error);
  }
}

function failed(file: string, error: unknown): CliError {
  return new CliError(
    `The file ${file} could not be written (${(error as NodeJS.ErrnoException).code}). No password was set that is not in it.`,
    {
      code: 'OUTPUT_FAILED',
      hint: 'Make room or name another --result, and run the same command again: it goes on from what is there.',
      cause: error,
    },
  );
}
