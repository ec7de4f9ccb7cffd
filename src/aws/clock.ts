import { CliError } from '../errors.ts';

/**
 * How far this computer's clock is ahead of the clock behind that address, in milliseconds (to about a second: that is
 * how exact an answer's Date header is). AWS refuses signatures that are more than five minutes off.
 *
 * @throws CliError CLOCK_UNKNOWN when nothing answers there, or without a Date.
 */
export async function clockAhead(url: string, signal: AbortSignal): Promise<number> {
  const unknown = (cause?: unknown) =>
    new CliError(`The time could not be read from ${url}.`, { code: 'CLOCK_UNKNOWN', cause });
  const asked = Date.now();
  let date: string | null;
  try {
    // Whatever the status: every answer of AWS has its time.
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    date = response.headers.get('date');
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw unknown(cause);
  }
  const answered = Date.parse(date ?? '');
  if (Number.isNaN(answered)) throw unknown();
  return (asked + Date.now()) / 2 - answered;
}
