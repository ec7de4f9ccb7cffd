import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { emptyState, type State } from './state.ts';

/** The state file cannot be used; the message says why. */
export class StateFileError extends Error {}

/**
 * Reads a state file, and sees that it can be written, before anything depends on it. A missing file is an empty
 * state.
 *
 * @throws StateFileError when the file is there and is no state of this version (it is not overwritten by accident), or
 *   when it cannot be read or written
 */
export async function claimState(file: string): Promise<State> {
  try {
    const state = await loadState(file);
    await saveState(file, state);
    return state;
  } catch (error) {
    if (error instanceof StateFileError) throw error;
    throw new StateFileError(
      `The state cannot be kept in ${file} (${(error as NodeJS.ErrnoException).code}).`,
      {
        cause: error,
      },
    );
  }
}

async function loadState(file: string): Promise<State> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return emptyState();
    throw error;
  }
  let state: unknown;
  try {
    state = JSON.parse(content);
  } catch (error) {
    throw new StateFileError(`${file} is not a sandbox state: it is not JSON.`, { cause: error });
  }
  if (!isState(state)) throw new StateFileError(`${file} is not a sandbox state of this version.`);
  return state;
}

/** Writes the whole state, readable by its owner only, so that a reader or a crash never meets half a file. */
export async function saveState(file: string, state: State): Promise<void> {
  const content = JSON.stringify(state);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const LISTS_OF_A_POOL = [
  'domains',
  'clients',
  'brandings',
  'users',
  'groups',
  'challenges',
  'refreshTokens',
] as const;

/** Distinguishes a state from any other file, so that neither a call nor an overwritten file shows the difference later. */
function isState(value: unknown): value is State {
  return (
    isObject(value) &&
    value.version === 1 &&
    everyOf(
      value.pools,
      (pool) => typeof pool.id === 'string' && LISTS_OF_A_POOL.every((list) => Array.isArray(pool[list])),
    ) &&
    everyOf(value.identities, (identity) => typeof identity.name === 'string') &&
    everyOf(value.inbox, (mail) => typeof mail.to === 'string')
  );
}

function everyOf(list: unknown, holds: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(list) && list.every((item) => isObject(item) && holds(item));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
