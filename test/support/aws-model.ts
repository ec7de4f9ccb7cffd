import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { javaPattern } from './java-pattern.ts';

/** The AWS services that the program calls, by their model's name. */
export type Service = 'cognito-idp' | 'resourcegroupstaggingapi' | 'sesv2' | 'sts';

/** A shape as botocore writes it. `min` and `max` are a length, a value or a size: which one follows from `type`. */
export interface ModelShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, ModelMember>>;
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly document?: boolean;
}

/** A member of a structure; `location` says where it travels when that is not the body. */
interface ModelMember {
  readonly shape: string;
  readonly location?: string;
  readonly locationName?: string;
}

interface ModelOperation {
  readonly http: { readonly method: string; readonly requestUri: string };
  readonly input?: { readonly shape: string };
  readonly output?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

interface ModelFile {
  readonly operations: Readonly<Record<string, ModelOperation>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** Where AWS's models lie: beside the repository, since they are not part of it. */
const FOLDER = new URL('../../../shared/aws-models/', import.meta.url);

/** False on a machine without AWS's models: tests that need them say so in their name and skip. */
export const modelsPresent = existsSync(new URL('cognito-idp.service-2.json', FOLDER));

/** Put behind a suite's name, so that a skipped suite says why. */
export const skipReason = modelsPresent ? '' : ' (skipped: AWS’s models are not at ../shared/aws-models)';

/** AWS's own model of a service: which operations there are, and what their input has to look like. */
export class AwsModel {
  readonly #service: Service;
  readonly #file: ModelFile;
  readonly #ajv: Ajv;

  constructor(service: Service) {
    this.#service = service;
    this.#file = JSON.parse(readFileSync(new URL(`${service}.service-2.json`, FOLDER), 'utf8')) as ModelFile;
    this.#ajv = new Ajv({ allErrors: true });
    this.#ajv.addKeyword({ keyword: 'javaPattern', type: 'string', schemaType: 'string', compile: javaTest });
    this.#ajv.addKeyword({ keyword: 'bytes', type: 'string', schemaType: 'object', compile: bytesTest });
    const $defs = Object.fromEntries(
      Object.entries(this.#file.shapes).map(([name, shape]) => [name, jsonSchema(shape)]),
    );
    this.#ajv.addSchema({ $id: service, $defs });
  }

  /** True when AWS knows the operation. */
  has(operation: string): boolean {
    return Object.hasOwn(this.#file.operations, operation);
  }

  /** A shape by its name. */
  shape(name: string): ModelShape {
    const shape = Object.hasOwn(this.#file.shapes, name) ? this.#file.shapes[name] : undefined;
    if (!shape) throw new Error(`${this.#service} has no shape ${name}.`);
    return shape;
  }

  /** The structure that an operation takes; an operation without input takes an empty one. */
  input(operation: string): ModelShape {
    const name = this.#inputName(operation);
    return name === undefined ? { type: 'structure', members: {} } : this.shape(name);
  }

  /**
   * What AWS would refuse about an operation's input before it reads any resource: an unknown operation or member, a
   * missing member, a wrong type, length, range, size, pattern or enum value. Never repeats a value, which may be a secret.
   *
   * @returns one line a problem, beginning with the operation; empty when the input is good
   */
  problems(operation: string, input: unknown): string[] {
    if (!this.has(operation)) return [`${operation}: ${this.#service} has no such operation`];
    return this.#check(this.#inputName(operation), operation, input);
  }

  /** What an operation's answer has that AWS's does not, as `problems` does for its input. */
  answerProblems(operation: string, answer: unknown): string[] {
    const name = this.#file.operations[operation]?.output?.shape;
    return name === undefined ? [] : this.#check(name, operation, answer);
  }

  /** The method and the path, with labels in braces, that an operation is sent to. */
  http(operation: string): { readonly method: string; readonly requestUri: string } {
    const found = this.has(operation) ? this.#file.operations[operation] : undefined;
    if (!found) throw new Error(`${this.#service} has no operation ${operation}.`);
    return found.http;
  }

  /** The names of the errors that an operation has by AWS's model; every operation can have some that are not there. */
  errors(operation: string): string[] {
    return (this.#file.operations[operation]?.errors ?? []).map((each) => each.shape);
  }

  /** The members of an operation that travel in the query string, as typed values. Unknown ones stay text. */
  fromQuery(operation: string, query: URLSearchParams): Record<string, unknown> {
    const members = this.has(operation) ? (this.input(operation).members ?? {}) : {};
    return Object.fromEntries(
      [...new Set(query.keys())].map((name) => {
        const found = Object.entries(members).find(
          ([, each]) => each.location === 'querystring' && each.locationName === name,
        );
        const type = found && this.shape(found[1].shape).type;
        const text = query.get(name) ?? '';
        const value =
          type === 'list'
            ? query.getAll(name)
            : type === 'integer' && /^-?\d+$/.test(text)
              ? Number(text)
              : text;
        return [found?.[0] ?? name, value];
      }),
    );
  }

  #inputName(operation: string): string | undefined {
    return this.#file.operations[operation]?.input?.shape;
  }

  #check(shape: string | undefined, operation: string, value: unknown): string[] {
    const validate = shape === undefined ? this.#ajv.compile(NOTHING) : this.#validator(shape);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${operation}: ${sentence(error)}`);
  }

  #validator(shape: string): ValidateFunction {
    const validate = this.#ajv.getSchema(`${this.#service}#/$defs/${shape}`);
    if (!validate) throw new Error(`${this.#service} has no shape ${shape}.`);
    return validate;
  }
}

const models = new Map<Service, AwsModel>();

/**
 * AWS's model of a service, read once.
 *
 * @throws Error when the models are missing; see `modelsPresent`
 */
export function awsModel(service: Service): AwsModel {
  const known = models.get(service);
  if (known) return known;
  const model = new AwsModel(service);
  models.set(service, model);
  return model;
}

const NOTHING = { type: 'object', maxProperties: 0 };

/** A botocore shape as JSON Schema, for values as they stand in a JSON body. */
function jsonSchema(shape: ModelShape): object {
  const { min, max } = shape;
  const limits = (least: string, most: string): object => ({
    ...(min !== undefined && { [least]: min }),
    ...(max !== undefined && { [most]: max }),
  });
  switch (shape.type) {
    case 'structure':
      return shape.document
        ? {}
        : {
            type: 'object',
            properties: Object.fromEntries(
              Object.entries(shape.members ?? {}).map(([name, member]) => [name, reference(member)]),
            ),
            required: shape.required ?? [],
            additionalProperties: false,
          };
    case 'list':
      return { type: 'array', items: reference(shape.member), ...limits('minItems', 'maxItems') };
    case 'map':
      return {
        type: 'object',
        propertyNames: reference(shape.key),
        additionalProperties: reference(shape.value),
        ...limits('minProperties', 'maxProperties'),
      };
    case 'string':
      return {
        type: 'string',
        ...limits('minLength', 'maxLength'),
        ...(shape.pattern !== undefined && { javaPattern: shape.pattern }),
        ...(shape.enum && { enum: shape.enum }),
      };
    case 'blob':
      return { type: 'string', bytes: { min: min ?? 0, max: max ?? Number.MAX_SAFE_INTEGER } };
    case 'integer':
    case 'long':
      return { type: 'integer', ...limits('minimum', 'maximum') };
    case 'float':
    case 'double':
    case 'timestamp':
      return { type: 'number', ...limits('minimum', 'maximum') };
    case 'boolean':
      return { type: 'boolean' };
    default:
      throw new Error(`A shape of type ${shape.type} is not known here.`);
  }
}

function reference(target: { readonly shape: string } | undefined): object {
  if (!target) throw new Error('A list or map names no shape for what it holds.');
  return { $ref: `#/$defs/${target.shape}` };
}

function javaTest(pattern: string): (value: string) => boolean {
  const whole = javaPattern(pattern);
  return (value) => whole.test(value);
}

function bytesTest(limits: { min: number; max: number }): (value: string) => boolean {
  return (value) => {
    const bytes = Buffer.from(value, 'base64');
    return bytes.toString('base64') === value && bytes.length >= limits.min && bytes.length <= limits.max;
  };
}

function sentence(error: ErrorObject): string {
  const member: unknown = error.params.additionalProperty;
  const subject = error.instancePath === '' ? 'input' : error.instancePath.slice(1).replaceAll('/', '.');
  return `${subject} ${error.message ?? error.keyword}${typeof member === 'string' ? `: ${member}` : ''}`;
}
