import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../aws/clients.ts';
import type { Context } from '../context.ts';
import { converge, convergedJson, look } from '../converge.ts';
import { CliError, UsageError } from '../errors.ts';
import { requireComplete } from '../inputs/ask.ts';
import { nothingDesired, selectorOf } from '../inputs/desired.ts';
import { readEmails } from '../inputs/emails.ts';
import {
  type EmailIdentity,
  inSesSandbox,
  readEmailIdentity,
  removeEmailIdentity,
} from '../resources/email-identity.ts';
import type { Invocation, Result } from '../result.ts';
import { printable } from '../ui/printable.ts';

const LOOK_EVERY_MS = 3_000;

/** Waits until the owner of each inbox has opened the link, one look for all every few seconds. */
async function waitForLinks(
  context: Context,
  aws: Aws,
  addresses: readonly string[],
  minutes: number,
): Promise<Map<string, EmailIdentity | undefined>> {
  const progress = await context.progress();
  if (!context.options.json) context.terminal.say(whereTheLinkIs(aws));
  const deadline = Date.now() + minutes * 60_000;
  for (;;) {
    const identities = new Map<string, EmailIdentity | undefined>();
    for (const address of addresses) identities.set(address, await readEmailIdentity(aws, address));
    const pending = addresses.filter((address) => identities.get(address)?.verified !== true);
    const what = `the link mailed to ${addresses.join(', ')} to be opened`;
    if (pending.length === 0) {
      progress.waited(`Verified: ${addresses.join(', ')}`);
      return identities;
    }
    if (Date.now() >= deadline) {
      throw new CliError(`${pending.join(', ')}: not verified after ${minutes} minutes.`, {
        code: 'EMAIL_PENDING',
        hint: 'Open the link in the mail from no-reply-aws@amazon.com (it lives 24 hours; look into the spam folder), or send it again with --resend.',
      });
    }
    progress.waiting(what, deadline - Date.now());
    await sleep(Math.min(LOOK_EVERY_MS, Math.max(deadline - Date.now(), 100)), undefined, {
      signal: context.signal,
    });
  }
}

function describe(address: string, identity: EmailIdentity | undefined): string {
  if (identity?.verified === true) return `${printable(address)}  verified`;
  return `${printable(address)}  waiting for the link in its mail to be opened (${identity?.status ?? 'PENDING'})`;
}

function whereTheLinkIs(aws: Aws): string {
  return aws.sandbox
    ? `The link is in the sandbox's inbox, while the sandbox runs:\n  ${aws.issuerBase}/_sandbox/inbox`
    : 'Open the link in the mail from no-reply-aws@amazon.com; it lives 24 hours.';
}

const SES_SANDBOX =
  'Amazon SES is in its sandbox in this Region: it sends 200 mails a day, and only to addresses that were verified here. For real users ask AWS for production access (SES console → Account dashboard).';

/** `verify-email`: has SES send its verification mail, and with `--wait` waits for the link to be opened. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  const { emails: addresses, problems } = readEmails([...invocation.words, ...(answers.verifyEmail ?? [])]);
  const missing =
    addresses.length + problems.length === 0
      ? ['Name at least one address, for example verify-email ann@example.com.']
      : [];
  await requireComplete(context, invocation, [], [...problems, ...missing]);
  if (addresses.length === 0) throw new UsageError(missing);

  const aws = await context.aws();
  // Without an alias no user pool is looked at: an address can be verified before there is one.
  const selector = answers.alias === undefined ? undefined : selectorOf(answers);
  const desired = { ...nothingDesired(selector, answers), identities: addresses };
  const observed = await look(context, aws, desired);
  const pending = addresses.filter((address) => observed.identities.get(address)?.verified === false);
  const resend = answers.resend === true && !context.options.dryRun ? pending : [];
  // SES has no call that sends the mail again: delete and create is how, and only while it is not verified.
  const identities = new Map(observed.identities);
  for (const address of resend) identities.delete(address);
  const converged = await converge(context, desired, {
    seen: { ...observed, identities },
    first: async () => {
      for (const address of resend) await removeEmailIdentity(aws, address);
    },
  });

  const sandboxed = await inSesSandbox(aws);
  const after =
    answers.wait === true && converged.applied !== undefined
      ? await waitForLinks(context, aws, addresses, answers.timeout ?? 30)
      : new Map(
          addresses.map((address) => {
            const known = observed.identities.get(address);
            return [address, resend.includes(address) ? undefined : known] as const;
          }),
        );
  const waiting = addresses.some((address) => after.get(address)?.verified !== true);
  return {
    json: {
      ...convergedJson(converged),
      identities: addresses.map((address) => ({
        address,
        verified: after.get(address)?.verified === true,
        status: after.get(address)?.status ?? 'PENDING',
      })),
      sesSandbox: sandboxed,
    },
    text: `${addresses.map((address) => describe(address, after.get(address))).join('\n')}\n`,
    next: [
      ...(sandboxed ? [SES_SANDBOX] : []),
      ...(waiting ? [whereTheLinkIs(aws), 'To wait for it here, run the same command with --wait.'] : []),
    ].join('\n'),
  };
}
