import type { Applied } from '../../engine/apply.ts';
import { appWords } from '../../engine/locate.ts';
import { isVerified } from '../../engine/observe.ts';
import type { Plan } from '../../engine/plan.ts';
import { secretAdvice, settingsOf } from '../../engine/settings.ts';
import { CancelledError, CliError } from '../../errors.ts';
import type { Result } from '../../flows/command.ts';
import { type Converged, convergedJson } from '../../flows/converge.ts';
import { hiddenPasswordsHint, unchangedPasswordsHint } from '../../flows/new-passwords.ts';
import { offerNext } from '../../inputs/offer-next.ts';
import { settingsJson } from '../../mendix/formats.ts';
import type { CompleteSettings, MendixSettings } from '../../mendix/settings.ts';
import type { AppClient } from '../../resources/app-client-settings.ts';
import type { Context } from '../../run/context.ts';
import { renderNextInMendix, renderScreen, SCREEN_TITLE } from '../../ui/render-card.ts';
import { renderClaims } from '../../ui/render-claims.ts';
import { renderError } from '../../ui/render-error.ts';
import { repairsText } from '../../ui/render-repair.ts';
import { renderUsers, usersJson } from '../../ui/render-user.ts';

/** As long as the user may look for the password. */
const MINUTES = 10;

/** What only the owner of an inbox can do, while SES has not verified the address. */
function mailHint(context: Context, { desired, observed }: Plan): string | undefined {
  const waiting = desired.target.identities.filter((address) => !isVerified(observed.identities, address));
  if (waiting.length === 0) return undefined;
  return `Amazon SES has sent an email to ${waiting.join(' and ')}: open the link in it. This waits for it:\n  ${context.again(['verify-email', ...waiting, '--wait'])}`;
}

/** Everything that helps a person on beside the values themselves. */
function hintsOf(
  context: Context,
  plan: Plan,
  { client, users }: Applied,
  settings: MendixSettings | undefined,
): string[] {
  const { showSecrets, again } = context;
  const { alias, pool } = plan.observed;
  const app = appWords(alias, pool);
  const advice = client === undefined ? [] : secretAdvice(client, alias, app);
  return [
    advice.length === 0 ? undefined : repairsText(advice, again),
    showSecrets || settings?.clientSecret === undefined
      ? undefined
      : `The client secret is not shown here. This prints it:\n  ${again(['mendix-config', ...app])}`,
    hiddenPasswordsHint(context, users, app),
    unchangedPasswordsHint(context, plan, users, app),
    mailHint(context, plan),
  ].filter((hint) => hint !== undefined);
}

/**
 * Has the user sign in as Mendix would have them, and shows what Mendix gets. A sign-in that does not work is said, and
 * takes nothing back of what was set up.
 *
 * @returns true when it worked
 */
async function checkSignIn(
  context: Context,
  settings: CompleteSettings,
  client: AppClient,
): Promise<boolean> {
  const { terminal } = context;
  try {
    const { signInInBrowser } = await import('../../flows/browser-sign-in.ts');
    const { claims } = await signInInBrowser(context, settings, client, {
      minutes: MINUTES,
      noBrowser: false,
    });
    terminal.say('\nThe sign-in works. What Cognito sends, and what Mendix does with it:');
    terminal.say(renderClaims(claims, terminal));
    return true;
  } catch (error) {
    if (error instanceof CancelledError || !(error instanceof CliError)) throw error;
    terminal.say(renderError(error, terminal, context.again));
    return false;
  }
}

/** The values for Mendix, and for people what to do with them. */
function valuesFor(
  context: Context,
  settings: MendixSettings,
  { client, hints, app }: { client: AppClient | undefined; hints: readonly string[]; app: readonly string[] },
): Pick<Result, 'title' | 'offer' | 'next'> {
  const { clientSecret, domain } = settings;
  let works = false;
  const signIn =
    client === undefined || clientSecret === undefined || domain === undefined
      ? undefined
      : async () => {
          works = await checkSignIn(context, { ...settings, clientSecret }, client);
        };
  return {
    title: SCREEN_TITLE,
    offer: () => offerNext(context, settings, signIn),
    next: () =>
      [
        ...hints,
        ...(works
          ? []
          : ['First check that the sign-in works:', `  ${context.again(['test-login', ...app])}`]),
        renderNextInMendix(settings, app, context),
        // The values are good on this computer alone, while the sandbox runs.
        ...(context.options.sandbox
          ? [
              'These values are of the local sandbox, and work while it runs. This keeps it running, in a terminal of its own:',
              `  ${context.again(['sandbox'])}`,
            ]
          : []),
        'When it does not work in Mendix:',
        `  ${context.again(['doctor', ...app])}`,
      ].join('\n'),
  };
}

/** What `setup` ends with: the values for Mendix, who can sign in, and what comes next. */
export function setupResult(context: Context, converged: Converged): Result {
  const { aws, applied, plan, passwordsShown } = converged;
  const { showSecrets, terminal } = context;
  const { alias, pool } = plan.observed;
  const settings = applied === undefined ? undefined : settingsOf(aws, alias, applied);
  const users = applied?.users ?? [];
  const hints = applied === undefined ? [] : hintsOf(context, plan, applied, settings);
  const json = {
    ...convergedJson(context, converged),
    mendix: settings === undefined ? null : settingsJson(settings, showSecrets),
    users: usersJson(users, showSecrets),
    ...(hints.length === 0 ? {} : { hints }),
  };
  if (applied === undefined || settings === undefined) return { json, text: '' };
  const text = [
    renderScreen(settings, showSecrets, terminal.resultSeen ? terminal : undefined),
    ...(users.length === 0 ? [] : [renderUsers(users, showSecrets, passwordsShown && terminal.resultSeen)]),
  ];
  const unchanged =
    applied.changes.length === 0 ? ['Everything was set up already; nothing was changed.'] : [];
  const shown = { client: applied.client, hints: [...unchanged, ...hints], app: appWords(alias, pool) };
  return { json, text: `${text.join('\n\n')}\n`, ...valuesFor(context, settings, shown) };
}
