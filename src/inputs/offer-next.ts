import { CancelledError } from '../errors.ts';
import type { CompleteSettings, MendixSettings } from '../mendix/settings.ts';
import type { Context } from '../run/context.ts';
import { type Clipboard, findClipboard } from '../ui/clipboard.ts';
import { wrapped } from '../ui/layout.ts';
import { renderScreen } from '../ui/render-card.ts';

/** What can be copied, by the key for it. */
const COPIED = { c: 'the client secret', a: 'all fields' } as const;

const isKey = (answer: string): answer is keyof typeof COPIED => Object.keys(COPIED).includes(answer);

/** The result and what to do with it stand on a screen of this height together. */
const BOTH_FIT = 40;

const COPY = 'c copies the client secret, a copies all fields.';
const FURTHER = 'Press Enter for the next steps in Mendix.';

/** Puts what was asked for into the clipboard, and says so. */
async function copy(
  { terminal }: Context,
  clipboard: Clipboard,
  key: keyof typeof COPIED,
  settings: CompleteSettings,
): Promise<void> {
  const text = key === 'c' ? settings.clientSecret.reveal() : renderScreen(settings, true);
  const { symbols, colour, columns } = terminal;
  const message = (await clipboard.put(text))
    ? `${colour.err.green(symbols.done)} Copied ${COPIED[key]}. ${clipboard.done}`
    : `${colour.err.red(symbols.failed)} The clipboard did not take it; select it above with the mouse.`;
  terminal.say(wrapped(message, columns, 2));
}

/**
 * Leaves the fields on the screen until the person at the terminal goes on: offers to check the sign-in where a browser
 * can be opened, and to have the secret or all fields copied where there is a clipboard. Not in a run that was to go
 * without questions, nor where AWS shows no secret to copy. Ctrl-C goes on as well: all is done already.
 *
 * @param signIn checks the sign-in; undefined where nobody could sign in yet
 */
export async function offerNext(
  context: Context,
  settings: MendixSettings,
  signIn: (() => Promise<void>) | undefined,
): Promise<void> {
  const { terminal, options, env } = context;
  const { clientSecret } = settings;
  if (!terminal.interactive || !terminal.resultSeen || options.yes || clientSecret === undefined) return;
  const clipboard = await findClipboard(terminal, env);
  const { hasBrowser } = await import('../ui/browser.ts');
  const check = hasBrowser(env) ? signIn : undefined;
  if (check === undefined && clipboard === undefined && terminal.rows >= BOTH_FIT) return;
  const prompts = await context.prompts();
  const message =
    check === undefined
      ? FURTHER
      : 'Press Enter to check the sign-in now, or n for the next steps in Mendix.';
  const keys = [
    '',
    ...(check === undefined ? [] : ['n']),
    ...(clipboard === undefined ? [] : Object.keys(COPIED)),
  ];
  const valid = (text: string) =>
    keys.includes(text.trim().toLowerCase())
      ? undefined
      : `Type ${keys.slice(1).join(' or ') || 'nothing'}, or just press Enter.`;
  terminal.say(clipboard === undefined ? '' : `\n${COPY}`);
  try {
    for (;;) {
      const key = (await prompts.text({ message, check: valid })).trim().toLowerCase();
      if (clipboard !== undefined && isKey(key)) {
        await copy(context, clipboard, key, { ...settings, clientSecret });
        continue;
      }
      if (key === '') await check?.();
      return;
    }
  } catch (error) {
    if (!(error instanceof CancelledError) && !context.signal.aborted) throw error;
  }
}
