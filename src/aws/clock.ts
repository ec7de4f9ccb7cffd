import { CliError } from '../errors.ts';
import { howItFailed, type Network } from './network.ts';

/**
 * How far this computer's clock is ahead of the clock behind that address, in milliseconds (to about a second: that is
 * how exact an answer's Date header is). AWS refuses signatures that are more than five minutes off.
 *
 * @throws CliError CLOCK_UNKNOWN when nothing answers there, or without a Date.
 */
export async function clockAhead({ request, signal }: Network, url: string): Promise<number> {
  const unknown = (cause?: unknown) =>
    new CliError(`The time could not be read from ${url}${howItFailed(cause)}.`, {
      code: 'CLOCK_UNKNOWN',
      cause,
    });
  const asked = Date.now();
  let date: string | undefined;
  try {
    // Whatever the status: every answer of AWS has its time.
    date = (await request(url, { method: 'HEAD' })).headers.date;
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw unknown(cause);
  }
  const answered = Date.parse(date ?? '');
  if (Number.isNaN(answered)) throw unknown();
  return (asked + Date.now()) / 2 - answered;
}
