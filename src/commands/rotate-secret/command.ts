import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';
import { TARGET_INPUTS } from '../../inputs/definitions.ts';

export const rotateSecretCommand = defineCommand({
  name: 'rotate-secret',
  group: 'Change',
  summary: 'create a second client secret; --finish removes the older one',
  inputs: [
    ...TARGET_INPUTS,
    'finish',
    'cancel',
    'userEmail',
    'passwordStdin',
    'secretStdin',
    'output',
    'overwrite',
    'revealSecrets',
  ],
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito rotate-secret --output secret.txt',
    'printf "%s\\n" "$PASSWORD" "$(cat secret.txt)" | mendix-cognito rotate-secret --finish --user-email ann@example.com --password-stdin --secret-stdin',
  ],
});
