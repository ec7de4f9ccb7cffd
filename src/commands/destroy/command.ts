import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';

export const destroyCommand = defineCommand({
  name: 'destroy',
  group: 'Change',
  summary: 'take everything of an alias down, users included',
  inputs: ['alias', 'poolName', 'poolId', 'users'],
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito destroy --alias myapp --dry-run',
    'mendix-cognito destroy --alias myapp --users 3',
  ],
});
