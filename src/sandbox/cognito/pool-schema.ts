import { invalidParameter, limitExceeded } from '../errors.ts';
import type { PoolOrigin, SchemaAttribute } from '../state.ts';

type Requested = NonNullable<PoolOrigin['Schema']>[number];

/** The standard attributes with their longest values (developer guide, "Working with user attributes"). */
const STANDARD: readonly SchemaAttribute[] = [
  { ...text('sub', '1', '2048'), Mutable: false, Required: true },
  text('name'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('nickname'),
  text('preferred_username'),
  text('profile'),
  text('picture'),
  text('website'),
  text('email'),
  standard('email_verified', 'Boolean'),
  text('gender'),
  text('birthdate', '10', '10'),
  text('zoneinfo'),
  text('locale'),
  text('phone_number'),
  standard('phone_number_verified', 'Boolean'),
  text('address'),
  { ...standard('updated_at', 'Number'), NumberAttributeConstraints: { MinValue: '0' } },
  { ...standard('identities', 'String'), StringAttributeConstraints: {} },
];

/**
 * The schema of a new pool: the standard attributes as changed by the request, and its custom ones.
 *
 * Sources: API reference, SchemaAttributeType; developer guide, "Working with user attributes" (a custom attribute cannot
 * be required). The reference names no default for Mutable: custom attributes are taken for immutable without it.
 *
 * @throws InvalidParameterException
 */
export function newSchema(requested: readonly Requested[]): SchemaAttribute[] {
  const schema = STANDARD.map((attribute) => ({ ...attribute }));
  for (const attribute of requested) {
    const known = schema.find((each) => each.Name === attribute.Name);
    if (known) Object.assign(known, changeStandard(known, attribute));
    else schema.push(newCustom(attribute, schema));
  }
  return schema;
}

/** What a pool may have (developer guide, "Quotas in Amazon Cognito"). */
const MOST_CUSTOM = 50;

/**
 * The schema with further custom attributes.
 *
 * @throws InvalidParameterException for one that is there; LimitExceededException for too many
 */
export function withCustom(
  present: readonly SchemaAttribute[],
  requested: readonly Requested[],
): SchemaAttribute[] {
  const schema = [...present];
  for (const attribute of requested) schema.push(newCustom(attribute, schema));
  if (schema.length - STANDARD.length > MOST_CUSTOM) {
    throw limitExceeded(`A user pool has at most ${MOST_CUSTOM} custom attributes.`);
  }
  return schema;
}

function changeStandard(standardAttribute: SchemaAttribute, asked: Requested): SchemaAttribute {
  if (standardAttribute.Name === 'sub' || standardAttribute.Name === 'identities') {
    throw invalidParameter(`${asked.Name}: this standard attribute can not be configured.`);
  }
  if (
    asked.AttributeDataType !== undefined &&
    asked.AttributeDataType !== standardAttribute.AttributeDataType
  ) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${asked.Name}`,
    );
  }
  return { ...standardAttribute, ...asked, Name: standardAttribute.Name, DeveloperOnlyAttribute: false };
}

function newCustom(asked: Requested, present: readonly SchemaAttribute[]): SchemaAttribute {
  if (asked.Name === undefined) throw invalidParameter('Attribute name is required in the schema.');
  if (asked.Required) throw invalidParameter('Required custom attributes are not supported currently.');
  if (asked.AttributeDataType === undefined) {
    throw invalidParameter(
      'Invalid AttributeDataType input, consider using the provided AttributeDataType enum.',
    );
  }
  const name = `${asked.DeveloperOnlyAttribute ? 'dev:custom:' : 'custom:'}${asked.Name}`;
  if (present.some((each) => each.Name === name)) {
    throw invalidParameter(`The attribute ${name} is there already.`);
  }
  return {
    DeveloperOnlyAttribute: false,
    Mutable: false,
    Required: false,
    ...asked,
    Name: name,
    AttributeDataType: asked.AttributeDataType,
  };
}

function standard(name: string, type: 'String' | 'Number' | 'Boolean'): SchemaAttribute {
  return {
    Name: name,
    AttributeDataType: type,
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
  };
}

function text(name: string, min = '0', max = '2048'): SchemaAttribute {
  return { ...standard(name, 'String'), StringAttributeConstraints: { MinLength: min, MaxLength: max } };
}
