import { constants } from 'node:fs';
import { access, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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
    throw new UsageError([`${flag} ${path}: it cannot be looked at (${code}).`]);
  }
}

/** The path without links in its folder; a folder that is not there is told by `prepareOutput`. */
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

/**
 * Checks that the file can be written, before anything is read or made; an existing one only with `--yes` or after
 * asking, or when nothing will be written.
 *
 * @throws UsageError, or CancelledError when the user says no.
 */
export async function prepareOutput(
  context: Context,
  file: string,
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
    throw new UsageError([`${flag} ${file}: it is there, and is no regular file.`]);
  }
  if (context.options.yes || context.options.dryRun) return;
  if (!context.terminal.interactive) {
    throw new UsageError([`${flag} ${file}: the file is there already; add --yes to replace it.`]);
  }
  const ask = await context.prompts();
  if (!(await ask.agree(`Replace the file ${file}?`, false))) throw new CancelledError();
}

/**
 * Writes the file so that only its owner can read it, whole or not at all.
 *
 * @throws CliError OUTPUT_FAILED: what was seen by `prepareOutput` has changed since.
 */
export async function writeOutput(file: string, text: string, flag: FileFlag = '--output'): Promise<void> {
  const draft = `${resolve(file)}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new CliError(`The file ${file} could not be written (${(error as NodeJS.ErrnoException).code}).`, {
      code: 'OUTPUT_FAILED',
      hint: `Name another ${flag}, or leave it out.`,
      cause: error,
    });
  }
}
