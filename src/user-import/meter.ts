/** Over how long the rate is measured: long enough to be steady, short enough to show that AWS throttles. */
const WINDOW_MS = 15_000;

const grouped = new Intl.NumberFormat('en-US');

/** A number as people read it: 10,000. */
export function counted(value: number): string {
  return grouped.format(value);
}

/** `1 user`, `2 users`. */
export function several(value: number, word: string): string {
  return `${counted(value)} ${word}${value === 1 ? '' : 's'}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Counts what is done of many things alike, and tells rate and time left. */
export class Meter {
  readonly #total: number;
  #done = 0;
  readonly #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(total: number) {
    this.#total = total;
  }

  get done(): number {
    return this.#done;
  }

  count(): void {
    this.#done += 1;
  }

  /** The state as a clause: `3,120 of 9,700 (32 %), 29.4 a second, 4 min left`; without a rate in the first moments. */
  describe(now = performance.now()): string {
    this.#samples.push({ at: now, done: this.#done });
    while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) > WINDOW_MS) this.#samples.shift();
    const { at = now, done = 0 } = this.#samples[0] ?? {};
    const share = this.#total === 0 ? 100 : Math.floor((100 * this.#done) / this.#total);
    const text = `${counted(this.#done)} of ${counted(this.#total)} (${share} %)`;
    const rate = now > at ? (1000 * (this.#done - done)) / (now - at) : 0;
    if (now - at < 2000) return text;
    if (rate === 0) return `${text}, waiting until AWS takes more calls`;
    return `${text}, ${rate.toFixed(1)} a second, ${duration((this.#total - this.#done) / rate)} left`;
  }
}
