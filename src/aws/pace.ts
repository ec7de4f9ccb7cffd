import { setTimeout as sleep } from 'node:timers/promises';
import { isThrottled, isUnclear } from './outcome.ts';

/** How far behind its time a call may be made up for: what a busy computer loses must not be lost for good. */
const SLACK_MS = 250;
/** The least share of the rate that is left after AWS has throttled again and again. */
const LEAST = 1 / 32;
/** The share of the full rate that comes back in a second without throttling. */
const RECOVERY = 0.05;
/** How long AWS may go on refusing one call. */
const PATIENCE_MS = 5 * 60_000;
const LONGEST_PAUSE_MS = 10_000;
const UNCLEAR_ATTEMPTS = 5;

/** Calls of one kind, evenly spread; fewer of them while AWS throttles, and slowly as many as before afterwards. */
export class Pace {
  readonly #perSecond: number;
  #share = 1;
  #next = 0;
  #changed = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Resolves when the next call may go. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    if (now > this.#changed) {
      this.#share = Math.min(1, this.#share + ((now - this.#changed) / 1000) * RECOVERY);
      this.#changed = now;
    }
    const at = Math.max(this.#next, now - SLACK_MS);
    this.#next = at + 1000 / (this.#perSecond * this.#share);
    if (at > now) await sleep(at - now, undefined, { signal });
    signal.throwIfAborted();
  }

  /** AWS has refused a call: half the rate, once for all calls of the same second. */
  slower(): void {
    const now = performance.now();
    if (now < this.#changed) return;
    this.#share = Math.max(LEAST, this.#share / 2);
    // In the future: nothing comes back, and nothing more is used, for a second.
    this.#changed = now + 1000;
  }
}

/**
 * Makes one call in its turn, and again while AWS throttles it (minutes, with pauses of full jitter) or when its outcome
 * is unclear.
 *
 * @param call one attempt, through a client that neither retries nor keeps a pace of its own
 * @param found looks what an unclear attempt has done; its result, if any, is the call's. Left out where the call may
 *   simply be made again.
 */
export async function paced<T>(
  pace: Pace,
  signal: AbortSignal,
  call: () => Promise<T>,
  found: () => Promise<T | undefined> = async () => undefined,
): Promise<T> {
  const started = performance.now();
  let unclear = 0;
  for (let attempt = 0; ; attempt += 1) {
    await pace.turn(signal);
    try {
      return await call();
    } catch (error) {
      const refused = isThrottled(error);
      if (refused) pace.slower();
      else if (isUnclear(error)) unclear += 1;
      else throw error;
      if (unclear >= UNCLEAR_ATTEMPTS || performance.now() - started > PATIENCE_MS) throw error;
      const pause = Math.random() * Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(attempt, 10));
      await sleep(pause, undefined, { signal });
      const result = refused ? undefined : await found();
      if (result !== undefined) return result;
    }
  }
}
