import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { withPassword } from '../engine/command-line.ts';
import { UsageError } from '../errors.ts';
import type { Context } from '../run/context.ts';
import { Secret } from '../secret.ts';
import type { Terminal } from '../ui/terminal.ts';
import { decoded } from './decoded.ts';

const PATIENCE_MS = 30_000;
const LONGEST = 4096;

/** A secret that the user brings: what it is called, and which flag promises it on standard input. */
interface Kind {
  readonly flag: string;
  readonly what: string;
  readonly question: string;
  readonly example: (context: Context) => string;
  /** What is wrong with it, in words that do not repeat it. */
  readonly problem: (text: string) => string | undefined;
}

const KINDS = {
  password: {
    flag: '--password-stdin',
    what: 'password',
    question: "The user's password",
    example: ({ again, shell }) =>
      withPassword(again(['add-user', 'ann@example.com', '--password-stdin']), shell),
    problem: () => undefined,
  },
  mfaCode: {
    flag: '--mfa-code-stdin',
    what: 'code of the second factor',
    question: 'The code of the second factor',
    example: ({ shell }) =>
      shell === 'sh'
        ? 'printf "%s\\n%s" "$PASSWORD" "$CODE" | <this command>'
        : '$env:PASSWORD, $env:CODE | <this command>',
    problem: (text) =>
      /^\d{6,8}$/.test(text.trim()) ? undefined : 'This is not a code: one has 6 digits, or 8 in an email.',
  },
  clientSecret: {
    flag: '--secret-stdin',
    what: 'client secret',
    question: 'The client secret that rotate-secret showed',
    example: ({ shell }) =>
      shell === 'sh'
        ? '<this command> --secret-stdin < secret-file'
        : 'Get-Content secret-file | <this command> --secret-stdin',
    // Cognito API reference, ClientSecretType; that it is no such text is often a user name or a whole line of a file.
    problem: (text) =>
      /^[\w+]{24,64}$/.test(text)
        ? undefined
        : 'This is not a client secret: one has 24 to 64 letters, digits, + and _, and nothing else.',
  },
} as const satisfies Record<string, Kind>;

type SecretKind = keyof typeof KINDS;

/** What was asked for, and nothing else. */
export type GivenSecrets = { readonly [K in SecretKind]?: Secret };

/** The first lines of the stream, without their ends; fewer when it has fewer. */
async function firstLines(stream: Readable, count: number): Promise<string[]> {
  const chunks: Buffer[] = [];
  let text = '';
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk as Buffer | string));
    text = decoded(Buffer.concat(chunks), false);
    if (text.split('\n').length > count || text.length > LONGEST) break;
  }
  return text.split('\n', count).map((line) => line.replace(/\r$/, ''));
}

/** A pipe that stays silent is an error and not a hang. */
async function readPipe({ stdin }: Terminal, count: number): Promise<string[]> {
  const lines = await Promise.race([
    firstLines(stdin, count),
    sleep<string[]>(PATIENCE_MS, [], { ref: false }),
  ]);
  stdin.destroy();
  return lines;
}

/**
 * The secrets that the user brings, in the order of `kinds`: asked for on a terminal, else a line each of standard input.
 *
 * @throws UsageError when standard input has fewer, or what cannot be one
 */
export async function readSecrets(context: Context, kinds: readonly SecretKind[]): Promise<GivenSecrets> {
  const given: Partial<Record<SecretKind, Secret>> = {};
  if (kinds.length === 0) return given;
  if (context.terminal.interactive) {
    const ask = await context.prompts();
    for (const kind of kinds) {
      const { question, problem } = KINDS[kind];
      given[kind] = await ask.secret({ message: question, check: problem });
    }
  } else {
    const lines = await readPipe(context.terminal, kinds.length);
    for (const [index, kind] of kinds.entries()) {
      const { flag, what, example, problem } = KINDS[kind];
      const line = lines[index] ?? '';
      const where = kinds.length === 1 ? '' : ` (its line ${index + 1})`;
      if (line === '') {
        throw new UsageError(
          [`${flag} found no ${what} on standard input${where}.`],
          kinds.length === 1
            ? `Pipe it in, for example:\n  ${example(context)}`
            : `Pipe in a line each: ${kinds.map((each) => KINDS[each].what).join(', then ')}.`,
        );
      }
      const wrong = problem(line);
      if (wrong !== undefined) throw new UsageError([`${flag}: ${wrong}`]);
      given[kind] = new Secret(line);
    }
  }
  return given;
}
