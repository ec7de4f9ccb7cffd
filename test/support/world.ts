import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { expect, test } from 'vitest';
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/server.ts';
import { type Run, type RunSettings, runCli } from './cli.ts';
import { type Recorder, startRecorder } from './recorder.ts';

/** A sandbox of its own with everything that a test needs to drive the program against it, and to look behind it. */
export interface World {
  readonly sandbox: RunningSandbox;
  /** Stands between program and sandbox. */
  readonly recorder: Recorder;
  /** What somebody else does by hand; goes past the recorder. */
  readonly cognito: CognitoIdentityProviderClient;
  readonly ses: SESv2Client;
  /** An empty folder that goes with the test. */
  readonly folder: string;
  /** The environment in which the program finds this sandbox by `--sandbox`. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the program with `--sandbox`. */
  run(args: readonly string[], settings?: RunSettings): Promise<Run>;
}

const REGION = 'eu-central-1';

/** Opens a world; `close` has to be called. */
export async function openWorld(
  options: Partial<SandboxOptions> = {},
): Promise<World & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
  const sandbox = await startSandbox({ port: 0, domainActivationMs: 50, ...options });
  const recorder = await startRecorder(sandbox.url);
  const settings = {
    region: REGION,
    endpoint: sandbox.url,
    credentials: { accessKeyId: 'TEST', secretAccessKey: 'test' },
  };
  const cognito = new CognitoIdentityProviderClient(settings);
  const ses = new SESv2Client(settings);
  const env = { MENDIX_COGNITO_PORT: String(recorder.port), HOME: folder, XDG_DATA_HOME: folder };
  return {
    sandbox,
    recorder,
    cognito,
    ses,
    folder,
    env,
    run: (args, more = {}) =>
      runCli([...args, '--sandbox'], { cwd: folder, ...more, env: { ...env, ...more.env } }),
    close: async () => {
      cognito.destroy();
      ses.destroy();
      await recorder.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A `setup` that answers everything, in a pipe. */
export const SETUP: readonly string[] = [
  ...['setup', '--yes', '--json', '--alias', 'demo'],
  ...['--app-url', 'https://app.example.com', '--user-email', 'a@example.com'],
];

/** Every choice that has a flag, at another value than its default. */
export const EVERY_CHOICE: readonly string[] = [
  ...['--tier', 'plus', '--self-sign-up', '--no-deletion-protection'],
  ...['--password-length', '14', '--password-rules', 'lower,digit', '--temporary-password-days', '3'],
  ...['--password-history', '5', '--account-recovery', 'none'],
  ...['--mfa', 'optional', '--mfa-method', 'totp'],
  ...['--required-attribute', 'family_name', '--required-attribute', 'locale'],
  ...['--custom-attribute', 'team', '--custom-attribute', 'grade:number'],
  ...['--email-reply-to', 'help@example.com'],
  ...['--session-minutes', '9', '--id-token-minutes', '15', '--access-token-minutes', '20'],
  ...['--refresh-token-days', '90'],
];

/** A test that gets a world of its own, and fails when the program sent anything that AWS's models refuse. */
export const it = test.extend<{ world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  world: async ({}, use) => {
    const world = await openWorld();
    await use(world);
    const problems = world.recorder.problems();
    await world.close();
    expect(problems).toEqual([]);
  },
});
