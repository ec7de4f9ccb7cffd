import { callbackUrlOf } from '../../mendix/settings.ts';
import { questionFor, sayCallback } from '../ask.ts';
import { INPUTS } from '../definitions.ts';
import { aliasFrom } from '../desired.ts';
import { always, checkOfEach, parts, type Question, type Step } from './question.ts';

const alias: Question = {
  label: 'Alias',
  help: {
    line: 'The name of the configuration in Mendix; it is also part of the link of the sign-in button.',
    more: 'On the OIDC SSO page of your app, “Alias” names one identity provider. Everything that is made in Cognito carries it too, so that the next run finds it again. Letters, digits, dots, hyphens and underscores. One alias for each app and environment is a good habit, for example orders-test and orders-production.',
  },
  inputs: ['alias'],
  applies: always,
  async ask({ answers, before }, prompts) {
    const suggested = aliasFrom(answers.appUrl?.[0]);
    const answer = await prompts.text({
      ...questionFor('alias'),
      default: before.alias ?? suggested,
      help: this.help,
    });
    // One that was not chosen follows the address.
    if (answer.trim() !== suggested) answers.alias = answer.trim();
  },
  shown: (draft) => draft.alias,
};

const app: Question = {
  label: 'Address',
  help: {
    line: 'The root address of your app, for example https://myapp.mendixcloud.com. In Studio Pro: http://localhost:8080.',
    more: 'After the sign-in Cognito sends people back to /oauth/v2/callback below this address, and to no other. You can paste what the browser shows: a page such as /index.html or /p/home is cut off; a path that the whole app is below stays. Several addresses, such as a custom domain or localhost besides, go into one line with a space between. Cognito takes http for localhost only.',
  },
  inputs: ['appUrl'],
  needed: true,
  applies: always,
  async ask({ context, answers, before }, prompts) {
    const answer = await prompts.text({
      message: questionFor('appUrl').message,
      check: checkOfEach('appUrl'),
      default: before.appUrl?.join(' '),
      help: this.help,
    });
    const texts = parts(answer);
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
