import type { Rule } from './chapter.ts';
import type { Stage } from './stage.ts';

/** What a call came to: an error's name, or the shape of what it answered. */
export interface Answer {
  /** The error's name, or `ok`. */
  readonly outcome: string;
  /** Each member by its path, with its type: `UserPool.Id string`. Lists are shown by their first element. */
  readonly shape: readonly string[];
}

/** A rule to which two sides answer differently. */
export interface Difference {
  readonly rule: string;
  readonly what: string;
}

/** Asks a rule's question and notes what came. */
export async function ask(rule: Rule, stage: Stage): Promise<Answer> {
  try {
    return { outcome: 'ok', shape: [...shapeOf(await rule.call(stage), '')].sort() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // Errors of the SDK have a name of AWS; one of the rule itself says what is not so.
    return { outcome: error.name === 'Error' ? error.message : error.name, shape: [] };
  }
}

/** Where an answer is not what the sandbox gave. Values are not compared: only what a program can rely on. */
export function compare(rule: Rule, ours: Answer, theirs: Answer): Difference[] {
  if (ours.outcome !== theirs.outcome) {
    return [{ rule: rule.says, what: `the sandbox answers ${ours.outcome}, the other ${theirs.outcome}` }];
  }
  const only = (one: Answer, other: Answer) => one.shape.filter((path) => !other.shape.includes(path));
  return [
    ...only(ours, theirs).map((path) => ({ rule: rule.says, what: `only the sandbox answers ${path}` })),
    ...only(theirs, ours).map((path) => ({ rule: rule.says, what: `the sandbox does not answer ${path}` })),
  ];
}

function* shapeOf(value: unknown, path: string): Generator<string> {
  if (path === '$metadata' || value === undefined || value === null) return;
  if (Array.isArray(value)) {
    yield `${path} list`;
    if (value.length > 0) yield* shapeOf(value[0], `${path}[]`);
  } else if (value instanceof Date) yield `${path} date`;
  else if (typeof value === 'object') {
    if (path !== '') yield `${path} structure`;
    for (const [name, member] of Object.entries(value)) {
      yield* shapeOf(member, path === '' ? name : `${path}.${name}`);
    }
  } else yield `${path} ${typeof value}`;
}
