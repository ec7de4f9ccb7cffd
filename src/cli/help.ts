import { type Command, Help } from 'commander';
import type { UserShell } from '../engine/command-line.ts';
import { EXIT, EXIT_MEANS } from '../errors.ts';
import type { CommandDefinition } from '../flows/command.ts';
import { type Derived, describe, type InputName, variableOf } from '../inputs/definitions.ts';
import { EXAMPLES } from './commands.ts';

const WIDEST = 100;
const NARROWEST = 20;
/** Less room than this beside the names, and a description goes below its name. */
const ROOM_BESIDE = 30;

/** The width of the help. A terminal that does not know its size says 0. */
function helpWidth(): number {
  return Math.max(NARROWEST, Math.min(process.stdout.columns || 80, WIDEST));
}

/** Commander's own layout, and below the name where there is no room for it. */
function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  if (width - termWidth - 4 >= ROOM_BESIDE) {
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  }
  const below = helper.boxWrap(description, Math.max(NARROWEST, width - 6));
  return `  ${term}\n${below.replace(/^/gm, '      ')}`;
}

const LAYOUT = {
  minWidthToWrap: NARROWEST,
  showGlobalOptions: true,
  formatItem,
  subcommandTerm: (command: Command) =>
    `${command.name()} ${command.usage()}`.replace(' [options]', '').trim(),
};

/** The examples as whoever reads them starts the program. */
function examples(lines: readonly string[], { program }: UserShell): string {
  const typed = lines.map((line) => line.replace(/(?<!npx )\bmendix-cognito(?= [a-z])/g, program.join(' ')));
  return `Examples:\n${typed.map((line) => `  ${line}`).join('\n')}\n`;
}

/** What holds for every command. */
function forEveryCommand(): string {
  const helper = Object.assign(new Help(), LAYOUT, { helpWidth: helpWidth() });
  const sentences = [
    'Without a command: setup. mendix-cognito <command> --help lists the flags of a command.',
    'A flag wins over the environment, then comes the file of --config, then what AWS has, then the default. In the file, answers have the names of the flags.',
  ].map((text) => helper.boxWrap(text, helper.helpWidth));
  const codes = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) =>
    helper.formatItem(String(EXIT[name]), 3, EXIT_MEANS[name], helper),
  );
  return `\n${[...sentences, `Exit codes:\n${codes.join('\n')}`].join('\n\n')}`;
}

/** What the help of a command says of a flag. */
export function flagHelp(name: InputName, derived?: Derived): string {
  return `${describe(name, derived)} [${variableOf(name)}]`;
}

/** What stands in for the inputs of a command, in words, where it is something else than in others. */
export function helpDefaults({ defaults, derived }: CommandDefinition): Derived {
  const own = Object.entries(defaults ?? {}).map(([name, value]) => [name, String(value)]);
  return { ...derived, ...Object.fromEntries(own) };
}

/** Sets the help of the whole program up, before its commands are added: they inherit the layout. */
export function setUpHelp(program: Command, user: UserShell): void {
  program
    .configureOutput({ getOutHelpWidth: helpWidth })
    .configureHelp(LAYOUT)
    .addHelpText('before', examples(EXAMPLES, user))
    .addHelpText('after', forEveryCommand);
}

/** Sets the help of one command up. */
export function setUpCommandHelp(
  command: Command,
  { group, examples: lines }: CommandDefinition,
  user: UserShell,
): void {
  command.helpGroup(`${group}:`).addHelpText('before', examples(lines, user));
}
