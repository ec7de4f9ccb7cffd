import { createHash } from 'node:crypto';

/** A row of a file of users. */
export interface UserRow {
  readonly line: number;
  readonly email: string;
  /** By Cognito's names, without the address; what the file leaves empty is not among them. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
}

/** A digest of the values, in the order of the names: equal when the values are. */
export function digestOfValues(values: readonly (string | undefined)[]): number {
  const hash = createHash('sha256').update(JSON.stringify(values.map((value) => value ?? null)));
  // 48 bits, which a number holds exactly.
  return hash.digest().readUIntBE(0, 6);
}
