import type { Observed } from '../engine/observe.ts';
import { oneOf } from './checks.ts';

/** One value: `--flag <value>` or `MENDIX_COGNITO_FLAG`. */
export interface ValueInput<T> {
  readonly kind: 'value';
  readonly value: string;
  readonly help: string;
  readonly parse: (text: string) => T;
  /** The value of a run that was given none; help and docs print it from here. */
  readonly byDefault?: T;
  /** What stands in for it when it is not given and follows from something else, in words. */
  readonly derived?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
  /** What is said of a text that `parse` takes as something else than it looks like. */
  readonly note?: (text: string) => string | undefined;
}

/** A flag that may stand several times; in the environment its values are separated by commas or spaces. */
export interface ListInput<T> extends Omit<ValueInput<T>, 'kind' | 'byDefault'> {
  readonly kind: 'list';
}

/** Yes or no; `--no-…` is a flag of its own name. */
export interface SwitchInput {
  readonly kind: 'switch';
  readonly help: string;
}

export type Input = ValueInput<unknown> | ListInput<unknown> | SwitchInput;

/** An input that says how something in AWS is to be. */
export interface Setting {
  /** What AWS has of it; undefined where AWS has nothing, or does not show it. */
  readonly present: (observed: Observed) => unknown;
}

/** An input of one value. */
export const one = <T>(value: string, help: string, parse: (text: string) => T): ValueInput<T> => ({
  kind: 'value',
  value,
  help,
  parse,
});
/** An input that may be given several times. */
export const many = <T>(value: string, help: string, parse: (text: string) => T): ListInput<T> => ({
  kind: 'list',
  value,
  help,
  parse,
});
/** An input that takes one of a few words. */
export const choice = <const T extends string>(
  value: string,
  help: string,
  choices: readonly T[],
): ValueInput<T> => ({ ...one(value, help, oneOf(choices)), choices });
/** The same with what counts in a run that was given none. */
export const defaulted = <T>(
  byDefault: T,
  input: ValueInput<T>,
): ValueInput<T> & { readonly byDefault: T } => ({
  ...input,
  byDefault,
});
/** The same with what stands in for it, in words. */
export const derived = <I extends ValueInput<unknown> | ListInput<unknown>>(from: string, input: I): I => ({
  ...input,
  derived: from,
});
/** A switch. */
export const flag = (help: string): SwitchInput => ({ kind: 'switch', help });
/** An input that says how something in AWS is to be, with what AWS has of it. */
export const setting = <I extends Input>(input: I, present: Setting['present']): I & Setting => ({
  ...input,
  present,
});
/** For a setting that no answer of AWS shows as it was given. */
export const notShown = (): undefined => undefined;
