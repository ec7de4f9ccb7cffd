import { InputProblem } from './checks.ts';
import { type Answers, flagOf, INPUTS, type Input, type InputName, variableOf } from './definitions.ts';

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

function fromFlag(input: Input, raw: unknown): unknown {
  if (input.kind === 'switch') return raw === true;
  const texts = (Array.isArray(raw) ? raw : [raw]).map((text) => String(text).trim());
  return input.kind === 'list' ? texts.map((text) => input.parse(text)) : input.parse(texts[0] ?? '');
}

function fromVariable(input: Input, text: string): unknown {
  if (input.kind === 'switch') return switchFromText(text);
  if (input.kind === 'value') return input.parse(text.trim());
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part) => input.parse(part));
}

/** The answers that were given, and what is wrong with the others. */
export interface Resolved {
  readonly answers: Answers;
  readonly problems: readonly string[];
  /** The inputs that were given wrongly: they are not missing as well. */
  readonly wrong: readonly InputName[];
}

/**
 * Reads the answers that flags and environment variables give: a flag wins. An empty variable counts as not set,
 * an empty flag as a wrong answer.
 */
export function resolveGiven(names: readonly InputName[], flags: RawFlags, env: NodeJS.ProcessEnv): Resolved {
  const answers: Record<string, unknown> = {};
  const problems: string[] = [];
  const wrong: InputName[] = [];
  for (const name of names) {
    const input: Input = INPUTS[name];
    const raw = flags[name];
    const variable = env[variableOf(name)];
    try {
      if (raw !== undefined) answers[name] = fromFlag(input, raw);
      else if (variable !== undefined && variable.trim() !== '')
        answers[name] = fromVariable(input, variable);
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      wrong.push(name);
      problems.push(`${raw === undefined ? variableOf(name) : flagOf(name)} ${error.message}.`);
    }
  }
  // Each answer was made by its own input's parse, so it has the type that Answers gives that name.
  return { answers: answers as Answers, problems, wrong };
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
      return error.message.startsWith('“') ? `${error.message}.` : `This ${error.message}.`;
    }
  };
}

/** The problem of an answer that is missing and cannot be asked for. */
export function missingProblem(name: InputName): string {
  return `${flagOf(name)} is missing (or set ${variableOf(name)}).`;
}
