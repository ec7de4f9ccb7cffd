import { defineCommand } from '../../flows/command.ts';
import { CLIENT_SETTINGS, TARGET_INPUTS } from '../../inputs/definitions.ts';

export const createClientCommand = defineCommand({
  name: 'create-client',
  group: 'Set up',
  summary: 'create or fix the app client and the style of its sign-in page',
  inputs: [...CLIENT_SETTINGS, 'removeAppUrl', 'moveSecret', ...TARGET_INPUTS, 'adopt', 'revealSecrets'],
  examples: [
    'mendix-cognito create-client --app-url https://myapp.mendixcloud.com',
    'mendix-cognito create-client --alias myapp --app-url http://localhost:8080 --remove-app-url https://old.example.com',
  ],
});
