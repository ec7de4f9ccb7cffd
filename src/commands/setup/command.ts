import { defineCommand } from '../../flows/command.ts';
import { PASSWORD_INPUTS, SETTING_INPUTS, TARGET_INPUTS } from '../../inputs/definitions.ts';

export const setupCommand = defineCommand({
  name: 'setup',
  group: 'Set up',
  summary: 'set up everything: email, user pool and domain, user, app client, settings for Mendix',
  inputs: [
    'appUrl',
    ...TARGET_INPUTS,
    'adopt',
    ...SETTING_INPUTS,
    'removeAppUrl',
    ...PASSWORD_INPUTS,
    'revealSecrets',
    'printConfig',
  ],
  examples: [
    'npx mendix-cognito',
    'npx mendix-cognito setup --sandbox',
    'npx mendix-cognito setup --print-config > mendix-cognito.yaml',
    'npx mendix-cognito setup --yes --config mendix-cognito.yaml',
    'npx mendix-cognito setup --yes --json --app-url https://myapp.mendixcloud.com --user-email ann@example.com',
  ],
});
