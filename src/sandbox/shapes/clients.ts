import {
  arn,
  clientId,
  clientSecret,
  freeText,
  nextToken,
  oauthFlows,
  oauthScopes,
  resourceName,
  userPoolId,
} from './common.ts';
import { flag, integer, list, oneOf, structure, text } from './notation.ts';

const redirectUrl = text({ min: 1, max: 1024, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` });
const urls = list(redirectUrl, { min: 0, max: 100 });
const unit = oneOf('seconds', 'minutes', 'hours', 'days');
const attributes = list(text({ min: 1, max: 2048 }));

/** The settings that both CreateUserPoolClient and UpdateUserPoolClient take, without the name. */
export const clientSettings = structure(
  {},
  {
    RefreshTokenValidity: integer(0, 315_360_000),
    AccessTokenValidity: integer(1, 86_400),
    IdTokenValidity: integer(1, 86_400),
    TokenValidityUnits: structure({}, { AccessToken: unit, IdToken: unit, RefreshToken: unit }),
    ReadAttributes: attributes,
    WriteAttributes: attributes,
    ExplicitAuthFlows: list(
      oneOf(
        'ADMIN_NO_SRP_AUTH',
        'CUSTOM_AUTH_FLOW_ONLY',
        'USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
        'ALLOW_USER_AUTH',
        'ALLOW_TOKEN_EXCHANGE_DELEGATION',
        'ALLOW_TOKEN_EXCHANGE_IMPERSONATION',
      ),
    ),
    SupportedIdentityProviders: list(
      text({ min: 1, max: 32, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+` }),
    ),
    CallbackURLs: urls,
    LogoutURLs: urls,
    DefaultRedirectURI: redirectUrl,
    AllowedOAuthFlows: oauthFlows,
    AllowedOAuthScopes: oauthScopes,
    AllowedOAuthFlowsUserPoolClient: flag,
    AnalyticsConfiguration: structure(
      {},
      {
        ApplicationId: text({ pattern: '^[0-9a-fA-F]+$' }),
        ApplicationArn: arn,
        RoleArn: arn,
        ExternalId: freeText,
        UserDataShared: flag,
      },
    ),
    PreventUserExistenceErrors: oneOf('LEGACY', 'ENABLED'),
    EnableTokenRevocation: flag,
    EnablePropagateAdditionalUserContextData: flag,
    AuthSessionValidity: integer(3, 15),
    RefreshTokenRotation: structure(
      { Feature: oneOf('ENABLED', 'DISABLED') },
      { RetryGracePeriodSeconds: integer(0, 60) },
    ),
  },
);

/** Whether the secret is kept, and rotated, in AWS Secrets Manager. */
const managedSecret = { PublishSecretsInAWSSecretsManager: flag };

export const createUserPoolClient = structure(
  { UserPoolId: userPoolId, ClientName: resourceName },
  { ...clientSettings.optional, ...managedSecret, GenerateSecret: flag, ClientSecret: clientSecret },
);

export const updateUserPoolClient = structure(
  { UserPoolId: userPoolId, ClientId: clientId },
  { ...clientSettings.optional, ...managedSecret, ClientName: resourceName },
);

/** DescribeUserPoolClient and DeleteUserPoolClient. */
export const onlyClient = structure({ UserPoolId: userPoolId, ClientId: clientId }, {});

export const listUserPoolClients = structure(
  { UserPoolId: userPoolId },
  { MaxResults: integer(1, 60), NextToken: nextToken, ClientType: oneOf('REGULAR', 'DCR') },
);

export const addClientSecret = structure(
  { UserPoolId: userPoolId, ClientId: clientId },
  { ClientSecret: clientSecret },
);

export const listClientSecrets = structure(
  { UserPoolId: userPoolId, ClientId: clientId },
  { NextToken: nextToken },
);

export const deleteClientSecret = structure(
  { UserPoolId: userPoolId, ClientId: clientId, ClientSecretId: text({ min: 1, max: 128 }) },
  {},
);
