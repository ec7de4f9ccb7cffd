import {
  arn,
  freeText,
  oauthFlows,
  oauthScopes,
  PLAIN_ASCII,
  regionName,
  resourceName,
  unboundedToken,
  userPoolId,
} from './common.ts';
import {
  emailMessage,
  emailMessageByLink,
  emailSubject,
  inviteEmail,
  inviteSms,
  smsMessage,
} from './messages.ts';
import { flag, integer, list, map, oneOf, structure, text } from './notation.ts';
import { tags } from './tags.ts';

const contact = oneOf('phone_number', 'email');
/** `UserPoolMfaType`, which SetUserPoolMfaConfig takes as well. */
export const mfaConfiguration = oneOf('OFF', 'ON', 'OPTIONAL');

const policies = structure(
  {},
  {
    PasswordPolicy: structure(
      {},
      {
        MinimumLength: integer(6, 99),
        RequireUppercase: flag,
        RequireLowercase: flag,
        RequireNumbers: flag,
        RequireSymbols: flag,
        PasswordHistorySize: integer(0, 24),
        TemporaryPasswordValidityDays: integer(0, 365),
      },
    ),
    SignInPolicy: structure(
      {},
      {
        AllowedFirstAuthFactors: list(
          oneOf('PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'),
          {
            min: 1,
            max: 5,
          },
        ),
      },
    ),
  },
);

const versioned = structure({ LambdaVersion: oneOf('V1_0'), LambdaArn: arn }, {});

const lambdaConfig = structure(
  {},
  {
    PreSignUp: arn,
    CustomMessage: arn,
    PostConfirmation: arn,
    PreAuthentication: arn,
    PostAuthentication: arn,
    DefineAuthChallenge: arn,
    CreateAuthChallenge: arn,
    VerifyAuthChallengeResponse: arn,
    PreTokenGeneration: arn,
    UserMigration: arn,
    PreTokenGenerationConfig: structure({ LambdaVersion: oneOf('V1_0', 'V2_0', 'V3_0'), LambdaArn: arn }, {}),
    CustomSMSSender: versioned,
    CustomEmailSender: versioned,
    KMSKeyID: arn,
    InboundFederation: versioned,
  },
);

/** `SmsConfiguration`, which SetUserPoolMfaConfig takes as well. */
export const smsConfiguration = structure(
  {},
  {
    // The one ARN that may be empty.
    SnsCallerArn: text({ min: 0, max: 2048, pattern: `(${arn.pattern})?` }),
    ExternalId: freeText,
    SnsRegion: regionName,
    EumsSms: structure(
      { CallerArn: arn },
      {
        ExternalId: freeText,
        OriginationIdentity: freeText,
        ConfigurationSetName: freeText,
        InEntityId: freeText,
        InTemplateId: freeText,
        Region: regionName,
      },
    ),
  },
);

const emailConfiguration = structure(
  {},
  {
    SourceArn: arn,
    ReplyToEmailAddress: text({
      pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+@[\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
    }),
    EmailSendingAccount: oneOf('COGNITO_DEFAULT', 'DEVELOPER'),
    From: freeText,
    ConfigurationSet: text({ min: 1, max: 64, pattern: '^[a-zA-Z0-9_-]+$' }),
  },
);

const schemaAttribute = structure(
  {},
  {
    Name: text({ min: 1, max: 20, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` }),
    AttributeDataType: oneOf('String', 'Number', 'DateTime', 'Boolean'),
    DeveloperOnlyAttribute: flag,
    Mutable: flag,
    Required: flag,
    NumberAttributeConstraints: structure({}, { MinValue: freeText, MaxValue: freeText }),
    StringAttributeConstraints: structure({}, { MinLength: freeText, MaxLength: freeText }),
  },
);

/** The settings that both CreateUserPool and UpdateUserPool take, without the name and the tags. */
export const poolSettings = structure(
  {},
  {
    Policies: policies,
    DeletionProtection: oneOf('ACTIVE', 'INACTIVE'),
    LambdaConfig: lambdaConfig,
    AutoVerifiedAttributes: list(contact),
    SmsVerificationMessage: smsMessage,
    EmailVerificationMessage: emailMessage,
    EmailVerificationSubject: emailSubject,
    VerificationMessageTemplate: structure(
      {},
      {
        SmsMessage: smsMessage,
        EmailMessage: emailMessage,
        EmailSubject: emailSubject,
        EmailMessageByLink: emailMessageByLink,
        EmailSubjectByLink: emailSubject,
        DefaultEmailOption: oneOf('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE'),
      },
    ),
    SmsAuthenticationMessage: smsMessage,
    MfaConfiguration: mfaConfiguration,
    UserAttributeUpdateSettings: structure({}, { AttributesRequireVerificationBeforeUpdate: list(contact) }),
    DeviceConfiguration: structure(
      {},
      { ChallengeRequiredOnNewDevice: flag, DeviceOnlyRememberedOnUserPrompt: flag },
    ),
    EmailConfiguration: emailConfiguration,
    SmsConfiguration: smsConfiguration,
    AdminCreateUserConfig: structure(
      {},
      {
        AllowAdminCreateUserOnly: flag,
        UnusedAccountValidityDays: integer(0, 365),
        InviteMessageTemplate: structure(
          {},
          { SMSMessage: inviteSms, EmailMessage: inviteEmail, EmailSubject: emailSubject },
        ),
      },
    ),
    UserPoolAddOns: structure(
      { AdvancedSecurityMode: oneOf('OFF', 'AUDIT', 'ENFORCED') },
      { AdvancedSecurityAdditionalFlows: structure({}, { CustomAuthMode: oneOf('AUDIT', 'ENFORCED') }) },
    ),
    AccountRecoverySetting: structure(
      {},
      {
        RecoveryMechanisms: list(
          structure(
            { Priority: integer(1, 2), Name: oneOf('verified_email', 'verified_phone_number', 'admin_only') },
            {},
          ),
          { min: 1, max: 2 },
        ),
      },
    ),
    UserPoolTier: oneOf('LITE', 'ESSENTIALS', 'PLUS'),
    KeyConfiguration: structure(
      {},
      { KeyType: oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY'), KmsKeyArn: arn },
    ),
    IssuerConfiguration: structure({}, { Type: oneOf('ORIGINAL', 'UPDATED') }),
    DcrConfiguration: structure(
      {},
      {
        EnableStatus: oneOf('Enabled', 'Disabled'),
        OpenDcrEnabled: flag,
        AuthenticatedGrantTypes: oauthFlows,
        OpenDcrGrantTypes: oauthFlows,
        AllowedScopes: oauthScopes,
      },
    ),
    AcrConfiguration: map(
      text({ pattern: 'Level[1-4]' }),
      structure({ AcrValue: text({ min: 1, max: 64, pattern: PLAIN_ASCII }) }, {}),
      { min: 0, max: 4 },
    ),
  },
);

/** What can only be said when a pool is created. */
export const poolOrigin = structure(
  {},
  {
    AliasAttributes: list(oneOf('phone_number', 'email', 'preferred_username')),
    UsernameAttributes: list(contact),
    UsernameConfiguration: structure({ CaseSensitive: flag }, {}),
    Schema: list(schemaAttribute, { min: 1, max: 50 }),
  },
);

export const createUserPool = structure(
  { PoolName: resourceName },
  { ...poolSettings.optional, ...poolOrigin.optional, UserPoolTags: tags },
);

export const updateUserPool = structure(
  { UserPoolId: userPoolId },
  { ...poolSettings.optional, PoolName: resourceName, UserPoolTags: tags },
);

export const addCustomAttributes = structure(
  { UserPoolId: userPoolId, CustomAttributes: list(schemaAttribute, { min: 1, max: 25 }) },
  {},
);

export const onlyPool = structure({ UserPoolId: userPoolId }, {});

export const listUserPools = structure({ MaxResults: integer(1, 60) }, { NextToken: unboundedToken });
