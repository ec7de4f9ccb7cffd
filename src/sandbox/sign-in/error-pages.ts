import { escapeHtml } from '../escape-html.ts';
import { page } from '../frame.ts';
import { type Answer, html, type PageOptions } from '../http.ts';

/** What the errors on the page of `/error` mean. Only these are named there: a link could put anything into its query. */
const MEANINGS = new Map([
  [
    'redirect_mismatch',
    'The address to return to is not registered for this app client. It must match exactly: case, port and trailing slash.',
  ],
  ['invalid_client', 'This user pool has no app client with this client_id.'],
  ['unauthorized_client', 'Client is not enabled for OAuth2.0 flows.'],
  ['invalid_request', 'A parameter of the request is missing, malformed or given twice.'],
  ['invalid_scope', 'The app client may not ask for these scopes.'],
  ['server_error', 'The sandbox failed.'],
]);

/** The page on which an authorize or sign-out request ends that cannot go back to the app. */
export function requestError(code: string | null): Answer {
  const meaning = MEANINGS.get(code ?? '');
  return message(
    400,
    'Something went wrong',
    'An error was encountered with the requested page.',
    code !== null && meaning !== undefined
      ? `<p class="code">${escapeHtml(code)}</p>\n<p>${escapeHtml(meaning)}</p>`
      : '',
  );
}

/**
 * The page of `/error`. Without the name of an error it is where a sign-out ends that lacks a parameter, in Cognito's words.
 */
export function errorPage(query: URLSearchParams): Answer {
  if (query.has('error')) return requestError(query.get('error'));
  const name = query.has('client_id') ? 'redirect_uri' : 'client_id';
  return message(
    400,
    'Something went wrong',
    'An error was encountered with the requested page.',
    `<p class="note">${escapeHtml(`Required String parameter '${name}' is not present`)}</p>`,
  );
}

/** A sign-in that cannot go on: over five minutes, or not begun in this browser. */
export function somethingWrong(): Answer {
  return message(
    400,
    'Something went wrong',
    'This sign-in is over, or was not begun in this browser. A sign-in must be finished within 5 minutes.',
    '<p>Go back to your app and sign in again.</p>',
  );
}

/** Cognito's page where nobody can sign in. Only the sandbox says why. */
export function pagesUnavailable(reason: string): Answer {
  return message(
    403,
    'Sign-in is not available',
    'Login pages unavailable. Please contact an administrator.',
    `<p class="note">${escapeHtml(reason)}</p>`,
  );
}

/** Back in a browser, or a form that was sent again, after the sign-in was done. */
export function alreadyDone(userName: string, redirectUri: string): Answer {
  const { protocol, host, origin } = new URL(redirectUri);
  const app = /^https?:$/.test(protocol)
    ? `<a href="${escapeHtml(origin)}/">${escapeHtml(host)}</a>`
    : 'your app';
  return message(
    200,
    'This sign-in is complete',
    `You signed in as ${userName}. You can close this page.`,
    `<p>Go back to ${app}. To sign in as another user, sign out there first.</p>`,
  );
}

/** A second factor is asked for that the sandbox does not have. */
export function noSecondFactor(): Answer {
  return message(
    501,
    'A second factor is required',
    'This user pool asks for a code by text message, and the sandbox sends none.',
  );
}

/** Cognito does not go on with a sign-in, and says why. */
export function refusedByCognito(reason: string): Answer {
  return message(400, 'Something went wrong', reason);
}

export function badForm(): Answer {
  return message(400, 'Something went wrong', 'The form was not sent as this page has it.');
}

export function pageNotFound(): Answer {
  return message(404, 'Page not found', 'This domain has no such page.');
}

export function domainNotFound(): Answer {
  return message(404, 'Domain not found', 'No user pool has this domain, or it is not active yet.');
}

export function wrongMethod(allowed: string): Answer {
  return message(405, 'Something went wrong', `This page answers ${allowed} only.`, '', {
    headers: { allow: allowed },
  });
}

export function failed(): Answer {
  return message(500, 'Something went wrong', 'The sandbox failed. Its log says why.');
}

function message(status: number, title: string, text: string, more = '', options?: PageOptions): Answer {
  return html(status, page(title, `<p>${escapeHtml(text)}</p>\n${more}`), options);
}
