import { once } from 'node:events';
import { resolve } from 'node:path';
import { withVariables } from '../../engine/command-line.ts';
import { CliError, UsageError } from '../../errors.ts';
import type { InvocationOf, Result } from '../../flows/command.ts';
import { requireSound } from '../../inputs/ask.ts';
import { INPUTS, variableOf } from '../../inputs/definitions.ts';
import type { Context } from '../../run/context.ts';
import {
  defaultStateFile,
  portTaken,
  sandboxUrl,
  stateUnusable,
  whoAnswers,
} from '../../run/local-sandbox.ts';
import { resetState, type SandboxOptions, startSandbox } from '../../sandbox/server.ts';
import { claimState, StateFileError } from '../../sandbox/state-file.ts';
import type { sandboxCommand } from './command.ts';

type Call = InvocationOf<typeof sandboxCommand>;

/** Empties a file; one that the user named has to be a state, so that a slip does not cost them another file. */
async function emptyFile(stateFile: string, named: boolean): Promise<void> {
  try {
    if (named) await claimState(stateFile);
    await resetState(stateFile);
  } catch (error) {
    if (error instanceof StateFileError) throw stateUnusable(error);
    throw error;
  }
}

async function reset(context: Context, port: number, stateFile: string, named: boolean): Promise<Result> {
  const url = sandboxUrl(port);
  if (context.options.dryRun) {
    const next = `Nothing was emptied (--dry-run): it would be ${stateFile}.`;
    return { json: { reset: false, state: stateFile }, text: '', next };
  }
  const who = named ? 'nobody' : await whoAnswers(url, context.signal);
  if (who === 'foreign') throw portTaken(port);
  if (who === 'nobody') await emptyFile(stateFile, named);
  else {
    const { openNetwork } = await import('../../aws/network.ts');
    await openNetwork({ signal: context.signal }).request(`${url}/_sandbox/reset`, { method: 'POST' });
  }
  return {
    json: { reset: true, state: stateFile },
    text: '',
    next: 'The sandbox is empty.',
  };
}

/** A state file that is none must not be overwritten, and a folder that cannot be written is reported before it matters. */
async function serve(options: SandboxOptions & { readonly stateFile: string }) {
  const { port } = options;
  try {
    return await startSandbox(options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return undefined;
    if (code === 'EACCES' && (error as NodeJS.ErrnoException).syscall === 'listen') {
      throw new UsageError([`--port ${port}: you may not listen on it; choose one above 1023.`]);
    }
    if (error instanceof StateFileError) throw stateUnusable(error);
    throw error;
  }
}

/** `sandbox`: serves the local Cognito until Ctrl-C; with `--reset`, empties it instead. */
export async function run(context: Context, invocation: Call): Promise<Result> {
  const { answers } = invocation;
  requireSound(context, invocation);
  const { port } = context.options;
  const stateFile = answers.state === undefined ? defaultStateFile(port) : resolve(answers.state);
  if (answers.reset === true && answers.quotas !== undefined) {
    throw new UsageError(['--quotas is for a sandbox that is served; --reset serves none.']);
  }
  if (answers.reset === true) return reset(context, port, stateFile, answers.state !== undefined);

  const { quotas } = answers;
  const sandbox = await serve({
    port,
    stateFile,
    log: context.terminal.say,
    ...(quotas === undefined ? {} : { quotaScale: quotas }),
  });
  if (sandbox === undefined) {
    if ((await whoAnswers(sandboxUrl(port), context.signal)) === 'foreign') throw portTaken(port);
    throw new CliError(`A sandbox runs at ${sandboxUrl(port)} already.`, {
      code: 'SANDBOX_RUNNING',
      hint: 'Use it with --sandbox on any command, stop it with Ctrl-C in its own terminal, or choose another --port.',
    });
  }
  const isUsual = port === INPUTS.port.byDefault;
  const elsewhere = isUsual ? [] : [[variableOf('port'), String(sandbox.port)] as const];
  const setup = withVariables(context.again(['setup', '--sandbox']), elsewhere, context.shell);
  return {
    json: { url: sandbox.url, port: sandbox.port, state: stateFile },
    text: `${sandbox.url}\n`,
    next: [
      `The local Cognito is running. In another terminal:\n  ${setup}`,
      `Emails (SES verification links, invitations): ${sandbox.url}/_sandbox/inbox`,
      `State: ${stateFile}`,
      'Ctrl-C stops it; its state is kept.',
    ].join('\n'),
    serving: async () => {
      if (!context.signal.aborted) await once(context.signal, 'abort');
      await sandbox.close();
    },
  };
}
