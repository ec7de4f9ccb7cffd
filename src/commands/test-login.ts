import type { Aws } from '../aws/clients.ts';
import type { Context } from '../context.ts';
import { look } from '../converge.ts';
import { flagWords } from '../engine/command-line.ts';
import { poolNotFound } from '../engine/plan.ts';
import { requireSettings } from '../engine/settings.ts';
import { CancelledError, CliError, UsageError } from '../errors.ts';
import { requireComplete } from '../inputs/ask.ts';
import { nothingDesired, selectorOf } from '../inputs/desired.ts';
import { givenPassword } from '../inputs/password.ts';
import { mappedClaims } from '../mendix/claims.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { type CallbackListener, listenOn } from '../oidc/callback-listener.ts';
import { fetchDiscovery } from '../oidc/discovery.ts';
import { checkedClaims } from '../oidc/id-token.ts';
import { beginSignIn, finishSignIn, openRelyingParty, type SignedIn } from '../oidc/relying-party.ts';
import type { AppClient } from '../resources/app-client-settings.ts';
import {
  addTemporaryCallback,
  isTemporary,
  removeTemporaryCallbacks,
  TEMPORARY_PATH,
} from '../resources/temporary-callback.ts';
import { signInUser } from '../resources/user-sign-in.ts';
import type { Invocation, Result } from '../result.ts';
import { openBrowser } from '../ui/browser.ts';
import { wrapped } from '../ui/layout.ts';
import { printable } from '../ui/printable.ts';
import { renderClaims } from '../ui/render-claims.ts';

/** Cognito gives up on its sign-in page after 5 minutes, and so does the module. */
const DEFAULT_MINUTES = 5;

const LOCAL = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//;

/** Listens where the app itself would, on a callback of the client that leads to this computer. */
async function onOwnCallback(context: Context, client: AppClient): Promise<CallbackListener | undefined> {
  const urls = (client.settings.CallbackURLs ?? []).filter((url) => LOCAL.test(url) && !isTemporary(url));
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
  if (context.options.yes) return;
  const what = `The app client has no callback on this computer that is free. A temporary one is needed, for the minutes of this test: ${url}`;
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
  if (!(await ask.yes('Add it now, and take it away again afterwards?', true))) throw new CancelledError();
}

/** Adds the callback, runs the work, and takes the callback away whatever happens: also when the run is cancelled. */
async function withTemporaryCallback<T>(
  context: Context,
  client: AppClient,
  url: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await addTemporaryCallback(await context.aws(), client, url);
    return await work();
  } finally {
    try {
      await removeTemporaryCallbacks(await context.cleanupAws(), client);
    } catch {
      context.terminal.say(
        `${context.terminal.symbols.warning} ${wrapped(`The temporary callback ${url} could not be taken away. The next test-login does it, or you: Cognito console → user pool → App clients → ${printable(client.name)}.`, context.terminal.columns, 2)}`,
      );
    }
  }
}

async function throughBrowser(
  context: Context,
  invocation: Invocation,
  settings: MendixSettings,
  listener: CallbackListener,
): Promise<SignedIn> {
  const { terminal, env, signal } = context;
  const { answers } = invocation;
  const party = await openRelyingParty({ ...settings, discoveryUrl: settings.automaticConfigurationUrl });
  const attempt = await beginSignIn(party, listener.url, settings.scopes);
  const minutes = answers.timeout ?? DEFAULT_MINUTES;
  const waiting = listener.wait((answer) => finishSignIn(party, attempt, answer), signal, minutes * 60_000);
  // Whatever the opening of the browser does: this is awaited below.
  waiting.catch(() => {});
  const opened = answers.noBrowser === true ? false : await openBrowser(attempt.url.href, env);
  const lead = opened
    ? 'Sign in in the browser that opens. If none does, open this address:'
    : answers.noBrowser === true
      ? 'Open this address in a browser on this computer:'
      : 'No browser could be opened. Open this address in one on this computer:';
  terminal.say(`${lead}\n${attempt.url.href}`);
  const progress = await context.progress();
  return progress.during(`Waiting for the sign-in (up to ${minutes} minutes)`, () => waiting);
}

async function signIn(context: Context, invocation: Invocation, settings: MendixSettings, client: AppClient) {
  const own = await onOwnCallback(context, client);
  const listener = own ?? (await listenOn(`http://localhost:0${TEMPORARY_PATH}`));
  if (listener === undefined) {
    throw new CliError('No port of this computer can be listened on.', {
      code: 'NO_PORT',
      hint: 'Test without a browser: --password-stdin --user-email <address>.',
    });
  }
  const run = () => throughBrowser(context, invocation, settings, listener);
  try {
    if (own !== undefined) return { callbackUrl: own.url, temporary: false, ...(await run()) };
    await allowTemporary(context, listener.url);
    const signedIn = await withTemporaryCallback(context, client, listener.url, run);
    return { callbackUrl: listener.url, temporary: true, ...signedIn };
  } finally {
    await listener.close();
  }
}

async function withoutBrowser(context: Context, invocation: Invocation, aws: Aws, settings: MendixSettings) {
  const password = await givenPassword(context, invocation.answers);
  const email = invocation.answers.userEmail;
  if (password === undefined || email === undefined) throw new UsageError(['--user-email is missing.']);
  const idToken = await signInUser(aws, { ...settings, email, password });
  const claims = await checkedClaims(idToken, settings.issuer, settings.clientId);
  return { callbackUrl: undefined, temporary: false, claims, userInfo: undefined };
}

/** `test-login`: signs in exactly as the OIDC SSO module does, and shows what Mendix gets. */
export async function run(context: Context, invocation: Invocation): Promise<Result> {
  const { answers } = invocation;
  const byPassword = answers.passwordStdin === true;
  await requireComplete(context, invocation, byPassword ? ['userEmail'] : []);
  const aws = await context.aws();
  const desired = nothingDesired(selectorOf(answers), answers);
  const observed = await look(context, aws, desired);
  if (observed.pool === undefined) throw poolNotFound(desired);
  const { client } = observed;
  const settings = requireSettings(aws, observed.alias ?? '', observed);
  // Says why, when the look above could not use the document.
  if (observed.discovery === undefined)
    await fetchDiscovery(settings.automaticConfigurationUrl, context.signal);
  if (client?.settings.CallbackURLs?.some(isTemporary)) {
    await removeTemporaryCallbacks(aws, client);
    context.terminal.say('A temporary callback of an earlier test-login was still there; it is gone now.');
  }
  if (!byPassword && (settings.domain === undefined || client === undefined)) {
    throw new CliError('The user pool has no active sign-in domain, so there is no page to sign in on.', {
      code: 'DOMAIN_NOT_ACTIVE',
      hint: `Make or repair it with mendix-cognito create-pool --alias ${observed.alias}.`,
    });
  }
  const proven =
    byPassword || client === undefined
      ? await withoutBrowser(context, invocation, aws, settings)
      : await signIn(context, invocation, settings, client);
  const mapped = mappedClaims(proven.claims);
  const noName = mapped.some(({ attribute, value }) => attribute === 'FullName' && value === '');
  return {
    json: {
      alias: observed.alias ?? null,
      callbackUrl: proven.callbackUrl ?? null,
      temporaryCallback: proven.temporary,
      claims: proven.claims,
      userInfo: proven.userInfo ?? null,
      mendix: Object.fromEntries(mapped.map(({ attribute, value }) => [attribute, value])),
    },
    title: 'The sign-in works. What Cognito tells, and what Mendix makes of it:',
    text: `${renderClaims(proven.claims, context.terminal)}\n`,
    next: noName
      ? `Without a name the full name in Mendix stays empty. This gives one:\n  ${context.again('add-user', ...mapped.filter(({ attribute }) => attribute === 'Email').map(({ value }) => value), ...flagWords('--alias', observed.alias))} --user-full-name "<name>"`
      : `Next: ${context.again('mendix-config', ...flagWords('--alias', observed.alias))}`,
  };
}
