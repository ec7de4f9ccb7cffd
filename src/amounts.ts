const grouped = new Intl.NumberFormat('en-US');

/** A number as people read it: 10,000. */
export function counted(value: number): string {
  return grouped.format(value);
}

/** `1 user`, `2 users`. */
export function several(value: number, word: string): string {
  return `${counted(value)} ${word}${value === 1 ? '' : 's'}`;
}
