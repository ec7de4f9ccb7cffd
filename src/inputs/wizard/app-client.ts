import { readAppClient } from '../../resources/app-client.ts';
import { diffAppClient } from '../../resources/app-client-diff.ts';
import { desiredClient } from '../desired.ts';
import { checkOf } from '../resolve.ts';
import type { Draft } from './draft.ts';
import { NAMES } from './mendix-app.ts';
import { pick } from './pick.ts';
import type { Fold, Question, Step } from './question.ts';
import { settingQuestion, valueNow } from './setting.ts';

/** Why a client cannot serve, or undefined when it can. */
async function whyNot(draft: Draft, id: string): Promise<string | undefined> {
  const { pool } = await draft.present();
  const client = pool === undefined ? undefined : await readAppClient(draft.aws, pool.Id, id);
  if (client === undefined) return 'It is gone: somebody has just deleted it.';
  const alike = (await draft.clients()).filter(({ name }) => name === client.name);
  if (alike.length > 1) {
    return `${alike.length} app clients are named “${client.name}”: rename all but one in the Cognito console, or create a new one.`;
  }
  const difference = diffAppClient(client, desiredClient(draft.answers, draft.alias));
  return difference.action === 'blocked' ? difference.blocked.map(({ why }) => why).join(' ') : undefined;
}

/** True while the name of the app client is that of one which is there, and was not created for this alias. */
const isPicked = (draft: Draft): boolean =>
  draft.answers.clientName !== undefined && draft.picked === draft.answers.clientName;

/** Whether an app client is created or one that is there is taken over; not asked where the alias has one. */
export const chooseClient: Question = {
  label: 'App client',
  help: {
    line: 'A new one for this app, or one that the user pool has already.',
    more: 'An app client is an ID and a secret with which one app signs in. Use one for each Mendix app: then a secret that leaks affects that app alone. One that you take over keeps its callback URLs, and those of your app are added.',
  },
  inputs: ['clientName'],
  async applies(draft) {
    if (isPicked(draft)) return true;
    const { client } = await draft.present();
    return client === undefined && (await draft.clients()).length > 0;
  },
  async ask(draft, prompts) {
    const clients = await draft.clients();
    const chosen = await pick(draft, prompts, {
      message: 'Which app client?',
      fresh: 'Create a new one',
      listed: clients,
      before: clients.find(({ name }) => name === draft.before.clientName)?.id,
      whyNot: (id) => whyNot(draft, id),
      help: this.help,
    });
    draft.picked = clients.find(({ id }) => id === chosen)?.name;
    if (draft.picked !== undefined) draft.answers.clientName = draft.picked;
  },
  shown: (draft) => (isPicked(draft) ? `${draft.picked}, taken over` : 'a new one'),
};

const ownName = async (draft: Draft): Promise<string> => (await draft.present()).client?.name ?? draft.alias;

const clientName: Question = {
  label: 'Client name',
  fold: NAMES,
  help: {
    line: 'How it is listed in the Cognito console; your users do not see it.',
    more: 'An app client is the ID and the secret with which your Mendix app signs in at Cognito: “Client ID” and “Client secret” on the OIDC SSO page. They are shown at the end.',
  },
  inputs: ['clientName'],
  applies: (draft) => !isPicked(draft),
  async ask(draft, prompts) {
    const own = await ownName(draft);
    const before = draft.before.clientName === draft.picked ? undefined : draft.before.clientName;
    const answer = await prompts.text({
      message: 'Name of the app client',
      default: before ?? own,
      check: checkOf('clientName'),
      help: this.help,
    });
    if (answer.trim() !== own) draft.answers.clientName = answer.trim();
  },
  shown: async (draft) => draft.answers.clientName ?? ownName(draft),
};

/** How long things last that the app client gives out. */
const TIMES: Fold = {
  label: 'Times',
  help: {
    line: 'How long a sign-in may take, and how long its tokens are valid.',
    more: 'Mendix signs people in with the ID token and keeps a session of its own. The times of the tokens matter only to apps that call others with them.',
  },
  shown: async (draft) =>
    `${await valueNow(draft, 'sessionMinutes')} minutes to sign in, ID token ${await valueNow(draft, 'idTokenMinutes')} minutes`,
};

const times: readonly Question[] = [
  settingQuestion('sessionMinutes', {
    label: 'Sign-in time',
    message: 'Minutes to complete a sign-in (3 to 15)',
    unit: 'minutes',
    fold: TIMES,
    folded: false,
    help: {
      line: 'How long somebody may take on the sign-in page before having to begin again.',
      more: 'In the Cognito console: authentication flow session duration. Mendix itself forgets a sign-in after 5 minutes, unless the constant OIDC.DeleteAuthAttemptsInMinutes says otherwise.',
    },
  }),
  settingQuestion('idTokenMinutes', {
    label: 'ID token',
    message: 'Minutes that an ID token is valid (5 to 1440)',
    unit: 'minutes',
    fold: TIMES,
    help: {
      line: 'It says who somebody is; Mendix reads it once, at the sign-in.',
      more: 'An hour is what AWS recommends.',
    },
  }),
  settingQuestion('accessTokenMinutes', {
    label: 'Access token',
    message: 'Minutes that an access token is valid (5 to 1440)',
    unit: 'minutes',
    fold: TIMES,
    help: {
      line: 'With it an app calls others in the name of the user.',
      more: 'An hour is what AWS recommends. Short ones do less harm when they are stolen.',
    },
  }),
  settingQuestion('refreshTokenDays', {
    label: 'Refresh token',
    message: 'Days that a refresh token is valid (1 to 3650)',
    unit: 'days',
    fold: TIMES,
    help: {
      line: 'With it an app gets new tokens without the user.',
      more: 'The OIDC SSO module uses one only where your app asks for it.',
    },
  }),
];

/** The last step: what Mendix signs in with. */
export const appClient: Step = {
  title: 'App client',
  group: 'Client',
  help: 'The ID and secret with which your app signs in at Cognito.',
  questions: [chooseClient, clientName, ...times],
};
