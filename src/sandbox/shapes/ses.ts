import { integer, list, map, oneOf, structure, text } from './notation.ts';

// Amazon SES API v2 reference.

const tag = structure({ Key: text({}), Value: text({}) }, {});
const identity = text({ min: 1 });
const resourceArn = text({ min: 1 });

export const createEmailIdentity = structure({ EmailIdentity: identity }, { Tags: list(tag) });
/** GetEmailIdentity and DeleteEmailIdentity; the name is part of the path. */
export const onlyIdentity = structure({ EmailIdentity: identity }, {});

/** DeleteEmailIdentityPolicy; both names are part of the path. */
const policyName = text({ min: 1, max: 64 });
export const onlyPolicy = structure({ EmailIdentity: identity, PolicyName: policyName }, {});
/** CreateEmailIdentityPolicy. */
export const identityPolicy = structure(
  { EmailIdentity: identity, PolicyName: policyName, Policy: text({ min: 1 }) },
  {},
);

/** The newer form of ListEmailIdentities, `POST /v2/email/list-identities`. */
export const listEmailIdentities = structure(
  {},
  {
    PageSize: integer(0, 1000),
    NextToken: text({}),
    Filter: map(oneOf('IDENTITY_NAME_CONTAINS', 'IDENTITY_TYPE', 'VERIFICATION_STATUS'), text({ min: 1 })),
  },
);

export const tagResource = structure({ ResourceArn: resourceArn, Tags: list(tag) }, {});
export const untagResource = structure({ ResourceArn: resourceArn, TagKeys: list(text({})) }, {});
export const listTagsForResource = structure({ ResourceArn: resourceArn }, {});
