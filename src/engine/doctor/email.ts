import type { Repair } from '../../errors.ts';
import { type SenderIdentity, senderIdentity } from '../../resources/pool-email.ts';
import { isByDomain } from '../observe.ts';
import { type Check, type Finding, fail, ok, unknown, warn } from './check.ts';
import type { Examined, Seen } from './examine.ts';
import { permission } from './permissions.ts';
import type { Repairs } from './repair.ts';

/** Where the links of verification emails are. */
function openTheLink(address: string, inbox: string | undefined): Repair {
  if (inbox !== undefined) return { act: `Open the link in the sandbox’s inbox: ${inbox}` };
  return {
    act: `Open the link in the email from no-reply-aws@amazon.com to ${address}. It works for 24 hours; this sends it again:`,
    run: ['verify-email', address, '--resend'],
  };
}

function identityFinding(address: string, seen: Seen, repairs: Repairs, inbox: string | undefined): Finding {
  const identity = seen.identities.get(address);
  const isDomain = !address.includes('@');
  const inConsole = { act: `Verify the domain ${address} in the SES console (Identities).` };
  if (identity === undefined) {
    return fail(
      `Amazon SES does not know ${address} in this Region, so nothing can be sent as it.`,
      isDomain ? inConsole : repairs.verifyEmail(address),
    );
  }
  if (identity.verified) return ok(`Amazon SES has verified ${address}.`);
  if (isDomain) return fail(`Amazon SES has not verified the domain ${address} yet.`, inConsole);
  return identity.status === 'PENDING'
    ? fail(
        `Amazon SES waits for the link in its email to ${address} to be opened.`,
        openTheLink(address, inbox),
      )
    : fail(
        `Amazon SES could not verify ${address} (${identity.status}); its link works for 24 hours.`,
        repairs.verifyEmail(address, '--resend'),
      );
}

function sesSandboxFinding(seen: Seen, matters: boolean): Finding {
  if (seen.sesSandbox !== true) return ok('Amazon SES sends to any address in this Region.');
  if (!matters) {
    return ok(
      'Amazon SES is in its sandbox in this Region, which does not matter: nothing is sent through it.',
    );
  }
  return warn(
    'In this Region it is in its sandbox: it sends 200 emails a day, and only to addresses that were verified here.',
    { act: 'For real users ask AWS for production access: SES console → Account dashboard.' },
  );
}

function senderFinding(
  seen: Seen,
  sender: SenderIdentity | undefined,
  region: string,
  look: (address: string) => Finding,
): Finding {
  if (sender === undefined) return ok('Cognito sends the emails itself, at most 50 a day.');
  const failure = seen.pool?.EmailConfigurationFailure;
  if (failure !== undefined) {
    return fail(`Cognito says that it cannot send as ${sender.identity}: ${failure}`, {
      act: `Cognito console → user pool → Authentication methods → Email: choose a verified address again.`,
    });
  }
  if (sender.region !== region) {
    return unknown(
      `The user pool sends as ${sender.identity} through Amazon SES of another Region, ${sender.region}.`,
      {
        act: `Check it in the SES console in ${sender.region} (Identities): it must be verified.`,
      },
    );
  }
  return look(sender.identity);
}

/** Amazon SES: its sandbox, the addresses of --verify-email, and the one that the pool sends as. */
export function emailChecks(
  question: Examined,
  seen: Seen,
  repairs: Repairs,
  place: { readonly region: string; readonly inbox: string | undefined },
): Check[] {
  const sender = senderIdentity(seen.pool?.EmailConfiguration);
  const look = (address: string) => identityFinding(address, seen, repairs, place.inbox);
  return [
    {
      id: 'ses-sandbox',
      group: 'Email',
      name: 'Amazon SES',
      needs: [permission('ses:GetAccount')],
      look: () => sesSandboxFinding(seen, sender !== undefined || question.identities.length > 0),
    },
    ...[...new Set(question.identities)].map(
      (address): Check => ({
        id: `email:${address}`,
        group: 'Email',
        name: address,
        needs: [permission('ses:GetEmailIdentity')],
        look: () =>
          isByDomain(seen.identities, address)
            ? ok(`Amazon SES has verified the domain of ${address}.`)
            : look(address),
      }),
    ),
    {
      id: 'pool-sender',
      group: 'Email',
      name: 'Sender of the user pool',
      needs: ['pool', ...(sender?.region === place.region ? [permission('ses:GetEmailIdentity')] : [])],
      look: () => senderFinding(seen, sender, place.region, look),
    },
  ];
}
