import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';

/**
 * The standard attributes that an administrator may set beside the email address (developer guide, "Working with user
 * attributes"). Cognito keeps `sub`, `identities` and `updated_at`; whether an address is verified goes with the address.
 */
export const STANDARD_ATTRIBUTES = [
  'name',
  'given_name',
  'family_name',
  'middle_name',
  'nickname',
  'preferred_username',
  'profile',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
  'phone_number',
  'address',
] as const;

/** The attribute that a column's heading names, or undefined; the name of a custom one has upper and lower case. */
export function attributeNamed(heading: string): string | undefined {
  if (/^(?:dev:)?custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(heading)) return heading;
  const plain = heading.toLowerCase().replace(/[\s-]/g, '_');
  return STANDARD_ATTRIBUTES.find((name) => name === plain);
}

/** What is wrong with a value whatever the pool, as a clause that follows the attribute's name; undefined for nothing. */
export function valueProblem(name: string, value: string): string | undefined {
  if (value.length > 2048) return 'has more than 2048 characters';
  if (name === 'phone_number' && !/^\+[1-9]\d{1,14}$/.test(value)) {
    return `“${value}” is not a phone number with its country; one looks like +31201234567`;
  }
  if (name === 'birthdate' && !/^\d{4}-\d{2}-\d{2}$/.test(value)) {
    return `“${value}” is not a date; one looks like 1990-12-31`;
  }
  return undefined;
}

type Schema = readonly SchemaAttributeType[];

/** What keeps attributes from being set in a pool, a sentence each. */
export function schemaProblems(schema: Schema, names: readonly string[]): string[] {
  return names
    .filter((name) => !schema.some((each) => each.Name === name))
    .map(
      (name) =>
        `the user pool has no attribute ${name}; add it in the Cognito console, or leave the column out`,
    );
}

/** What the pool's schema has against a value, as a clause that follows the attribute's name; undefined for nothing. */
export function schemaValueProblem(schema: Schema, name: string, value: string): string | undefined {
  const attribute = schema.find((each) => each.Name === name);
  switch (attribute?.AttributeDataType) {
    case 'Boolean':
      return value === 'true' || value === 'false' ? undefined : `“${value}” is not true or false`;
    case 'Number': {
      const { MinValue = '-Infinity', MaxValue = 'Infinity' } = attribute.NumberAttributeConstraints ?? {};
      if (!/^-?\d+$/.test(value)) return `“${value}” is not a whole number`;
      return Number(value) < Number(MinValue) || Number(value) > Number(MaxValue)
        ? `“${value}” is not between ${MinValue} and ${MaxValue}`
        : undefined;
    }
    case 'DateTime':
      return Number.isNaN(Date.parse(value)) ? `“${value}” is not a date` : undefined;
    default: {
      const { MinLength = '0', MaxLength = '2048' } = attribute?.StringAttributeConstraints ?? {};
      return value.length < Number(MinLength) || value.length > Number(MaxLength)
        ? `has ${value.length} characters; the user pool takes ${MinLength} to ${MaxLength}`
        : undefined;
    }
  }
}
