/**
 * The notation in which the shapes of AWS's requests are written down: what is required, lengths, ranges, patterns and
 * enums, each as its API reference page gives it. `Infer` turns a shape into the TypeScript type of a checked value, so a
 * rule can only read members that the table knows.
 */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

interface Text {
  readonly kind: 'string';
  readonly min?: number;
  readonly max?: number;
  /** As AWS writes it, in Java's syntax; the validator matches it against the whole value. */
  readonly pattern?: string;
  /** The value is never repeated in an error: passwords, secrets, user names. */
  readonly sensitive?: boolean;
}
interface Enum<V extends string> {
  readonly kind: 'string';
  readonly values: readonly V[];
}
interface Integer {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}
interface Bool {
  readonly kind: 'boolean';
}
/** Bytes, base64 on the wire; `max` counts bytes. */
interface Blob {
  readonly kind: 'blob';
  readonly max: number;
}
/** Any JSON object. */
interface Document {
  readonly kind: 'document';
}
interface List<M extends Shape> {
  readonly kind: 'list';
  readonly member: M;
  readonly min?: number;
  readonly max?: number;
}
interface StringMap<K extends Shape, V extends Shape> {
  readonly kind: 'map';
  readonly key: K;
  readonly value: V;
  readonly min?: number;
  readonly max?: number;
}
export interface Structure<R extends Fields = Fields, O extends Fields = Fields> {
  readonly kind: 'structure';
  readonly required: R;
  readonly optional: O;
}

export type Shape =
  | Text
  | Enum<string>
  | Integer
  | Bool
  | Blob
  | Document
  | List<Shape>
  | StringMap<Shape, Shape>
  | Structure;

export interface Fields {
  readonly [member: string]: Shape;
}

export type Infer<S extends Shape> =
  S extends Enum<infer V>
    ? V
    : S extends Text | Blob
      ? string
      : S extends Integer
        ? number
        : S extends Bool
          ? boolean
          : S extends List<infer M>
            ? Infer<M>[]
            : S extends StringMap<infer _K, infer V>
              ? Record<string, Infer<V>>
              : S extends Structure<infer R, infer O>
                ? { [K in keyof R]: Infer<R[K]> } & { [K in keyof O]?: Infer<O[K]> }
                : Json;

export function text(constraints: Omit<Text, 'kind'>): Text {
  return { kind: 'string', ...constraints };
}

export function oneOf<const V extends string>(...values: V[]): Enum<V> {
  return { kind: 'string', values };
}

export function integer(min?: number, max?: number): Integer {
  return { kind: 'integer', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

export const flag: Bool = { kind: 'boolean' };

export const document: Document = { kind: 'document' };

export function blob(max: number): Blob {
  return { kind: 'blob', max };
}

export function list<M extends Shape>(member: M, size: { min?: number; max?: number } = {}): List<M> {
  return { kind: 'list', member, ...size };
}

export function map<K extends Shape, V extends Shape>(
  key: K,
  value: V,
  size: { min?: number; max?: number } = {},
): StringMap<K, V> {
  return { kind: 'map', key, value, ...size };
}

export function structure<R extends Fields, O extends Fields>(required: R, optional: O): Structure<R, O> {
  return { kind: 'structure', required, optional };
}
