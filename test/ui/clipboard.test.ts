import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findClipboard } from '../../src/ui/clipboard.ts';
import type { UNICODE } from '../support/terminal.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-clipboard-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A terminal that keeps what is written to it. */
function terminal() {
  const written: string[] = [];
  const stderr = { write: (text: string) => written.push(text) } as unknown as typeof UNICODE.stderr;
  return { stderr, written };
}

describe('the clipboard', () => {
  it.each([
    ['without a desktop', {}],
    ['on a desktop whose program for it is missing', { DISPLAY: ':0', PATH: '/nowhere' }],
    ['on Wayland, likewise', { WAYLAND_DISPLAY: 'wayland-0', PATH: '/nowhere' }],
  ])('is none %s', async (_where, env) => {
    expect(await findClipboard(terminal(), env, 'linux')).toBeUndefined();
  });

  it.each(['darwin', 'win32'] as const)('is the system’s on %s', async (platform) => {
    expect(await findClipboard(terminal(), {}, platform)).toMatchObject({ done: 'Copied to the clipboard.' });
  });

  it('is the terminal’s over ssh: the text goes to it in an escape code', async () => {
    const { stderr, written } = terminal();
    const clipboard = await findClipboard(
      { stderr },
      { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' },
      'linux',
    );
    expect(await clipboard?.put('é secret')).toBe(true);
    expect(written).toEqual([`\u001b]52;c;${Buffer.from('é secret').toString('base64')}\u0007`]);
    expect(await clipboard?.put('x'.repeat(5000))).toBe(false);
  });

  it('is that of the desktop where its program is there; the text is no argument of it', async () => {
    const program = join(folder, 'xsel');
    await writeFile(program, '#!/bin/sh\ncd "$(dirname "$0")"\necho "$@" > arguments\ncat > taken\n');
    await chmod(program, 0o755);
    const PATH = `${folder}:${process.env.PATH}`;
    vi.stubEnv('PATH', PATH);
    vi.stubEnv('WAYLAND_DISPLAY', '');
    vi.stubEnv('XDG_SESSION_TYPE', 'x11');
    const clipboard = await findClipboard(terminal(), { DISPLAY: ':0', PATH }, 'linux');
    expect(await clipboard?.put('example-secret')).toBe(true);
    expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('example-secret');
    expect(await readFile(join(folder, 'arguments'), 'utf8')).not.toContain('example-secret');
  });
});
