import {
  CLIENT_SETTINGS,
  DOMAIN_SETTINGS,
  flagOf,
  type InputName,
  POOL_SETTINGS,
  SETTING_INPUTS,
  TARGET_INPUTS,
  USER_SETTINGS,
  type Wishes,
} from './definitions.ts';

/** What a flag, a variable or a line of a file gives. */
export type Value = string | number | boolean | readonly string[];

/** The words of a command line that give this answer; none for a switch's no, which no flag says. */
export function flagsFor(name: InputName, value: Value): string[] {
  if (value === true) return [flagOf(name)];
  if (value === false || name === 'port') return [];
  return [value].flat().flatMap((one) => [flagOf(name), String(one)]);
}

/**
 * The settings that a proposed command has to repeat of what the run that proposes it was asked for. What stands among
 * its words anyway, an app's or a user's address or the user pool, is left out.
 */
const REPEATED = {
  setup: [...TARGET_INPUTS.filter((name) => name !== 'alias' && name !== 'poolId'), ...SETTING_INPUTS],
  'create-pool': ['poolName', ...POOL_SETTINGS, ...DOMAIN_SETTINGS],
  'create-client': ['clientName', ...CLIENT_SETTINGS.filter((name) => name !== 'appUrl')],
  'add-user': USER_SETTINGS.filter((name) => name !== 'userEmail'),
} as const satisfies Record<string, readonly InputName[]>;

/** For each command that repairs something, the words that repeat what was asked for. */
export function repeatedFlags(wishes: Wishes): Record<keyof typeof REPEATED, readonly string[]> {
  const wordsFor = (names: readonly (typeof REPEATED)[keyof typeof REPEATED][number][]) =>
    names.flatMap((name) => {
      const value = wishes[name];
      return value === undefined ? [] : flagsFor(name, value);
    });
  return {
    setup: wordsFor(REPEATED.setup),
    'create-pool': wordsFor(REPEATED['create-pool']),
    'create-client': wordsFor(REPEATED['create-client']),
    'add-user': wordsFor(REPEATED['add-user']),
  };
}
