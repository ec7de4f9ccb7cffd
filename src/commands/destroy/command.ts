import { defineCommand, ONLY_ALIAS } from '../../flows/command.ts';

export const destroyCommand = defineCommand({
  name: 'destroy',
  group: 'Change',
  summary: 'delete what was created for an alias; its user pool and users too, unless others use the pool',
  inputs: ['alias', 'poolName', 'poolId', 'users'],
  derived: ONLY_ALIAS,
  examples: [
    'mendix-cognito destroy --alias myapp --dry-run',
    'mendix-cognito destroy --alias myapp --users 3',
  ],
});
