import { madeAt, type SecretPair } from '../engine/rotation.ts';
import { numbered } from './layout.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** The two secrets of a client, and which of them goes. */
export function renderPair(
  clientName: string,
  { older, newer }: SecretPair,
  goes: keyof SecretPair,
  { colour }: Pick<Terminal, 'colour'>,
): string {
  const line = (which: keyof SecretPair, secret: SecretPair['older']) => {
    const text = `${which} one, ${madeAt(secret)}`;
    return which === goes ? colour.err.red(`  - ${text}: is removed`) : `  = ${text}: stays`;
  };
  return [
    `The app client ${printable(clientName)} has two secrets:`,
    line('older', older),
    line('newer', newer),
  ].join('\n');
}

/** What to do in Mendix with a new secret, as it is called there (Mendix documentation, OIDC SSO module). */
export function renderSecretSteps(alias: string, finish: string, columns: number): string {
  const steps = [
    `On the OIDC SSO configuration page of your running app open “${printable(alias)}”, enter the new client secret under General settings, and save. An app that takes it from its constants: set OIDC.ClientSecret, and restart the app.`,
    'Sign in to the app.',
    'Then remove the older secret:',
  ];
  return [
    'Both secrets work now. AWS never shows the new one again: note it.',
    'Next, in Mendix:',
    ...numbered(steps, columns),
    `     ${finish}`,
  ].join('\n');
}
