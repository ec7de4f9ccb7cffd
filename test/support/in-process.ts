import { Readable } from 'node:stream';
import { vi } from 'vitest';
import { readCommandLine } from '../../src/cli/program.ts';
import { proposedCommand } from '../../src/cli/proposals.ts';
import { userShell } from '../../src/engine/command-line.ts';
import { CliError, EXIT } from '../../src/errors.ts';
import type { Result } from '../../src/flows/command.ts';
import { openContext } from '../../src/run/context.ts';

/** How a run in this process ended. */
export interface RunHere {
  readonly code: number;
  readonly result: Result | undefined;
  readonly error: unknown;
}

/**
 * What every run in this process reads from standard input, each from a stream of its own. Pauses between two attempts are
 * drawn between nothing and what the attempt allows: here they are drawn short.
 *
 * @returns what puts everything back
 */
export function openPipes(input: string): () => void {
  const { random } = Math;
  const spies = [
    vi
      .spyOn(process, 'stdin', 'get')
      .mockImplementation(() => Readable.from([input]) as unknown as typeof process.stdin),
    vi.spyOn(Math, 'random').mockImplementation(() => random() / 20),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}

/**
 * Runs a command without a process of its own, for tests that need hundreds of runs: all of the program but main.ts, which
 * prints the result and turns signals into an end. Needs `openPipes`.
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal = new AbortController().signal,
): Promise<RunHere> {
  const call = readCommandLine(args, env);
  if (call === undefined) throw new Error('The arguments ask for help only.');
  const { run } = await call.load();
  const { wishes } = call.invocation;
  const user = userShell(env);
  const context = openContext(env, call.options, signal, (words, reach, program) =>
    proposedCommand(words, { wishes, reach, user }, program),
  );
  try {
    const result = await run(context, call.invocation);
    return { code: result.exitCode ?? EXIT.done, result, error: undefined };
  } catch (error) {
    const otherwise = signal.aborted ? EXIT.cancelled : EXIT.failed;
    return { code: error instanceof CliError ? error.exitCode : otherwise, result: undefined, error };
  } finally {
    await context.close();
  }
}
