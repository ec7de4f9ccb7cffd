import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';
import { TARGET_INPUTS } from '../../inputs/definitions.ts';

export const mendixConfigCommand = defineCommand({
  name: 'mendix-config',
  group: 'Set up',
  summary: 'print the values for Mendix, secret included, for the screen or a deployment',
  inputs: [
    ...TARGET_INPUTS,
    'format',
    'moduleVersion',
    'singleVariable',
    'newApp',
    'snippets',
    'checklist',
    'output',
    'overwrite',
    'secretFile',
    'secretStdin',
  ],
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito mendix-config --alias myapp',
    'mendix-cognito mendix-config --format docker --output oidc.env --secret-file secret.env',
    'mendix-cognito mendix-config --checklist',
    'mendix-cognito mendix-config --snippets > snippets.txt',
  ],
});
