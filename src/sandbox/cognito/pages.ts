import { type AwsError, invalidParameter } from '../errors.ts';

/**
 * One page of a list, and the token of the next one when there is more. A token is opaque to callers.
 *
 * @param invalid the error for a token that this sandbox did not give out
 */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
  invalid: () => AwsError = () => invalidParameter('Invalid pagination token given.'),
): { items: T[]; next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token);
  if (start === undefined) throw invalid();
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? writeToken(end) : undefined };
}

function writeToken(offset: number): string {
  return Buffer.from(`page:${offset}`).toString('base64url');
}

function readToken(token: string): number | undefined {
  const offset = /^page:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  return offset === undefined ? undefined : Number(offset);
}
