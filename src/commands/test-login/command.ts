import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';
import { TARGET_INPUTS } from '../../inputs/definitions.ts';

export const testLoginCommand = defineCommand({
  name: 'test-login',
  group: 'Check',
  summary: 'sign in as Mendix does, and show what Mendix gets',
  inputs: [
    ...TARGET_INPUTS,
    'noBrowser',
    'timeout',
    'userEmail',
    'username',
    'passwordStdin',
    'mfaCodeStdin',
    'secretStdin',
  ],
  // Cognito gives up on its sign-in page after 5 minutes, and so does the module.
  defaults: { timeout: 5 },
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito test-login',
    'printf %s "$PASSWORD" | mendix-cognito test-login --user-email ann@example.com --password-stdin',
  ],
});
