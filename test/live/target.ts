import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { PROGRAM, type Run, runCli } from '../support/cli.ts';
import type { Target } from './stage.ts';

/** AWS itself (or what AWS_ENDPOINT_URL names) when somebody asked for it, else a sandbox in a process of its own. */
export interface LiveTarget extends Target {
  /** What it is, for the report. */
  readonly title: string;
  /** Runs the built program against it. */
  run(args: readonly string[], input?: string): Promise<Run>;
  close(): Promise<void>;
}

/** The sandbox asks for a signature, and not whose it is. */
const KEYS = { AWS_ACCESS_KEY_ID: 'TEST', AWS_SECRET_ACCESS_KEY: 'test' };

/** True when the suite is to use the AWS account of the environment. */
const asked = process.env.MENDIX_COGNITO_LIVE === '1';

/** Everything of the environment that says which account, Region and endpoint are meant. */
const ofAws = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && (name.startsWith('AWS_') || name === 'HOME') ? [[name, value]] : [],
    ),
  );

/** @throws when the AWS account is asked for and no Region is named */
export async function openTarget(): Promise<LiveTarget> {
  return asked ? account() : sandboxProcess();
}

function account(): LiveTarget {
  const env = ofAws();
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (region === undefined)
    throw new Error(
      'MENDIX_COGNITO_LIVE=1 asks for an AWS account, and no Region is named: set AWS_REGION, for example eu-central-1.',
    );
  return reached({
    title: env.AWS_ENDPOINT_URL ?? `AWS in ${region}`,
    env: { ...env, AWS_REGION: region },
    // The SDK finds endpoint and credentials as the program does.
    clients: { region },
    end: async () => {},
  });
}

async function sandboxProcess(): Promise<LiveTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-live-'));
  const args = ['sandbox', '--json', '--port', '0', '--state', join(folder, 'state.json')];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const env = { AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-central-1', ...KEYS };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = KEYS;
  return reached({
    title: 'the sandbox in a process of its own',
    env,
    clients: { region: env.AWS_REGION, endpoint: url, credentials: { accessKeyId, secretAccessKey } },
    end: async () => {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
    },
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.kill()) await once(child, 'exit');
}

interface Reach {
  readonly title: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clients: {
    region: string;
    endpoint?: string;
    credentials?: { accessKeyId: string; secretAccessKey: string };
  };
  readonly end: () => Promise<void>;
}

function reached({ title, env, clients, end }: Reach): LiveTarget {
  const cognito = new CognitoIdentityProviderClient(clients);
  const ses = new SESv2Client(clients);
  return {
    title,
    cognito,
    ses,
    run: (args, input) => runCli(args, { env, ...(input !== undefined && { input }) }),
    close: async () => {
      cognito.destroy();
      ses.destroy();
      await end();
    },
  };
}
