import { importButton, type ScreenField, screenFields } from '../mendix/formats.ts';
import type { ModuleVersion } from '../mendix/module-version.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';

/** What stands where a secret may not be shown. */
export const HIDDEN = '(hidden: mendix-config shows it)';

/** The line above the fields. */
export const SCREEN_TITLE = 'For the OIDC SSO configuration page of your Mendix app:';

/**
 * The fields of the Mendix screen, each value alone at the end of its line so that it copies clean. No value is
 * wrapped, since a broken URL or secret is worse than a long line; one that does not fit beside its label gets a
 * line of its own.
 *
 * @param columns width of the terminal that this is shown on, or undefined for a file or a pipe
 */
export function renderScreen(settings: MendixSettings, showSecret: boolean, columns?: number): string {
  return renderFields(screenFields(settings, showSecret ? settings.clientSecret.reveal() : HIDDEN), columns);
}

/** The same of fields that are made already. */
export function renderFields(fields: readonly ScreenField[], columns: number | undefined): string {
  const width = widest(fields.map(({ label }) => label));
  return fields
    .map(({ label, value }) => {
      const shown = printable(value);
      const fits = columns === undefined || width + 2 + shown.length <= columns;
      return fits ? `${padded(label, width)}  ${shown}` : `${label}\n  ${shown}`;
    })
    .join('\n');
}

/** What to do in Mendix with the fields, and the addresses for its pages. */
export function renderNextInMendix(
  settings: MendixSettings,
  columns: number,
  version?: ModuleVersion,
): string {
  const steps = [
    'In your running app, open the OIDC SSO configuration page as administrator and choose New.',
    `Enter the alias and the automatic configuration URL, and choose ${importButton(version)}.`,
    'Enter client ID, authentication method and secret, select the scopes, save, and make it active.',
    settings.loginUrl === undefined
      ? `Put a button on your sign-in page that opens /oauth/v2/login?idp=${settings.alias} of your app.`
      : `Put a button on your sign-in page that opens ${settings.loginUrl}`,
  ];
  return [
    'Next, in Mendix:',
    ...steps.map((step, index) => `  ${index + 1}. ${wrapped(step, columns, 5)}`),
  ].join('\n');
}
