import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCli } from './cli.ts';
import { SETUP, type World } from './world.ts';

const APP = ['--app-url', 'https://app.example.com'];

/** A call of each command that writes in a setup that somebody has changed, when nothing holds it back. */
const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  setup: [[...APP, '--user-email', 'new@example.com', '--verify-email', 'b@example.com', '--reset-password']],
  'verify-email': [
    ['b@example.com', '--alias', 'demo'],
    ['a@example.com', '--resend'],
  ],
  'create-pool': [
    ['--alias', 'demo'],
    ['--alias', 'other'],
    ['--managed-login', '1', '--alias', 'demo'],
  ],
  'add-user': [
    ['new@example.com', '--output', 'passwords.csv'],
    ['a@example.com', '--reset-password'],
    ['--from-csv', 'users.csv', '--result', 'result.csv'],
  ],
  'create-client': [[...APP], [...APP, '--client-name', 'second', '--alias', 'demo']],
  'mendix-config': [['--output', 'oidc.env', '--format', 'env', '--secret-file', 'oidc.secret']],
  status: [[]],
  doctor: [[]],
  'iam-policy': [[]],
  'test-login': [['--no-browser', '--timeout', '1']],
  'rotate-secret': [['--output', 'secret.txt'], ['--finish'], ['--reveal-secrets'], ['--cancel']],
  destroy: [[]],
  sandbox: [['--reset', '--state', 'state.json']],
  completion: [['bash']],
};

/** A setup that somebody has changed since, so that every command has something to do. */
export async function drifted({ cognito, run, folder }: World): Promise<void> {
  const made = await run([...SETUP, '--verify-email', 'a@example.com']);
  const { userPoolId: UserPoolId, clientId: ClientId } = made.json().mendix as Record<string, string>;
  await cognito.send(
    new UpdateUserPoolCommand({
      UserPoolId,
      UserPoolTags: { 'mendix-cognito': 'made', 'mendix-cognito:app:demo': 'client=demo' },
    }),
  );
  await cognito.send(
    new UpdateUserPoolClientCommand({
      ...{ UserPoolId, ClientId, ClientName: 'demo', AllowedOAuthFlowsUserPoolClient: true },
      CallbackURLs: [
        'http://localhost:1/mendix-cognito/test-login',
        'https://app.example.com/oauth/v2/callback',
      ],
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid'],
      SupportedIdentityProviders: ['COGNITO'],
    }),
  );
  await writeFile(join(folder, 'users.csv'), 'email\nc@example.com\n');
  await runCli(['sandbox', '--reset', '--state', 'state.json'], { cwd: folder });
  await writeFile(
    join(folder, 'state.json'),
    (await readFile(join(folder, 'state.json'), 'utf8')).replace('"inbox":[]', '"inbox":[ ]'),
  );
}

/** Those calls of every command. One that is missing above fails the tests that ask for them: none can be forgotten. */
export const writingCalls = (): readonly (readonly [
  command: string,
  calls: readonly (readonly string[])[],
])[] =>
  COMMANDS.map(({ name }) => {
    const calls = CALLS[name];
    if (calls === undefined) throw new Error(`Say in test/support/writing-calls.ts how ${name} writes.`);
    return [name, calls];
  });
