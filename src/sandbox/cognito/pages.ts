import { invalidParameter } from '../errors.ts';

/**
 * One page of a list, and the token of the next one when there is more. A token is opaque to callers.
 *
 * @throws InvalidParameterException for a token that this sandbox did not give out
 */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : readToken(token);
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { next: writeToken(end) }) };
}

function writeToken(offset: number): string {
  return Buffer.from(`page:${offset}`).toString('base64url');
}

function readToken(token: string): number {
  const offset = /^page:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (offset === undefined) throw invalidParameter('Invalid pagination token given.');
  return Number(offset);
}
