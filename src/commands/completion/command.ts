import { defineCommand } from '../../flows/command.ts';

export const completionCommand = defineCommand({
  name: 'completion',
  group: 'Local',
  summary: 'print the script that lets a shell complete commands, flags and values',
  words: '[shell]',
  inputs: [],
  examples: ['mendix-cognito completion bash >> ~/.bashrc', 'mendix-cognito completion zsh >> ~/.zshrc'],
});
