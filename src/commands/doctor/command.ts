import { ALIAS_OF_APP_OR_ONLY, defineCommand } from '../../flows/command.ts';
import { TARGET_INPUTS, USER_SETTINGS } from '../../inputs/definitions.ts';

export const doctorCommand = defineCommand({
  name: 'doctor',
  group: 'Check',
  summary: 'check everything that sign-in needs, and show how to fix it; or explain an error text',
  inputs: [...TARGET_INPUTS, 'appUrl', 'callbackUrl', ...USER_SETTINGS, 'verifyEmail', 'fix', 'explain'],
  derived: ALIAS_OF_APP_OR_ONLY,
  examples: [
    'mendix-cognito doctor --alias myapp --user-email ann@example.com',
    'mendix-cognito doctor --alias myapp --fix',
    'mendix-cognito doctor --explain "error=redirect_mismatch"',
    'mendix-cognito doctor --explain - < mendix.log',
  ],
});
