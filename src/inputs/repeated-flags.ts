import { type Answers, flagOf, type InputName } from './definitions.ts';

/** What a flag, a variable or a line of a file gives. */
export type Value = string | number | boolean | readonly string[];

/** The words of a command line that give this answer; none for a switch's no, which no flag says. */
export function flagsFor(name: InputName, value: Value): string[] {
  if (value === true) return [flagOf(name)];
  if (value === false || name === 'port') return [];
  return [value].flat().flatMap((one) => [flagOf(name), String(one)]);
}

/** The words that give those of the answers that were given. */
export function repeatedFlags(
  answers: Answers,
  names: readonly Exclude<InputName, 'moduleVersion'>[],
): string[] {
  return names.flatMap((name) => {
    const value = answers[name];
    return value === undefined ? [] : flagsFor(name, value);
  });
}
