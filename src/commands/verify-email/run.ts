import type { Aws } from '../../aws/clients.ts';
import { MISSING_FEATURES, unlessMissing } from '../../aws/missing-features.ts';
import { isByDomain, isVerified } from '../../engine/observe.ts';
import { CliError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { converge, convergedJson } from '../../flows/converge.ts';
import { reportMissing } from '../../flows/read-current.ts';
import { waitForLinks, whereTheLinkIs } from '../../flows/verification.ts';
import { requireComplete } from '../../inputs/ask.ts';
import { selectorOf, targetOf } from '../../inputs/desired.ts';
import { readEmails } from '../../inputs/emails.ts';
import { checkOf } from '../../inputs/resolve.ts';
import { type EmailIdentity, inSesSandbox } from '../../resources/email-identity.ts';
import type { Context } from '../../run/context.ts';
import { printable } from '../../ui/printable.ts';
import type { verifyEmailCommand } from './command.ts';

type Call = InvocationOf<typeof verifyEmailCommand>;

/** What is known of an address after the run. */
type Known = Pick<EmailIdentity, 'verified' | 'status'>;

function describe(address: string, identity: Known | undefined): string {
  if (identity === undefined) return `${printable(address)}  not in Amazon SES yet`;
  if (identity.verified) return `${printable(address)}  verified`;
  if (identity.status === 'FAILED')
    return `${printable(address)}  not verified: the link was not opened within 24 hours, and has expired`;
  return `${printable(address)}  waiting for the link in its email to be opened (${identity.status})`;
}

const SES_SANDBOX =
  'Amazon SES is in its sandbox in this Region: it sends 200 emails a day, and only to addresses that were verified here. For real users ask AWS for production access (SES console → Account dashboard).';

const NOBODY_NAMED = 'Name at least one address, for example ann@example.com.';

async function askAddress(context: Context): Promise<string> {
  const ask = await context.prompts();
  const address = await ask.text({
    message: 'Address to verify',
    check: checkOf('verifyEmail'),
    help: {
      line: 'The address your users get email from. Amazon SES, the email service of AWS, sends it a link.',
      more: 'Use an address whose inbox you can open, such as noreply@ your domain. The link works for 24 hours.',
    },
  });
  return address.trim();
}

/** Whether the email is sent again to addresses whose link was not opened yet: asked where the run would wait for it. */
async function wantsResend(
  context: Context,
  answers: Call['wishes'],
  pending: readonly string[],
): Promise<boolean> {
  const { options, terminal } = context;
  if (pending.length === 0) return false;
  if (
    answers.resend === true ||
    options.dryRun ||
    answers.wait !== true ||
    options.yes ||
    !terminal.interactive
  ) {
    return answers.resend === true;
  }
  const prompts = await context.prompts();
  return prompts.choose(
    `An email was sent to ${pending.join(' and ')} earlier; its link works for 24 hours.`,
    [
      { name: 'Wait for that link to be opened', value: false },
      { name: 'Send the email again', value: true },
    ],
  );
}

/** @throws CliError ENDPOINT_LACKS when what stands in for AWS has no email, which is all that the run is about */
function requireMail({ missing, issuerBase }: Aws): void {
  if (!missing.has('mail')) return;
  throw new CliError(`The endpoint ${issuerBase} is not AWS. ${MISSING_FEATURES.mail}`, {
    code: 'ENDPOINT_LACKS',
    hint: 'Use another endpoint, or the local Cognito of this program: --sandbox.',
  });
}

/** Whether SES is in its sandbox, as far as the endpoint says. */
async function sandboxedMail(context: Context, aws: Aws): Promise<boolean> {
  const known = aws.missing.size;
  const sandboxed = await unlessMissing(aws, 'mail-account', () => inSesSandbox(aws), false);
  reportMissing(context, aws, known);
  return sandboxed;
}

/** `verify-email`: has SES send its verification mail, and with `--wait` waits for the link to be opened. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  const given = [...invocation.words, ...(answers.verifyEmail ?? [])];
  const { emails: named, problems } = readEmails(given);
  const isOpen = given.length === 0;
  const missing = isOpen && !context.terminal.interactive ? [NOBODY_NAMED] : [];
  await requireComplete(context, invocation, [], [...problems, ...missing]);
  const addresses = isOpen ? [await askAddress(context)] : named;

  const aws = await context.aws();
  // Without an alias no user pool is read: an address can be verified before there is one.
  const selector = answers.alias === undefined ? undefined : selectorOf(answers);
  const target = targetOf(answers, { selector, identities: addresses });
  let sandboxed = false;
  const converged = await converge(context, target, async ({ identities }) => {
    requireMail(aws);
    sandboxed = await sandboxedMail(context, aws);
    const pending = addresses.filter(
      (address) => identities.get(address) !== undefined && !isVerified(identities, address),
    );
    return { target, resend: (await wantsResend(context, answers, pending)) ? pending : [], users: [] };
  });
  requireMail(aws);
  const { observed, desired } = converged.plan;
  const isCovered = (address: string) => isByDomain(observed.identities, address);

  const uncovered = addresses.filter((address) => !isCovered(address));
  const after: ReadonlyMap<string, Known | undefined> =
    answers.wait === true && converged.applied !== undefined && uncovered.length > 0
      ? await waitForLinks(context, aws, {
          addresses: uncovered,
          minutes: answers.timeout,
          alias: answers.alias,
        })
      : new Map(
          addresses.map((address) => {
            const known = observed.identities.get(address);
            const isSent =
              converged.applied !== undefined &&
              (known === undefined || desired.resend?.includes(address) === true);
            return [address, isSent ? { verified: false, status: 'PENDING' } : known] as const;
          }),
        );
  const waiting = addresses.filter(
    (address) => after.get(address)?.verified === false && !isCovered(address),
  );
  // Sent by an earlier run: how old its link is SES does not say.
  const old = waiting.filter((address) => after.get(address) === observed.identities.get(address));
  return {
    json: {
      ...convergedJson(context, converged),
      identities: addresses.map((address) => ({
        address,
        verified: after.get(address)?.verified === true || isCovered(address),
        status: after.get(address)?.status ?? null,
      })),
      sesSandbox: sandboxed,
    },
    text: `${addresses.map((address) => (isCovered(address) ? `${printable(address)}  verified with its domain` : describe(address, after.get(address)))).join('\n')}\n`,
    next: [
      ...(sandboxed ? [SES_SANDBOX] : []),
      ...(waiting.length === 0
        ? []
        : [whereTheLinkIs(aws, waiting), 'To wait for it here, run the same command with --wait.']),
      ...(old.length === 0
        ? []
        : [
            `A link works for 24 hours. This sends the email again:\n  ${context.again(['verify-email', ...old, '--resend'])}`,
          ]),
    ].join('\n'),
  };
}
