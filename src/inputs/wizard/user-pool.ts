import type { Aws } from '../../aws/clients.ts';
import { unlessMissing } from '../../aws/missing-features.ts';
import { partitionOf } from '../../aws/partition.ts';
import { readDomain } from '../../resources/domain.ts';
import { derivedPrefix } from '../../resources/domain-prefix.ts';
import type { Check } from '../../ui/prompts.ts';
import { firstPrefix } from '../desired.ts';
import { checkOf } from '../resolve.ts';
import { choosePool } from './choose-pool.ts';
import type { Draft } from './draft.ts';
import { NAMES } from './mendix-app.ts';
import { always, type Fold, type Question, type Step } from './question.ts';
import { security } from './security.ts';
import { settingQuestion, valueNow } from './setting.ts';
import { username } from './user.ts';

/** The name that the pool has, or gets when nobody chooses another. */
async function ownName(draft: Draft): Promise<string> {
  const { pool } = await draft.present();
  return pool?.Name ?? draft.alias;
}

const poolName: Question = {
  label: 'Pool name',
  fold: NAMES,
  help: {
    line: 'How it is listed in the Cognito console; your users do not see it.',
    more: 'A user pool is the list of people who may sign in to your app, with their passwords. The name can be changed later.',
  },
  inputs: ['poolName'],
  // One that is taken over keeps its name.
  applies: ({ answers }) => answers.poolId === undefined,
  async ask(draft, prompts) {
    const own = await ownName(draft);
    const answer = await prompts.text({
      message: 'Name of the user pool',
      default: draft.before.poolName ?? own,
      check: checkOf('poolName'),
      help: this.help,
    });
    if (answer.trim() !== own) draft.answers.poolName = answer.trim();
  },
  shown: async (draft) => draft.answers.poolName ?? ownName(draft),
};

/**
 * The check of a sign-in address, shown at its question rather than after the last one. Only AWS itself knows the prefixes
 * of other accounts.
 *
 * @param derived the one that needs no look, since another is tried when it is taken
 */
function freePrefix(aws: Aws, derived: string): Check {
  return async (text) => {
    const wanted = text.trim();
    const problem = checkOf('domainPrefix')(wanted);
    if (problem !== undefined || wanted === derived) return problem;
    const holder = await unlessMissing(aws, 'domain', () => readDomain(aws, wanted), undefined);
    return holder === undefined
      ? undefined
      : `“${wanted}” belongs to another user pool of this account (${holder.poolId}).`;
  };
}

const prefix: Question = {
  label: 'Sign-in page',
  help: {
    line: 'Your users see it in the browser: https://<this>.auth.<Region>.amazoncognito.com',
    more: 'The page on which people type their email address and password is at Cognito, under this address. It is unique in the Region for all AWS accounts; when the one that is offered is taken, some characters are added to it. Lower-case letters, digits and hyphens.',
  },
  inputs: ['domainPrefix'],
  applies: async (draft) => (await draft.present()).domain === undefined,
  async ask(draft, prompts) {
    const derived = derivedPrefix(draft.alias);
    const answer = await prompts.text({
      message: 'First part of the sign-in address',
      default: draft.before.domainPrefix ?? derived,
      check: freePrefix(draft.aws, derived),
      help: this.help,
    });
    // The derived one may be replaced by its suffixed form when it is taken; one of the user's own may not.
    if (answer.trim() !== derived) draft.answers.domainPrefix = answer.trim();
  },
  shown: ({ answers, alias, aws }) => {
    const name = firstPrefix(answers, alias);
    // Elsewhere it is read from the discovery document, once there is one.
    const isKnown = !aws.customEndpoint && partitionOf(aws.region).name === 'aws';
    return isKnown ? `https://${name}.auth.${aws.region}.amazoncognito.com` : name;
  },
};

/** Whether strangers may create an account now; a pool that is not there yet begins closed. */
async function isOpen(draft: Draft): Promise<boolean> {
  const { pool } = await draft.present();
  return pool !== undefined && pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
}

/** What people sign in with, who may sign up, and what is known of a user. */
const SIGN_IN: Fold = {
  label: 'Sign-in',
  help: {
    line: 'What people type to sign in, who can sign up, and what is stored about a user.',
    more: 'What people sign in with and which attributes are required is fixed when the user pool is created; the rest can be changed later.',
  },
  async shown(draft) {
    const kind = (await valueNow(draft, 'signIn')) === 'username' ? 'by user name or email' : 'by email';
    return `${kind}, ${await signUp.shown(draft)}`;
  },
};

const isNew = async (draft: Draft): Promise<boolean> => (await draft.present()).pool === undefined;

const attributes: readonly Question[] = [
  settingQuestion('signIn', {
    label: 'Sign in with',
    message: 'What do people sign in with?',
    fold: SIGN_IN,
    help: {
      line: 'With a user name the email address does as well. It cannot be changed later.',
      more: 'With their email address people need no other name, and two users cannot have the same one.',
    },
    words: { email: 'their email address', username: 'a user name, or their email address' },
    applies: isNew,
    leadsTo: ({ answers }) => (answers.signIn === 'username' ? [username] : []),
  }),
  settingQuestion('requiredAttribute', {
    label: 'Required',
    message: 'Attributes without which nobody signs up (Enter for none)',
    fold: SIGN_IN,
    help: {
      line: 'For example family_name or phone_number, with a space between. It cannot be changed later.',
      more: 'Who signs up, and who has a temporary password, is asked for them. The email address is asked for anyway.',
    },
    applies: isNew,
  }),
  settingQuestion('customAttribute', {
    label: 'Your own',
    message: 'Attributes of your own (Enter for none)',
    fold: SIGN_IN,
    help: {
      line: 'For example department or grade:number, with a space between. They cannot be removed later.',
      more: 'Types are string, number, boolean and datetime. The ID token contains them as custom:department; Mendix uses them only in a microflow of your own.',
    },
  }),
];

const signUp: Question = {
  label: 'Sign-up',
  fold: SIGN_IN,
  help: {
    line: 'Yes puts “Create an account” on the sign-in page. No: only you add users.',
    more: 'With yes, anyone on the internet who has an email address can create an account. Mendix creates a user for it at the first sign-in, with the user role of your OIDC SSO configuration. For an app of your own company, choose no.',
  },
  inputs: ['selfSignUp'],
  applies: always,
  async ask(draft, prompts) {
    const now = await isOpen(draft);
    const message = 'Can anyone sign up for an account?';
    const open = await prompts.yes(message, draft.before.selfSignUp ?? now, this.help);
    if (open !== now) draft.answers.selfSignUp = open;
  },
  shown: async (draft) =>
    (draft.answers.selfSignUp ?? (await isOpen(draft))) ? 'anyone can sign up' : 'only you add users',
};

/** The second step: who may sign in, and where. */
export const userPool: Step = {
  title: 'User pool',
  group: 'Pool',
  help: 'The list of people who may sign in, and the address of the sign-in page.',
  questions: [choosePool, poolName, prefix, signUp, ...attributes, ...security],
};
