import { Document } from 'yaml';
import { type Shell, shellLine, withPassword, withVariables } from '../engine/command-line.ts';
import { INPUTS, type InputName, kebab, variableOf, type Wishes } from './definitions.ts';
import { flagsFor, type Value } from './repeated-flags.ts';

/** How one run is to go, which the next decides for itself; and the files that a run reads and shows. */
const OF_ONE_RUN: ReadonlySet<InputName> = new Set([
  'config',
  'printConfig',
  'yes',
  'noInput',
  'json',
  'dryRun',
  'debug',
  'noColor',
  'accessible',
  'revealSecrets',
]);

/** What repeats a `setup`. */
export interface AnswersFile {
  /** The answers under the names that a file for `--config` has. */
  readonly answers: Readonly<Record<string, Value>>;
  /** The same run without a file, as one line of a shell. */
  readonly commandLine: string;
  /** The answers as that file. */
  readonly yaml: string;
}

/** What setup has no flag for stands in the environment: a switch's no, and where the sandbox is. */
function variables(name: InputName, value: Value): (readonly [string, string])[] {
  if (value === false) return [[variableOf(name), 'no']];
  return name === 'port' ? [[variableOf(name), String(value)]] : [];
}

function lineFor(given: readonly (readonly [InputName, Value])[], shell: Shell): string {
  const command = shellLine(
    ['npx', 'mendix-cognito', 'setup', '--yes', ...given.flatMap(([name, value]) => flagsFor(name, value))],
    shell,
  );
  const set = given.flatMap(([name, value]) => variables(name, value));
  const piped = given.some(([name, value]) => name === 'passwordStdin' && value === true);
  // In sh a variable is set for the one command behind it, in PowerShell by a command of its own.
  if (shell === 'sh') {
    const withSet = withVariables(command, set, shell);
    return piped ? withPassword(withSet, shell) : withSet;
  }
  return withVariables(piped ? withPassword(command, shell) : command, set, shell);
}

function commentFor(commandLine: string, passwordGiven: boolean, shell: Shell): string {
  const lines = [
    'Answers for mendix-cognito setup. They are used by',
    `  ${shellLine(['npx', 'mendix-cognito', 'setup', '--yes', '--config', '<this file>'], shell)}`,
    'and without a file the same is',
    `  ${commandLine}`,
    ...(passwordGiven ? ["The user's password is not in here: it is read from standard input."] : []),
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}

/** The answers of a `setup` as a file for `--config`, which holds no password, and as one command for that shell. */
export function answersFile(answers: Wishes, shell: Shell): AnswersFile {
  const given = (Object.keys(INPUTS) as InputName[])
    .filter((name) => !OF_ONE_RUN.has(name))
    .map((name) => [name, answers[name]] as const)
    .filter((pair): pair is [InputName, Value] => pair[1] !== undefined);
  const byKey = Object.fromEntries(given.map(([name, value]) => [kebab(name), value]));
  const commandLine = lineFor(given, shell);
  const document = new Document(byKey, { version: '1.2', schema: 'core' });
  document.commentBefore = commentFor(commandLine, answers.passwordStdin === true, shell);
  return { answers: byKey, commandLine, yaml: document.toString({ lineWidth: 0 }) };
}
