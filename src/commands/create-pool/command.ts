import { defineCommand } from '../../flows/command.ts';
import { DOMAIN_SETTINGS, POOL_SETTINGS } from '../../inputs/definitions.ts';

export const createPoolCommand = defineCommand({
  name: 'create-pool',
  group: 'Set up',
  summary: 'create or fix the user pool and its domain',
  inputs: ['alias', 'poolName', 'poolId', 'adopt', ...DOMAIN_SETTINGS, ...POOL_SETTINGS],
  derived: { alias: undefined },
  examples: ['mendix-cognito create-pool --alias myapp'],
});
