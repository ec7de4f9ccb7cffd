import type { Sandbox } from './sandbox.ts';
import type { Identity, Mail } from './state.ts';

/** Enough to look back, and no more: the state file is written whole. */
const MAX_MAILS = 500;

/** Puts an email into the inbox of the sandbox: nothing leaves the machine. */
export function deliver(sandbox: Sandbox, mail: Mail): void {
  sandbox.state.inbox = [...sandbox.state.inbox, mail].slice(-MAX_MAILS);
}

/** The emails, newest first. */
export function emails(sandbox: Sandbox): Mail[] {
  return sandbox.state.inbox.toReversed();
}

/** The link in a verification mail. */
export function verificationLink(sandbox: Sandbox, { token }: NonNullable<Mail['verification']>): string {
  return `${sandbox.url}/_sandbox/verify?token=${token}`;
}

/** Takes the links out of a deleted identity's emails: one that is made again has an email of its own. */
export function withdrawLinks(sandbox: Sandbox, identity: Identity): void {
  for (const mail of sandbox.state.inbox) {
    if (mail.to === identity.name && mail.verification?.region === identity.region) delete mail.verification;
  }
}

type Verification =
  | { readonly outcome: 'verified' | 'expired'; readonly address: string }
  | { readonly outcome: 'unknown' };

/** Opens the link of a verification mail. A second opening of a good link is good as well. */
export function verify(sandbox: Sandbox, token: string): Verification {
  const mail = sandbox.state.inbox.find((each) => each.verification?.token === token);
  if (!mail?.verification) return { outcome: 'unknown' };
  const { region, expiresAt } = mail.verification;
  const identity = sandbox.state.identities.find((each) => each.region === region && each.name === mail.to);
  if (!identity) return { outcome: 'unknown' };
  if (sandbox.now() >= expiresAt) return { outcome: 'expired', address: mail.to };
  identity.verifiedAt ??= sandbox.now();
  return { outcome: 'verified', address: mail.to };
}
