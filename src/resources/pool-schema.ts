import type { AttributeDataType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { BlockedField, FieldChange } from './contract.ts';

/** The attributes that every pool has, and which can be required when it is created (developer guide, "User attributes"). */
export const STANDARD_ATTRIBUTES = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
] as const;

export type StandardAttribute = (typeof STANDARD_ATTRIBUTES)[number];

/** The types that a custom attribute can have, as they are given on the command line. */
export const ATTRIBUTE_TYPES = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  datetime: 'DateTime',
} as const satisfies Record<string, AttributeDataType>;

/** An attribute of one's own. */
export interface CustomAttribute {
  /** Without `custom:`. */
  readonly name: string;
  readonly type: AttributeDataType;
}

/** What somebody asked for about the attributes of users. */
export interface WantedAttributes {
  readonly required?: readonly StandardAttribute[] | undefined;
  readonly custom?: readonly CustomAttribute[] | undefined;
}

const CUSTOM = 'custom:';

/** What a pool may have (developer guide, "Quotas in Amazon Cognito"). */
const MOST_CUSTOM = 50;

type Schema = readonly SchemaAttributeType[] | undefined;

/** The pool's custom attributes. */
export const customAttributes = (schema: Schema = []): CustomAttribute[] =>
  schema.flatMap(({ Name, AttributeDataType: type = 'String' }) =>
    Name?.startsWith(CUSTOM) ? [{ name: Name.slice(CUSTOM.length), type }] : [],
  );

/** The names of the custom attributes that are wanted, with `custom:`, as an app client's lists have them. */
export const namesWanted = ({ custom = [] }: WantedAttributes): string[] =>
  custom.map(({ name }) => CUSTOM + name);

/** The same of those that the pool has. */
export const customNames = (schema: Schema): string[] => namesWanted({ custom: customAttributes(schema) });

/** An attribute as it is given on the command line. */
export const attributeText = ({ name, type }: CustomAttribute): string => `${name}:${type.toLowerCase()}`;

/** The attribute as a schema has it. */
export function schemaOf({ name, type }: CustomAttribute): SchemaAttributeType {
  return { Name: name, AttributeDataType: type, Mutable: true };
}

/** The schema of a new pool beside what every pool has, or undefined for none. */
export function newSchema({
  required = [],
  custom = [],
}: WantedAttributes): SchemaAttributeType[] | undefined {
  const standard = required.map((Name): SchemaAttributeType => {
    // The one standard attribute that is no text.
    const AttributeDataType = Name === 'updated_at' ? 'Number' : 'String';
    return { Name, AttributeDataType, Required: true, Mutable: true };
  });
  const all = [...standard, ...custom.map(schemaOf)];
  return all.length === 0 ? undefined : all;
}

/** The custom attributes that the pool lacks. */
export function attributesToAdd(schema: Schema, { custom = [] }: WantedAttributes): CustomAttribute[] {
  const present = customNames(schema);
  return custom.filter(({ name }) => !present.includes(CUSTOM + name));
}

/** The change in the words of a plan. */
export function attributeFields(schema: Schema, wanted: WantedAttributes): FieldChange[] {
  const from = customAttributes(schema).map(attributeText);
  const added = attributesToAdd(schema, wanted).map(attributeText);
  return added.length === 0 ? [] : [{ field: 'custom attributes', from, to: [...from, ...added] }];
}

/** What Cognito cannot change about the attributes of a pool that is there. */
export function blockedAttributes(schema: Schema, wanted: WantedAttributes): BlockedField[] {
  const blocked: BlockedField[] = [];
  const isRequired = (name: string) => schema?.some((each) => each.Name === name && each.Required === true);
  const free = wanted.required?.filter((name) => !isRequired(name)) ?? [];
  if (free.length > 0) {
    blocked.push({
      field: 'required attributes',
      why: `Cognito fixes which attributes are required when a user pool is created, and ${free.join(', ')} ${free.length === 1 ? 'is' : 'are'} not.`,
      choices: [
        { act: `Leave --required-attribute ${free[0]} out, and fill the attribute in for each user.` },
        NEW_POOL,
      ],
    });
  }
  for (const { name, type } of wanted.custom ?? []) {
    const there = schema?.find((each) => each.Name === CUSTOM + name)?.AttributeDataType;
    if (there === undefined || there === type) continue;
    blocked.push({
      field: 'custom attributes',
      why: `The attribute ${name} is there already as ${there}, and Cognito changes no type.`,
      choices: [{ act: `Give the new one another name, or leave “:${type.toLowerCase()}” as it is.` }],
    });
  }
  const total = customNames(schema).length + attributesToAdd(schema, wanted).length;
  if (total > MOST_CUSTOM) {
    blocked.push({
      field: 'custom attributes',
      why: `A user pool has at most ${MOST_CUSTOM} custom attributes, and never loses one; it would have ${total}.`,
      choices: [{ act: 'Name fewer.' }],
    });
  }
  return blocked;
}

/** The way out of what Cognito fixes when a pool is created. */
export const NEW_POOL = {
  act: 'Create a new user pool: run the command with another --alias and without --pool-id. Users move with add-user --from-csv.',
};
