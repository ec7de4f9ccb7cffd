import { describe, expect, it } from 'vitest';
import { blockedSender, emailEdits, newEmail, senderIn } from '../../src/resources/pool-email.ts';

const EMAIL = { from: 'noreply@example.com', identityArn: 'arn:aws:ses:eu-west-1:1:identity/example.com' };
const OWN = { EmailSendingAccount: 'DEVELOPER', SourceArn: EMAIL.identityArn } as const;

describe('the sender of a pool', () => {
  it.each([
    ['Orders', 'Orders <noreply@example.com>'],
    ['Ann & Ben, Ltd.', '"Ann & Ben, Ltd." <noreply@example.com>'],
    ['a@b.example', '"a@b.example" <noreply@example.com>'],
    ['The "best"', '"The \\"best\\"" <noreply@example.com>'],
    ['Café Zoë', '=?UTF-8?B?Q2Fmw6kgWm/Dqw==?= <noreply@example.com>'],
  ])('named %s stands in the head as %s, and is read back', (emailFromName, From) => {
    expect(newEmail({ email: EMAIL, emailFromName })).toEqual({ ...OWN, From });
    expect(senderIn(From)).toEqual({ address: EMAIL.from, name: emailFromName });
  });

  it('has a long name of other letters in words that an email’s head can hold', () => {
    const name = 'Überraschungsgäste '.repeat(4).trim();
    const { From = '' } = newEmail({ email: EMAIL, emailFromName: name });
    for (const word of From.split(' ').slice(0, -1)) expect(word.length).toBeLessThanOrEqual(75);
    expect(senderIn(From)).toEqual({ address: EMAIL.from, name });
  });

  it('keeps a name that nobody asked about, and the case of the address is none', () => {
    const present = { ...OWN, From: 'Orders <NoReply@example.com>' };
    expect(emailEdits(present, { email: EMAIL })).toEqual([]);
    const [edit, ...others] = emailEdits(present, { email: { ...EMAIL, from: 'new@example.com' } });
    expect(others).toEqual([]);
    expect(edit).toMatchObject({ from: 'NoReply@example.com', to: 'new@example.com' });
    expect(edit?.value).toMatchObject({ From: 'Orders <new@example.com>' });
  });

  it('gets a name and an address for answers by themselves', () => {
    const present = { ...OWN, From: EMAIL.from, ConfigurationSet: 'main' };
    const edits = emailEdits(present, {
      email: undefined,
      emailFromName: 'Orders',
      emailReplyTo: 'help@example.com',
    });
    expect(edits.map(({ field }) => field)).toEqual(["sender's name", 'replies go to']);
    for (const { value } of edits) {
      expect(value).toEqual({
        ...present,
        From: 'Orders <noreply@example.com>',
        ReplyToEmailAddress: 'help@example.com',
      });
    }
  });

  it('takes no name where it is Cognito’s own', () => {
    const wanted = { email: undefined, emailFromName: 'Orders' };
    expect(blockedSender({ EmailSendingAccount: 'COGNITO_DEFAULT' }, wanted)).toHaveLength(1);
    expect(blockedSender(undefined, wanted)).toHaveLength(1);
    expect(blockedSender({ ...OWN, From: EMAIL.from }, wanted)).toEqual([]);
    expect(blockedSender(undefined, { ...wanted, email: EMAIL })).toEqual([]);
  });
});
