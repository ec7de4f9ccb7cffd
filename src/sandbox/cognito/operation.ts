import type { Sandbox } from '../sandbox.ts';
import type { Infer, Json, Structure } from '../shapes/notation.ts';
import { check } from '../validate.ts';

/** What an operation knows besides its input. */
export interface Call {
  readonly sandbox: Sandbox;
  /** The Region that the request was signed for; empty for an unsigned operation. */
  readonly region: string;
}

export interface Operation {
  /** False for the operations that end users call without AWS credentials. */
  readonly signed: boolean;
  /** True when the state has to be saved afterwards. */
  readonly writes: boolean;
  /** What the input has to look like; contract tests compare it with AWS's own model. */
  readonly shape: Structure;
  /** The members of the answer; one that is undefined is left out. */
  run(body: Json, call: Call): object | Promise<object>;
}

type Run<S extends Structure> = (input: Infer<S>, call: Call) => object | Promise<object>;

function operation<S extends Structure>(signed: boolean, writes: boolean, shape: S, run: Run<S>): Operation {
  return {
    signed,
    writes,
    shape,
    run: (body, call) => run(check(shape, body, 'InvalidParameterException'), call),
  };
}

export function read<S extends Structure>(shape: S, run: Run<S>): Operation {
  return operation(true, false, shape, run);
}

export function write<S extends Structure>(shape: S, run: Run<S>): Operation {
  return operation(true, true, shape, run);
}

export function unsigned<S extends Structure>(shape: S, run: Run<S>): Operation {
  return operation(false, true, shape, run);
}
