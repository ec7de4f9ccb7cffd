import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Run } from './cli.ts';
import { Visitor } from './visitor.ts';
import type { World } from './world.ts';

export const EMAIL = 'ann@example.com';
export const PASSWORD = 'Correct-Horse-9';

/** What `setup` made for a test of `test-login`. */
export interface Made {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly domain: string;
}

/** Sets everything up for an app at that address, with Ann, whose password is known. */
export async function setUpFor(world: World, appUrl: string, ...more: string[]): Promise<Made> {
  const flags = ['--yes', '--json', '--reveal-secrets', '--alias', 'demo', '--app-url', appUrl];
  const user = ['--user-email', EMAIL, '--user-full-name', 'Ann Lee', '--password-stdin'];
  const run = await world.run(['setup', ...flags, ...user, ...more], { input: PASSWORD });
  return run.json().mendix as Made;
}

/** The callback URLs of the app client, as they are now. */
export async function callbacksOf(
  world: World,
  made: Pick<Made, 'userPoolId' | 'clientId'>,
): Promise<string[]> {
  const { UserPoolClient } = await world.cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: made.userPoolId, ClientId: made.clientId }),
  );
  return UserPoolClient?.CallbackURLs ?? [];
}

/** Puts other callback URLs on the app client, as somebody may in the console. */
export async function setCallbacks(world: World, made: Made, CallbackURLs: string[]): Promise<void> {
  const ids = { UserPoolId: made.userPoolId, ClientId: made.clientId };
  const { UserPoolClient: { ClientSecret: _, ...settings } = {} } = await world.cognito.send(
    new DescribeUserPoolClientCommand(ids),
  );
  await world.cognito.send(new UpdateUserPoolClientCommand({ ...settings, ...ids, CallbackURLs }));
}

/** A run of `test-login` that waits for somebody to sign in. */
export interface Login {
  /** The address that it printed. */
  readonly url: URL;
  readonly redirectUri: string;
  readonly child: ChildProcess;
  readonly done: Promise<Run>;
}

/** Starts `test-login --no-browser` and reads the address that it prints. */
export async function startLogin(world: World, ...more: string[]): Promise<Login> {
  let child: ChildProcess | undefined;
  const done = world.run(['test-login', '--json', '--no-browser', ...more], {
    onStart: (started) => {
      child = started;
    },
  });
  let text = '';
  const url = await new Promise<URL>((resolve, reject) => {
    child?.stderr?.on('data', (chunk: string) => {
      text += chunk;
      const found = /^(http\S+\/oauth2\/authorize\?\S+)\n/m.exec(text)?.[1];
      if (found !== undefined) resolve(new URL(found));
    });
    done.then(
      (run) => reject(new Error(`It ended before it printed an address: ${run.stdout}${run.stderr}`)),
      reject,
    );
  });
  if (child === undefined) throw new Error('The program did not start.');
  return { url, redirectUri: url.searchParams.get('redirect_uri') ?? '', child, done };
}

/** Signs Ann in on the pages, and returns the address that the browser is sent back to, without going there. */
export async function answerOf(login: Login, change: (url: URL) => void = () => {}): Promise<URL> {
  const url = new URL(login.url);
  change(url);
  const visitor = new Visitor();
  const page = await visitor.follow(url.href);
  const end = await visitor.submit(page, { username: EMAIL, password: PASSWORD });
  if (end.location === undefined) throw new Error(`The sign-in did not end: ${end.text}`);
  return new URL(end.location);
}

/**
 * A port of this computer that is free, and stays so: below those that systems give to connections and to servers that
 * ask for any port (32768 on Linux, 49152 elsewhere), which other tests take all the time.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  for (;;) {
    server.listen(randomInt(20_000, 32_000), '127.0.0.1');
    try {
      await once(server, 'listening');
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    }
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
