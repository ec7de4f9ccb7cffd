import { type PrintCommand, shellLine } from '../../src/engine/command-line.ts';
import type { CliError, Repair } from '../../src/errors.ts';
import { repairsText } from '../../src/ui/render-repair.ts';

/** A proposed command with its own words only, as a run prints it that was given nothing. */
export const print: PrintCommand = (words, program) =>
  shellLine([program ?? 'mendix-cognito', ...words], 'sh');

/**
 * The words of the first command in a printed text, as a shell would split them: behind the program's name, and without
 * `--sandbox`, which the environment of a world stands for.
 */
export function commandIn(text: unknown): string[] {
  const [, words] = /\bmendix-cognito (.*)$/m.exec(String(text)) ?? [];
  if (words === undefined) throw new Error(`This names no command: ${text}`);
  return [...words.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, bare]) => quoted ?? bare ?? '')
    .filter((word) => word !== '--sandbox');
}

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
