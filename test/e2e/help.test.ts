import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../../src/cli/commands.ts';
import { runCli } from '../support/cli.ts';
import { helpIn, helpOf } from '../support/help-text.ts';
import { openPty } from '../support/pty.ts';

it.each(['', ...COMMANDS.map(({ name }) => name)])(
  'the help that was written down for %j is the one that is',
  async (name) => {
    const words = name === '' ? [] : [name];
    const shown = await runCli([...words, '--help']);
    expect(shown).toMatchObject({ code: 0, stderr: '', stdout: helpOf(...words, '--help') });
  },
);

it('shows examples with npx to somebody who uses npx', async () => {
  const env = { npm_command: 'exec' };
  const shown = await runCli(['doctor', '--help'], { env });
  expect(shown).toMatchObject({ code: 0, stdout: helpIn(env, 'doctor', '--help') });
  expect(shown.stdout).toMatch(/^Examples:\n {2}npx mendix-cognito doctor --alias/);
  expect(helpIn(env, '--help')).toBe(helpOf('--help'));
});

it.each([
  [['help'], ['--help']],
  [
    ['help', 'status'],
    ['status', '--help'],
  ],
])('%j is the same as %j', (words, same) => {
  expect(helpOf(...words)).toBe(helpOf(...same));
});

/** A flag's entry in the help of a command, in one line. */
const entry = (command: string, flag: string): string =>
  (new RegExp(`^  ${flag} [^]*?\\]$`, 'm').exec(helpOf(command, '--help'))?.[0] ?? '')
    .replace(/\s+/g, ' ')
    .trim();

it.each([
  ['verify-email', '--timeout', 'default: 30 ['],
  ['test-login', '--timeout', 'default: 5 ['],
  ['add-user', '--rate', 'default: 30, or 50 without passwords to set ['],
  ['iam-policy', '--account', 'default: that of the credentials ['],
  ['sandbox', '--state', 'default: a file in your data folder ['],
  ['setup', '--alias', 'default: from the app URL ['],
  ['status', '--alias', 'default: from the app URL, or the only one there is ['],
  ['rotate-secret', '--alias', 'default: the only one there is ['],
])('%s says what %s is when it is not given', (command, flag, says) => {
  expect(entry(command, flag)).toContain(says);
});

it('create-pool has no default for what it cannot do without', () => {
  expect(entry('create-pool', '--alias')).toBe(
    '--alias <name> name of the configuration in Mendix [MENDIX_COGNITO_ALIAS]',
  );
});

it.each([['-v'], ['-V'], ['version'], ['setup', '--version']])(
  '%j %j prints the version',
  async (...words) => {
    expect(await runCli(words)).toMatchObject({ code: 0, stderr: '', stdout: `${packageJson.version}\n` });
  },
);

it('what stands for another flag’s value is no wish for help', async () => {
  expect(await runCli(['status', '--alias', '--help'])).toMatchObject({ code: 2, stdout: '' });
});

it('a narrow terminal gets the help in its own width', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-help-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const narrow = openPty(['--help'], { cwd: folder, columns: 70 });
  expect(await narrow.exit).toMatchObject({ code: 0 });
  const lines = narrow.scrollback().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(40);
  expect(lines.some((line) => line.includes('what is there, what differs'))).toBe(true);
  // Laid out for 70 columns, and so not broken by the terminal: a line of 80 would be one line here.
  const table = lines.filter((line) => /^ {2}(?:--|-)/.test(line));
  expect(Math.max(...table.map((line) => line.trimEnd().length))).toBeLessThanOrEqual(70);
});
