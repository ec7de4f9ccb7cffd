import type { Repair } from '../../errors.ts';
import { appUrlsOf, CALLBACK_PATH, neverSentIn, signOutUrlsOf } from '../../mendix/settings.ts';
import type { AppClient } from '../../resources/app-client-settings.ts';
import { missingFrom } from '../../resources/contract.ts';
import { temporaryIn, temporaryWhy } from '../../resources/temporary-callback.ts';
import { flagWords } from '../command-line.ts';
import { insteadOf, neverSentWhy } from '../never-sent.ts';
import { type Finding, fail, ok, warn } from './check.ts';
import type { Examined } from './examine.ts';
import type { Repairs } from './repair.ts';

/** The callback URLs that end like Mendix's, but for a slash too many. */
const slashed = (urls: readonly string[]): string[] =>
  urls.filter((url) => url.endsWith('/') && url.replace(/\/+$/, '').endsWith(CALLBACK_PATH));

const onHostByHttp = (urls: readonly string[]): string[] =>
  urls.filter((url) => /^http:\/\/(?!(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/i.test(url));

/** The flags that name to create-client the app that it is about: as the run named it, else as the client has it. */
export function urlWords(question: Examined, client: AppClient | undefined): string[] {
  const known = client?.settings.CallbackURLs ?? [];
  const [first] = appUrlsOf([...known, ...slashed(known).map((url) => url.replace(/\/+$/, ''))]);
  const apps = question.appUrls.length > 0 ? question.appUrls : first === undefined ? [] : [first];
  const own = question.callbackUrls.filter((url) => !url.endsWith(CALLBACK_PATH));
  const usable = known.filter((url) => neverSentIn([url]).length === 0);
  const callbacks = own.length > 0 || apps.length > 0 ? own : usable.slice(0, 1);
  return [...flagWords('--app-url', apps), ...flagWords('--callback-url', callbacks)];
}

/** The callback URLs: those that have to be there are, and none that can never match. */
export function callbackFinding(
  question: Examined,
  present: readonly string[],
  repairs: Repairs,
  repair: Repair,
): Finding {
  const missing = missingFrom(present, question.callbackUrls);
  if (missing.length > 0) {
    return fail(
      `The app client does not list ${missing.join(', ')}, which Mendix sends to the letter: sign-in ends with redirect_mismatch.`,
      repair,
    );
  }
  const pages = neverSentIn(missingFrom(question.callbackUrls, present));
  if (pages.length > 0) {
    const found = pages.length === present.length ? fail : warn;
    return found(neverSentWhy(pages), repairs.createClient(insteadOf(pages, present)));
  }
  if (question.callbackUrls.length === 0 && appUrlsOf(present).length === 0) {
    return fail(
      `No callback URL of the app client ends in ${CALLBACK_PATH}, where Mendix takes the answer of the sign-in page. Name the app with --app-url.`,
      repair,
    );
  }
  const useless = [...slashed(present), ...onHostByHttp(present)];
  if (useless.length > 0) {
    return warn(
      `The app client lists what never matches: ${useless.join(', ')}. Mendix sends no slash at the end, and Cognito takes http for localhost only.`,
      { act: 'Remove it in the Cognito console: user pool → App clients → Login pages → Edit.' },
    );
  }
  const temporary = temporaryIn(present);
  if (temporary.length > 0) return warn(temporaryWhy(temporary), repairs.testLogin());
  return ok(
    `The app client lists ${(question.callbackUrls.length > 0 ? question.callbackUrls : appUrlsOf(present).map((url) => url + CALLBACK_PATH)).join(', ')}.`,
  );
}

/** The sign-out URLs: both forms of each app's root, as Cognito compares them to the letter and Mendix may send either. */
export function signOutFinding(
  question: Examined,
  settings: AppClient['settings'] | undefined,
  repairs: Repairs,
  repair: Repair,
): Finding {
  const apps = question.appUrls.length > 0 ? question.appUrls : appUrlsOf(settings?.CallbackURLs ?? []);
  const missing = apps.filter((url) => missingFrom(settings?.LogoutURLs, signOutUrlsOf(url)).length > 0);
  if (missing.length === 0) return ok('After signing out of Cognito, people can come back to the app.');
  const named = question.appUrls.length > 0 ? repair : repairs.createClient(flagWords('--app-url', missing));
  return warn(
    `The app client lacks sign-out URLs of ${missing.join(', ')} (with and without a slash at the end). Signing out of Cognito ends on an error page.`,
    named,
  );
}
