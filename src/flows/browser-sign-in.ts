import { userInfo } from 'node:os';
import { shellLine } from '../engine/command-line.ts';
import { CancelledError, CliError, UsageError } from '../errors.ts';
import { type CompleteSettings, neverSentIn } from '../mendix/settings.ts';
import { type CallbackListener, isListening, listenOn } from '../oidc/callback-listener.ts';
import { beginSignIn, finishSignIn, openRelyingParty, type SignedIn } from '../oidc/relying-party.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import {
  addTemporaryCallback,
  isLeftOver,
  removeTemporaryCallbacks,
  temporaryIn,
  temporaryPath,
} from '../resources/temporary-callback.ts';
import type { Context } from '../run/context.ts';
import { openBrowser } from '../ui/browser.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import { several } from '../ui/words.ts';

/** How the user wants to sign in. */
export interface BrowserSignIn {
  /** How long to wait. */
  readonly minutes: number;
  /** True: only the address is printed. */
  readonly noBrowser: boolean;
}

/** A sign-in, and where the browser came back to. */
export interface ProvenSignIn extends SignedIn {
  readonly callbackUrl: string;
  readonly temporary: boolean;
}

const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//;

/** Listens where the app itself would, on a callback of the client that leads to this computer. */
async function onOwnCallback(context: Context, client: AppClient): Promise<CallbackListener | undefined> {
  const urls = (client.settings.CallbackURLs ?? []).filter(
    (url) => LOCAL.test(url) && temporaryIn([url]).length === 0 && neverSentIn([url]).length === 0,
  );
  for (const url of urls) {
    const listener = await listenOn(url);
    if (listener !== undefined) return listener;
    context.terminal.say(
      `The port of ${printable(url)} is in use (by your Mendix app?), so it cannot be tested there.`,
    );
  }
  return undefined;
}

async function allowTemporary(context: Context, url: string): Promise<void> {
  if (context.options.dryRun) {
    throw new UsageError(
      ['This sign-in would add a temporary callback URL to the app client, and --dry-run changes nothing.'],
      `It would be ${url}, and is removed again. Run it without --dry-run, or without a browser: --password-stdin.`,
    );
  }
  if (context.options.yes) return;
  const what = `The app client has no localhost callback URL with a free port, so this test needs a temporary one: ${url}`;
  if (!context.terminal.interactive) {
    throw new UsageError(
      [
        'A temporary callback URL must be added to the app client, and there is nobody to ask: --yes is missing.',
      ],
      `It would be ${url}, and is removed again. Without a browser: --password-stdin.`,
    );
  }
  context.terminal.say(wrapped(what, context.terminal.columns));
  const ask = await context.prompts();
  if (!(await ask.agree('Add it now, and remove it afterwards?', false))) throw new CancelledError();
}

/** Adds the callback, runs the work, and removes the callback however the run ends. */
function withTemporaryCallback<T>(
  context: Context,
  client: AppClient,
  url: string,
  work: () => Promise<T>,
): Promise<T> {
  const add = async () => {
    await addTemporaryCallback(await context.aws(), client, url);
    return work();
  };
  const remove = async () => {
    try {
      await removeTemporaryCallbacks(await context.cleanupAws(), client, [url]);
    } catch {
      context.terminal.say(
        `${context.terminal.symbols.warning} ${wrapped(`The temporary callback URL ${url} could not be removed. The next test-login removes it, or you can: Cognito console → user pool → App clients → ${printable(client.name)}.`, context.terminal.columns, 2)}`,
      );
    }
  };
  return context.undoing(add, remove);
}

async function throughBrowser(
  context: Context,
  settings: CompleteSettings,
  listener: CallbackListener,
  { minutes, noBrowser }: BrowserSignIn,
): Promise<SignedIn> {
  const { terminal, env, signal } = context;
  const { network } = await context.aws();
  const party = await openRelyingParty(network, {
    ...settings,
    discoveryUrl: settings.automaticConfigurationUrl,
  });
  const attempt = await beginSignIn(party, listener.url, settings.scopes);
  // A question that was cancelled ends the run, and the wait would go on.
  const stop = new AbortController();
  const waiting = listener.wait(
    { state: attempt.state, finish: (answer) => finishSignIn(party, attempt, answer) },
    AbortSignal.any([signal, stop.signal]),
    minutes * 60_000,
  );
  // Whatever the opening of the browser does: this is awaited below.
  waiting.catch(() => {});
  const opened = noBrowser ? false : await openBrowser(attempt.url.href, env);
  const lead = opened
    ? 'Sign in in the browser that opens. If none does, open this address:'
    : `${noBrowser ? '' : 'No browser could be opened. '}Open this address in a browser:`;
  terminal.say(`${lead}\n${attempt.url.href}`);
  if (!opened) reportTunnel(context, new URL(listener.url).port);
  const isWatched = terminal.interactive && !context.options.yes;
  try {
    if (!opened && isWatched) return await orPasted(context, listener.url, waiting);
    const progress = await context.progress();
    return await progress.during(
      `Waiting for the sign-in (up to ${several(minutes, 'minute')})`,
      () => waiting,
    );
  } finally {
    stop.abort();
  }
}

/** How a browser on the computer that somebody sits at reaches the callback on this one. */
function reportTunnel({ terminal, env, shell }: Context, port: string): void {
  const [, , here] = (env.SSH_CONNECTION ?? '').split(' ');
  if (here === undefined) return;
  const words = ['ssh', '-L', `${port}:localhost:${port}`, `${userInfo().username}@${here}`];
  terminal.say(`With a browser on your own computer, first run this there:\n  ${shellLine(words, shell)}`);
}

/**
 * Waits for the browser, and takes just as well the address that it ended at, pasted here: a browser on another computer
 * finds nobody at its own localhost. The address holds the code of the sign-in, so it is not shown.
 */
async function orPasted<T>(context: Context, callbackUrl: string, waiting: Promise<T>): Promise<T> {
  const answered = new AbortController();
  const end = () => answered.abort();
  waiting.then(end, end);
  const { network } = await context.aws();
  const callback = new URL(callbackUrl);
  const check = async (text: string): Promise<string | undefined> => {
    const pasted = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
    if (pasted?.port !== callback.port || pasted.pathname !== callback.pathname || pasted.search === '')
      return `That is not it: the address begins with ${callbackUrl}?`;
    const { status } = await network.request(`${callbackUrl}${pasted.search}`);
    return status === 200 || answered.signal.aborted
      ? undefined
      : 'This address belongs to another sign-in. Open the address above once more, and paste the one that it ends at.';
  };
  const prompts = await context.prompts();
  const asked = prompts.leavable(async () => {
    await prompts.secret({
      message: 'Waiting for the sign-in. Or paste the address that the browser ended at:',
      check,
      until: answered.signal,
    });
  });
  return Promise.race([waiting, asked.then(() => waiting)]);
}

/** Takes off the client what earlier runs left there, and leaves alone the callback of one that is running. */
export async function removeLeftOver(context: Context, client: AppClient): Promise<void> {
  const found = temporaryIn(client.settings.CallbackURLs);
  const ended = await Promise.all(found.map((url) => isLeftOver(url, isListening)));
  const urls = found.filter((_, place) => ended[place]);
  if (urls.length === 0 || context.options.dryRun) return;
  await removeTemporaryCallbacks(await context.aws(), client, urls);
  context.terminal.say('An earlier test-login had left its temporary callback URL; it was removed.');
}

/**
 * Signs in on the sign-in page: on a callback of the client that leads to this computer, or else on a temporary one,
 * which is asked for and removed again.
 *
 * @throws CliError NO_PORT, LOGIN_TIMEOUT, or what a check of the sign-in refuses; UsageError when a temporary
 *   callback is needed and nobody can be asked
 */
export async function signInInBrowser(
  context: Context,
  settings: CompleteSettings,
  client: AppClient,
  how: BrowserSignIn,
): Promise<ProvenSignIn> {
  const own = await onOwnCallback(context, client);
  const listener = own ?? (await listenOn(`http://localhost:0${temporaryPath(how.minutes)}`));
  if (listener === undefined) {
    throw new CliError('This program may not listen on any port of this computer.', {
      code: 'NO_PORT',
      hint: 'Test without a browser: --password-stdin --user-email <address>.',
    });
  }
  const run = () => throughBrowser(context, settings, listener, how);
  try {
    if (own !== undefined) return { callbackUrl: own.url, temporary: false, ...(await run()) };
    await allowTemporary(context, listener.url);
    const signedIn = await withTemporaryCallback(context, client, listener.url, run);
    return { callbackUrl: listener.url, temporary: true, ...signedIn };
  } finally {
    await listener.close();
  }
}
