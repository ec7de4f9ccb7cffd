import { setMaxListeners } from 'node:events';
import { type Call, readCommandLine } from './cli/program.ts';
import { proposedCommand } from './cli/proposals.ts';
import { type PrintCommand, userShell } from './engine/command-line.ts';
import { CancelledError, CliError, computerError, EXIT, type ExitCode, outputLost } from './errors.ts';
import type { Result } from './flows/command.ts';
import type { Context } from './run/context.ts';
import { withoutSecrets } from './secret.ts';
import { jsonText } from './ui/printable.ts';
import { repairsText } from './ui/render-repair.ts';

// A terminal that was closed takes nothing any more, and that ends no run.
process.stderr.on('error', () => {});
// What `terminal.print` has not waited for: help. A reader such as head may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.once('exit', () => printLost(error));
});

function printLost(error: NodeJS.ErrnoException): void {
  if (process.exitCode) return;
  process.exitCode = EXIT.failed;
  process.stderr.write(`${outputLost(error).message}\n`);
}

/** Sentences fit the terminal; a line with a command, or of a list, stays as it is. */
async function fitted(text: string, columns: number): Promise<string> {
  if (process.stderr.isTTY !== true) return text;
  const { wrapped } = await import('./ui/layout.ts');
  const lines = text.split('\n');
  return lines.map((line) => (/^ |mendix-cognito /.test(line) ? line : wrapped(line, columns))).join('\n');
}

async function printResult(call: Call, { terminal }: Context, result: Result): Promise<void> {
  if (call.options.json) {
    await terminal.print(`${jsonText({ ok: true, command: call.command, ...result.json })}\n`);
    return;
  }
  if (result.title) terminal.say(`\n${await fitted(result.title, terminal.columns)}`);
  await terminal.print(result.text);
  await result.offer?.();
  const further = typeof result.next === 'function' ? result.next() : result.next;
  if (further) {
    const next = await fitted(further, terminal.columns);
    terminal.say(`${result.text === '' ? '' : '\n'}${next}`);
  }
}

/** How far a run has come: undefined is what it has not got to. */
interface Run {
  call?: Call;
  context?: Context;
  /** The end of a run that an error ends which nobody waits for. */
  crash?: Promise<never>;
}

/** What is reported of any error: message, hint and exit code. */
async function asCliError(error: unknown, { call, context }: Run, signal: AbortSignal): Promise<CliError> {
  if (error instanceof CliError) return error;
  if (signal.aborted) {
    return new CancelledError(
      'Cancelled.',
      call?.goesOn === false
        ? 'To try again, run the same command.'
        : 'Run the same command again: it goes on from where this one ended.',
    );
  }
  const known = computerError(error);
  if (known !== undefined) return known;
  const { advised } = await import('./aws/advice.ts');
  const { profile } = context?.reach() ?? call?.options ?? {};
  // Also the one that the environment names: it is where this run was.
  const region = await context?.region();
  const failure = advised(error, { profile, region });
  if (failure instanceof CliError) return failure;
  return new CliError(`Unexpected: ${error instanceof Error ? error.message : String(error)}`, {
    code: 'UNEXPECTED',
    hint: 'This should not happen. Run the command again with --debug, and report what it prints.',
    cause: error,
  });
}

/** How a command that an error proposes is printed. */
function printer({ call, context }: Run): PrintCommand {
  if (context !== undefined) return context.again;
  const { region, profile, sandbox = false } = call?.options ?? {};
  const wishes = call?.invocation.wishes ?? {};
  const called = { wishes, reach: { region, profile, sandbox }, user: userShell(process.env) };
  return (words, program) => proposedCommand(words, called, program);
}

/** Prints it as it can still be printed: without files to load, or a place for the document, in one plain line. */
async function printError(error: CliError, run: Run): Promise<void> {
  try {
    await printWhole(error, run);
  } catch {
    process.stderr.write(
      `${withoutSecrets(`${error.message} ${repairsText(error.repairs, printer(run))}`)}\n`,
    );
  }
}

async function printWhole(error: CliError, run: Run): Promise<void> {
  const { call } = run;
  const { code, message } = error;
  const print = printer(run);
  const { openTerminal } = await import('./ui/terminal.ts');
  const terminal = openTerminal(process.env, call?.options ?? { noInput: true, noColor: false });
  // When the command line itself could not be read, --json may still be in it.
  if (call?.options.json ?? process.argv.includes('--json')) {
    const hint = repairsText(error.repairs, print);
    const failure = {
      code,
      message: withoutSecrets(message),
      hint: hint === '' ? null : withoutSecrets(hint),
    };
    await terminal.print(`${jsonText({ ok: false, command: call?.command ?? null, error: failure })}\n`);
    return;
  }
  const { renderError } = await import('./ui/render-error.ts');
  terminal.say(renderError(error, terminal, print));
  if (code === 'UNEXPECTED' && call?.options.debug && error.cause instanceof Error) {
    terminal.say(error.cause.stack);
  }
}

async function main(): Promise<ExitCode> {
  const stop = new AbortController();
  // Each call listens while it runs, and Node takes more than ten at once for a leak, and says so on the screen.
  setMaxListeners(0, stop.signal);
  // The listeners stay: a library that finds its own alone (signal-exit, which ora brings) ends the process at once.
  const reached: Run = {};
  // A second one does not wait for the work, but for what has to be undone: npx hands on the Ctrl-C that came here too.
  const onSignal = async () => {
    if (stop.signal.aborted) {
      await reached.context?.undoAll();
      process.exit(EXIT.cancelled);
    }
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGBREAK'] as const) {
    process.on(signal, onSignal);
  }
  const argv = process.argv.slice(2);
  const crash = async (error: Error): Promise<never> => {
    let exitCode: ExitCode = EXIT.failed;
    try {
      const failure = await asCliError(error, reached, stop.signal);
      exitCode = failure.exitCode;
      stop.abort();
      await reached.context?.undoAll();
      await printError(failure, reached);
    } finally {
      process.exit(exitCode);
    }
  };
  // What nobody waits for, such as an event of a socket: reported like any other error, and never as Node would print it.
  process.on('uncaughtException', (error) => {
    reached.crash ??= crash(error);
  });
  try {
    let call = readCommandLine(argv, process.env);
    if (call === undefined) return EXIT.done;
    reached.call = call;
    const { config } = call.invocation.wishes;
    if (config !== undefined) {
      const { readConfigFile } = await import('./inputs/config-file.ts');
      call = readCommandLine(argv, process.env, await readConfigFile(config, process.stdin)) ?? call;
      reached.call = call;
    }
    const [{ run }, { openContext }] = await Promise.all([call.load(), import('./run/context.ts')]);
    const { wishes } = call.invocation;
    const user = userShell(process.env);
    const context = openContext(process.env, call.options, stop.signal, (words, reach, program) =>
      proposedCommand(words, { wishes, reach, user }, program),
    );
    reached.context = context;
    for (const note of call.invocation.notes)
      context.terminal.say(await fitted(note, context.terminal.columns));
    if (call.options.debug) {
      const { reportGiven } = await import('./inputs/debug-sources.ts');
      reportGiven(context, call.invocation);
    }
    try {
      const result = await run(context, call.invocation);
      // What is offered may need all that the run had.
      if (result.offer === undefined) await context.close();
      await printResult(call, context, result);
      await result.serving?.();
      return result.exitCode ?? EXIT.done;
    } finally {
      await context.close();
    }
  } catch (error) {
    await reached.crash;
    const failure = await asCliError(error, reached, stop.signal);
    await printError(failure, reached);
    // The SDK's pause between two attempts, up to 20 seconds, does not end with the call that it is for.
    if (stop.signal.aborted) process.exit(failure.exitCode);
    return failure.exitCode;
  }
}

process.exitCode = await main();
