import { InputProblem, problemOf, sentence, valuesIn } from './checks.ts';
import {
  type Answers,
  flagOf,
  INPUTS,
  type InputName,
  kebab,
  variableOf,
  type Wishes,
  withDefaults,
} from './definitions.ts';
import type { Input } from './input.ts';

/** What commander hands over: a text, a list of texts, or true. */
export type RawFlags = Readonly<Record<string, unknown>>;

const YES = new Set(['1', 'true', 'yes', 'on']);
const NO = new Set(['0', 'false', 'no', 'off']);

function switchFromText(text: string): boolean {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new InputProblem(`“${text}” is neither yes nor no`);
}

/** A value of a configuration file, and where it stands there, as `file:line`. Of a switch it is `true` or `false`. */
export interface FileText {
  readonly text: string;
  readonly place: string;
}

/** What a configuration file gives. */
export type FileAnswers = { readonly [Name in InputName]?: readonly FileText[] };

/** Where an answer is from. What is a default nobody asked for. */
export interface Source {
  readonly from: 'flag' | 'environment' | 'file' | 'default';
  /** The flag, the variable, or the place in the file. */
  readonly at?: string;
}

export type Sources = { readonly [Name in InputName]?: Source };

/** A text with the words that name its place, for the problem that it may have. */
interface GivenText {
  readonly text: string;
  readonly label: string;
}

/** One input as one source gives it. */
interface Offered {
  readonly source: Source;
  readonly texts: readonly GivenText[];
}

function fromFlag(name: InputName, raw: unknown): Offered {
  const label = flagOf(name);
  const texts = (Array.isArray(raw) ? raw : [raw]).map((text) => ({ text: String(text).trim(), label }));
  return { source: { from: 'flag', at: label }, texts };
}

function fromVariable(name: InputName, text: string): Offered {
  const label = variableOf(name);
  const values = INPUTS[name].kind === 'list' ? valuesIn(text) : [text.trim()];
  return {
    source: { from: 'environment', at: label },
    texts: values.map((value) => ({ text: value, label })),
  };
}

function fromFile(name: InputName, texts: readonly FileText[]): Offered {
  return {
    source: { from: 'file', at: texts[0]?.place ?? '' },
    texts: texts.map(({ text, place }) => ({ text: text.trim(), label: `${place}: ${kebab(name)}` })),
  };
}

/** Flag before environment before file. An empty variable counts as not set. */
function givenFor(
  name: InputName,
  flags: RawFlags,
  env: NodeJS.ProcessEnv,
  file: FileAnswers,
): Offered | undefined {
  const raw = flags[name];
  if (raw !== undefined) return fromFlag(name, raw);
  const variable = env[variableOf(name)];
  if (variable !== undefined && variable.trim() !== '') return fromVariable(name, variable);
  const texts = file[name];
  return texts === undefined ? undefined : fromFile(name, texts);
}

/** The answers of a run, and what is wrong with those that it was given. */
export interface Resolved {
  /** What was asked for. */
  readonly wishes: Wishes;
  /** What was asked for, and the defaults for the rest. */
  readonly answers: Answers;
  readonly sources: Sources;
  readonly problems: readonly string[];
  /** What is said of answers that count as something else than they look like. */
  readonly notes: readonly string[];
  /** The inputs that were given wrongly: they are not missing as well. */
  readonly wrong: readonly InputName[];
}

/** One call of a command that takes these inputs; `Defaulted` are those that have a default in this command alone. */
export interface Invocation<Name extends InputName = InputName, Defaulted extends InputName = never>
  extends Omit<Resolved, 'wishes' | 'answers'> {
  readonly command: string;
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** The inputs that the command takes, beside those of every command. */
  readonly inputs: readonly InputName[];
  readonly wishes: Wishes<Name>;
  readonly answers: Answers<Name> & { readonly [Each in Defaulted]: NonNullable<Wishes[Each]> };
}

/** A call of any command. */
export type Given = Omit<Invocation, 'answers'>;

/**
 * Reads the answers that flags, environment variables and a configuration file give, in this order of precedence. An
 * empty variable counts as not set, an empty flag as a wrong answer.
 */
export function resolveGiven(
  names: readonly InputName[],
  flags: RawFlags,
  env: NodeJS.ProcessEnv,
  file: FileAnswers = {},
  defaults: Wishes = {},
): Resolved {
  const wishes: Record<string, unknown> = {};
  const sources: { [Name in InputName]?: Source } = {};
  const problems: string[] = [];
  const notes: string[] = [];
  const wrong: InputName[] = [];
  for (const name of names) {
    const given = givenFor(name, flags, env, file);
    if (given === undefined || given.texts.length === 0) continue;
    const input: Input = INPUTS[name];
    const values: unknown[] = [];
    for (const { text, label } of given.texts) {
      try {
        values.push(input.kind === 'switch' ? switchFromText(text) : input.parse(text));
        const note = input.kind === 'switch' ? undefined : input.note?.(text);
        if (note !== undefined) notes.push(`${label}: ${note}`);
      } catch (error) {
        if (!(error instanceof InputProblem)) throw error;
        if (!wrong.includes(name)) wrong.push(name);
        problems.push(`${label} ${sentence(error.message)}`);
      }
    }
    if (wrong.includes(name)) continue;
    wishes[name] = input.kind === 'list' ? values : values[0];
    sources[name] = given.source;
  }
  const answers = withDefaults(names, { ...defaults, ...wishes });
  for (const name of names) {
    if (answers[name] !== undefined) sources[name] ??= { from: 'default' };
  }
  // Each wish was made by its own input's parse, so it has the type that Wishes gives that name.
  return { wishes: wishes as Wishes, answers, sources, problems, notes, wrong };
}

/** The check of one input as a prompt takes it: the problem, or undefined for a good answer. */
export function checkOf(name: InputName): (text: string) => string | undefined {
  const input: Input = INPUTS[name];
  return (text) => {
    const problem = input.kind === 'switch' ? undefined : problemOf(() => input.parse(text.trim()));
    if (problem === undefined) return undefined;
    // A clause that begins with the answer itself is a sentence already.
    return sentence(problem.startsWith('“') ? problem : `This ${problem}`);
  };
}

/** The problem of an answer that is missing and cannot be asked for. */
export function missingProblem(name: InputName): string {
  return `${flagOf(name)} is missing (or set ${variableOf(name)}).`;
}
