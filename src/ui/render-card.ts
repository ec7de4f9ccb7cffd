import { importButton, type ScreenField, screenFields } from '../mendix/formats.ts';
import type { ModuleVersion } from '../mendix/module-version.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { snippetsOf } from '../mendix/snippets.ts';
import { padded, widest, wrapped } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** What stands where a secret may not be shown. */
export const HIDDEN = '(hidden: mendix-config shows it)';

/** What stands where the secret is one that AWS does not show. */
export const NOT_SHOWN = '(the one that rotate-secret showed: AWS does not show it)';

/** The line above the fields. */
export const SCREEN_TITLE = 'For the OIDC SSO configuration page of your Mendix app:';

/**
 * The fields of the Mendix screen. On a terminal each value has a line of its own, from its first column, so that it
 * copies clean; it is never wrapped, since a broken URL or secret is worse than a long line. Elsewhere a field is a line.
 *
 * @param terminal where it is shown, or undefined for a file or a pipe
 */
export function renderScreen(
  settings: MendixSettings,
  showSecret: boolean,
  terminal?: Pick<Terminal, 'colour'>,
): string {
  const { clientSecret } = settings;
  const shownSecret = clientSecret === undefined ? NOT_SHOWN : showSecret ? clientSecret.reveal() : HIDDEN;
  return renderFields(screenFields(settings, shownSecret), terminal);
}

/** The same of fields that are made already. */
export function renderFields(
  fields: readonly ScreenField[],
  terminal: Pick<Terminal, 'colour'> | undefined,
): string {
  const width = widest(fields.map(({ label }) => label));
  return fields
    .map(({ label, value }) =>
      terminal === undefined
        ? `${padded(label, width)}  ${printable(value)}`
        : `${terminal.colour.out.dim(`${label}:`)}\n${printable(value)}`,
    )
    .join('\n');
}

/** What to do in Mendix with the fields: the clicks, and the addresses for its pages, each on a line of its own. */
export function renderNextInMendix(
  settings: MendixSettings,
  columns: number,
  version?: ModuleVersion,
): string {
  const { loginPath, nanoflow, apps } = snippetsOf(settings, version);
  const [app] = apps;
  const older =
    version === undefined ? ' (in older module versions also one that calls' : ' (or one that calls';
  const orNanoflow = nanoflow === null ? '' : `${older} the nanoflow ${nanoflow})`;
  const steps = [
    `On the OIDC SSO page of your running app choose New, enter the alias and the automatic configuration URL, and choose ${importButton(version)}.`,
    'Enter client ID, authentication method and secret, select the scopes, choose Save, and make it active.',
    `On the sign-in page of your app add a button of the kind “Open link”${orNanoflow} to:\n${app?.loginUrl ?? `<address of your app>${loginPath}`}`,
  ];
  const endSession = app?.endSessionEndpoint ?? undefined;
  return [
    'Next, in Mendix:',
    ...steps.map((step, index) => `  ${index + 1}. ${wrapped(step, columns, 5)}`),
    ...(endSession === undefined
      ? []
      : [
          wrapped(
            'When signing out ends on an error page, try this as “End session endpoint”, with the # at its end (not confirmed with a live app):',
            columns,
          ),
          `  ${endSession}`,
        ]),
  ].join('\n');
}
