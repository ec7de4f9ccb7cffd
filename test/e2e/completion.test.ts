import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagOf, GLOBAL_INPUTS } from '../../src/inputs/definitions.ts';
import { PROGRAM, runCli } from '../support/cli.ts';

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';

/** A shell without the user's own settings, and how its prompt is made known. */
interface Shell {
  readonly args: readonly string[];
  readonly setUp: readonly string[];
  /** Whether it can be tried here at all. */
  readonly there: boolean;
}

function isInstalled(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: {
    args: ['--norc', '--noprofile', '-i'],
    setUp: [
      `source ${BASH_COMPLETION}`,
      // A profile that is read twice must not complain.
      'source <(mendix-cognito completion bash); source <(mendix-cognito completion bash)',
      // Shows the one line that is left, and no bell.
      'bind "set show-all-if-ambiguous on" "set bell-style none" "set enable-bracketed-paste off"',
    ],
    there: isInstalled('bash') && existsSync(BASH_COMPLETION),
  },
  zsh: {
    args: ['-f', '-i'],
    setUp: ['autoload -Uz compinit && compinit -u -D', 'source <(mendix-cognito completion zsh)'],
    there: isInstalled('zsh'),
  },
  fish: {
    args: ['--no-config', '--interactive'],
    setUp: ['mendix-cognito completion fish | source'],
    there: isInstalled('fish'),
  },
};

/** Stands for the program: completes as it does, and prints the words of any other call. */
const SHIM = `#!/bin/sh
if [ "$1" = completion ]; then exec "${process.execPath}" "${PROGRAM}" "$@"; fi
printf 'got'
printf '[%s]' "$@"
printf ' end\n'
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mendix-cognito-test-'));
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'mendix-cognito'), SHIM, { mode: 0o755 });
  await writeFile(join(folder, 'answers-of-mine.yaml'), 'alias: demo\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const PATIENCE_MS = 120_000;

/** The words that the program is called with when the line is typed, then Tab, then Enter. */
async function tabbed(name: string, line: string): Promise<readonly string[]> {
  const { args, setUp } = SHELLS[name] as Shell;
  let seen = '';
  const child = spawn(name, [...args], {
    name: 'xterm',
    cols: 200,
    rows: 40,
    cwd: folder,
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, HOME: folder, LANG: 'C.UTF-8', TERM: 'xterm' },
  });
  child.onData((data) => {
    seen += data;
    // fish asks its terminal what it is, and waits for the answer.
    if (data.includes('\u001b[c') || data.includes('\u001b[0c')) child.write('\u001b[?62;c');
  });
  const until = async (text: RegExp): Promise<RegExpExecArray> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = text.exec(seen);
      if (found !== null) return found;
      if (Date.now() > end) throw new Error(`${name} never showed ${text}. It showed:\n${seen}`);
      await sleep(20);
    }
  };
  try {
    for (const [at, command] of setUp.entries()) {
      child.write(`${command}\r`);
      child.write(`echo ready-''${at}\r`);
      await until(new RegExp(`ready-${at}`));
    }
    child.write(`mendix-cognito ${line}\t\r`);
    const [, words = ''] = await until(/got\[(.*?)\] end/);
    return words.split('][');
  } finally {
    child.kill('SIGKILL');
  }
}

for (const [name, { there }] of Object.entries(SHELLS)) {
  describe.skipIf(!there)(`Tab in ${name}`, () => {
    it.each([
      ['mendix-c', ['mendix-config']],
      ['setup --session-m', ['setup', '--session-minutes']],
      ['setup --tier ess', ['setup', '--tier', 'essentials']],
      ['--app-u', ['--app-url']],
      ['status --config answers-of', ['status', '--config', 'answers-of-mine.yaml']],
    ] as const)('completes %j to %j', async (line, words) => {
      expect(await tabbed(name, line)).toEqual(words);
    });

    // The library's script for bash does not see where a value begins after an equals sign; docs/cli.md says so.
    if (name !== 'bash') {
      it('completes a value after an equals sign', async () => {
        expect(await tabbed(name, 'setup --tier=ess')).toEqual(['setup', '--tier=essentials']);
      });
    }
  });
}

/** What is proposed for the last of the words. */
async function proposed(...words: readonly string[]): Promise<readonly string[]> {
  const run = await runCli(['completion', 'complete', '--', ...words]);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith(':'))
    .map((line) => line.split('\t')[0] ?? '');
}

describe('completion', () => {
  it('proposes every command, and of each its flags', async () => {
    expect(await proposed('')).toEqual(COMMANDS.map(({ name }) => name));
    for (const { name, inputs } of COMMANDS) {
      expect([...(await proposed(name, '--'))].sort(), name).toEqual(
        [...new Set([...inputs, ...GLOBAL_INPUTS])].map(flagOf).sort(),
      );
    }
  });

  it('proposes the values of what has only a few', async () => {
    expect(await proposed('setup', '--tier', '')).toEqual(['lite', 'essentials', 'plus']);
    expect(await proposed('completion', '')).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s, also as JSON', async (shell) => {
    const run = await runCli(['completion', shell]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/mendix-cognito completion complete '?--/);
    expect((await runCli(['completion', shell, '--json'])).json()).toEqual({
      ok: true,
      command: 'completion',
      shell,
      script: run.stdout,
    });
  });

  it.each([
    [['bsh'], 'There is no completion for “bsh”; did you mean bash?'],
    [[], 'The shell is missing.'],
    [['bash', 'zsh'], 'There is no completion for “bash zsh”'],
  ])('%j is refused', async (words, says) => {
    const run = await runCli(['completion', ...words]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.said).toContain(says);
  });

  it('loads nothing of the AWS SDK', async () => {
    const loadedBy = async (args: readonly string[]): Promise<string> => {
      const coverage = await mkdtemp(join(folder, 'loaded-'));
      await runCli(args, {
        env: { NODE_V8_COVERAGE: coverage, XDG_DATA_HOME: folder, MENDIX_COGNITO_PORT: '0' },
      });
      const reports = await Promise.all(
        (await readdir(coverage)).map((file) => readFile(join(coverage, file), 'utf8')),
      );
      const urls = reports.flatMap((text) =>
        (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
      );
      const ours = urls.filter((url) => url.includes('/dist/'));
      return (await Promise.all(ours.map((url) => readFile(fileURLToPath(url), 'utf8')))).join('\n');
    };
    const sdk = 'AWSCognitoIdentityProviderService';
    expect(await loadedBy(['status', '--alias', 'demo', '--sandbox'])).toContain(sdk);
    for (const args of [
      ['completion', 'bash'],
      ['completion', 'complete', '--', 'setup', '--'],
      ['--help'],
    ]) {
      expect(await loadedBy(args), args.join(' ')).not.toContain(sdk);
    }
  });
});
