import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { NODE, PROGRAM, runCli } from '../support/cli.ts';
import { freePort } from '../support/login-run.ts';

interface Place {
  readonly folder: string;
  readonly env: Record<string, string>;
  serve(
    ...args: string[]
  ): Promise<{ readonly url: string; readonly port: number; readonly child: ChildProcess }>;
}

const it = test.extend<{ place: Place }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest wants a destructured first parameter
  place: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
    const env = { HOME: folder, XDG_DATA_HOME: folder };
    const children: ChildProcess[] = [];
    await use({
      folder,
      env,
      serve: async (...args) => {
        const child = spawn(NODE, [PROGRAM, 'sandbox', '--json', '--port', '0', ...args], {
          env: { ...process.env, ...env },
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        children.push(child);
        const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
        return { ...(JSON.parse(line) as { url: string; port: number }), child };
      },
    });
    for (const child of children) {
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  },
});

const SETUP = [
  'setup',
  '--sandbox',
  '--yes',
  '--json',
  '--alias',
  'demo',
  '--app-url',
  'http://localhost:8080',
  '--user-email',
  'a@example.com',
];

describe('--sandbox', () => {
  it('keeps its state between commands that each start their own', async ({ place }) => {
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(await freePort()) };
    const setup = await runCli(SETUP, { env });
    expect(setup.code).toBe(0);
    const status = await runCli(['status', '--sandbox', '--check', '--json'], { env });
    expect(status.json()).toMatchObject({ inStep: true, alias: 'demo' });
    const again = await runCli(SETUP, { env });
    expect(again.json()).toMatchObject({ changes: [], mendix: setup.json().mendix as object });
    expect((await runCli(['destroy', '--sandbox', '--yes'], { env })).code).toBe(0);
    expect((await runCli(['status', '--sandbox', '--check'], { env })).code).toBe(3);
  });

  it('lets commands that start at the same moment take turns', async ({ place }) => {
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(await freePort()) };
    const runs = await Promise.all(
      ['one', 'two', 'three'].map((alias) =>
        runCli(['create-pool', '--sandbox', '--yes', '--alias', alias], { env }),
      ),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    for (const alias of ['one', 'two', 'three']) {
      const status = await runCli(['status', '--sandbox', '--json', '--alias', alias], { env });
      expect(status.json().resources).toContainEqual(
        expect.objectContaining({ resource: 'user-pool', state: 'ok' }),
      );
    }
  });

  it('says who is in the way when the port is held by another program', async ({ place }) => {
    const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(port) };
    const run = await runCli(['status', '--sandbox', '--json'], { env });
    server.close();
    expect(run.code).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'SANDBOX_PORT_TAKEN' } });
  });
});

describe('the state of --sandbox', () => {
  it('that cannot be kept is reported before anything is created', async ({ place }) => {
    const file = join(place.folder, 'in-the-way');
    await writeFile(file, '');
    const env = { ...place.env, XDG_DATA_HOME: file, MENDIX_COGNITO_PORT: String(await freePort()) };
    const run = await runCli(SETUP, { env });
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({
      error: { code: 'SANDBOX_STATE', message: expect.stringContaining('cannot be kept in') },
    });
  });

  it('that is broken is reported, and --reset fixes it', async ({ place }) => {
    const port = String(await freePort());
    const env = { ...place.env, MENDIX_COGNITO_PORT: port };
    await runCli(SETUP, { env });
    const file = join(place.folder, 'mendix-cognito', `sandbox-${port}.json`);
    await writeFile(file, 'half a st');
    const broken = await runCli(['status', '--sandbox'], { env });
    expect(broken).toMatchObject({ code: 2, said: expect.stringContaining('sandbox --reset') });
    expect((await runCli(['sandbox', '--reset', '--port', port], { env })).code).toBe(0);
    expect((await runCli(SETUP, { env })).code).toBe(0);
  });
});

describe('sandbox', () => {
  it('serves until it is stopped, and keeps the state in the file that was named', async ({ place }) => {
    const state = join(place.folder, 'state.json');
    const first = await place.serve('--state', state);
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(first.port) };
    const setup = await runCli(SETUP, { env });
    expect(setup.code).toBe(0);
    first.child.kill('SIGINT');
    expect(await once(first.child, 'exit')).toEqual([0, null]);
    const second = await place.serve('--state', state);
    const status = await runCli(['status', '--sandbox', '--json'], {
      env: { ...place.env, MENDIX_COGNITO_PORT: String(second.port) },
    });
    expect(status.json()).toMatchObject({ inStep: true });
  });

  it("holds AWS's rate quotas, or a multiple of them, when asked to", async ({ place }) => {
    const { url, port } = await place.serve('--quotas', '0.2');
    expect(await (await fetch(`${url}/_sandbox`)).json()).toMatchObject({ quotaScale: 0.2 });
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(port) };
    expect((await runCli(['create-pool', '--sandbox', '--yes', '--alias', 'demo'], { env })).code).toBe(0);
    const reset = await runCli(['sandbox', '--reset', '--quotas', '1'], { env });
    expect(reset).toMatchObject({ code: 2, said: expect.stringContaining('--quotas') });
    for (const bad of ['0', '-1', 'AWS', '1e9']) {
      const refused = await runCli(['sandbox', '--port', '0', '--quotas', bad], { env: place.env });
      expect(refused, bad).toMatchObject({ code: 2, said: expect.stringContaining('--quotas') });
    }
  });

  it('is emptied by --reset, running or not', async ({ place }) => {
    const state = join(place.folder, 'state.json');
    const { port, child } = await place.serve('--state', state);
    const env = { ...place.env, MENDIX_COGNITO_PORT: String(port) };
    await runCli(SETUP, { env });
    // From Node 24 on its own fetch() asks this proxy, at which nobody listens.
    const proxied = { ...env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9' };
    const reset = await runCli(['sandbox', '--reset', '--port', String(port)], { env: proxied });
    expect(reset.code, reset.said).toBe(0);
    expect((await runCli(['status', '--sandbox', '--check'], { env })).code).toBe(3);
    await runCli(SETUP, { env });
    child.kill();
    await once(child, 'exit');
    expect((await runCli(['sandbox', '--reset', '--state', state], { env })).code).toBe(0);
    expect(JSON.parse(await readFile(state, 'utf8'))).toMatchObject({ pools: [] });
  });

  it('does not overwrite a file that is no state', async ({ place }) => {
    const file = join(place.folder, 'notes.txt');
    await writeFile(file, 'my notes');
    const run = await runCli(['sandbox', '--port', '0', '--state', file], { env: place.env });
    expect(run.code).toBe(2);
    expect(run.said).toContain('is not a sandbox state');
    expect(await readFile(file, 'utf8')).toBe('my notes');
  });

  it('does not empty a file that is no state', async ({ place }) => {
    const file = join(place.folder, 'notes.txt');
    await writeFile(file, 'my notes');
    const run = await runCli(['sandbox', '--reset', '--state', file], { env: place.env });
    expect(run.code).toBe(2);
    expect(await readFile(file, 'utf8')).toBe('my notes');
  });

  it('says that one runs already on the port', async ({ place }) => {
    const { port } = await place.serve();
    const run = await runCli(['sandbox', '--port', String(port)], { env: place.env });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('runs at') });
  });
});
