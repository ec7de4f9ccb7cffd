import { defineCommand } from '../../flows/command.ts';

export const verifyEmailCommand = defineCommand({
  name: 'verify-email',
  group: 'Set up',
  summary: 'have Amazon SES verify addresses',
  words: '[address...]',
  inputs: ['verifyEmail', 'wait', 'timeout', 'resend', 'alias'],
  // The link of Amazon SES lives a day; a run that is left can take the wait up again.
  defaults: { timeout: 30 },
  derived: { alias: undefined },
  examples: ['mendix-cognito verify-email noreply@example.com --wait'],
});
