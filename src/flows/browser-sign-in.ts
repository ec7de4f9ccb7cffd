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
      ['This sign-in would add a temporary callback to the app client, and --dry-run changes nothing.'],
      `It would be ${url}, and is taken away again. Run it without --dry-run, or without a browser: --password-stdin.`,
    );
  }
  if (context.options.yes) return;
  const what = `The app client has no localhost callback URL with a free port, so this test needs a temporary one: ${url}`;
  if (!context.terminal.interactive) {
    throw new UsageError(
      [
        'A temporary callback has to be added to the app client, and there is nobody to ask: --yes is missing.',
      ],
      `It would be ${url}, and is taken away again. Without a browser: --password-stdin.`,
    );
  }
  context.terminal.say(wrapped(what, context.terminal.columns));
  const ask = await context.prompts();
  if (!(await ask.agree('Add it now, and remove it afterwards?', false))) throw new CancelledError();
}

/** Adds the callback, runs the work, and takes the callback away however the run ends. */
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
        `${context.terminal.symbols.warning} ${wrapped(`The temporary callback ${url} could not be taken away. The next test-login does it, or you: Cognito console → user pool → App clients → ${printable(client.name)}.`, context.terminal.columns, 2)}`,
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
  const waiting = listener.wait(
    { state: attempt.state, finish: (answer) => finishSignIn(party, attempt, answer) },
    signal,
    minutes * 60_000,
  );
  // Whatever the opening of the browser does: this is awaited below.
  waiting.catch(() => {});
  const opened = noBrowser ? false : await openBrowser(attempt.url.href, env);
  const lead = opened
    ? 'Sign in in the browser that opens. If none does, open this address:'
    : noBrowser
      ? 'Open this address in a browser on this computer:'
      : 'No browser could be opened. Open this address in one on this computer:';
  terminal.say(`${lead}\n${attempt.url.href}`);
  const progress = await context.progress();
  return progress.during(`Waiting for the sign-in (up to ${minutes} minutes)`, () => waiting);
}

/** Takes off the client what earlier runs left there, and leaves alone the callback of one that is running. */
export async function removeLeftOver(context: Context, client: AppClient): Promise<void> {
  const found = temporaryIn(client.settings.CallbackURLs);
  const ended = await Promise.all(found.map((url) => isLeftOver(url, isListening)));
  const urls = found.filter((_, place) => ended[place]);
  if (urls.length === 0 || context.options.dryRun) return;
  await removeTemporaryCallbacks(await context.aws(), client, urls);
  context.terminal.say('A temporary callback of an earlier test-login was still there; it is gone now.');
}

/**
 * Signs in on the sign-in page: on a callback of the client that leads to this computer, or else on a temporary one,
 * which is asked for and taken away again.
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
    throw new CliError('No port of this computer can be listened on.', {
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
