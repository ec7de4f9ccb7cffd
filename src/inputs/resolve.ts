import { InputProblem, sentence } from './checks.ts';
import {
  type Answers,
  flagOf,
  INPUTS,
  type Input,
  type InputName,
  kebab,
  variableOf,
} from './definitions.ts';

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

/** Where the value of each input is from, in words. */
export type Sources = { readonly [Name in InputName]?: string };

/** A text with the words that tell where it stands, for the problem that it may have. */
interface GivenText {
  readonly text: string;
  readonly label: string;
}

/** One input as one source gives it. */
interface Given {
  readonly source: string;
  readonly texts: readonly GivenText[];
}

function fromFlag(name: InputName, raw: unknown): Given {
  const label = flagOf(name);
  const texts = (Array.isArray(raw) ? raw : [raw]).map((text) => ({ text: String(text).trim(), label }));
  return { source: `flag ${label}`, texts };
}

function fromVariable(name: InputName, text: string): Given {
  const label = variableOf(name);
  const parts =
    INPUTS[name].kind === 'list' ? text.split(/[\s,]+/).filter((part) => part !== '') : [text.trim()];
  return { source: `environment ${label}`, texts: parts.map((part) => ({ text: part, label })) };
}

function fromFile(name: InputName, texts: readonly FileText[]): Given {
  return {
    source: `file ${texts[0]?.place ?? ''}`,
    texts: texts.map(({ text, place }) => ({ text: text.trim(), label: `${place}: ${kebab(name)}` })),
  };
}

/** Flag before environment before file. An empty variable counts as not set. */
function givenFor(
  name: InputName,
  flags: RawFlags,
  env: NodeJS.ProcessEnv,
  file: FileAnswers,
): Given | undefined {
  const raw = flags[name];
  if (raw !== undefined) return fromFlag(name, raw);
  const variable = env[variableOf(name)];
  if (variable !== undefined && variable.trim() !== '') return fromVariable(name, variable);
  const texts = file[name];
  return texts === undefined ? undefined : fromFile(name, texts);
}

/** The answers that were given, and what is wrong with the others. */
export interface Resolved {
  readonly answers: Answers;
  readonly sources: Sources;
  readonly problems: readonly string[];
  /** What is said of answers that count as something else than they look like. */
  readonly notes: readonly string[];
  /** The inputs that were given wrongly: they are not missing as well. */
  readonly wrong: readonly InputName[];
}

/**
 * Reads the answers that flags, environment variables and a configuration file give, in this order of precedence. An
 * empty variable counts as not set, an empty flag as a wrong answer.
 */
export function resolveGiven(
  names: readonly InputName[],
  flags: RawFlags,
  env: NodeJS.ProcessEnv,
  file: FileAnswers = {},
): Resolved {
  const answers: Record<string, unknown> = {};
  const sources: { [Name in InputName]?: string } = {};
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
    answers[name] = input.kind === 'list' ? values : values[0];
    sources[name] = given.source;
  }
  // Each answer was made by its own input's parse, so it has the type that Answers gives that name.
  return { answers: answers as Answers, sources, problems, notes, wrong };
}

/** The check of one input as a prompt takes it: the problem, or undefined for a good answer. */
export function checkOf(name: InputName): (text: string) => string | undefined {
  const input: Input = INPUTS[name];
  return (text) => {
    try {
      if (input.kind !== 'switch') input.parse(text.trim());
      return undefined;
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      // A clause that begins with the answer itself is a sentence already.
      return sentence(error.message.startsWith('“') ? error.message : `This ${error.message}`);
    }
  };
}

/** The problem of an answer that is missing and cannot be asked for. */
export function missingProblem(name: InputName): string {
  return `${flagOf(name)} is missing (or set ${variableOf(name)}).`;
}
