import { createHash } from 'node:crypto';
import { type Identified, identifierKey, type UserValues } from '../resources/user-settings.ts';

/** What is known of a row's user. */
export const MARK = {
  /** There is such a user. */
  exists: 1,
  /** An attribute differs, or the address is not verified. */
  differs: 2,
  /** An earlier run has finished this row. */
  recorded: 4,
  /** Cannot sign in. */
  barred: 8,
} as const;

type Values = Readonly<Record<string, string>>;

/** Lists of names, each held once and known by its number: many rows have the same one. */
class NameLists {
  readonly all: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();

  /** The number of that list. No name has a line break. */
  numberOf(names: readonly string[]): number {
    const key = names.join('\n');
    const number = this.#numbers.get(key) ?? this.all.push(names) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

const FIRST_CAPACITY = 1024;

/**
 * The rows of a file by what identifies their users. It holds a digest of that and a few numbers, some 57 bytes a row, so
 * that a file may be far longer than what fits into memory. Two users of a file with a million rows share a digest
 * (64 bits) about once in 40 million files.
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
  /** Which of the lists of names the row's attributes have. */
  #attributeLists = new Uint32Array(FIRST_CAPACITY);
  /** Which of the lists of groups the row wants, and how many of them the user is not in yet. */
  #groupLists = new Uint32Array(FIRST_CAPACITY);
  #groups = new Uint8Array(FIRST_CAPACITY);
  #marks = new Uint8Array(FIRST_CAPACITY);
  readonly #attributeNames = new NameLists();
  readonly #wantedGroups = new NameLists();

  /** The row of that user, or undefined when there is none. */
  find(user: Identified): number | undefined {
    const [high, low] = digestOf(user);
    const row = (this.#slots[this.#place(high, low)] ?? 0) - 1;
    return row < 0 ? undefined : row;
  }

  /** Adds a row, or finds the one that the user has; `fresh` says which. */
  add(user: Identified): { readonly row: number; readonly fresh: boolean } {
    if (this.size === this.#capacity) this.#grow();
    const [high, low] = digestOf(user);
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

  /** The number that belongs to a row: its line, or its place in a file. */
  number(row: number): number {
    return this.#numbers[row] ?? 0;
  }

  setNumber(row: number, value: number): void {
    this.#numbers[row] = value;
  }

  /** Notes what the row wants of its user: values, of which a digest stays, and groups. */
  setWanted(row: number, user: UserValues, groups: readonly string[]): void {
    const attributes = valuesOf(user);
    const names = Object.keys(attributes).toSorted();
    this.#attributeLists[row] = this.#attributeNames.numberOf(names);
    this.#digests[row] = digestOfValues(names, attributes);
    this.#groupLists[row] = this.#wantedGroups.numberOf(groups);
    this.#groups[row] = groups.length;
  }

  /** The names of all attributes that rows give a value to. */
  attributeNames(): string[] {
    return [...new Set(this.#attributeNames.all.flat())].filter((name) => name !== USERNAME);
  }

  /** True when the user has the values that the row wants. */
  isMet(row: number, user: UserValues): boolean {
    const attributes = valuesOf(user);
    const names = this.#attributeNames.all[this.#attributeLists[row] ?? 0] ?? [];
    return digestOfValues(names, attributes) === this.#digests[row];
  }

  /** True when the user is not in every group yet. */
  lacksGroups(row: number): boolean {
    return (this.#groups[row] ?? 0) > 0;
  }

  /** One group fewer is missing, when the row wants that one: its user may be in others that only other rows want. */
  foundGroup(row: number, group: string): void {
    if (this.#wantedGroups.all[this.#groupLists[row] ?? 0]?.includes(group) !== true) return;
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
    this.#attributeLists = longer(this.#attributeLists, new Uint32Array(capacity));
    this.#groupLists = longer(this.#groupLists, new Uint32Array(capacity));
    this.#groups = longer(this.#groups, new Uint8Array(capacity));
    this.#marks = longer(this.#marks, new Uint8Array(capacity));
    this.#slots = new Int32Array(2 * capacity);
    for (let row = 0; row < this.size; row += 1) {
      this.#slots[this.#place(this.#high[row] ?? 0, this.#low[row] ?? 0)] = row + 1;
    }
  }
}

function longer<Numbers extends Uint32Array | Float64Array | Uint8Array>(
  before: Numbers,
  after: Numbers,
): Numbers {
  after.set(before);
  return after;
}

/** Among a user's values the name that they sign in with. No attribute has a colon but behind `custom`. */
const USERNAME = 'cognito:username';

const valuesOf = ({ attributes, username }: UserValues): Values =>
  username === undefined ? attributes : { ...attributes, [USERNAME]: username };

function digestOf(user: Identified): readonly [high: number, low: number] {
  const digest = createHash('sha256').update(identifierKey(user)).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}

/** Equal when the values of these names are. */
function digestOfValues(names: readonly string[], attributes: Values): number {
  const values = names.map((name) => attributes[name] ?? null);
  // 48 bits, which a number holds exactly.
  return createHash('sha256').update(JSON.stringify(values)).digest().readUIntBE(0, 6);
}
