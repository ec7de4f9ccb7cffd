import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { userShell } from '../engine/command-line.ts';
import { UsageError } from '../errors.ts';
import type { CommandDefinition, CommandModule } from '../flows/command.ts';
import {
  type Derived,
  flagOf,
  GLOBAL_INPUTS,
  INPUTS,
  type InputName,
  RUN_INPUTS,
} from '../inputs/definitions.ts';
import type { Input } from '../inputs/input.ts';
import { nearest } from '../inputs/nearest.ts';
import { type FileAnswers, type Invocation, type RawFlags, resolveGiven } from '../inputs/resolve.ts';
import type { RunOptions } from '../run/context.ts';
import { COMMANDS, type ListedCommand } from './commands.ts';
import { flagHelp, helpDefaults, setUpCommandHelp, setUpHelp } from './help.ts';

/** One run, as the command line asks for it. */
export interface Call {
  readonly command: string;
  /** True when another run takes up what this one has begun. */
  readonly goesOn: boolean;
  readonly options: RunOptions;
  readonly invocation: Invocation;
  load(): Promise<CommandModule>;
}

function optionFor(name: InputName, derived?: Derived): Option {
  const input: Input = INPUTS[name];
  if (input.kind === 'switch') return new Option(flagOf(name), flagHelp(name, derived));
  const option = new Option(`${flagOf(name)} <${input.value}>`, flagHelp(name, derived));
  if (input.kind === 'list') {
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  }
  return option;
}

/** What commander read, under our names: it keeps `--no-x` as `x: false`. */
function rawFlags(command: Command, names: readonly InputName[]): RawFlags {
  const values = command.optsWithGlobals();
  const raw: Record<string, unknown> = {};
  for (const name of names) {
    const option = new Option(flagOf(name));
    const value: unknown = values[option.attributeName()];
    if (option.negate) raw[name] = value === false ? true : undefined;
    // The flag that says no has the same place there, and a name of its own here.
    else raw[name] = value === false ? undefined : value;
  }
  return raw;
}

/** What stands after `--`: words, whatever they begin with. */
function afterDashes(argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('--');
  return at === -1 ? [] : argv.slice(at + 1);
}

/** Splits what is left over into words and into flags that nobody knows; a flag's value goes with it. */
function leftOver(args: readonly string[]): { readonly words: string[]; readonly unknown: string[] } {
  const words: string[] = [];
  const unknown: string[] = [];
  let afterUnknown = false;
  for (const arg of args) {
    if (arg === '--') continue;
    const isFlag = arg.startsWith('-') && arg !== '-';
    if (isFlag) unknown.push(arg.replace(/=.*$/, ''));
    else if (!afterUnknown) words.push(arg);
    afterUnknown = isFlag && !arg.includes('=');
  }
  return { words, unknown };
}

function unknownFlag(flag: string, definition: CommandDefinition): string {
  const known = [...[...definition.inputs, ...GLOBAL_INPUTS].map(flagOf), '--help', '--version'];
  const near = nearest(flag, known);
  const elsewhere = (Object.keys(INPUTS) as InputName[]).map(flagOf).includes(flag);
  if (near !== undefined) return `There is no flag ${flag}; did you mean ${near}?`;
  return elsewhere
    ? `${flag} is not a flag of ${definition.name}; ${definition.name} --help lists those that are.`
    : `There is no flag ${flag}; ${definition.name} --help lists those that are.`;
}

/** What commander throws, in our words where it is a value that is missing. */
function unreadable({ message }: CommanderError): UsageError {
  const sentence = message
    .replace(/^error: /, '')
    .replace(/^option '((--[\w-]+) <.+>)' argument missing$/, '$2 needs a value: $1')
    .replace(/^[a-z]/, (first) => first.toUpperCase());
  return new UsageError([`${sentence}.`]);
}

function strayWord(word: string): UsageError {
  const names = COMMANDS.map(({ name }) => name);
  if (names.includes(word)) {
    return new UsageError([`The command ${word} must come first, before its flags.`]);
  }
  const near = nearest(word, names);
  const suggestion = near === undefined ? '' : ` Did you mean ${near}?`;
  return new UsageError(
    [`There is no command “${word}”.${suggestion}`],
    [{ act: 'This lists the commands:', run: ['--help'] }],
    'UNKNOWN_COMMAND',
  );
}

function toCall(
  definition: ListedCommand,
  command: Command,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  file: FileAnswers,
): Call {
  const literal = afterDashes(argv);
  const left = leftOver(command.args.slice(0, command.args.length - literal.length));
  const words = [...left.words, ...literal];
  const { unknown } = left;
  if (words[0] !== undefined && definition.name === 'setup') throw strayWord(words[0]);
  const names: InputName[] = [...new Set<InputName>([...RUN_INPUTS, ...definition.inputs])];
  const resolved = resolveGiven(names, rawFlags(command, names), env, file, definition.defaults);
  const { answers } = resolved;
  return {
    command: definition.name,
    goesOn: definition.group === 'Set up' || definition.group === 'Change',
    options: {
      region: answers.region,
      profile: answers.profile,
      sandbox: answers.sandbox === true,
      callTimeoutMs: answers.callTimeout * 1000,
      port: answers.port,
      yes: answers.yes === true,
      noInput: answers.noInput === true,
      json: answers.json === true,
      dryRun: answers.dryRun === true,
      debug: answers.debug === true,
      noColor: answers.noColor === true,
      accessible: answers.accessible === true,
      revealSecrets: answers.revealSecrets === true,
    },
    invocation: {
      ...resolved,
      command: definition.name,
      words,
      inputs: definition.inputs,
      problems: [
        ...unknown.map((flag) => unknownFlag(flag, definition)),
        ...(definition.words === undefined && words.length > 0
          ? [`${definition.name} takes flags only; “${words.join(' ')}” is too much.`]
          : []),
        ...resolved.problems,
      ],
    },
    load: definition.load,
  };
}

/**
 * Reads the command line: which command, with which answers. Wrong answers are in the call's `problems`, so that all
 * of a run are reported at once.
 *
 * @param file what the file of `--config` gives, once it was read: the call itself names the file that is
 * @returns undefined when help or the version was asked for, and printed
 * @throws UsageError for an unknown command, or a flag without its value
 */
export function readCommandLine(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  file: FileAnswers = {},
): Call | undefined {
  let call: Call | undefined;
  const program = new Command('mendix-cognito')
    .description('Set up, check, fix and delete Amazon Cognito for the OIDC SSO module of Mendix.')
    .version(packageJson.version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    // What is wrong is thrown, and reported by the one place that prints errors.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  const user = userShell(env);
  setUpHelp(program, user);
  for (const name of GLOBAL_INPUTS) program.addOption(optionFor(name));
  for (const definition of COMMANDS) {
    const command = program
      .command(definition.name, { isDefault: definition.name === 'setup' })
      .description(definition.summary)
      .allowUnknownOption()
      .allowExcessArguments()
      .action(() => {
        call = toCall(definition, command, argv, env, file);
      });
    if (definition.words !== undefined) command.argument(definition.words);
    for (const name of definition.inputs) command.addOption(optionFor(name, helpDefaults(definition)));
    setUpCommandHelp(command, definition, user);
  }
  // As in other programs; commander's own would take a word that is no command for a wish for help.
  program.command('help [command]', { hidden: true }).action((word?: string) => {
    const asked = word === undefined ? program : program.commands.find((command) => command.name() === word);
    if (asked === undefined) throw strayWord(word ?? '');
    asked.help();
  });
  try {
    // Other programs have these for it.
    const isVersion = argv.length === 1 && ['-V', 'version'].includes(argv[0] ?? '');
    program.parse(isVersion ? ['--version'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw unreadable(error);
  }
  return call;
}
