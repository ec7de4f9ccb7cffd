import { callbackUrlOf } from '../../mendix/settings.ts';
import { HELP, questionFor, sayCallback } from '../ask.ts';
import { valuesIn } from '../checks.ts';
import { INPUTS } from '../definitions.ts';
import { aliasFrom } from '../desired.ts';
import { always, checkOfEach, type Fold, type Question, type Step } from './question.ts';

/** What things are called: one name, unless somebody gives another. */
export const NAMES: Fold = {
  label: 'Names',
  help: {
    line: 'The alias in Mendix, the user pool and the app client: one name for all three.',
    more: 'The alias is the name of the configuration in Mendix, and part of the link of the sign-in button. The other two are names in the Cognito console.',
  },
  async shown(draft) {
    const { pool, client } = await draft.present();
    const poolName = draft.answers.poolName ?? pool?.Name ?? draft.alias;
    const clientName = draft.answers.clientName ?? client?.name ?? draft.alias;
    const names = [draft.alias, `pool ${poolName}`, `client ${clientName}`];
    const isOne = draft.alias === poolName && draft.alias === clientName;
    return isOne ? draft.alias : names.join(', ');
  },
};

const alias: Question = {
  label: 'Alias',
  fold: NAMES,
  help: HELP.alias,
  inputs: ['alias'],
  applies: always,
  async ask({ answers, before }, prompts) {
    const suggested = aliasFrom(answers.appUrl?.[0]);
    const answer = await prompts.text({
      ...questionFor('alias'),
      default: before.alias ?? suggested,
    });
    // One that was not chosen follows the address.
    if (answer.trim() !== suggested) answers.alias = answer.trim();
  },
  shown: (draft) => draft.alias,
};

const app: Question = {
  label: 'Address',
  help: HELP.appUrl,
  inputs: ['appUrl'],
  needed: true,
  applies: always,
  async ask({ context, answers, before }, prompts) {
    const answer = await prompts.text({
      ...questionFor('appUrl'),
      check: checkOfEach('appUrl'),
      default: before.appUrl?.join(' '),
    });
    const texts = valuesIn(answer);
    for (const text of texts) sayCallback(context, text);
    answers.appUrl = texts.map((text) => INPUTS.appUrl.parse(text));
  },
  shown: ({ answers }) => answers.appUrl?.join(' ') ?? '',
  follows: ({ answers }) =>
    answers.appUrl?.map((url) => ({ label: 'Callback URL', shown: callbackUrlOf(url) })) ?? [],
};

/** The first step: which app, and what it calls the configuration. */
export const mendixApp: Step = {
  title: 'Mendix app',
  group: 'App',
  help: 'Where your app runs, and the name of its sign-in configuration.',
  questions: [app, alias],
};
