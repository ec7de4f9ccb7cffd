import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { NODE } from './cli.ts';
import { openPty, type Pty, type PtySettings } from './pty.ts';
import { type World, it as worldTest } from './world.ts';

const run = promisify(execFile);
const PATIENCE_MS = 60_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Packs the package as it was built and installs the archive there, as npx would; the path of its launcher. */
async function installPacked(folder: string): Promise<string> {
  // dist/ was built before the tests, and npm would build it once more.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  const flags = ['--offline', '--no-audit', '--no-fund', '--prefix', folder];
  await run('npm', ['install', ...flags, join(folder, archive)], { cwd: folder });
  return join(folder, 'node_modules', 'mendix-cognito', 'bin', 'mendix-cognito.cjs');
}

/** Of a run that created things side by side, the lines that reported them in one order. */
function inOneOrder(text: string): string {
  return text.replace(/(?:^(?:✔|ok) .* created:.*\n(?: {2}\S.*\n)*)+/gm, (block) =>
    block
      .split(/(?<=\n)(?=\S)/)
      .sort()
      .join(''),
  );
}

/** The value in as many places, wherever the terminal has broken it. */
function masked(text: string, value: string): string {
  const characters = [...value].map((character) => character.replace(/\W/, '\\$&'));
  return text.replace(new RegExp(characters.join('\\n?'), 'g'), (found) => found.replace(/\w/g, 'x'));
}

/** What is there in the world's account and differs from run to run. */
async function idsOf({ cognito, recorder, sandbox }: World): Promise<string[]> {
  const found = [`127.0.0.1:${recorder.port}`, sandbox.url.replace('http://', '')];
  const { UserPools = [] } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  for (const { Id: UserPoolId = '' } of UserPools) {
    found.push(UserPoolId.replace(/^.*_/, ''));
    const { UserPoolClients = [] } = await cognito.send(
      new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }),
    );
    for (const { ClientId } of UserPoolClients) {
      const { UserPoolClient } = await cognito.send(
        new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
      );
      found.push(ClientId ?? '', UserPoolClient?.ClientSecret ?? '');
    }
  }
  return found.filter((value) => value !== '');
}

/** What stands on the terminal, from the first line on; of ports, ids, secrets and times only how long they are. */
async function screenOf(pty: Pty, world: World): Promise<string> {
  const ids = await idsOf(world);
  const text = ids.reduce(masked, inOneOrder(`${pty.picture()}\n`));
  return text
    .replace(/(?<=^Password {2})\S+/gm, 'x'.repeat(20))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'x'.repeat(36))
    .replace(/(?<=\()\d+ (?:s|min)(?= left\))/g, 'N s');
}

/**
 * Compares what stands on the terminal with the screen of that name. A program that goes on writes in pieces, so the
 * screen has some time to become that; one that never does is compared as it is then.
 */
export async function expectScreen(pty: Pty, name: string, world: World): Promise<void> {
  const wanted = await readFile(join(ROOT, 'test', 'screens', `${name}.txt`), 'utf8').catch(() => undefined);
  const end = Date.now() + PATIENCE_MS;
  let screen = await screenOf(pty, world);
  while (screen !== wanted && Date.now() < end) {
    await setTimeout(50);
    screen = await screenOf(pty, world);
  }
  await expect(screen).toMatchFileSnapshot(`../screens/${name}.txt`);
}

/** Opens the packed program on a terminal against the test's sandbox; it ends with the test. */
export type OpenPacked = (args: readonly string[], settings?: Partial<PtySettings>) => Pty;

/** A test with a world, and with terminals in which the installed package runs. */
export const it = worldTest.extend<{ packed: string; open: OpenPacked }>({
  packed: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-packed-'));
      await use(await installPacked(folder));
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'file' },
  ],
  open: async ({ world, packed }, use) => {
    const opened: Pty[] = [];
    await use((args, more = {}) => {
      const env = { ...world.env, ...more.env };
      const pty = openPty(args, { cwd: world.folder, command: [NODE, packed], ...more, env });
      opened.push(pty);
      return pty;
    });
    for (const pty of opened) pty.kill();
  },
});
