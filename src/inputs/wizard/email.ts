import type { Help } from '../../ui/prompts.ts';
import { always, type Fold, optional, type Question, type Step } from './question.ts';
import { settingQuestion } from './setting.ts';

const SENDER_HELP: Help = {
  line: 'Not needed to begin with: Cognito itself sends 50 emails a day.',
  more: 'Amazon SES is the email service of AWS. Give an address whose inbox you can open, such as noreply@ your domain: SES sends it a link, which works for 24 hours. Once it was opened, emails to your users can come from that address.',
};

/** Who the emails come from. */
const SENDER: Fold = {
  label: 'Sender',
  help: SENDER_HELP,
  shown: ({ answers }) => answers.verifyEmail?.join(' ') ?? 'Cognito itself, 50 emails a day',
};

const more: readonly Question[] = [
  settingQuestion('emailFromName', {
    label: 'Name',
    message: "The sender's name (Enter for none)",
    fold: SENDER,
    help: {
      line: 'People see it beside the address in their inbox, for example Orders.',
      more: 'Cognito’s own address takes no name.',
    },
    applies: ({ answers }) => answers.emailFrom !== undefined,
  }),
  settingQuestion('emailReplyTo', {
    label: 'Replies to',
    message: 'Address for replies (Enter for the sender)',
    fold: SENDER,
    help: {
      line: 'An address that somebody reads, if that is not the sender.',
      more: 'Without one, replies go to the sender.',
    },
  }),
];

const sender: Question = {
  label: 'Used by pool',
  fold: SENDER,
  help: {
    line: 'Once it is verified, emails with passwords and codes come from this address.',
    more: 'Without this they come from no-reply@verificationemail.com. It works as soon as the link in the email from Amazon SES was opened: then run the same command again. While Amazon SES is in its sandbox it sends only to addresses that were verified as well.',
  },
  inputs: ['emailFrom'],
  applies: ({ answers }) => answers.verifyEmail !== undefined,
  async ask({ answers, before }, prompts) {
    const [address] = answers.verifyEmail ?? [];
    const sends = await prompts.yes(
      'Send the emails of the user pool from it?',
      before.emailFrom !== undefined,
      this.help,
    );
    if (sends && address !== undefined) answers.emailFrom = address;
  },
  shown: ({ answers }) => answers.emailFrom ?? 'no',
};

export const ses: Question = {
  label: 'Address',
  fold: SENDER,
  help: SENDER_HELP,
  inputs: ['verifyEmail'],
  applies: always,
  async ask({ answers, before }, prompts) {
    const address = await optional(prompts, 'verifyEmail', {
      message: 'Sender address',
      before: before.verifyEmail?.[0],
      help: this.help,
    });
    if (address !== undefined) answers.verifyEmail = [address];
  },
  shown: SENDER.shown,
  leadsTo: () => [sender],
};

/** The third step: who sends the emails. */
export const email: Step = {
  title: 'Email',
  group: 'Email',
  help: 'The address your users get email from.',
  questions: [ses, sender, ...more],
};
