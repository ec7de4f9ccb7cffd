import { execFileSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { it } from '../support/world.ts';

const APP = 'https://app.example.com';
const PASSWORD = 'Correct-Horse-9';
const SETUP = ['setup', '--yes', '--alias', 'demo', '--app-url', APP, '--user-email', 'a@example.com'];

const FIELDS = [
  'Alias',
  'Automatic configuration URL',
  'Client ID',
  'Client authentication method',
  'Client secret',
  'Scopes',
];

describe('mendix-config', () => {
  it('prints the fields of the screen in its order and words, with the secret', async ({ world }) => {
    await world.run(SETUP);
    const run = await world.run(['mendix-config']);
    expect(run.code).toBe(0);
    const lines = run.stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/ {2,}/)[0])).toEqual(FIELDS);
    expect(run.stdout).toMatch(/Client secret +\w{24,64}\n/);
    expect(run.stdout).toContain('client_secret_post');
    expect(world.recorder.problems()).toEqual([]);
  });

  it('prints JSON and environment variables with the same values', async ({ world }) => {
    await world.run(SETUP);
    const json = (await world.run(['mendix-config', '--format', 'json'])).json();
    const env = (await world.run(['mendix-config', '--format', 'env'])).stdout;
    const shell = execFileSync('sh', ['-c', `${env}\nprintf '%s' "$OIDC_CLIENT_SECRET"`], {
      encoding: 'utf8',
    });
    expect(shell).toBe(json.clientSecret);
    expect(env).toContain("OIDC_SCOPES='openid profile email'");
  });

  it('writes a file that only its owner can read', async ({ world }) => {
    await world.run(SETUP);
    const run = await world.run(['mendix-config', '--format', 'env', '--output', 'oidc.env']);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    const file = join(world.folder, 'oidc.env');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toContain('OIDC_CLIENT_SECRET=');
  });

  it('says what to run when there is no pool or no client', async ({ world }) => {
    expect((await world.run(['mendix-config', '--alias', 'demo'])).said).toContain(
      'create-pool --alias demo',
    );
    await world.run(['create-pool', '--yes', '--alias', 'demo']);
    expect((await world.run(['mendix-config', '--alias', 'demo'])).said).toMatch(
      /create-client .*--alias demo/,
    );
  });
});

describe('secrets', () => {
  it('stand in no output of any other command, nor in --debug', async ({ world }) => {
    const runs = [
      await world.run([...SETUP, '--debug', '--password-stdin'], { input: PASSWORD }),
      await world.run([...SETUP, '--debug', '--json']),
      await world.run(['create-client', '--yes', '--alias', 'demo', '--app-url', APP, '--debug']),
      await world.run(['status', '--debug']),
      await world.run(['status', '--json']),
    ];
    const config = (await world.run(['mendix-config', '--format', 'json'])).json();
    const secret = String(config.clientSecret);
    expect(secret).toMatch(/^\w{24,64}$/);
    for (const run of runs) {
      expect(run.code).toBe(0);
      expect(run.stdout + run.stderr).not.toContain(secret);
      expect(run.stdout + run.stderr).not.toContain(PASSWORD);
    }
    expect(runs[0]?.stderr).toMatch(/debug \d+ ms CognitoIdentityProvider\.CreateUserPoolClient ok/);
  });

  it('a generated password is hidden in a pipe, with the way to get a new one', async ({ world }) => {
    const run = await world.run(SETUP);
    expect(run.stdout).toMatch(/Password +\(hidden/);
    expect(run.said).toContain('--reset-password');
  });

  it('are not in the state file of the sandbox in clear', async ({ world }) => {
    const { MENDIX_COGNITO_PORT: _port, ...env } = world.env;
    const { runCli } = await import('../support/cli.ts');
    const settings = { env: { ...env, MENDIX_COGNITO_PORT: '0' }, input: PASSWORD };
    const run = await runCli([...SETUP, '--password-stdin', '--sandbox'], settings);
    expect(run.code).toBe(0);
    const file = join(world.folder, 'mendix-cognito', 'sandbox-0.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(PASSWORD);
  });
});
