import type { PrintCommand } from '../engine/command-line.ts';
import type { Repair } from '../errors.ts';
import { MENDIX_FORM } from '../mendix/login-pages.ts';
import type { AppSnippets, Snippets } from '../mendix/snippets.ts';
import { numbered, wrapped } from './layout.ts';
import { printable, printableLines } from './printable.ts';
import { renderRepairs } from './render-repair.ts';

/** A heading with sentences, below it the addresses: each alone on its line and whole, so that it copies clean. */
function block(heading: string, help: string, addresses: readonly string[], columns: number): string {
  return [
    wrapped(heading, columns),
    ...(help === '' ? [] : [`  ${wrapped(help, columns, 2)}`]),
    ...addresses.map((address) => `  ${printable(address)}`),
  ].join('\n');
}

/** A file between two lines, from its first column, so that it copies clean. */
function file(heading: string, help: string, text: string, columns: number): string {
  const rule = '-'.repeat(Math.min(columns, 80));
  return [block(heading, help, [], columns), rule, printableLines(text).trimEnd(), rule].join('\n');
}

const addApp = (app: readonly string[]): Repair => ({
  act: 'The app client lists no app yet. This adds one:',
  run: ['create-client', ...app, '--app-url', '<address of the app>'],
});
const NO_DOMAIN = 'There is no active sign-in domain yet.';

/**
 * What the pages and buttons of the app need: addresses, and files for its theme.
 *
 * @param found the flags with which a command finds the app
 */
export function renderSnippets(
  snippets: Snippets,
  found: readonly string[],
  columns: number,
  print: PrintCommand,
): string {
  const { apps, loginPath, loginPages, nanoflow, rolesFromGroups, signOutNanoflow } = snippets;
  const of = (pick: (app: AppSnippets) => string | null) => apps.map(pick).filter((url) => url !== null);
  const signOut = (pick: (app: AppSnippets) => string | null): string[] => {
    const urls = of(pick);
    return urls.length > 0 || apps.length === 0 ? urls : [NO_DOMAIN];
  };
  const older =
    nanoflow === null
      ? ''
      : ` Older versions of the module have the nanoflow ${nanoflow} for a button; the link works in all.`;
  const blocks = [
    file(
      'login.html: sends people to Cognito at once',
      'Set Navigation → Authentication → Sign-in page to none, and replace login.html in the theme of the app with this file. The setting alone shows the sign-in form of Mendix. A deep link is kept.',
      loginPages.automatic,
      columns,
    ),
    file(
      'login.html: with a choice',
      `The same, for an app that some people sign in to with a Mendix account: keep the file that you replace as ${MENDIX_FORM}.`,
      loginPages.choice,
      columns,
    ),
    block(
      'Sign-in button',
      `A button of the type “Open link” to ${loginPath}, on a page that anonymous users see. Add &cont=<path> to return to another page.${older}`,
      of(({ loginUrl }) => loginUrl),
      columns,
    ),
    block(
      'Sign-out button',
      `A button that calls the nanoflow ${signOutNanoflow}. The ordinary sign-out of Mendix ends the session in Mendix only: the next sign-in goes through without a password.`,
      [],
      columns,
    ),
    block(
      'End session endpoint (not confirmed with a live app)',
      `${signOutNanoflow} opens it, and the imported one most likely ends on an error page, since Mendix does not send what Cognito requires. To try: put this into the field “End session endpoint”, after the import. The # at its end belongs to it. A configuration that was created by constants is read only, and has the sign-out link below instead.`,
      signOut(({ endSessionEndpoint }) => endSessionEndpoint),
      columns,
    ),
    block(
      'Sign-out link',
      'Cognito’s own address: it ends the session at Cognito and returns to the app. Sign out of Mendix first.',
      signOut(({ logoutUrl }) => logoutUrl),
      columns,
    ),
    [
      block(
        'User roles from groups',
        'The module does nothing with the groups of a user: everybody gets the default role. To change that:',
        [],
        columns,
      ),
      ...numbered(rolesFromGroups.steps, columns),
    ].join('\n'),
  ];
  return [...(apps.length === 0 ? [renderRepairs([addApp(found)], print, columns, 0)] : []), ...blocks].join(
    '\n\n',
  );
}
