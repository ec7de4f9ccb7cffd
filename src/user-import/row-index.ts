import { createHash } from 'node:crypto';

const FIRST_CAPACITY = 1024;

/**
 * The rows of a file by their email address, in any case. It holds a digest of each address and a few numbers, some 50
 * bytes a row, so that a file may be far longer than what fits into memory. Two addresses of a file with a million rows
 * share a digest (64 bits) about once in 40 million files.
 */
export class RowIndex {
  size = 0;
  #capacity = FIRST_CAPACITY;
  /** A row's number + 1, or 0 where nothing is: twice as many as rows, so that a search ends soon. */
  #slots = new Int32Array(2 * FIRST_CAPACITY);
  #high = new Uint32Array(FIRST_CAPACITY);
  #low = new Uint32Array(FIRST_CAPACITY);
  #numbers = new Uint32Array(FIRST_CAPACITY);
  #digests = new Float64Array(FIRST_CAPACITY);
  #patterns = new Uint16Array(FIRST_CAPACITY);
  #groups = new Uint8Array(FIRST_CAPACITY);
  #marks = new Uint8Array(FIRST_CAPACITY);

  /** The row of that address, or undefined when there is none. */
  find(email: string): number | undefined {
    const [high, low] = digestOf(email);
    const row = (this.#slots[this.#place(high, low)] ?? 0) - 1;
    return row < 0 ? undefined : row;
  }

  /** Adds a row, or finds the one that the address has; `fresh` tells which. */
  add(email: string): { readonly row: number; readonly fresh: boolean } {
    if (this.size === this.#capacity) this.#grow();
    const [high, low] = digestOf(email);
    const place = this.#place(high, low);
    const before = this.#slots[place] ?? 0;
    if (before > 0) return { row: before - 1, fresh: false };
    const row = this.size;
    this.size += 1;
    this.#high[row] = high;
    this.#low[row] = low;
    this.#slots[place] = this.size;
    return { row, fresh: true };
  }

  /** The number that was kept with a row: its line, or its place in a file. */
  number(row: number): number {
    return this.#numbers[row] ?? 0;
  }

  setNumber(row: number, value: number): void {
    this.#numbers[row] = value;
  }

  /** What the row wants of a user: a digest of the values, and which list of attributes they are of. */
  wanted(row: number): { readonly digest: number; readonly pattern: number; readonly groups: number } {
    return {
      digest: this.#digests[row] ?? 0,
      pattern: this.#patterns[row] ?? 0,
      groups: this.#groups[row] ?? 0,
    };
  }

  setWanted(row: number, digest: number, pattern: number, groups: number): void {
    this.#digests[row] = digest;
    this.#patterns[row] = pattern;
    this.#groups[row] = groups;
  }

  /** One group fewer is missing. */
  foundGroup(row: number): void {
    const left = this.#groups[row] ?? 0;
    if (left > 0) this.#groups[row] = left - 1;
  }

  has(row: number, mark: number): boolean {
    return ((this.#marks[row] ?? 0) & mark) !== 0;
  }

  mark(row: number, mark: number): void {
    this.#marks[row] = (this.#marks[row] ?? 0) | mark;
  }

  unmark(row: number, mark: number): void {
    this.#marks[row] = (this.#marks[row] ?? 0) & ~mark;
  }

  /** Where that digest stands, or the free slot where it would. */
  #place(high: number, low: number): number {
    const slots = this.#slots.length;
    for (let place = low % slots; ; place = (place + 1) % slots) {
      const row = (this.#slots[place] ?? 0) - 1;
      if (row < 0 || (this.#high[row] === high && this.#low[row] === low)) return place;
    }
  }

  #grow(): void {
    const capacity = 2 * this.#capacity;
    this.#capacity = capacity;
    this.#high = longer(this.#high, new Uint32Array(capacity));
    this.#low = longer(this.#low, new Uint32Array(capacity));
    this.#numbers = longer(this.#numbers, new Uint32Array(capacity));
    this.#digests = longer(this.#digests, new Float64Array(capacity));
    this.#patterns = longer(this.#patterns, new Uint16Array(capacity));
    this.#groups = longer(this.#groups, new Uint8Array(capacity));
    this.#marks = longer(this.#marks, new Uint8Array(capacity));
    this.#slots = new Int32Array(2 * capacity);
    for (let row = 0; row < this.size; row += 1) {
      this.#slots[this.#place(this.#high[row] ?? 0, this.#low[row] ?? 0)] = row + 1;
    }
  }
}

function longer<Numbers extends Uint32Array | Float64Array | Uint16Array | Uint8Array>(
  before: Numbers,
  after: Numbers,
): Numbers {
  after.set(before);
  return after;
}

function digestOf(email: string): readonly [high: number, low: number] {
  const digest = createHash('sha256').update(email.toLowerCase()).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
