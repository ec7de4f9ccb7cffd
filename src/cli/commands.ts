import { addUserCommand } from '../commands/add-user/command.ts';
import { completionCommand } from '../commands/completion/command.ts';
import { createClientCommand } from '../commands/create-client/command.ts';
import { createPoolCommand } from '../commands/create-pool/command.ts';
import { destroyCommand } from '../commands/destroy/command.ts';
import { doctorCommand } from '../commands/doctor/command.ts';
import { iamPolicyCommand } from '../commands/iam-policy/command.ts';
import { mendixConfigCommand } from '../commands/mendix-config/command.ts';
import { rotateSecretCommand } from '../commands/rotate-secret/command.ts';
import { sandboxCommand } from '../commands/sandbox/command.ts';
import { setupCommand } from '../commands/setup/command.ts';
import { statusCommand } from '../commands/status/command.ts';
import { testLoginCommand } from '../commands/test-login/command.ts';
import { verifyEmailCommand } from '../commands/verify-email/command.ts';
import type { CommandDefinition, CommandModule, InvocationOf } from '../flows/command.ts';

/** A command as the command line lists it. */
export interface ListedCommand extends CommandDefinition {
  load(): Promise<CommandModule>;
}

/** A command with its code, which reads only the answers that the definition declares: another does not compile. */
function listed<Definition extends CommandDefinition>(
  definition: Definition,
  load: () => Promise<CommandModule<InvocationOf<Definition>>>,
): ListedCommand {
  return {
    ...definition,
    load: async () => {
      const { run } = await load();
      // The answers were resolved from this definition, with its defaults.
      return { run: (context, invocation) => run(context, invocation as InvocationOf<Definition>) };
    },
  };
}

/** The examples of the whole program: by hand, then in a pipeline. */
export const EXAMPLES: readonly string[] = [
  'npx mendix-cognito',
  'npx mendix-cognito --sandbox',
  'npx mendix-cognito test-login',
  'npx mendix-cognito doctor',
  'npx mendix-cognito setup --print-config > mendix-cognito.yaml',
  'npx mendix-cognito setup --yes --config mendix-cognito.yaml',
];

/** Every command, in the order of the help. */
export const COMMANDS: readonly ListedCommand[] = [
  listed(setupCommand, () => import('../commands/setup/run.ts')),
  listed(verifyEmailCommand, () => import('../commands/verify-email/run.ts')),
  listed(createPoolCommand, () => import('../commands/create-pool/run.ts')),
  listed(addUserCommand, () => import('../commands/add-user/run.ts')),
  listed(createClientCommand, () => import('../commands/create-client/run.ts')),
  listed(mendixConfigCommand, () => import('../commands/mendix-config/run.ts')),
  listed(statusCommand, () => import('../commands/status/run.ts')),
  listed(doctorCommand, () => import('../commands/doctor/run.ts')),
  listed(iamPolicyCommand, () => import('../commands/iam-policy/run.ts')),
  listed(testLoginCommand, () => import('../commands/test-login/run.ts')),
  listed(rotateSecretCommand, () => import('../commands/rotate-secret/run.ts')),
  listed(destroyCommand, () => import('../commands/destroy/run.ts')),
  listed(sandboxCommand, () => import('../commands/sandbox/run.ts')),
  listed(completionCommand, async () => {
    const { completionOf } = await import('../commands/completion/run.ts');
    return completionOf(COMMANDS);
  }),
];
