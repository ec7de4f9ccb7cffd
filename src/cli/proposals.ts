import { flagWords, type RunFlags, shellWord } from '../engine/command-line.ts';
import { flagOf, TARGET_INPUTS, type Wishes } from '../inputs/definitions.ts';
import { flagsFor, type Value } from '../inputs/repeated-flags.ts';
import { COMMANDS } from './commands.ts';

/** What a run was called with, as far as a command that it proposes has to repeat it. */
export interface Called {
  readonly wishes: Wishes;
  readonly reach: RunFlags;
}

/**
 * A command of this program as it can be pasted, and as it reaches what this run reached: with the user pool and app
 * client that this run was told, where the command takes them and the words name none; and with Region, profile or
 * sandbox. Whoever proposes a command gives its words only.
 */
export function proposedCommand(words: readonly string[], { wishes, reach }: Called): string {
  const [name] = words;
  const says = (...flags: readonly string[]) => flags.some((flag) => words.includes(flag));
  const command = COMMANDS.find((listed) => listed.name === name);
  const isNamed = says('--alias', '--pool-id', '--explain');
  const target = TARGET_INPUTS.filter((input) => {
    if (command?.inputs.includes(input) !== true || says(flagOf(input))) return false;
    return input === 'clientName' || !isNamed;
  }).flatMap((input) => {
    const value: Value | undefined = wishes[input];
    return value === undefined ? [] : flagsFor(input, value);
  });
  const run = command?.group === 'Local' ? [] : reachWords(reach);
  return ['mendix-cognito', ...words, ...target, ...run].map(shellWord).join(' ');
}

/** The flags with which a command reaches what the run reached. */
function reachWords({ region, profile, sandbox }: RunFlags): string[] {
  return [
    ...flagWords('--region', region),
    ...flagWords('--profile', profile),
    ...(sandbox ? ['--sandbox'] : []),
  ];
}
