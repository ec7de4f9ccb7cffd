import type { Help } from '../../ui/prompts.ts';
import { type Fold, optional, type Question, type Step } from './question.ts';
import { settingQuestion } from './setting.ts';

const SENDER_HELP: Help = {
  line: 'Not needed to begin with: without one Cognito itself sends 50 mails a day.',
  more: 'Amazon SES is the mail service of AWS. Give an address whose inbox you can open, such as noreply@ your domain: SES sends a link to it, which lives 24 hours. After it was opened, mails to your users can come from that address.',
};

/** Who the mails come from. */
const SENDER: Fold = {
  label: 'Sender',
  help: SENDER_HELP,
  shown: ({ answers }) => answers.verifyEmail?.join(' ') ?? 'Cognito itself, 50 mails a day',
};

const more: readonly Question[] = [
  settingQuestion('emailFromName', {
    label: 'Name',
    message: "The sender's name (Enter for none)",
    fold: SENDER,
    help: {
      line: 'It stands beside the address in a list of mails, for example Orders.',
      more: 'Cognito’s own address takes no name.',
    },
    applies: ({ answers }) => answers.emailFrom !== undefined,
  }),
  settingQuestion('emailReplyTo', {
    label: 'Replies to',
    message: 'Where answers to the mails go (Enter for nowhere else)',
    fold: SENDER,
    help: {
      line: 'An address that somebody reads, if it is another than the sender.',
      more: 'Without one, answers go to the sender.',
    },
  }),
];

const sender: Question = {
  label: 'Used by pool',
  fold: SENDER,
  help: {
    line: 'Once it is verified: mails with passwords and codes then come from this address.',
    more: 'Without this they come from no-reply@verificationemail.com. It works as soon as the link in the mail of Amazon SES was opened: run the same command again then. While Amazon SES is in its sandbox it sends only to addresses that were verified as well.',
  },
  inputs: ['emailFrom'],
  applies: ({ answers }) => answers.verifyEmail !== undefined,
  async ask({ answers, before }, prompts) {
    const [address] = answers.verifyEmail ?? [];
    const sends = await prompts.yes(
      'Send the mails of the user pool from it?',
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
  applies: () => true,
  async ask({ answers, before }, prompts) {
    const address = await optional(prompts, 'verifyEmail', {
      message: 'Sender address',
      before: before.verifyEmail?.[0],
      help: this.help,
    });
    if (address !== undefined) answers.verifyEmail = [address];
  },
  shown: ({ answers }) => answers.verifyEmail?.join(' ') ?? 'Cognito itself, 50 mails a day',
  leadsTo: () => [sender],
};

/** The third step: who sends the mails. */
export const email: Step = {
  title: 'Email',
  group: 'Email',
  help: 'The address your users get email from.',
  questions: [ses, sender, ...more],
};
