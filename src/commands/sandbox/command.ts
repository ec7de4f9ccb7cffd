import { defineCommand } from '../../flows/command.ts';

export const sandboxCommand = defineCommand({
  name: 'sandbox',
  group: 'Local',
  summary: 'serve a local Cognito, for trying all of this without an AWS account',
  inputs: ['port', 'state', 'quotas', 'reset'],
  examples: ['mendix-cognito sandbox', 'mendix-cognito sandbox --quotas 1', 'mendix-cognito sandbox --reset'],
});
