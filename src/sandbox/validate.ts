import { AwsError, serialization } from './errors.ts';
import type { Infer, Json, Shape, Structure } from './shapes/notation.ts';

type StringShape = Extract<Shape, { kind: 'string' }>;
type IntegerShape = Extract<Shape, { kind: 'integer' }>;

/** Deep enough for any branding document, and shallow enough for every walk over it. */
const MAX_DOCUMENT_DEPTH = 64;

/**
 * Checks a request's members against their shape and returns them without nulls, which AWS takes for "left out".
 *
 * @param violation the error name for broken constraints: InvalidParameterException in Cognito, BadRequestException in SES
 * @throws SerializationException for a wrong JSON type, and for a member that is not modelled. (AWS ignores some unknown
 * members; refusing them is the stricter reading, and finds misspelt ones.)
 */
export function check<S extends Structure>(shape: S, value: Json, violation: string): Infer<S> {
  const broken: string[] = [];
  const checked: unknown = checkValue(shape, value, '', broken);
  if (broken.length > 0) {
    const count = broken.length === 1 ? '1 validation error' : `${broken.length} validation errors`;
    throw new AwsError(violation, `${count} detected: ${broken.join('; ')}`);
  }
  // checkValue built the value member by member from the shape that Infer reads.
  return checked as Infer<S>;
}

function checkValue(shape: Shape, value: Json, path: string, broken: string[]): Json {
  switch (shape.kind) {
    case 'structure':
      return checkStructure(shape, value, path, broken);
    case 'list': {
      if (!Array.isArray(value)) throw wrongType(path, 'a list');
      checkSize(shape, value.length, `Value at '${path}'`, 'length', broken);
      return value.map((item, index) => {
        if (item === null) throw wrongType(`${path}.${index + 1}.member`, 'a value');
        return checkValue(shape.member, item, `${path}.${index + 1}.member`, broken);
      });
    }
    case 'map': {
      const given = Object.entries(asObject(value, path));
      checkSize(shape, given.length, `Value at '${path}'`, 'length', broken);
      const entries = given.map(([key, item]) => {
        checkValue(shape.key, key, `${path}.key`, broken);
        return [key, checkValue(shape.value, item, `${path}.${key}.member`, broken)] as const;
      });
      return Object.fromEntries(entries);
    }
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(path, 'a Boolean');
      return value;
    case 'integer':
      return checkInteger(shape, value, path, broken);
    case 'string':
      return checkString(shape, value, path, broken);
    case 'blob': {
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
        throw wrongType(path, 'base64');
      }
      checkSize(shape, Buffer.from(value, 'base64').length, `Value at '${path}'`, 'length', broken);
      return value;
    }
    case 'document':
      asObject(value, path);
      checkDepth(value, path, MAX_DOCUMENT_DEPTH);
      return value;
  }
}

function checkStructure(shape: Structure, value: Json, path: string, broken: string[]): Json {
  const given = asObject(value, path);
  const members = { ...shape.required, ...shape.optional };
  const checked: [string, Json][] = [];
  for (const [name, item] of Object.entries(given)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) throw serialization(`Unknown member ${memberPath(path, name)}`);
    if (item !== null) checked.push([name, checkValue(member, item, memberPath(path, name), broken)]);
  }
  for (const name of Object.keys(shape.required)) {
    if (!Object.hasOwn(given, name) || given[name] === null) {
      broken.push(
        `Value null at '${memberPath(path, name)}' failed to satisfy constraint: Member must not be null`,
      );
    }
  }
  return Object.fromEntries(checked);
}

function checkInteger(shape: IntegerShape, value: Json, path: string, broken: string[]): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > 0x7fff_ffff) {
    throw wrongType(path, 'an Integer');
  }
  checkSize(shape, value, `Value '${value}' at '${path}'`, 'value', broken);
  return value;
}

function checkString(shape: StringShape, value: Json, path: string, broken: string[]): string {
  if (typeof value !== 'string') throw wrongType(path, 'a String');
  if ('values' in shape) {
    if (!shape.values.includes(value)) {
      broken.push(
        `Value '${value}' at '${path}' failed to satisfy constraint: ` +
          `Member must satisfy enum value set: [${shape.values.join(', ')}]`,
      );
    }
    return value;
  }
  const subject = shape.sensitive ? `Value at '${path}'` : `Value '${value}' at '${path}'`;
  checkSize(shape, value.length, subject, 'length', broken);
  if (shape.pattern !== undefined && !wholeMatch(shape.pattern).test(value)) {
    broken.push(
      `${subject} failed to satisfy constraint: Member must satisfy regular expression pattern: ${shape.pattern}`,
    );
  }
  return value;
}

function checkSize(
  limits: { min?: number; max?: number },
  size: number,
  subject: string,
  what: 'length' | 'value',
  broken: string[],
): void {
  const failed = `${subject} failed to satisfy constraint: Member must have ${what}`;
  if (limits.min !== undefined && size < limits.min)
    broken.push(`${failed} greater than or equal to ${limits.min}`);
  if (limits.max !== undefined && size > limits.max)
    broken.push(`${failed} less than or equal to ${limits.max}`);
}

const compiled = new Map<string, RegExp>();

/** AWS's patterns are Java's and match the whole value, where `\s` is ASCII only and `.` takes line ends after `(?s)`. */
function wholeMatch(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const dotAll = pattern.startsWith('(?s)');
  const source = (dotAll ? pattern.slice(4) : pattern).replaceAll('\\s', String.raw`\t\n\v\f\r `);
  const regex = new RegExp(`^(?:${source})$`, dotAll ? 'us' : 'u');
  compiled.set(pattern, regex);
  return regex;
}

function asObject(value: Json, path: string): { [member: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongType(path, 'an object');
  return value;
}

function checkDepth(value: Json, path: string, left: number): void {
  if (left === 0) throw serialization(`The document at '${path}' is nested too deeply`);
  if (typeof value !== 'object' || value === null) return;
  for (const item of Object.values(value)) checkDepth(item, path, left - 1);
}

/** AWS names members in errors with a small first letter. */
function memberPath(path: string, name: string): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  return path === '' ? member : `${path}.${member}`;
}

function wrongType(path: string, expected: string): AwsError {
  return serialization(`The value${path === '' ? '' : ` at '${path}'`} can not be converted to ${expected}`);
}
