import type { PrintCommand } from '../engine/command-line.ts';
import { importButton, type ScreenField, screenFields } from '../mendix/formats.ts';
import { isSince, type ModuleVersion, NEW_SCREEN } from '../mendix/module-version.ts';
import type { MendixSettings } from '../mendix/settings.ts';
import { snippetsOf } from '../mendix/snippets.ts';
import { numbered, padded, widest } from './layout.ts';
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

/**
 * What to do in Mendix with the fields, on few lines: most have done a part of it already.
 *
 * @param app the flags with which a command finds the app
 */
export function renderNextInMendix(
  settings: MendixSettings,
  app: readonly string[],
  {
    terminal: { columns },
    again,
  }: { readonly terminal: Pick<Terminal, 'columns'>; readonly again: PrintCommand },
  version?: ModuleVersion,
): string {
  const { loginPath, apps, signOutNanoflow } = snippetsOf(settings, version);
  const [first] = apps;
  const screen =
    version === undefined || isSince(version, NEW_SCREEN)
      ? 'In the running app, as administrator: IdP Integration (OIDC), tab “IdPs for SSO and API security”.'
      : 'In the running app, as administrator: the page OIDC.OIDC_Client_Overview.';
  const steps = [
    'The app has the OIDC SSO module, OIDC.ASU_OIDC_Startup after startup, an encryption key of 32 characters, and the module roles.',
    `${screen} Create a configuration with alias and URL, and choose ${importButton(version)}.`,
    'Enter client ID, authentication method and secret, select the scopes, save, and make it active.',
    `Replace login.html and set the sign-in page to none; or add a button “Open link” to:\n${first?.loginUrl ?? `<address of your app>${loginPath}`}`,
    `The sign-out button calls the nanoflow ${signOutNanoflow}.`,
  ];
  return [
    'Next, in Mendix:',
    ...numbered(steps, columns),
    'Every step, with the values; login.html and the addresses for sign-out:',
    ...['--checklist', '--snippets'].map((flag) => `  ${again(['mendix-config', flag, ...app])}`),
  ].join('\n');
}
