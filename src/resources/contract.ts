import type { Repair } from '../errors.ts';

/** The kinds of thing that this program makes, as they stand in the JSON output. */
export type ResourceKind =
  | 'email-identity'
  | 'user-pool'
  | 'mfa'
  | 'domain'
  | 'app-client'
  | 'branding'
  | 'user';

/** One field that differs: `from` as it is, `to` as it is wanted. */
export interface FieldChange {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A difference that AWS cannot change on what exists. */
export interface BlockedField {
  readonly field: string;
  readonly why: string;
  /** What the user can do about it: one of these. */
  readonly choices: readonly Repair[];
}

/** What `diff` finds between what is there and what is wanted. */
export type Difference =
  | { readonly action: 'none' }
  | { readonly action: 'create'; readonly fields: readonly FieldChange[] }
  | { readonly action: 'update'; readonly fields: readonly FieldChange[] }
  | {
      readonly action: 'blocked';
      readonly fields: readonly FieldChange[];
      readonly blocked: readonly BlockedField[];
    };

/** A change of one member of an AWS update call: the field for people, the member and its new value for the call. */
export type Edit<Update> = {
  [Member in keyof Update]-?: FieldChange & { readonly member: Member; readonly value: Update[Member] };
}[keyof Update];

/** True when somebody wants the field, and wants it other than it is. */
export const isChange = ({ from, to }: FieldChange): boolean => to !== undefined && to !== from;

/** The difference that a list of edits amounts to. */
export function differenceOf(
  edits: readonly FieldChange[],
  blocked: readonly BlockedField[] = [],
): Difference {
  const fields = edits.map(({ field, from, to }) => ({ field, from, to }));
  if (blocked.length > 0) return { action: 'blocked', fields, blocked };
  return fields.length === 0 ? { action: 'none' } : { action: 'update', fields };
}

/** The members of an update call that hold the edits' new values. */
export function overlayOf<Update>(edits: readonly Edit<Update>[]): Partial<Update> {
  const overlay: Partial<Update> = {};
  for (const edit of edits) overlay[edit.member] = edit.value;
  return overlay;
}

/** What `wanted` lacks in `present`: lists that others may add to are wanted as *contains*, never as *equals*. */
export function missingFrom<T>(present: readonly T[] | undefined, wanted: readonly T[]): T[] {
  return wanted.filter((item) => !present?.includes(item));
}

/** What shows which of several things was created first. */
interface Dated {
  readonly id: string;
  readonly createdAt: Date | undefined;
}

/** The oldest comes first; of the same moment the one whose id does, so that all runs choose alike. */
export function oldestFirst<T>(items: readonly T[], datedOf: (item: T) => Dated): T[] {
  const time = ({ createdAt }: Dated) => createdAt?.getTime() ?? 0;
  return items.toSorted((first, second) => {
    const [one, other] = [datedOf(first), datedOf(second)];
    return time(one) - time(other) || (one.id < other.id ? -1 : 1);
  });
}

/** Members that take an empty text, by AWS's models. */
const MAY_BE_EMPTY = new Set(['UserPoolTags', 'Tags', 'From', 'SnsCallerArn', 'ExternalId', 'EumsSms']);

/**
 * What was read, as it can be sent back: an endpoint may answer with an empty text for what is not set, and AWS's models
 * want a length of most texts that are sent.
 */
export function withoutEmpty<T>(value: T): T {
  if (Array.isArray(value)) return value.filter((item) => item !== '').map(withoutEmpty) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const members = Object.entries(value).flatMap(([name, member]) => {
    if (MAY_BE_EMPTY.has(name)) return [[name, member]];
    return member === '' ? [] : [[name, withoutEmpty(member)]];
  });
  return Object.fromEntries(members) as T;
}
