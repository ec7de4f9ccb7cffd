import { passwordProblems } from '../../resources/password.ts';
import { signsInByEmail } from '../../resources/user-pool-settings.ts';
import { HELP, questionFor } from '../ask.ts';
import { passwordPolicy } from '../desired.ts';
import { checkOf } from '../resolve.ts';
import type { Draft } from './draft.ts';
import { always, optional, type Question, type Step } from './question.ts';

const isNew = async (draft: Draft): Promise<boolean> => (await draft.user()) === undefined;

const fullName: Question = {
  label: 'Full name',
  help: HELP.userFullName,
  inputs: ['userFullName'],
  applies: isNew,
  async ask({ answers, before }, prompts) {
    answers.userFullName = await optional(prompts, 'userFullName', {
      message: 'Full name',
      before: before.userFullName,
      help: this.help,
    });
  },
  shown: ({ answers }) => answers.userFullName ?? 'none',
};

/** The temporary password was given to somebody, or the run that created the user ended before it set a lasting one. */
async function askUnusedPassword(draft: Draft, ask: (message: string) => Promise<boolean>): Promise<void> {
  draft.context.terminal.say(
    'This user is there already, with a temporary password that nobody has used yet.',
  );
  const replace = await ask('Replace it by a new one, which works at once?');
  if (!replace) draft.answers.temporaryPassword = true;
}

const HOW = [
  { name: 'Generate one and show it at the end', value: 'generate' },
  { name: 'Type one', value: 'type' },
  { name: 'Generate a temporary one: the user chooses their own at the first sign-in', value: 'temporary' },
] as const;

const password: Question = {
  label: 'Password',
  help: {
    line: 'What the user types on the sign-in page.',
    more: 'A password that is generated is shown once, at the end, and stored nowhere. With a temporary one the user must choose another at the first sign-in, within 7 days. Mendix waits 5 minutes for a sign-in: a user who takes longer starts again from the app.',
  },
  inputs: ['generatePassword', 'passwordStdin', 'temporaryPassword'],
  applies: ({ answers }) => answers.passwordStdin !== true && answers.resetPassword !== true,
  async ask(draft, prompts) {
    draft.password = undefined;
    const user = await draft.user();
    if (user?.status === 'FORCE_CHANGE_PASSWORD') {
      return askUnusedPassword(draft, (message) => prompts.yes(message, false));
    }
    if (user !== undefined) {
      draft.context.terminal.say('This user is there already; the password is left alone.');
      return;
    }
    const how = await prompts.choose('Password', HOW, 'generate', this.help);
    if (how === 'temporary') draft.answers.temporaryPassword = true;
    if (how !== 'type') return;
    const { pool } = await draft.present();
    const policy = passwordPolicy(pool, draft.answers);
    draft.password = await prompts.secret({
      message: 'The password',
      check: (text) => {
        const problems = passwordProblems(text, policy);
        return problems.length === 0 ? undefined : `It needs ${problems.join(', ')}.`;
      },
    });
  },
  async presume(draft) {
    const user = await draft.user();
    if (user?.status === 'FORCE_CHANGE_PASSWORD') draft.answers.temporaryPassword = true;
  },
  async shown(draft) {
    if (draft.password !== undefined) return 'typed';
    const user = await draft.user();
    if (user !== undefined && user.status !== 'FORCE_CHANGE_PASSWORD') return 'left alone';
    if (draft.answers.temporaryPassword !== true) return 'generated, shown at the end';
    return user === undefined ? 'a temporary one' : 'left alone';
  },
};

/** Asked of a new user only: one that is there can be found by the email address. */
export const username: Question = {
  label: 'User name',
  help: {
    line: 'The users of this user pool have names of their own: this is the name that the new user signs in with.',
    more: 'Whether users sign in with a user name or with their email address is fixed when a user pool is created.',
  },
  inputs: ['username'],
  needed: true,
  async applies(draft) {
    const { pool } = await draft.present();
    const byEmail = pool === undefined ? draft.answers.signIn !== 'username' : signsInByEmail(pool);
    if (byEmail) return false;
    return draft.answers.username !== undefined || isNew(draft);
  },
  async ask({ answers, before }, prompts) {
    const answer = await prompts.text({
      message: 'User name',
      default: before.username ?? answers.userEmail?.split('@')[0],
      check: checkOf('username'),
      help: this.help,
    });
    answers.username = answer.trim();
  },
  shown: ({ answers }) => answers.username ?? '',
};

const address: Question = {
  label: 'Email',
  help: HELP.userEmail,
  inputs: ['userEmail'],
  needed: true,
  applies: always,
  async ask({ answers, before }, prompts) {
    const answer = await prompts.text({
      ...questionFor('userEmail'),
      default: before.userEmail,
    });
    answers.userEmail = answer.trim();
  },
  shown: ({ answers }) => answers.userEmail ?? '',
  leadsTo: ({ answers }) => (answers.username === undefined ? [username] : []),
};

/** The fourth step: the first person who signs in. */
export const user: Step = {
  title: 'User',
  group: 'User',
  help: 'The first person who signs in to your app.',
  questions: [address, username, fullName, password],
};
