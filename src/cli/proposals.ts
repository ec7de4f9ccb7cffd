import { flagWords, type RunFlags, runWords, shellWord } from '../engine/command-line.ts';
import { COMMANDS } from './commands.ts';

/** What a run was called with, as far as a command that it proposes has to repeat it. */
export interface Called extends RunFlags {
  readonly alias: string | undefined;
}

const NAMES = COMMANDS.filter(({ group }) => group !== 'Local').map(({ name }) => name);
/** A command of ours inside a sentence, and what stands behind it there: its flags, and words of the sentence. */
const COMMAND = new RegExp(
  `(mendix-cognito (${NAMES.join('|')}))(?![\\w-])(?=((?:(?!mendix-cognito)[^\\n;:,])*))`,
  'g',
);

/**
 * Gives each command that a sentence proposes the flags with which it reaches what this run reached. Most sentences come
 * from where nobody knows how the run was called; a command that has such a flag already is left as it is.
 */
export function reachable(text: string, called: Called): string {
  return text.replace(COMMAND, (_, command: string, name: string, rest: string) => {
    const says = (...flags: string[]) => flags.some((flag) => `${rest} `.includes(`${flag} `));
    const takesAlias = COMMANDS.some(({ name: other, inputs }) => other === name && inputs.includes('alias'));
    const alias = takesAlias && !says('--alias', '--pool-id', '--explain') ? called.alias : undefined;
    const run = says('--sandbox', '--region', '--profile') ? [] : runWords(called);
    return [command, ...[...flagWords('--alias', alias), ...run].map(shellWord)].join(' ');
  });
}
