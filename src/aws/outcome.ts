import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from './clients.ts';

const THROTTLED = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling']);

/** True when AWS refused a call because of its rate, and so did nothing. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && THROTTLED.has(error.name);
}

/** True when AWS did nothing, because somebody else was changing the same thing at that moment. */
function isConflict(error: unknown): boolean {
  return isNamed(error, 'ConcurrentModificationException');
}

/** True when a call failed and nobody knows whether AWS acted: a time-out, a lost connection or a 5xx. */
export function isUnclear(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError') return false;
  if (error.name === 'TimeoutError') return true;
  const metadata = (error as { $metadata?: { httpStatusCode?: number } }).$metadata;
  if (metadata?.httpStatusCode !== undefined) return metadata.httpStatusCode >= 500;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'].includes(code);
}

/** True for the error of that name: SDK classes differ between bundles, names do not. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/**
 * What a call that reads or removes something answers; undefined when it is not there, or no more. No other error is
 * swallowed.
 *
 * @param notFound the name under which AWS says so
 */
export async function unlessGone<T>(
  call: () => Promise<T>,
  notFound = 'ResourceNotFoundException',
): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, notFound)) return undefined;
    throw error;
  }
}

const ATTEMPTS = 5;

/** Waits before the attempt after that one, with full jitter as the SDK's own retries, so that runs do not meet again. */
async function pause({ signal }: Pick<Aws, 'signal'>, attempt: number): Promise<void> {
  await sleep(Math.random() * 250 * 2 ** attempt, undefined, { signal });
}

/**
 * Changes something that others may change at the same moment: when they do, the whole of it is done again, since what
 * was read before is no longer what is there.
 *
 * @param change reads, lays what is wanted over it, and writes
 */
export async function changeInTurn<T>(aws: Pick<Aws, 'signal'>, change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (attempt === ATTEMPTS || !isConflict(error)) throw error;
      await pause(aws, attempt);
    }
  }
}

/**
 * Makes something that must not be made twice. AWS has no idempotency tokens here, so a create gets one attempt;
 * when its outcome is unclear, `find` looks for what was made before the create is tried again.
 *
 * @param create one attempt, through a client with `maxAttempts: 1`
 * @param find what is there now, or undefined
 */
export async function createOnce<T>(
  aws: Pick<Aws, 'signal'>,
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      if (attempt === ATTEMPTS || !(isThrottled(error) || isConflict(error) || isUnclear(error))) throw error;
      await pause(aws, attempt);
      if (isUnclear(error)) {
        const found = await find();
        if (found !== undefined) return found;
      }
    }
  }
}
