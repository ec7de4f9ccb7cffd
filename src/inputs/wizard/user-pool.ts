import { partitionOf } from '../../aws/partition.ts';
import { derivedPrefix } from '../../resources/domain-prefix.ts';
import { firstPrefix } from '../desired.ts';
import { freePrefix } from '../live-checks.ts';
import { checkOf } from '../resolve.ts';
import { choosePool } from './choose-pool.ts';
import type { Draft } from './draft.ts';
import type { Question, Step } from './question.ts';

/** The name that the pool has, or gets when nobody chooses another. */
async function ownName(draft: Draft): Promise<string> {
  const { pool } = await draft.present();
  return pool?.Name ?? draft.alias.slice(0, 128);
}

const poolName: Question = {
  label: 'Pool name',
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

/** Whether strangers may make an account now; a pool that is not there yet begins closed. */
async function isOpen(draft: Draft): Promise<boolean> {
  const { pool } = await draft.present();
  return pool !== undefined && pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
}

const signUp: Question = {
  label: 'Sign-up',
  help: {
    line: 'Yes puts “Create an account” on the sign-in page. No: only you add users.',
    more: 'With yes, everybody on the internet who has an email address can create an account, and Mendix creates a user for it at the first sign-in, with the user role of your OIDC SSO configuration. For an app of your own company: no.',
  },
  inputs: ['selfSignUp'],
  applies: () => true,
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
  questions: [choosePool, poolName, prefix, signUp],
};
