import type { AwsModel, ModelShape } from './aws-model.ts';
import { badText, goodText } from './model-samples.ts';

/** An input that is good but for one thing. */
export interface BrokenInput {
  /** What is wrong, for the reader of a failed test. */
  readonly what: string;
  readonly input: unknown;
  /** The member that is wrong, as AWS's errors name it; undefined for what cannot be read at all. */
  readonly path: string | undefined;
}

/** A good input that has a member, to show that a refusal of its broken twin is about the member. */
export interface GoodInput {
  readonly member: string;
  readonly input: unknown;
}

/** Puts a value into a place of an input that is good everywhere else. */
type Put = (value: unknown) => unknown;

/** Writes inputs for one service: good ones, and ones with one fault. */
export class ModelCases {
  readonly #model: AwsModel;
  readonly #skip: (member: string) => boolean;

  /** @param skip says which members no input is to have, by operation and path: `CreateUserPool policies` */
  constructor(model: AwsModel, skip: (member: string) => boolean = () => false) {
    this.#model = model;
    this.#skip = skip;
  }

  /** For every member of an operation, at any depth, an input that has it. */
  *good(operation: string): Generator<GoodInput> {
    yield { member: '', input: this.#least(this.#model.input(operation)) };
    for (const place of this.#members(this.#model.input(operation), (value) => value, `${operation} `)) {
      yield* this.#goodBelow(place.shape, place.put, place.path);
    }
  }

  /** For every constraint of an operation's input, at any depth, an input that breaks that one. */
  *broken(operation: string): Generator<BrokenInput> {
    for (const each of this.#brokenMembers(this.#model.input(operation), (value) => value, `${operation} `)) {
      yield { ...each, path: each.path?.slice(operation.length + 1) };
    }
  }

  *#goodBelow(shape: ModelShape, put: Put, path: string): Generator<GoodInput> {
    yield { member: path, input: put(this.#sample(shape)) };
    for (const inner of this.#inner(shape, put, path))
      yield* this.#goodBelow(inner.shape, inner.put, inner.path);
  }

  *#brokenBelow(shape: ModelShape, put: Put, path: string): Generator<BrokenInput> {
    // Any JSON value is a document.
    if (shape.document) return;
    yield { what: `${path} of a wrong type`, input: put(wrongType(shape)), path: undefined };
    for (const [what, value] of this.#faults(shape)) {
      yield { what: `${path} ${what}`, input: put(value), path };
    }
    if (shape.type === 'structure') {
      yield* this.#brokenMembers(shape, put, path);
      return;
    }
    if (shape.type === 'map') {
      // A key is always a string: only its constraints can be broken.
      const sample = this.#sample(this.#target(shape.value));
      for (const [what, key] of this.#faults(this.#target(shape.key))) {
        const input = put({ [String(key)]: sample });
        yield { what: `${path} with a key ${what}`, input, path: `${path}.key` };
      }
    }
    for (const inner of this.#inner(shape, put, path))
      yield* this.#brokenBelow(inner.shape, inner.put, inner.path);
  }

  *#brokenMembers(shape: ModelShape, put: Put, path: string): Generator<BrokenInput> {
    const least = this.#least(shape);
    yield {
      what: `${path} with an unknown member`,
      input: put({ ...least, NotAMember: 'a' }),
      path: undefined,
    };
    for (const place of this.#members(shape, put, path)) {
      if (shape.required?.includes(place.name)) {
        const { [place.name]: _left, ...rest } = least;
        yield { what: `${place.path} left out`, input: put(rest), path: place.path };
      }
      yield* this.#brokenBelow(place.shape, place.put, place.path);
    }
  }

  /** What a value holds: members, items or the values of a map. */
  *#inner(shape: ModelShape, put: Put, path: string): Generator<Place> {
    if (shape.type === 'structure') yield* this.#members(shape, put, path);
    if (shape.type === 'list') {
      yield { shape: this.#target(shape.member), put: (value) => put([value]), path: `${path}.1.member` };
    }
    if (shape.type === 'map') {
      const key = String(this.#sample(this.#target(shape.key)));
      yield {
        shape: this.#target(shape.value),
        put: (value) => put({ [key]: value }),
        path: `${path}.${key}.member`,
      };
    }
  }

  *#members(shape: ModelShape, put: Put, path: string): Generator<Place & { readonly name: string }> {
    const least = this.#least(shape);
    for (const [name, member] of Object.entries(shape.members ?? {})) {
      const here = `${path}${path.endsWith(' ') ? '' : '.'}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      if (this.#skip(here)) continue;
      yield {
        name,
        shape: this.#target(member),
        put: (value) => put({ ...least, [name]: value }),
        path: here,
      };
    }
  }

  #target(reference: { readonly shape: string } | undefined): ModelShape {
    return this.#model.shape(reference?.shape ?? '');
  }

  #sample(shape: ModelShape, length?: number): unknown {
    const size = length ?? Math.max(shape.min ?? 0, 1);
    switch (shape.type) {
      case 'structure':
        return shape.document ? {} : this.#least(shape);
      case 'list': {
        const item = this.#target(shape.member);
        return Array.from({ length: size }, () => this.#sample(item));
      }
      case 'map':
        return {
          [String(this.#sample(this.#target(shape.key)))]: this.#sample(this.#target(shape.value)),
        };
      case 'boolean':
        return true;
      case 'blob':
        return 'AAAA';
      case 'string':
        return shape.enum?.[0] ?? goodText(shape, size);
      default:
        return shape.min ?? 1;
    }
  }

  #least(shape: ModelShape): Record<string, unknown> {
    const members = shape.members ?? {};
    return Object.fromEntries(
      (shape.required ?? []).map((name) => [name, this.#sample(this.#target(members[name]))]),
    );
  }

  /** Values that break one constraint of a shape, but for its type. */
  *#faults(shape: ModelShape): Generator<[string, unknown]> {
    const { min = 0, max } = shape;
    switch (shape.type) {
      case 'string':
        if (shape.enum) yield ['of no known value', 'NOT_A_VALUE'];
        if (min > 0) yield ['too short', goodText(shape, min - 1)];
        if (max !== undefined) yield ['too long', goodText(shape, max + 1)];
        if (badText(shape) !== undefined) yield ['that does not match', badText(shape)];
        return;
      case 'list':
        if (min > 0) yield ['with too few', this.#sample(shape, min - 1)];
        if (max !== undefined) yield ['with too many', this.#sample(shape, max + 1)];
        return;
      case 'integer':
      case 'long':
        if (shape.min !== undefined) yield ['too small', shape.min - 1];
        if (max !== undefined) yield ['too large', max + 1];
        return;
      default:
    }
  }
}

/** A place in an input. */
interface Place {
  readonly shape: ModelShape;
  readonly put: Put;
  /** As AWS's errors name it, behind the operation. */
  readonly path: string;
}

function wrongType(shape: ModelShape): unknown {
  switch (shape.type) {
    case 'string':
      return 7;
    case 'list':
    case 'blob':
      return {};
    case 'structure':
    case 'map':
      return [];
    default:
      return 'a';
  }
}
