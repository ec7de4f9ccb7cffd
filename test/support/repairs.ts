import { type PrintCommand, shellLine } from '../../src/engine/command-line.ts';
import type { CliError, Repair } from '../../src/errors.ts';
import { repairsText } from '../../src/ui/render-repair.ts';

/** A proposed command with its own words only, as a run prints it that was given nothing. */
export const print: PrintCommand = (words, program) =>
  shellLine([program ?? 'mendix-cognito', ...words], 'sh');

/** What an error proposes, as text. */
export const hintOf = ({ repairs }: Pick<CliError, 'repairs'>): string => repairsText(repairs, print);

/** Matches the repairs of an error whose text holds that text, or matches. */
export const hinting = (text: string | RegExp) => ({
  asymmetricMatch: (repairs: readonly Repair[]) => {
    const hint = repairsText(repairs, print);
    return typeof text === 'string' ? hint.includes(text) : text.test(hint);
  },
  toString: () => `repairs with ${text}`,
});
