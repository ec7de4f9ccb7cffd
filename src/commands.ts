import type { Context } from './context.ts';
import { type Defaults, type InputName, WAIT_MINUTES } from './inputs/definitions.ts';
import type { Invocation, Result } from './result.ts';

/** A command's code, loaded when it runs: none of it is paid for by `--help` or another command. */
export interface CommandModule {
  run(context: Context, invocation: Invocation): Promise<Result>;
}

/** What the command line knows of a command. */
export interface CommandDefinition {
  readonly name: string;
  /** What somebody wants to do who needs it: the heading that it has in the help. */
  readonly group: 'Set up' | 'Check' | 'Change' | 'Local';
  readonly summary: string;
  /** The words after the name, as commander writes them; none when undefined. */
  readonly words?: string;
  readonly inputs: readonly InputName[];
  readonly defaults?: Defaults;
  readonly examples: readonly string[];
  load(): Promise<CommandModule>;
}

const WHICH_POOL = ['alias', 'poolName', 'poolId'] as const satisfies readonly InputName[];
const POOL = [
  'tier',
  'selfSignUp',
  // commander takes a yes for given when the no comes first.
  'deletionProtection',
  'noDeletionProtection',
  'emailFrom',
] as const satisfies readonly InputName[];
const DOMAIN = ['domainPrefix', 'managedLogin'] as const satisfies readonly InputName[];
const CLIENT = [
  'appUrl',
  'callbackUrl',
  'clientName',
  'sessionMinutes',
  'tokenRevocation',
  'hideUnknownUsers',
] as const satisfies readonly InputName[];
const USER = [
  'username',
  'userFullName',
  'generatePassword',
  'passwordStdin',
  'temporaryPassword',
  'resetPassword',
] as const satisfies readonly InputName[];

const PERSON = ['userEmail', 'username', 'userFullName'] as const satisfies readonly InputName[];

/** The alias of a command that looks for a user pool without being told which. */
const THE_ONLY_ONE = 'the only one there is';
const APP_OR_ONLY = `from the app URL, or ${THE_ONLY_ONE}`;

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
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'setup',
    group: 'Set up',
    summary: 'the whole way: email, user pool and domain, user, app client, settings for Mendix',
    inputs: [
      ...CLIENT.slice(0, 1),
      ...WHICH_POOL,
      'adopt',
      ...DOMAIN,
      ...POOL,
      ...CLIENT.slice(1),
      'removeAppUrl',
      'userEmail',
      ...USER,
      'verifyEmail',
      'revealSecrets',
      'printConfig',
    ],
    examples: [
      'npx mendix-cognito',
      'npx mendix-cognito setup --sandbox',
      'npx mendix-cognito setup --print-config > mendix-cognito.yaml',
      'npx mendix-cognito setup --yes --config mendix-cognito.yaml',
      'npx mendix-cognito setup --yes --json --app-url https://myapp.mendixcloud.com --user-email ann@example.com',
    ],
    load: () => import('./commands/setup.ts'),
  },
  {
    name: 'verify-email',
    group: 'Set up',
    summary: 'have Amazon SES verify addresses',
    words: '[address...]',
    inputs: ['verifyEmail', 'wait', 'timeout', 'resend', 'alias'],
    defaults: { timeout: String(WAIT_MINUTES.mail), alias: undefined },
    examples: ['mendix-cognito verify-email noreply@example.com --wait'],
    load: () => import('./commands/verify-email.ts'),
  },
  {
    name: 'create-pool',
    group: 'Set up',
    summary: 'make or repair the user pool and its domain',
    inputs: [...WHICH_POOL, 'adopt', ...DOMAIN, ...POOL],
    defaults: { alias: undefined },
    examples: ['mendix-cognito create-pool --alias myapp'],
    load: () => import('./commands/create-pool.ts'),
  },
  {
    name: 'add-user',
    group: 'Set up',
    summary: 'add users who can sign in, or repair them',
    words: '[email...]',
    inputs: [
      'userEmail',
      ...USER,
      ...WHICH_POOL,
      'adopt',
      'output',
      'revealSecrets',
      'fromCsv',
      'result',
      'invite',
      'update',
      'rate',
    ],
    defaults: { alias: THE_ONLY_ONE },
    examples: [
      'mendix-cognito add-user ann@example.com --user-full-name "Ann Lee"',
      'mendix-cognito add-user ann@example.com --reset-password',
      'mendix-cognito add-user --from-csv users.csv --result passwords.csv',
      'mendix-cognito add-user --from-csv users.csv --invite',
    ],
    load: () => import('./commands/add-user.ts'),
  },
  {
    name: 'create-client',
    group: 'Set up',
    summary: 'make or repair the app client and the style of its sign-in pages',
    inputs: [...CLIENT, 'removeAppUrl', ...WHICH_POOL, 'adopt', 'revealSecrets'],
    examples: [
      'mendix-cognito create-client --app-url https://myapp.mendixcloud.com',
      'mendix-cognito create-client --alias myapp --app-url http://localhost:8080 --remove-app-url https://old.example.com',
    ],
    load: () => import('./commands/create-client.ts'),
  },
  {
    name: 'mendix-config',
    group: 'Set up',
    summary: 'print the values for Mendix, secret included, as each deployment takes them',
    inputs: [
      ...WHICH_POOL,
      'clientName',
      'format',
      'moduleVersion',
      'singleVariable',
      'newApp',
      'snippets',
      'output',
      'secretFile',
      'secretStdin',
    ],
    defaults: { alias: THE_ONLY_ONE },
    examples: [
      'mendix-cognito mendix-config --alias myapp',
      'mendix-cognito mendix-config --format docker --output oidc.env --secret-file secret.env',
      'mendix-cognito mendix-config --snippets',
    ],
    load: () => import('./commands/mendix-config.ts'),
  },
  {
    name: 'status',
    group: 'Check',
    summary: 'what is there, what differs, and the next command',
    inputs: [...WHICH_POOL, ...DOMAIN, ...POOL, ...CLIENT, ...PERSON, 'verifyEmail', 'check'],
    defaults: { alias: APP_OR_ONLY },
    examples: ['mendix-cognito status', 'mendix-cognito status --alias myapp --check'],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'doctor',
    group: 'Check',
    summary: 'check everything that sign-in needs, each with its repair; or explain an error text',
    inputs: [...WHICH_POOL, 'clientName', 'appUrl', 'callbackUrl', ...PERSON, 'verifyEmail', 'explain'],
    defaults: { alias: APP_OR_ONLY },
    examples: [
      'mendix-cognito doctor --alias myapp --user-email ann@example.com',
      'mendix-cognito doctor --explain "error=redirect_mismatch"',
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'iam-policy',
    group: 'Check',
    summary: 'print the least IAM policy for setup, for looking only, or for destroy',
    inputs: ['account', 'readOnly', 'destroy'],
    examples: ['mendix-cognito iam-policy > policy.json', 'mendix-cognito iam-policy --read-only'],
    load: () => import('./commands/iam-policy.ts'),
  },
  {
    name: 'test-login',
    group: 'Check',
    summary: 'sign in as Mendix does, and show what Mendix gets',
    inputs: [
      ...WHICH_POOL,
      'clientName',
      'noBrowser',
      'timeout',
      'userEmail',
      'username',
      'passwordStdin',
      'secretStdin',
    ],
    defaults: { alias: THE_ONLY_ONE, timeout: String(WAIT_MINUTES.signIn) },
    examples: [
      'mendix-cognito test-login',
      'printf %s "$PASSWORD" | mendix-cognito test-login --user-email ann@example.com --password-stdin',
    ],
    load: () => import('./commands/test-login.ts'),
  },
  {
    name: 'rotate-secret',
    group: 'Change',
    summary: 'a second client secret beside the first; --finish removes the older one',
    inputs: [
      ...WHICH_POOL,
      'clientName',
      'finish',
      'cancel',
      'userEmail',
      'passwordStdin',
      'secretStdin',
      'output',
      'revealSecrets',
    ],
    defaults: { alias: THE_ONLY_ONE },
    examples: [
      'mendix-cognito rotate-secret --output secret.txt',
      'printf "%s\\n" "$PASSWORD" "$(cat secret.txt)" | mendix-cognito rotate-secret --finish --user-email ann@example.com --password-stdin --secret-stdin',
    ],
    load: () => import('./commands/rotate-secret.ts'),
  },
  {
    name: 'destroy',
    group: 'Change',
    summary: 'delete what was created for an alias; its user pool and users too, unless others use the pool',
    inputs: [...WHICH_POOL, 'users'],
    defaults: { alias: THE_ONLY_ONE },
    examples: [
      'mendix-cognito destroy --alias myapp --dry-run',
      'mendix-cognito destroy --alias myapp --users 3',
    ],
    load: () => import('./commands/destroy.ts'),
  },
  {
    name: 'sandbox',
    group: 'Local',
    summary: 'serve a local Cognito, for trying all of this without an AWS account',
    inputs: ['port', 'state', 'quotas', 'reset'],
    examples: [
      'mendix-cognito sandbox',
      'mendix-cognito sandbox --quotas 1',
      'mendix-cognito sandbox --reset',
    ],
    load: () => import('./commands/sandbox.ts'),
  },
  {
    name: 'completion',
    group: 'Local',
    summary: 'print the script by which a shell completes commands, flags and values',
    words: '[shell]',
    inputs: [],
    examples: ['mendix-cognito completion bash >> ~/.bashrc', 'mendix-cognito completion zsh >> ~/.zshrc'],
    load: async () => {
      const { completionOf } = await import('./commands/completion.ts');
      return completionOf(COMMANDS);
    },
  },
];
