import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../aws/clients.ts';
import type { Credentials } from '../aws/credentials.ts';
import {
  type OtherProgram,
  type PrintCommand,
  type RunFlags,
  type Shell,
  userShell,
} from '../engine/command-line.ts';
import { CliError, UsageError } from '../errors.ts';
import type { Progress } from '../ui/progress.ts';
import type { Prompts } from '../ui/prompts.ts';
import { openTerminal, type Terminal } from '../ui/terminal.ts';
import type { LocalSandbox } from './local-sandbox.ts';

/** What holds for a whole run, whatever its command. */
export interface RunOptions {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly sandbox: boolean;
  /** Port on which `--sandbox` looks for a running sandbox, or starts one. */
  readonly port: number;
  /** How long one AWS call may take. */
  readonly callTimeoutMs: number;
  readonly yes: boolean;
  readonly noInput: boolean;
  readonly json: boolean;
  readonly dryRun: boolean;
  readonly debug: boolean;
  readonly noColor: boolean;
  readonly accessible: boolean;
  readonly revealSecrets: boolean;
}

/** Which account and Region a run is about; what is undefined is left to AWS's own chain. */
export interface Place {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** What a command is handed. What is expensive to load is a function, and loaded once. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly options: RunOptions;
  readonly terminal: Terminal;
  /** Aborted when the user stops the run. */
  readonly signal: AbortSignal;
  prompts(): Promise<Prompts>;
  progress(): Promise<Progress>;
  /** The Region of this run, or undefined when neither flag nor configuration names one. */
  region(): Promise<string | undefined>;
  /** Goes on with another profile or Region, as if the run had been called with it. */
  moveTo(place: Place): void;
  /**
   * Looks for the AWS credentials of this run, before anything is asked that needs them; on a terminal it offers to sign in.
   *
   * @throws Error that `advised` explains
   */
  signedIn(): Promise<void>;
  /** @throws UsageError when there is no Region and nobody to ask. */
  aws(): Promise<Aws>;
  /** Runs the work and then what undoes it, however the run ends: only SIGKILL is quicker. */
  undoing<T>(work: () => Promise<T>, undo: () => Promise<void>): Promise<T>;
  /** Undoes what `undoing` still has to, for a run that was stopped in the middle of its work. */
  undoAll(): Promise<void>;
  /** The same account for what has to be undone after the run was cancelled; bounded in time instead. */
  cleanupAws(): Promise<Aws>;
  /** How this run reaches AWS by now, for the commands that it proposes. */
  reach(): RunFlags;
  /** A command to run next, as it has to be typed to reach the same account, Region or sandbox. */
  readonly again: PrintCommand;
  /** The shell of the user, for a line that is no command by itself: a file's name, an example with a pipe. */
  readonly shell: Shell;
  /** True when this result may show a secret. */
  readonly showSecrets: boolean;
  /** Ends what the run has opened: a spinner, the sandbox in this process. */
  close(): Promise<void>;
}

/** Where the sandbox is, when no --region says otherwise: it serves every Region alike. */
const SANDBOX_REGION = 'eu-central-1';

/** How long work may take to stop once it was told to. */
const STOP_MS = 3_000;

/** Where a role is assumed before a Region is known; credentials are the same in all of a partition. */
const ANY_REGION = 'us-east-1';

/** How long undoing may take after Ctrl-C. */
const CLEANUP_MS = 15_000;

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/**
 * Makes the context of one run.
 *
 * @param propose how a command that this run proposes is printed
 */
export function openContext(
  env: NodeJS.ProcessEnv,
  options: RunOptions,
  signal: AbortSignal,
  propose: (words: readonly string[], reach: RunFlags, program?: OtherProgram) => string,
): Context {
  const terminal = openTerminal(env, options);
  let openedProgress: Progress | undefined;
  let openedSandbox: LocalSandbox | undefined;

  const keyboard = once(async () => {
    const { openKeyboard } = await import('../ui/keyboard.ts');
    return openKeyboard(terminal);
  });
  const prompts = once(async () => {
    // The prompts' library knows this variable only, and reads it once, when it is loaded.
    if (terminal.colour.err.level === 0) process.env.NO_COLOR = '1';
    const keys = await keyboard();
    if (terminal.accessible) {
      const { openLinePrompts } = await import('../ui/line-prompts.ts');
      return openLinePrompts(terminal, keys, signal);
    }
    const { openPrompts } = await import('../ui/prompts.ts');
    return openPrompts(terminal, keys, signal);
  });
  const progress = once(async () => {
    const { openProgress, silentProgress } = await import('../ui/progress.ts');
    // With --yes nobody is asked, and what is typed is for the shell.
    if (!options.yes) (await keyboard()).guard();
    openedProgress = options.json ? silentProgress : openProgress(terminal);
    return openedProgress;
  });
  let place: Place = options;
  const region = async () => {
    if (place.region !== undefined) return place.region;
    if (options.sandbox) return SANDBOX_REGION;
    const { configuredRegion } = await import('../aws/region.ts');
    return configuredRegion(env, place.profile);
  };
  const findCredentials = async (): Promise<Credentials> => {
    const [{ openCredentials }, { networkOptions }] = await Promise.all([
      import('../aws/credentials.ts'),
      import('../aws/network.ts'),
    ]);
    const { profile } = place;
    const network = await networkOptions({ signal, timeoutMs: options.callTimeoutMs }, profile);
    return openCredentials({ ...network, profile, region: (await region()) ?? ANY_REGION });
  };
  let credentials = once(findCredentials);
  /** True when the user has signed in meanwhile. */
  const offered = async (error: unknown): Promise<boolean> => {
    if (signal.aborted || !terminal.interactive || options.yes) return false;
    const [{ advised }, { signInWords }, { sourceOf }, { offerSignIn }] = await Promise.all([
      import('../aws/advice.ts'),
      import('../aws/credential-advice.ts'),
      import('../aws/credentials.ts'),
      import('../ui/offer-sign-in.ts'),
    ]);
    const known = advised(error, place);
    const source = sourceOf(error);
    const words = source === undefined ? undefined : signInWords(source);
    const helps = known instanceof CliError && /^CREDENTIALS_(?:MISSING|EXPIRED)$/.test(known.code);
    if (!helps || words === undefined) return false;
    const { shell } = userShell(env);
    return offerSignIn(known.message, words, { terminal, prompts, signal, shell });
  };
  const signedIn = async (): Promise<void> => {
    if (options.sandbox) return;
    for (;;) {
      const { provider } = await credentials();
      try {
        const spinner = await progress();
        await spinner.during('Looking for AWS credentials', () => provider());
        return;
      } catch (error) {
        if (!(await offered(error))) throw error;
        credentials = once(findCredentials);
      }
    }
  };
  const chosenRegion = async (): Promise<string> => {
    const found = await region();
    if (found !== undefined) return found;
    if (!terminal.interactive) {
      throw new UsageError(['--region is missing, and the AWS configuration names none (AWS_REGION).']);
    }
    // Whoever cannot sign in has no use for the question.
    await signedIn();
    const { regionChoices } = await import('../aws/region.ts');
    const ask = await prompts();
    const chosen = await ask.find('AWS Region', regionChoices(undefined));
    place = { ...place, region: chosen };
    return chosen;
  };
  const sandboxUrl = once(async (): Promise<string | undefined> => {
    if (!options.sandbox) return undefined;
    const { openLocalSandbox } = await import('./local-sandbox.ts');
    openedSandbox = await openLocalSandbox(options.port, terminal.say, signal);
    return openedSandbox.url;
  });
  const openWith = async (abort: AbortSignal, found?: Credentials): Promise<Aws> => {
    const [{ openAws }, where, url] = await Promise.all([
      import('../aws/clients.ts'),
      chosenRegion(),
      sandboxUrl(),
    ]);
    const started = performance.now();
    return openAws({
      region: where,
      profile: place.profile,
      sandboxUrl: url,
      credentials: found,
      signal: abort,
      timeoutMs: options.callTimeoutMs,
      onCall: options.debug
        ? ({ service, operation, milliseconds, error }) =>
            terminal.say(
              `debug ${Math.round(performance.now() - started)} ms ${service}.${operation} ${error ?? 'ok'} (${milliseconds} ms)`,
            )
        : undefined,
    });
  };
  const open = async (): Promise<Aws> => {
    if (options.sandbox) return openWith(signal);
    if (terminal.interactive && !options.yes) {
      try {
        await signedIn();
      } catch (error) {
        // The first call says so, in the words of its command.
        if (signal.aborted) throw error;
      }
    }
    // The Region may be asked for first, and the credentials then are those of a sign-in.
    await chosenRegion();
    return openWith(signal, await credentials());
  };
  let aws = once(open);
  const openForCleanup = () => openWith(AbortSignal.timeout(CLEANUP_MS));
  let cleanupAws = once(openForCleanup);

  const toUndo = new Map<() => Promise<void>, Promise<unknown>>();
  const reach = () => ({ region: place.region, profile: place.profile, sandbox: options.sandbox });

  return {
    env,
    options,
    terminal,
    signal,
    prompts,
    progress,
    region,
    signedIn,
    moveTo: (to) => {
      place = to;
      credentials = once(findCredentials);
      aws = once(open);
      cleanupAws = once(openForCleanup);
    },
    aws: () => aws(),
    cleanupAws: () => cleanupAws(),
    undoing: async (work, undo) => {
      const undoOnce = once(undo);
      const working = work();
      toUndo.set(undoOnce, working);
      try {
        return await working;
      } finally {
        await undoOnce();
        toUndo.delete(undoOnce);
      }
    },
    undoAll: async () => {
      // Work that was told to stop still writes down what it has done.
      const stopped = Promise.allSettled(toUndo.values());
      await Promise.race([stopped, sleep(STOP_MS)]);
      await Promise.allSettled([...toUndo.keys()].map((undo) => undo()));
    },
    reach,
    again: (words, program) => propose(words, reach(), program),
    shell: userShell(env).shell,
    showSecrets: options.revealSecrets || terminal.resultSeen,
    close: once(async () => {
      openedProgress?.stop();
      await openedSandbox?.close();
    }),
  };
}
