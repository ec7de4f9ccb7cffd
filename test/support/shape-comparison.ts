import type { Shape } from '../../src/sandbox/shapes/notation.ts';
import type { AwsModel, ModelShape } from './aws-model.ts';

/** One thing about a member in which the sandbox's shape is not AWS's. */
export interface Difference {
  /** The operation and the member, as AWS's errors name it: `CreateUserPool policies.passwordPolicy`. */
  readonly member: string;
  readonly what: string;
}

/** Compares what an operation takes in the sandbox with what it takes by AWS's model. */
export function differences(model: AwsModel, operation: string, shape: Shape): Difference[] {
  return [...below(model, shape, model.input(operation), `${operation} `)];
}

function* below(model: AwsModel, ours: Shape, aws: ModelShape, member: string): Generator<Difference> {
  const kind = kindOf(aws);
  if (ours.kind !== kind) {
    yield { member, what: `is a ${ours.kind}, and by the model a ${kind}` };
    return;
  }
  yield* limits(ours, aws, member);
  const inner = (reference: { readonly shape: string } | undefined) => model.shape(reference?.shape ?? '');
  if (ours.kind === 'list') yield* below(model, ours.member, inner(aws.member), `${member}.member`);
  if (ours.kind === 'map') {
    yield* below(model, ours.key, inner(aws.key), `${member}.key`);
    yield* below(model, ours.value, inner(aws.value), `${member}.value`);
  }
  if (ours.kind !== 'structure') return;
  const known = { ...ours.required, ...ours.optional };
  for (const [name, each] of Object.entries(known)) {
    const path = join(member, name);
    const there = aws.members?.[name];
    if (!there) {
      yield { member: path, what: 'is not in the model' };
      continue;
    }
    const required = Object.hasOwn(ours.required, name);
    if (required !== (aws.required ?? []).includes(name)) {
      yield { member: path, what: required ? 'is optional by the model' : 'is required by the model' };
    }
    yield* below(model, each, inner(there), path);
  }
  for (const name of Object.keys(aws.members ?? {})) {
    if (!Object.hasOwn(known, name)) yield { member: join(member, name), what: 'is not in the sandbox' };
  }
}

function* limits(ours: Shape, aws: ModelShape, member: string): Generator<Difference> {
  const found = {
    min: 'min' in ours ? ours.min : undefined,
    max: 'max' in ours ? ours.max : undefined,
    pattern: 'pattern' in ours ? ours.pattern : undefined,
    enum: 'values' in ours ? ours.values.toSorted().join() : undefined,
  };
  const wanted = { min: aws.min, max: aws.max, pattern: aws.pattern, enum: aws.enum?.toSorted().join() };
  for (const name of ['min', 'max', 'pattern', 'enum'] as const) {
    // A length or a size of 0 or more is no limit; a number of 0 or more is one.
    const none = name === 'min' && ours.kind !== 'integer' ? 0 : undefined;
    if ((found[name] ?? none) !== (wanted[name] ?? none)) {
      yield { member, what: `has the ${name} ${found[name]}, and by the model ${wanted[name]}` };
    }
  }
}

function kindOf(shape: ModelShape): string {
  if (shape.document) return 'document';
  return shape.type === 'long' ? 'integer' : shape.type;
}

function join(member: string, name: string): string {
  return `${member}${member.endsWith(' ') ? '' : '.'}${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
