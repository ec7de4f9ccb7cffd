import { attributeName, clientMetadata, password, unboundedToken, username, userPoolId } from './common.ts';
import { flag, integer, list, oneOf, structure, text } from './notation.ts';

export const attributes = list(
  structure({ Name: attributeName }, { Value: text({ max: 2048, sensitive: true }) }),
);

export const onlyUser = structure({ UserPoolId: userPoolId, Username: username }, {});

/** AdminResetUserPassword and AdminConfirmSignUp. */
export const userWithMetadata = structure(
  { UserPoolId: userPoolId, Username: username },
  { ClientMetadata: clientMetadata },
);

export const adminCreateUser = structure(
  { UserPoolId: userPoolId, Username: username },
  {
    UserAttributes: attributes,
    ValidationData: attributes,
    TemporaryPassword: password,
    ForceAliasCreation: flag,
    MessageAction: oneOf('RESEND', 'SUPPRESS'),
    DesiredDeliveryMediums: list(oneOf('SMS', 'EMAIL')),
    ClientMetadata: clientMetadata,
  },
);

export const adminSetUserPassword = structure(
  { UserPoolId: userPoolId, Username: username, Password: password },
  { Permanent: flag },
);

export const adminUpdateUserAttributes = structure(
  { UserPoolId: userPoolId, Username: username, UserAttributes: attributes },
  { ClientMetadata: clientMetadata },
);

export const listUsers = structure(
  { UserPoolId: userPoolId },
  {
    AttributesToGet: list(attributeName),
    Limit: integer(0, 60),
    PaginationToken: unboundedToken,
    Filter: text({ max: 256 }),
  },
);
