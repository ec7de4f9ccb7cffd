import { ALIAS_OF_APP_OR_ONLY, defineCommand } from '../../flows/command.ts';
import { SETTING_INPUTS, TARGET_INPUTS } from '../../inputs/definitions.ts';

export const statusCommand = defineCommand({
  name: 'status',
  group: 'Check',
  summary: 'show what is there, what differs, and the next command',
  inputs: [...TARGET_INPUTS, ...SETTING_INPUTS, 'check', 'all'],
  derived: ALIAS_OF_APP_OR_ONLY,
  examples: [
    'mendix-cognito status',
    'mendix-cognito status --alias myapp --check',
    'mendix-cognito status --all',
  ],
});
