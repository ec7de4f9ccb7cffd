import type { PrintCommand } from '../engine/command-line.ts';
import type { Repair } from '../errors.ts';
import type { AppSnippets, Snippets } from '../mendix/snippets.ts';
import { wrapped } from './layout.ts';
import { printable } from './printable.ts';
import { renderRepairs } from './render-repair.ts';

/** A heading with sentences, below it the addresses: each alone on its line and whole, so that it copies clean. */
function block(heading: string, help: string, addresses: readonly string[], columns: number): string {
  return [
    wrapped(heading, columns),
    ...(help === '' ? [] : [`  ${wrapped(help, columns, 2)}`]),
    ...addresses.map((address) => `  ${printable(address)}`),
  ].join('\n');
}

const ADD_APP: Repair = {
  act: 'The app client lists no app yet. This adds one:',
  run: ['create-client', '--app-url', '<address of the app>'],
};
const NO_DOMAIN = 'There is no active sign-in domain yet.';

/** The addresses for the buttons of the app, with where each of them goes. */
export function renderSnippets(snippets: Snippets, columns: number, print: PrintCommand): string {
  const { apps, loginPath, loginHtml, nanoflow } = snippets;
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
    block(
      'Sign-in button',
      `A button of the type “open link” to ${loginPath}, on a page that anonymous users see. Add &cont=<path> to come back to another page.${older}`,
      of(({ loginUrl }) => loginUrl),
      columns,
    ),
    block(
      'login.html',
      'It does not begin a sign-in by itself. Put this link on it; or have no sign-in page at all (App Security: sign-in page none), so that people are sent to Cognito.',
      [loginHtml],
      columns,
    ),
    block(
      'Sign-out link',
      'Cognito’s own address: it ends the session at Cognito and comes back to the app. Sign out of Mendix first.',
      signOut(({ logoutUrl }) => logoutUrl),
      columns,
    ),
    block(
      'End session endpoint (not confirmed with a live app)',
      'The imported one most likely ends on an error page, since Mendix does not send what Cognito wants. To try: put this into the field End session endpoint, after the import. The # at its end belongs to it.',
      signOut(({ endSessionEndpoint }) => endSessionEndpoint),
      columns,
    ),
  ];
  return [...(apps.length === 0 ? [renderRepairs([ADD_APP], print, columns, 0)] : []), ...blocks].join(
    '\n\n',
  );
}
