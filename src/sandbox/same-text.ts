import { timingSafeEqual } from 'node:crypto';

/** Whether two secrets are one, in a time that does not show where they differ. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
