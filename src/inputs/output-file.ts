import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  appendFile,
  lstat,
  mkdir,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { CancelledError, CliError, UsageError } from '../errors.ts';
import type { Context } from '../run/context.ts';

/** The flags that name a file to write. */
export type FileFlag = '--output' | '--secret-file';

async function statOrNothing(flag: FileFlag, path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A link that leads nowhere is there all the same, and would be replaced.
    if (code === 'ENOENT') return lstat(path).catch(() => undefined);
    throw new UsageError([`${flag} ${path}: it cannot be checked (${code}).`]);
  }
}

/** The path without links in its folder; a folder that is not there is reported by `prepareOutput`. */
async function realPath(file: string): Promise<string> {
  const path = resolve(file);
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

/** True for what stands for a stream, such as /dev/stdout: it looks like the file to which the stream goes. */
export async function isOfSystem(file: string): Promise<boolean> {
  return /^\/(?:dev|dev\/fd|proc\/.+)$/.test(dirname(await realPath(file)));
}

/**
 * Stops a run that would write the secret and the rest to one file.
 *
 * @throws UsageError
 */
export async function requireApart(output: string, secretFile: string): Promise<void> {
  if ((await realPath(output)) !== (await realPath(secretFile))) return;
  throw new UsageError([
    '--output and --secret-file name the same file, and the secret is to be kept apart.',
  ]);
}

/** Where the program notes what it has written: a digest a line, of path and content. */
const notes = (): string => join(envPaths('mendix-cognito', { suffix: '' }).data, 'written-files');
const MOST_NOTES = 1000;

async function digestOf(file: string, content: string | Buffer): Promise<string> {
  const path = await realPath(file);
  return createHash('sha256').update(`${path}\0`).update(content).digest('hex');
}

const noted = async (): Promise<string[]> => (await readFile(notes(), 'utf8')).split('\n').filter(Boolean);

/** True when this program wrote that file, and nobody has changed it since. */
async function isOurs(file: string): Promise<boolean> {
  try {
    return (await noted()).includes(await digestOf(file, await readFile(file)));
  } catch {
    return false;
  }
}

/** Notes what was written. Where that is not possible the file counts as somebody else's from now on. */
async function note(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(notes()), { recursive: true, mode: 0o700 });
    await appendFile(notes(), `${await digestOf(file, text)}\n`, { mode: 0o600 });
    const all = await noted();
    if (all.length > MOST_NOTES) await writeFile(notes(), `${all.slice(-MOST_NOTES / 2).join('\n')}\n`);
  } catch {}
}

/**
 * Checks that the file can be written, before anything is read or made. An existing one that this program wrote is
 * replaced with `--yes` or after asking, any other only with `--overwrite`.
 *
 * @throws UsageError, or CancelledError when the user says no.
 */
export async function prepareOutput(
  context: Context,
  file: string,
  { overwrite = false }: { readonly overwrite?: boolean | undefined },
  flag: FileFlag = '--output',
): Promise<void> {
  const folder = dirname(resolve(file));
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'its folder does not exist' : `its folder cannot be written to (${code})`;
    throw new UsageError([`${flag} ${file}: ${why}.`]);
  }
  const found = await statOrNothing(flag, file);
  if (found === undefined) return;
  if (!found.isFile() || (await isOfSystem(file))) {
    throw new UsageError([`${flag} ${file}: it exists, and is not a regular file.`]);
  }
  if (overwrite || context.options.dryRun) return;
  if (!(await isOurs(file))) {
    throw new UsageError([
      `${flag} ${file}: the file is there already, and this program did not write what is in it; add --overwrite to replace it.`,
    ]);
  }
  if (context.options.yes) return;
  if (!context.terminal.interactive) {
    throw new UsageError([`${flag} ${file}: the file is there already; add --yes to replace it.`]);
  }
  const ask = await context.prompts();
  if (!(await ask.agree(`Replace the file ${file}?`, false))) throw new CancelledError();
}

/** Room on the disk for a file that is written at the end of a run. */
export interface ReservedOutput {
  /** Writes the file so that only its owner can read it, whole or not at all. */
  keep(text: string): Promise<void>;
  /** Gives the room back, when nothing was kept. */
  release(): Promise<void>;
}

/**
 * Takes the room for a file before that is done whose result must not be lost for want of it.
 *
 * @param bytes at least as many as the text will have
 * @throws CliError OUTPUT_FAILED, as `keep` does
 */
export async function reserveOutput(
  file: string,
  bytes: number,
  flag: FileFlag = '--output',
): Promise<ReservedOutput> {
  const draft = `${resolve(file)}.${process.pid}.tmp`;
  const orFail = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await rm(draft, { force: true });
      throw new CliError(
        `The file ${file} could not be written (${(error as NodeJS.ErrnoException).code}).`,
        {
          code: 'OUTPUT_FAILED',
          hint: `Make room, name another ${flag}, or leave it out.`,
          cause: error,
        },
      );
    }
  };
  const write = async (flags: 'wx' | 'r+', text: string) => {
    const handle = await open(draft, flags, 0o600);
    try {
      await handle.writeFile(text);
      await handle.truncate(Buffer.byteLength(text));
      await handle.datasync();
    } finally {
      await handle.close();
    }
  };
  await orFail(() => write('wx', ' '.repeat(bytes)));
  return {
    keep: async (text) => {
      await orFail(async () => {
        await write('r+', text);
        await rename(draft, file);
      });
      await note(file, text);
    },
    release: () => rm(draft, { force: true }),
  };
}

/**
 * Writes the file so that only its owner can read it, whole or not at all.
 *
 * @throws CliError OUTPUT_FAILED: what was seen by `prepareOutput` has changed since.
 */
export async function writeOutput(file: string, text: string, flag: FileFlag = '--output'): Promise<void> {
  const reserved = await reserveOutput(file, Buffer.byteLength(text), flag);
  await reserved.keep(text);
}
