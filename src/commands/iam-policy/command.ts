import { defineCommand } from '../../flows/command.ts';

export const iamPolicyCommand = defineCommand({
  name: 'iam-policy',
  group: 'Check',
  summary: 'print the smallest IAM policy for setup, for reading only, or for destroy',
  inputs: ['account', 'readOnly', 'destroy'],
  examples: ['mendix-cognito iam-policy > policy.json', 'mendix-cognito iam-policy --read-only'],
});
