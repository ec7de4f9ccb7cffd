import { invalidParameter } from '../errors.ts';
import type { Pool, SchemaAttribute, User } from '../state.ts';

export interface AttributeInput {
  Name: string;
  Value?: string;
}

/** Stands before the name of an attribute in the answer to a challenge, and in the forms of the sign-in pages. */
export const ATTRIBUTE_PREFIX = 'userAttributes.';

/** The attributes in such an answer or form. */
export function attributesOf(fields: Iterable<readonly [name: string, value: string]>): AttributeInput[] {
  return [...fields]
    .filter(([name]) => name.startsWith(ATTRIBUTE_PREFIX))
    .map(([name, Value]) => ({ Name: name.slice(ATTRIBUTE_PREFIX.length), Value }));
}

/**
 * The attributes of a request, checked against the pool's schema. An empty value removes an attribute.
 *
 * Sources: developer guide, "Working with user attributes"; API reference, AdminUpdateUserAttributes.
 *
 * @throws InvalidParameterException
 */
export function readAttributes(
  pool: Pool,
  given: readonly AttributeInput[],
  user?: User,
): Record<string, string> {
  const read = new Map<string, string>();
  for (const { Name, Value = '' } of given) {
    const attribute = pool.schema.find((each) => each.Name === Name);
    if (!attribute) throw nonconforming(Name, 'Attribute does not exist in the schema.');
    if (read.has(Name)) throw invalidParameter(`The attribute ${Name} is given more than once.`);
    if (Name === 'sub' || Name === 'identities') {
      throw invalidParameter(`Cannot modify the non-mutable attribute ${Name}`);
    }
    if (user && attribute.Mutable === false)
      throw invalidParameter(`user.${Name}: Attribute cannot be updated.`);
    if (Value === '') {
      if (attribute.Required) throw nonconforming(Name, 'The attribute is required');
    } else {
      checkValue(attribute, Value);
    }
    read.set(Name, Value);
  }
  return Object.fromEntries(read);
}

/** Puts checked attributes over a user's own. A changed address is unverified until somebody says otherwise. */
export function mergeAttributes(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged: Record<string, string> = { ...current, ...changes };
  for (const name of ['email', 'phone_number']) {
    const changed = changes[name] !== undefined && changes[name] !== current[name];
    if (changed && changes[`${name}_verified`] === undefined) merged[`${name}_verified`] = 'false';
  }
  return settled(merged);
}

/**
 * Attributes without what is empty, and without a verification of nothing.
 *
 * @throws InvalidParameterException when an address is to be verified that is not there
 */
export function settled(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const left = { ...attributes };
  for (const name of ['email', 'phone_number']) {
    const verified = `${name}_verified`;
    if (left[name] === '') left[verified] = '';
    if (left[verified] === 'true' && !left[name]) {
      throw invalidParameter(`${verified} can not be true without ${name}.`);
    }
  }
  return Object.fromEntries(Object.entries(left).filter(([, value]) => value !== ''));
}

/** The required attributes that a user lacks, as `sub` is Cognito's own. */
export function missingAttributes(pool: Pool, attributes: Readonly<Record<string, string>>): string[] {
  return pool.schema
    .filter((each) => each.Required && each.Name !== 'sub' && !attributes[each.Name])
    .map((each) => each.Name);
}

export function isEmail(value: string): boolean {
  return (
    value.length <= 254 && /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"[\]]+\.[^\s@<>(),;:\\"[\]]+$/.test(value)
  );
}

export function isPhoneNumber(value: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(value);
}

function checkValue(attribute: SchemaAttribute, value: string): void {
  const name = attribute.Name;
  if (name === 'email' && !isEmail(value)) throw invalidParameter('Invalid email address format.');
  if (name === 'phone_number' && !isPhoneNumber(value))
    throw invalidParameter('Invalid phone number format.');
  switch (attribute.AttributeDataType) {
    case 'Boolean':
      if (value !== 'true' && value !== 'false') throw nonconforming(name, 'The attribute is not a Boolean');
      return;
    case 'Number': {
      const { MinValue, MaxValue } = attribute.NumberAttributeConstraints ?? {};
      const number = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
      if (
        Number.isNaN(number) ||
        number < Number(MinValue ?? -Infinity) ||
        number > Number(MaxValue ?? Infinity)
      ) {
        throw nonconforming(name, 'The attribute is not a number in the allowed range');
      }
      return;
    }
    case 'DateTime':
      if (Number.isNaN(Date.parse(value))) throw nonconforming(name, 'The attribute is not a date');
      return;
    default: {
      const { MinLength, MaxLength } = attribute.StringAttributeConstraints ?? {};
      if (value.length < Number(MinLength ?? 0) || value.length > Number(MaxLength ?? 2048)) {
        throw nonconforming(name, 'The attribute has a length that is not allowed');
      }
    }
  }
}

function nonconforming(name: string, reason: string): Error {
  return invalidParameter(`Attributes did not conform to the schema: ${name}: ${reason}`);
}
