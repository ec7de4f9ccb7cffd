import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../aws/clients.ts';
import { CancelledError, CliError } from '../errors.ts';
import { type EmailIdentity, readEmailIdentity, resendEmail } from '../resources/email-identity.ts';
import type { Context } from '../run/context.ts';
import { wrapped } from '../ui/layout.ts';
import { several } from '../ui/words.ts';

const LOOK_EVERY_MS = 3_000;

/** What is waited for, and for how long. */
export interface Waiting {
  readonly addresses: readonly string[];
  readonly minutes: number;
  /** Whose the identities are, when an email is sent again. */
  readonly alias: string | undefined;
}

type Identities = Map<string, EmailIdentity | undefined>;

/** Which inbox to open, and what to do there. */
export function whereTheLinkIs(
  aws: Pick<Aws, 'sandbox' | 'issuerBase'>,
  addresses: readonly string[],
): string {
  const inboxes = addresses.join(' and ');
  return aws.sandbox
    ? `The email to ${inboxes} is in the sandbox’s inbox, while the sandbox runs; open the link in it (it works for 24 hours):\n  ${aws.issuerBase}/_sandbox/inbox`
    : `Open the inbox of ${inboxes} and follow the link in the email from no-reply-aws@amazon.com. It works for 24 hours; check the spam folder too.`;
}

const waitAgain = (addresses: readonly string[], ...flags: readonly string[]): readonly string[] => [
  'verify-email',
  ...addresses,
  '--wait',
  ...flags,
];

/** After a wait in vain: what the person at the terminal wants, or the error where there is nobody to ask. */
async function afterTimeout(
  context: Context,
  pending: readonly string[],
  why: string,
): Promise<'wait' | 'resend'> {
  const { terminal, options } = context;
  if (!terminal.interactive || options.yes) {
    throw new CliError(`${pending.join(', ')}: ${why}`, {
      code: 'EMAIL_PENDING',
      hint: [
        {
          act: 'Open the link in the email from no-reply-aws@amazon.com (it works for 24 hours; check the spam folder). This sends it again:',
          run: waitAgain(pending, '--resend'),
        },
      ],
    });
  }
  const prompts = await context.prompts();
  terminal.say(`${terminal.symbols.warning} ${pending.join(', ')}: ${why}`);
  const how = await prompts.choose('What next?', [
    { name: 'Wait on', value: 'wait' as const },
    { name: 'Send the email again', value: 'resend' as const },
    { name: 'Stop waiting', value: 'stop' as const },
  ]);
  if (how === 'stop') throw left(pending);
  return how;
}

/** The wait was left; nothing is lost by that. */
const left = (addresses: readonly string[]): CancelledError =>
  new CancelledError('You stopped waiting; nothing is lost.', [
    {
      act: 'The link in the email works for 24 hours from when it was sent. This continues to wait:',
      run: waitAgain(addresses),
    },
  ]);

/** One look for all every few seconds, until every link was opened or the time is over. */
async function watch(context: Context, aws: Aws, { addresses, minutes }: Waiting): Promise<Identities> {
  const progress = await context.progress();
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const identities: Identities = new Map();
    for (const address of addresses) identities.set(address, await readEmailIdentity(aws, address));
    const pending = addresses.filter((address) => identities.get(address)?.verified !== true);
    // SES gives up on an address whose link was not opened in time.
    const givenUp = pending.some((address) => identities.get(address)?.status === 'FAILED');
    if (pending.length === 0 || givenUp || Date.now() >= deadline) {
      progress.waited(pending.length === 0 ? `Verified: ${addresses.join(', ')}` : undefined);
      return identities;
    }
    progress.waiting(`${pending.join(', ')} to be verified`, deadline - Date.now());
    await sleep(Math.min(LOOK_EVERY_MS, Math.max(deadline - Date.now(), 100)), undefined, {
      signal: context.signal,
    });
  }
}

/**
 * Waits until the owner of each inbox has opened the link. When the time is over, somebody at the terminal may wait on
 * or have the email sent again.
 *
 * @throws CliError EMAIL_PENDING; CancelledError that says how to take the wait up again.
 */
export async function waitForLinks(context: Context, aws: Aws, waiting: Waiting): Promise<Identities> {
  const { addresses, minutes, alias } = waiting;
  const { terminal, options } = context;
  if (!options.json) terminal.say(wrapped(whereTheLinkIs(aws, addresses), terminal.columns));
  try {
    for (;;) {
      const identities = await watch(context, aws, waiting);
      const pending = addresses.filter((address) => identities.get(address)?.verified !== true);
      if (pending.length === 0) return identities;
      const expired = pending.some((address) => identities.get(address)?.status === 'FAILED');
      const why = expired
        ? 'the link was not opened in time, and has expired.'
        : `not verified after ${several(minutes, 'minute')}.`;
      if ((await afterTimeout(context, pending, why)) === 'resend') {
        for (const address of pending) await resendEmail(aws, address, alias);
      }
    }
  } catch (error) {
    if (context.signal.aborted) throw left(addresses);
    throw error;
  }
}
