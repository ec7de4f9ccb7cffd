import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { CliError } from '../errors.ts';
import { unusableFolder } from './result-file.ts';

/** Who holds a lock: the process, and the computer that it runs on. */
const OURS = `${process.pid} ${hostname()}`;

/** True when the process that the lock names has ended; on another computer that cannot be seen. */
function hasEnded(holder: string): boolean {
  const [pid = '', ...host] = holder.split(' ');
  if (host.join(' ') !== hostname() || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** @returns the text of the lock that is in the way, or undefined when the lock is ours now */
async function takeLock(lock: string): Promise<string | undefined> {
  try {
    await writeFile(lock, OURS, { mode: 0o600, flag: 'wx' });
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      await rm(lock, { force: true });
      throw error;
    }
    return readFile(lock, 'utf8').catch(() => '');
  }
}

/**
 * Keeps the file for this run alone: two runs that write to one file lose passwords of each other.
 *
 * @returns what gives it back
 * @throws CliError RESULT_IN_USE; UsageError when its folder cannot be written to
 */
export async function lockResult(file: string): Promise<() => Promise<void>> {
  const lock = `${resolve(file)}.lock`;
  try {
    let holder = await takeLock(lock);
    if (holder !== undefined && hasEnded(holder)) {
      // Of two runs that find it at once, one takes it over.
      const release = await takeLock(`${lock}.lock`);
      if (release === undefined) {
        if ((await readFile(lock, 'utf8').catch(() => '')) === holder) await rm(lock, { force: true });
        holder = await takeLock(lock);
        await rm(`${lock}.lock`, { force: true });
      }
    }
    if (holder !== undefined) {
      throw new CliError(`Another run writes to ${file} (process ${holder.replace(' ', ' on ')}).`, {
        code: 'RESULT_IN_USE',
        hint: `Wait until it has ended, then run the same command again. If no run is left, delete ${lock}.`,
      });
    }
    return () => rm(lock, { force: true });
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw unusableFolder(file, error);
  }
}
