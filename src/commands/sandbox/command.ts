import { defineCommand } from '../../flows/command.ts';

export const sandboxCommand = defineCommand({
  name: 'sandbox',
  group: 'Local',
  summary: 'run a local Cognito, to try everything without an AWS account',
  inputs: ['port', 'state', 'quotas', 'reset'],
  examples: ['mendix-cognito sandbox', 'mendix-cognito sandbox --quotas 1', 'mendix-cognito sandbox --reset'],
});
