import type {
  UpdateUserPoolClientRequest,
  UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Edit, missingFrom } from './contract.ts';
import { STANDARD_ATTRIBUTES } from './pool-schema.ts';

/** What Mendix fills a user from: an app client that may not read it leaves it out of the ID token. */
const NEEDED = ['email', 'name'] as const;

/** Which attributes an app client may read and write; together, since one list alone empties the other (terraform-provider-aws#2874). */
export function attributeLists(custom: readonly string[]) {
  return {
    // Who may write them is Cognito alone (developer guide, "User attributes").
    ReadAttributes: [...STANDARD_ATTRIBUTES, 'email_verified', 'phone_number_verified', ...custom],
    WriteAttributes: [...STANDARD_ATTRIBUTES, ...custom],
  };
}

/** What of email and name the client keeps out of the ID token. A client without a list reads them (cdk#7607). */
export const hiddenClaims = ({
  ReadAttributes = [],
}: Pick<UserPoolClientType, 'ReadAttributes'>): string[] =>
  ReadAttributes.length === 0 ? [] : missingFrom(ReadAttributes, NEEDED);

/**
 * What has to change for email, name and those custom attributes to stand in the ID token: added, never removed.
 *
 * @param custom with `custom:`
 */
export function readEdits(
  {
    ReadAttributes = [],
    WriteAttributes = [],
  }: Pick<UserPoolClientType, 'ReadAttributes' | 'WriteAttributes'>,
  custom: readonly string[],
): Edit<UpdateUserPoolClientRequest>[] {
  const field = 'attributes in the ID token';
  const edit = (from: readonly string[], to: string[]): Edit<UpdateUserPoolClientRequest> => ({
    field,
    from,
    to,
    member: 'ReadAttributes',
    value: to,
  });
  if (ReadAttributes.length > 0) {
    const missing = missingFrom(ReadAttributes, [...NEEDED, ...custom]);
    return missing.length === 0 ? [] : [edit(ReadAttributes, [...ReadAttributes, ...missing])];
  }
  // Whether a client without a list reads custom attributes is documented differently: a list of its own leaves no doubt.
  if (custom.length === 0) return [];
  const lists = attributeLists(custom);
  const read = edit([], lists.ReadAttributes);
  if (WriteAttributes.length > 0) return [read];
  const value = lists.WriteAttributes;
  return [
    read,
    { field: 'attributes that users can change', from: [], to: value, member: 'WriteAttributes', value },
  ];
}
