import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCli } from '../support/cli.ts';
import { it, SETUP, type World } from '../support/world.ts';

const APP = ['--app-url', 'https://app.example.com'];

/**
 * A call of each command that writes when nothing holds it back. A command that is missing here fails the test, so that a
 * new one cannot be forgotten.
 */
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
  ],
  'create-client': [[...APP], [...APP, '--client-name', 'second', '--alias', 'demo']],
  'mendix-config': [['--output', 'oidc.env', '--format', 'env', '--secret-file', 'oidc.secret']],
  status: [[]],
  doctor: [[]],
  'iam-policy': [[]],
  'test-login': [['--no-browser', '--timeout', '1']],
  'rotate-secret': [['--output', 'secret.txt'], ['--reveal-secrets'], ['--finish'], ['--cancel']],
  destroy: [[]],
  sandbox: [['--reset', '--state', 'state.json']],
  completion: [['bash']],
};

/** A setup that somebody has changed since, so that every command has something to do. */
async function drifted({ cognito, run, folder }: World): Promise<void> {
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
  await runCli(['sandbox', '--reset', '--state', 'state.json'], { cwd: folder });
  await writeFile(
    join(folder, 'state.json'),
    (await readFile(join(folder, 'state.json'), 'utf8')).replace('"inbox":[]', '"inbox":[ ]'),
  );
}

const contentsOf = async (folder: string) => {
  const names = (await readdir(folder, { withFileTypes: true })).filter((each) => each.isFile());
  return Promise.all(names.map(async ({ name }) => [name, await readFile(join(folder, name), 'utf8')]));
};

describe('--dry-run', () => {
  for (const { name } of COMMANDS) {
    it(`of ${name} makes no call that writes, and writes no file`, async ({ world }) => {
      await drifted(world);
      const calls = CALLS[name];
      if (calls === undefined) throw new Error(`Say in this test how ${name} writes.`);
      const before = await contentsOf(world.folder);
      for (const args of calls) {
        world.recorder.clear();
        const words = [name, ...args, '--yes', '--dry-run'];
        const run = name === 'sandbox' ? await runCli(words, { cwd: world.folder }) : await world.run(words);
        expect([0, 1, 2, 3]).toContain(run.code);
        expect(run.stderr).not.toMatch(/Unexpected/);
        expect(world.recorder.writes).toEqual([]);
      }
      expect(await contentsOf(world.folder)).toEqual(before);
    });
  }

  it('is known by every command', () => {
    expect(Object.keys(CALLS)).toEqual(COMMANDS.map(({ name }) => name));
  });
});
