import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';
import { PASSWORD_INPUTS, USER_SETTINGS } from '../../inputs/definitions.ts';

export const addUserCommand = defineCommand({
  name: 'add-user',
  group: 'Set up',
  summary: 'add users who can sign in, or fix users who cannot',
  words: '[email...]',
  inputs: [
    ...USER_SETTINGS,
    ...PASSWORD_INPUTS,
    'alias',
    'poolName',
    'poolId',
    'adopt',
    'groups',
    'resetMfa',
    'enable',
    'output',
    'overwrite',
    'revealSecrets',
    'fromCsv',
    'result',
    'invite',
    'update',
    'rate',
  ],
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito add-user ann@example.com --user-full-name "Ann Lee"',
    'mendix-cognito add-user ann@example.com --reset-password',
    'mendix-cognito add-user ann@example.com --reset-mfa',
    'mendix-cognito add-user ann@example.com --groups Editors,Team',
    'mendix-cognito add-user --from-csv users.csv --result passwords.csv',
    'mendix-cognito add-user --from-csv users.csv --invite',
  ],
});
