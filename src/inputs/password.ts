import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import type { Context } from '../context.ts';
import { UsageError } from '../errors.ts';
import { passwordProblems } from '../resources/password.ts';
import { Secret } from '../secret.ts';
import type { Answers } from './definitions.ts';

const PATIENCE_MS = 30_000;
const LONGEST = 4096;

async function firstLine(stream: Readable): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n') || text.length > LONGEST) break;
  }
  return text.split('\n', 1)[0]?.replace(/\r$/, '') ?? '';
}

/** The first line of standard input. A pipe that stays silent is an error and not a hang. */
async function readPassword(context: Context): Promise<Secret> {
  const { stdin } = context.terminal;
  if (context.terminal.interactive) {
    const ask = await context.prompts();
    return ask.secret({ message: "The user's password", check: () => undefined });
  }
  const late = new AbortController();
  const line = await Promise.race([
    firstLine(stdin),
    sleep(PATIENCE_MS, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  stdin.destroy();
  if (line === undefined || line === '') {
    throw new UsageError(
      ['--password-stdin found no password on standard input.'],
      'Pipe it in, for example: printf %s "$PASSWORD" | mendix-cognito add-user ann@example.com --password-stdin',
    );
  }
  return new Secret(line);
}

/**
 * The password that the user brings, or undefined when one is to be generated.
 *
 * @throws UsageError when `--password-stdin` finds none.
 */
export async function givenPassword(context: Context, answers: Answers): Promise<Secret | undefined> {
  return answers.passwordStdin === true ? readPassword(context) : undefined;
}

/** @throws UsageError that names what the password lacks, never the password. */
export function requireGoodPassword(password: Secret, policy?: PasswordPolicyType): void {
  const problems = passwordProblems(password.reveal(), policy);
  if (problems.length === 0) return;
  throw new UsageError(
    [`The password does not meet the user pool's rules: it needs ${problems.join(', ')}.`],
    'Choose another one, or have one made: leave --password-stdin out.',
    'PASSWORD_WEAK',
  );
}
