import {
  flagWords,
  type OtherProgram,
  type RunFlags,
  shellLine,
  type UserShell,
} from '../engine/command-line.ts';
import { flagOf, TARGET_INPUTS, type Wishes } from '../inputs/definitions.ts';
import { flagsFor, type Value } from '../inputs/repeated-flags.ts';
import { COMMANDS } from './commands.ts';

/** What a run was called with, as far as a command that it proposes has to repeat it. */
export interface Called {
  readonly wishes: Wishes;
  readonly reach: RunFlags;
  readonly user: UserShell;
}

/**
 * A command of this program as it can be pasted, and as it reaches what this run reached: with the user pool and app
 * client that this run was told, where the command takes them and the words name none; and with Region, profile or
 * sandbox. Whoever proposes a command gives its words only. A command of another program is printed
 * with its own words.
 */
export function proposedCommand(
  words: readonly string[],
  { wishes, reach, user }: Called,
  program?: OtherProgram,
): string {
  if (program !== undefined) return shellLine([program, ...words], user.shell);
  const [name] = words;
  const says = (...flags: readonly string[]) => flags.some((flag) => words.includes(flag));
  const command = COMMANDS.find((listed) => listed.name === name);
  const isNamed = says('--alias', '--pool-id', '--explain');
  const target = TARGET_INPUTS.filter((input) => {
    if (command?.inputs.includes(input) !== true || says(flagOf(input), '--help')) return false;
    return input === 'clientName' || !isNamed;
  }).flatMap((input) => {
    const value: Value | undefined = wishes[input];
    return value === undefined ? [] : flagsFor(input, value);
  });
  const isLocal = command?.group === 'Local' || says('--help');
  const run = isLocal ? [] : reachWords(reach).filter(([flag = '']) => !says(flag));
  return shellLine([...user.program, ...words, ...target, ...run.flat()], user.shell);
}

/** The flags with which a command reaches what the run reached, each with its value. */
function reachWords({ region, profile, sandbox }: RunFlags): readonly (readonly string[])[] {
  return [flagWords('--region', region), flagWords('--profile', profile), sandbox ? ['--sandbox'] : []];
}
