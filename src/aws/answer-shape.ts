import { NormalizedSchema } from '@smithy/core/schema';
import { CliError } from '../errors.ts';

type Schema = ReturnType<typeof NormalizedSchema.of>;

/** What is said of an answer that did not come from AWS; never with anything of the answer in it. */
export const invalidAnswer = (operation: string) => ({
  code: 'ANSWER_INVALID',
  message: `What answered ${operation} is not AWS: it does not speak its protocol.`,
  hint: 'Check the network for a proxy or a sign-in page of its own, and AWS_ENDPOINT_URL.',
});

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * True when lists, structures and texts stand where the service's model has them. What is absent is for the reader to
 * judge, and a number or a date of another kind does no harm.
 */
function fits(schema: Schema, value: unknown): boolean {
  if (schema.isStringSchema()) return typeof value === 'string';
  if (schema.isListSchema()) {
    return Array.isArray(value) && value.every((item) => fits(schema.getValueSchema(), item));
  }
  if (schema.isMapSchema()) {
    return isObject(value) && Object.values(value).every((item) => fits(schema.getValueSchema(), item));
  }
  if (!schema.isStructSchema()) return true;
  if (!isObject(value) || Array.isArray(value)) return false;
  return [...schema.structIterator()].every(([name, member]) => {
    const there: unknown = Reflect.get(value, name);
    return there === undefined || there === null || fits(member, there);
  });
}

const TOKENS = ['NextToken', 'PaginationToken'] as const;

/**
 * Refuses a page of a list that leads to itself: every reader of lists would ask for it for ever.
 *
 * @throws CliError ANSWER_REPEATS
 */
export function requireProgress(operation: string, input: object, output: unknown): void {
  if (!isObject(output)) return;
  const stuck = TOKENS.some((name) => {
    const next: unknown = Reflect.get(output, name);
    return typeof next === 'string' && next !== '' && next === Reflect.get(input, name);
  });
  if (!stuck) return;
  throw new CliError(`What answered ${operation} repeats the same page of its list, so it is not AWS.`, {
    code: 'ANSWER_REPEATS',
    hint: 'Check the network for a proxy of its own, and AWS_ENDPOINT_URL.',
  });
}

/** Where an operation's model has its output: after its name, its traits and its input. */
const OUTPUT = 5;

/**
 * Compares an answer with the shape that the SDK's own model gives its operation: the SDK passes on what it is sent, and
 * the first to take a number for a list would fail far from the call.
 *
 * @param model the operation's schema, as the SDK's middleware is handed it
 * @throws CliError ANSWER_INVALID
 */
export function requireShape(operation: string, model: unknown, output: unknown): void {
  if (!Array.isArray(model)) return;
  if (fits(NormalizedSchema.of(model[OUTPUT]), output)) return;
  const { message, ...details } = invalidAnswer(operation);
  throw new CliError(message, details);
}
