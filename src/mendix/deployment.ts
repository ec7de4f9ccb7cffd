import { CliError } from '../errors.ts';
import { Secret } from '../secret.ts';
import type { Constant, DefaultConstant } from './constants.ts';
import type { CompleteSettings } from './settings.ts';

/** What a deployment target is given, whatever its form. */
export interface Deployment {
  readonly settings: CompleteSettings;
  readonly constants: readonly Constant[];
  /** Reported as comments where the form has comments. */
  readonly defaults: readonly DefaultConstant[];
  /** All constants in the one variable `CONSTANTS`, where the target reads environment variables. */
  readonly singleVariable: boolean;
  /** The file that the text goes into, as a word of a shell's line; undefined when it goes to standard output. */
  readonly file: string | undefined;
  /** The file that takes the secrets; undefined when they stand among the rest. */
  readonly secretFile: SecretFile | undefined;
}

/** A file for the secrets: its full path, and its name as a word of a shell's line. */
export interface SecretFile {
  readonly path: string;
  readonly word: string;
}

/** What is written for a target. */
export interface Written {
  readonly text: string;
  /** The content of the secret file, in the form in which the target takes it; undefined without one. */
  readonly secretText: string | undefined;
  /** How it gets from there into the app, a step each; a line that is a command begins with two spaces. */
  readonly steps: readonly string[];
}

/** The value as it is written. */
export function plain({ value }: Constant): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** The constants as a record for JSON or YAML. */
export function record(constants: readonly Constant[]): Record<string, string> {
  return Object.fromEntries(constants.map((constant) => [constant.name, plain(constant)]));
}

/** The constants that stand in the text, and those that stand in the secret file instead. */
export function divided({ constants, secretFile }: Deployment): {
  readonly open: readonly Constant[];
  readonly apart: readonly Constant[];
} {
  if (secretFile === undefined) return { open: constants, apart: [] };
  return {
    open: constants.filter(({ value }) => !(value instanceof Secret)),
    apart: constants.filter(({ value }) => value instanceof Secret),
  };
}

/** The names, for a sentence. */
export function namesOf(constants: readonly Constant[]): string {
  return constants.map(({ name }) => name).join(' and ');
}

/** Lines of comment; a line break in their text ends no comment. */
export function comment(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split(/[\n\r\u0085\u2028\u2029]/))
    .map((line) => `# ${line}\n`)
    .join('');
}

/** The constants that keep their defaults, as comments. */
export function defaultsComment(defaults: readonly DefaultConstant[]): string {
  return comment([
    'Left at their defaults:',
    ...defaults.map(({ name, byDefault, note }) => `  ${name} (${byDefault}): ${note}`),
  ]);
}

/**
 * Refuses a value that the form cannot express; the value itself is not shown, since it may be a secret.
 *
 * @param holds what the value holds, e.g. "a line break"
 */
export function cannotExpress(name: string, holds: string, form: string, hint: string): CliError {
  return new CliError(`${name} holds ${holds}, which ${form} cannot express. Nothing was written.`, {
    code: 'FORMAT_CANNOT_EXPRESS',
    hint,
  });
}
