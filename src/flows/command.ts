import type { ExitCode } from '../errors.ts';
import type { Derived, InputName, RUN_INPUTS, Wishes } from '../inputs/definitions.ts';
import type { Invocation } from '../inputs/resolve.ts';
import type { Context } from '../run/context.ts';

/** What the command line knows of a command. */
export interface CommandDefinition<Name extends InputName = InputName, Defaults = Wishes> {
  readonly name: string;
  /** What somebody wants to do who needs it: the heading that it has in the help. */
  readonly group: 'Set up' | 'Check' | 'Change' | 'Local';
  readonly summary: string;
  /** The words after the name, as commander writes them; none when undefined. */
  readonly words?: string;
  /** The inputs that it takes, beside those of every command. */
  readonly inputs: readonly Name[];
  /** The values of this command alone for what was not given. */
  readonly defaults?: Defaults;
  /** What stands in for an input in this command, in words. */
  readonly derived?: Derived;
  readonly examples: readonly string[];
}

/** The definition as it is, with the names of its inputs for the type of its answers; an input may stand in two groups. */
export function defineCommand<const Name extends InputName, const Defaults extends Wishes<Name> = object>(
  definition: CommandDefinition<Name, Defaults>,
): CommandDefinition<Name, Defaults> {
  return { ...definition, inputs: [...new Set(definition.inputs)] };
}

/** The alias of a command that looks for a user pool without being given one. */
export const ONLY_ALIAS: Derived = { alias: 'the only one there is' };
export const ALIAS_OF_APP_OR_ONLY: Derived = { alias: `from the app URL, or ${ONLY_ALIAS.alias}` };

/** What a command returns: the same result as data and as text. One place prints it. */
export interface Result {
  /** Members of the JSON document beside `ok` and `command`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** What the text is, for people: a line on standard error before it. */
  readonly title?: string | undefined;
  /** What goes to standard output without `--json`; empty for nothing. */
  readonly text: string;
  /** What a person at the terminal is offered to do with the result, once it stands there. */
  readonly offer?: (() => Promise<void>) | undefined;
  /** What helps a person on, on standard error after the result; a function where it depends on what was offered. */
  readonly next?: string | (() => string) | undefined;
  readonly exitCode?: ExitCode;
  /** What goes on after the result was printed, and ends with the run: a server. */
  readonly serving?: () => Promise<void>;
}

/** A call of that command: an answer to an input that it does not declare cannot be read. */
export type InvocationOf<Definition extends CommandDefinition> = Invocation<
  Definition['inputs'][number] | (typeof RUN_INPUTS)[number],
  keyof NonNullable<Definition['defaults']> & InputName
>;

/** A command's code, loaded when it runs: none of it is paid for by `--help` or another command. */
export interface CommandModule<Given = Invocation> {
  run(context: Context, invocation: Given): Promise<Result>;
}
