import { advised } from '../../aws/advice.ts';
import type { AdviceContext } from '../../aws/credential-advice.ts';
import { isNamed } from '../../aws/outcome.ts';
import { CliError } from '../../errors.ts';
import { quoted } from '../../secret.ts';

/** What reading something gave: the value, or the error. A doctor goes on where another command would end. */
export type Reading<T> = { readonly value: T } | Failed;

interface Failed {
  readonly error: unknown;
}

/** The reading of what was not read, because nothing could come of it. */
export const UNREAD: Reading<never> = {
  error: new CliError('This was not checked.', { code: 'UNREAD' }),
};

/** Looks, and keeps the error. Only a cancelled run ends at once. */
export async function attempt<T>(signal: AbortSignal, look: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { value: await look() };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error };
  }
}

/** The value, or undefined when the look failed. */
export function valueIn<T>(reading: Reading<T>): T | undefined {
  return 'value' in reading ? reading.value : undefined;
}

/** The error of a failed look, as message and hint for people. */
export function problemOf({ error }: Failed, context: AdviceContext): CliError {
  const known = advised(error, context);
  if (known instanceof CliError) return known;
  const message = known instanceof Error ? known.message : String(known);
  return new CliError(quoted(message), { code: 'UNEXPECTED', cause: error });
}

/** True when AWS let the call through to find that there is nothing of that name. */
export const isNotThere = ({ error }: Failed): boolean =>
  isNamed(error, 'ResourceNotFoundException', 'NotFoundException', 'UserNotFoundException');
