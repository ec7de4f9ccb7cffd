import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { type Shell, shellLine } from '../engine/command-line.ts';
import type { Prompts } from './prompts.ts';
import type { Terminal } from './terminal.ts';

/** `aws login` came with this version of the AWS CLI (its user guide, "Login for AWS local development"). */
const LOGIN_SINCE = [2, 32] as const;

/** Version of the AWS CLI on the PATH; undefined where there is none that runs. */
async function cliVersion(): Promise<readonly [major: number, minor: number] | undefined> {
  try {
    const { stdout } = await promisify(execFile)('aws', ['--version'], { timeout: 10_000 });
    const [, major, minor] = /^aws-cli\/(\d+)\.(\d+)\./.exec(stdout) ?? [];
    return major === undefined ? undefined : [Number(major), Number(minor)];
  } catch {
    return undefined;
  }
}

/** Runs the AWS CLI on this terminal; what it prints is no result of ours. @returns its exit code, undefined for a signal */
function runHere(words: readonly string[], signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn('aws', words, { stdio: ['inherit', process.stderr, 'inherit'], signal });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? undefined));
  });
}

/**
 * Offers to run the command of the AWS CLI that signs in, where it is installed and knows that command.
 *
 * @param problem what is wrong, as a sentence
 * @param words `login …` or `sso login …`
 * @returns true when it ran and said that it went well
 */
export async function offerSignIn(
  problem: string,
  words: readonly string[],
  {
    terminal,
    prompts,
    signal,
    shell,
  }: { terminal: Terminal; prompts: () => Promise<Prompts>; signal: AbortSignal; shell: Shell },
): Promise<boolean> {
  const version = await cliVersion();
  if (version === undefined) return false;
  const [major, minor] = version;
  const shown = shellLine(['aws', ...words], shell);
  if (major < 2 || (words[0] === 'login' && major === 2 && minor < LOGIN_SINCE[1])) {
    terminal.say(
      `${terminal.symbols.warning} ${shown} needs the AWS CLI ${LOGIN_SINCE.join('.')}; this computer has ${major}.${minor}.`,
    );
    return false;
  }
  const ask = await prompts();
  if (!(await ask.yes(`${problem} Run ${shown} now?`, true))) return false;
  const code = await runHere(words, signal);
  if (code === 0) return true;
  terminal.say(
    `${terminal.symbols.warning} ${shown} failed${code === undefined ? '' : ` (exit code ${code})`}.`,
  );
  return false;
}
