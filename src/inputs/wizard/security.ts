import { wrapped } from '../../ui/layout.ts';
import type { Draft } from './draft.ts';
import { ses } from './email.ts';
import type { Fold, Question } from './question.ts';
import { settingQuestion, valueNow } from './setting.ts';

const MFA_WORDS = {
  off: 'off: the password is enough',
  optional: 'optional: for users who have set one up',
  required: 'required: for everybody',
} as const;

const SHORT_MFA: Readonly<Record<string, string>> = {
  off: 'no second factor',
  optional: 'second factor optional',
  required: 'second factor required',
};

/** Passwords, the second factor, and the way back in. */
const SECURITY: Fold = {
  label: 'Security',
  help: {
    line: 'Rules for passwords, a second factor, and how people get a new password.',
    more: 'The values shown are what AWS recommends. You can change all of them later with the same command.',
  },
  async shown(draft) {
    const length = await valueNow(draft, 'passwordLength');
    const mfa = SHORT_MFA[await valueNow(draft, 'mfa')] ?? '';
    return `at least ${length} characters, ${mfa}`;
  },
};

/** One mailbox cannot be the second factor and the only way back in (developer guide, "SMS and email message MFA"). */
async function closeRecovery({ answers, context }: Draft): Promise<void> {
  if (answers.mfaMethod?.includes('email') !== true || answers.accountRecovery === 'none') return;
  answers.accountRecovery = 'none';
  context.terminal.say(
    wrapped(
      'People cannot reset their password themselves then, since one mailbox cannot be both: you set a new one with add-user.',
      context.terminal.columns,
    ),
  );
}

const mfaMethod = settingQuestion('mfaMethod', {
  label: 'Proved by',
  message: 'How is the second factor proved?',
  fold: SECURITY,
  help: {
    line: 'An app on the phone that shows a code of six digits, or a code in an email.',
    more: 'Codes by email need a sender address of your own in Amazon SES, and an administrator who resets passwords.',
  },
  words: { totp: 'an authenticator app', email: 'a code by email' },
  applies: async (draft) => (await valueNow(draft, 'mfa')) !== 'off',
  follow: closeRecovery,
  leadsTo: ({ answers }) =>
    answers.mfaMethod?.includes('email') === true && answers.emailFrom === undefined ? [ses] : [],
});

/** How the people of the pool prove who they are. */
export const security: readonly Question[] = [
  settingQuestion('passwordLength', {
    label: 'Password length',
    message: 'Minimum number of characters of a password (6 to 99)',
    fold: SECURITY,
    help: {
      line: 'Long passwords are safer than ones with many kinds of characters.',
      more: 'It holds for new passwords: those that people have go on working.',
    },
  }),
  settingQuestion('passwordRules', {
    label: 'Password needs',
    message: 'What a password must contain (upper,lower,digit,symbol or none)',
    fold: SECURITY,
    help: {
      line: 'The kinds of characters that every password must have.',
      more: 'Give some of upper, lower, digit and symbol with commas between, or none.',
    },
  }),
  settingQuestion('temporaryPasswordDays', {
    label: 'Temporary password',
    message: 'Days that a temporary password is valid (1 to 365)',
    unit: 'days',
    fold: SECURITY,
    help: {
      line: 'After that an administrator gives the user a new one.',
      more: 'A temporary password is one that the user replaces at the first sign-in.',
    },
  }),
  settingQuestion('passwordHistory', {
    label: 'Password history',
    message: 'How many earlier passwords cannot be used again (0 to 24)',
    unit: 'remembered',
    fold: SECURITY,
    help: {
      line: 'With 0 people may take their old password again.',
      more: 'Cognito remembers as many passwords of each user. The tier lite has no such memory.',
    },
    applies: async (draft) => (await valueNow(draft, 'tier')) !== 'lite',
  }),
  settingQuestion('mfa', {
    label: 'Second factor',
    message: 'Is a second factor asked for at sign-in?',
    fold: SECURITY,
    help: {
      line: 'Required: everybody sets it up at the next sign-in, and proves it at each one after.',
      more: 'An optional one is never offered on the sign-in page: it is asked only of users who have set one up elsewhere, for example in an app of your own. Mendix waits 5 minutes for a sign-in; anyone who needs longer to set it up starts again from the app.',
    },
    words: MFA_WORDS,
  }),
  mfaMethod,
  settingQuestion('accountRecovery', {
    label: 'Forgot password',
    message: 'How do people get a new password?',
    fold: SECURITY,
    help: {
      line: 'By email: the sign-in page has “Forgot your password?”, and a code is emailed.',
      more: 'From an administrator alone means that you set a new password with add-user <email> --reset-password. It must be so where the second factor is a code by email.',
    },
    words: { email: 'by a code in an email', none: 'from an administrator alone' },
    follow: closeRecovery,
  }),
];
