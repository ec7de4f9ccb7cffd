import type {
  CustomDomainConfigType,
  DomainDescriptionType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import fc, { type Arbitrary } from 'fast-check';

/**
 * An arbitrary for every member of a shape of the SDK: one that a new version of the SDK adds is a type error here, since
 * an update that leaves it out would reset it.
 */
type Every<T> = { [Member in keyof T]-?: Arbitrary<NonNullable<T[Member]>> };

/** A structure any of whose members may be missing, but for those that AWS always shows. */
function some<T extends object>(members: Every<T>, always: readonly (keyof T)[] = []): Arbitrary<T> {
  return fc.record(members, { requiredKeys: [...always] }) as unknown as Arbitrary<T>;
}

/** Each of the values at most once, in any order. */
const pick = <const T>(...values: T[]): Arbitrary<T[]> => fc.shuffledSubarray(values);

const one = fc.constantFrom;
const flag = fc.boolean();
const count = (min: number, max: number) => fc.integer({ min, max });
const text = (min: number, max: number) =>
  fc.string({ unit: 'grapheme-ascii', minLength: min, maxLength: max });
const word = fc.stringMatching(/^[a-z][a-z0-9-]{2,12}$/);
const date = count(1_600_000_000, 1_900_000_000).map((seconds) => new Date(seconds * 1000));
const arn = fc
  .tuple(one('lambda', 'kms', 'iam', 'sns'), word)
  .map(([service, name]) => `arn:aws:${service}:eu-central-1:123456789012:${name}`);
const region = one('eu-central-1', 'us-east-1', 'ap-southeast-2');
const code = word.map((name) => `Dear ${name}, {####} is your code`);
const link = word.map((name) => `{##Verify ${name}##}`);
const subject = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}$/);
const contact = pick('email', 'phone_number');
const name = fc.stringMatching(/^[\w+=,.@ -]{1,40}$/);

/** 0 to 50 tags, some of them ours. */
const TAGS = fc
  .tuple(
    fc.dictionary(fc.stringMatching(/^[a-z][A-Za-z0-9:_.-]{0,20}$/), text(0, 20), {
      maxKeys: 6,
      noNullPrototype: true,
    }),
    fc.option(fc.record({ 'mendix-cognito': one('made', 'joined') }), { nil: {} }),
  )
  .map(([foreign, ours]): Record<string, string> => ({ ...foreign, ...ours }));

const PASSWORD_POLICY = some<NonNullable<NonNullable<UserPoolType['Policies']>['PasswordPolicy']>>({
  MinimumLength: count(6, 99),
  RequireUppercase: flag,
  RequireLowercase: flag,
  RequireNumbers: flag,
  RequireSymbols: flag,
  PasswordHistorySize: count(0, 24),
  TemporaryPasswordValidityDays: count(1, 365),
});

/** Whatever a user pool may look like to DescribeUserPool, whoever made it. */
const POOL_MEMBERS: Every<UserPoolType> = {
  Id: fc.constant('eu-central-1_Example01'),
  Name: name,
  Policies: some<NonNullable<UserPoolType['Policies']>>({
    PasswordPolicy: PASSWORD_POLICY,
    SignInPolicy: some<NonNullable<NonNullable<UserPoolType['Policies']>['SignInPolicy']>>({
      AllowedFirstAuthFactors: fc.shuffledSubarray(
        ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP', 'WEB_AUTHN', 'SOFTWARE_TOKEN'] as const,
        { minLength: 1 },
      ) as Arbitrary<('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[]>,
    }),
  }),
  DeletionProtection: one('ACTIVE', 'INACTIVE'),
  LambdaConfig: some<NonNullable<UserPoolType['LambdaConfig']>>({
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
    PreTokenGenerationConfig: fc.record({ LambdaVersion: one('V1_0', 'V2_0', 'V3_0'), LambdaArn: arn }),
    CustomSMSSender: fc.record({ LambdaVersion: one('V1_0'), LambdaArn: arn }),
    CustomEmailSender: fc.record({ LambdaVersion: one('V1_0'), LambdaArn: arn }),
    KMSKeyID: arn,
    InboundFederation: fc.record({ LambdaVersion: one('V1_0'), LambdaArn: arn }),
  }),
  Status: one('Enabled', 'Disabled'),
  LastModifiedDate: date,
  CreationDate: date,
  SchemaAttributes: fc.array(
    some<NonNullable<UserPoolType['SchemaAttributes']>[number]>({
      Name: word,
      AttributeDataType: one('String', 'Number', 'DateTime', 'Boolean'),
      DeveloperOnlyAttribute: flag,
      Mutable: flag,
      Required: flag,
      NumberAttributeConstraints: some<{ MinValue?: string; MaxValue?: string }>({
        MinValue: count(0, 9).map(String),
        MaxValue: count(9, 99).map(String),
      }),
      StringAttributeConstraints: some<{ MinLength?: string; MaxLength?: string }>({
        MinLength: count(0, 9).map(String),
        MaxLength: count(9, 99).map(String),
      }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  AutoVerifiedAttributes: contact,
  AliasAttributes: pick('phone_number', 'email', 'preferred_username'),
  UsernameAttributes: contact,
  SmsVerificationMessage: code,
  EmailVerificationMessage: code,
  EmailVerificationSubject: subject,
  VerificationMessageTemplate: some<NonNullable<UserPoolType['VerificationMessageTemplate']>>({
    SmsMessage: code,
    EmailMessage: code,
    EmailSubject: subject,
    EmailMessageByLink: link,
    EmailSubjectByLink: subject,
    DefaultEmailOption: one('CONFIRM_WITH_LINK', 'CONFIRM_WITH_CODE'),
  }),
  SmsAuthenticationMessage: code,
  UserAttributeUpdateSettings: some<NonNullable<UserPoolType['UserAttributeUpdateSettings']>>({
    AttributesRequireVerificationBeforeUpdate: contact,
  }),
  MfaConfiguration: one('OFF', 'ON', 'OPTIONAL'),
  DeviceConfiguration: some<NonNullable<UserPoolType['DeviceConfiguration']>>({
    ChallengeRequiredOnNewDevice: flag,
    DeviceOnlyRememberedOnUserPrompt: flag,
  }),
  EstimatedNumberOfUsers: count(0, 1_000_000),
  EmailConfiguration: some<NonNullable<UserPoolType['EmailConfiguration']>>({
    SourceArn: word.map((user) => `arn:aws:ses:eu-central-1:123456789012:identity/${user}@example.com`),
    ReplyToEmailAddress: word.map((user) => `${user}@example.com`),
    EmailSendingAccount: one('COGNITO_DEFAULT', 'DEVELOPER'),
    From: word.map((user) => `${user}@example.com`),
    ConfigurationSet: word,
  }),
  SmsConfiguration: some<NonNullable<UserPoolType['SmsConfiguration']>>({
    SnsCallerArn: arn,
    ExternalId: text(0, 20),
    SnsRegion: region,
    EumsSms: some<NonNullable<NonNullable<UserPoolType['SmsConfiguration']>['EumsSms']>>(
      {
        CallerArn: arn,
        ExternalId: text(0, 20),
        OriginationIdentity: text(0, 20),
        ConfigurationSetName: text(0, 20),
        InEntityId: text(0, 20),
        InTemplateId: text(0, 20),
        Region: region,
      },
      ['CallerArn'],
    ),
  }),
  UserPoolTags: TAGS,
  SmsConfigurationFailure: text(0, 20),
  EmailConfigurationFailure: text(0, 20),
  Domain: word,
  CustomDomain: word,
  AdminCreateUserConfig: some<NonNullable<UserPoolType['AdminCreateUserConfig']>>({
    AllowAdminCreateUserOnly: flag,
    UnusedAccountValidityDays: count(0, 365),
    InviteMessageTemplate: some<
      NonNullable<NonNullable<UserPoolType['AdminCreateUserConfig']>['InviteMessageTemplate']>
    >({
      SMSMessage: word.map((who) => `${who}: {username} {####}`),
      EmailMessage: word.map((who) => `${who}: {username} {####}`),
      EmailSubject: subject,
    }),
  }),
  UserPoolAddOns: some<NonNullable<UserPoolType['UserPoolAddOns']>>(
    {
      AdvancedSecurityMode: one('OFF', 'AUDIT', 'ENFORCED'),
      AdvancedSecurityAdditionalFlows: some<{ CustomAuthMode?: 'AUDIT' | 'ENFORCED' }>({
        CustomAuthMode: one('AUDIT', 'ENFORCED'),
      }),
    },
    ['AdvancedSecurityMode'],
  ),
  DcrConfiguration: some<NonNullable<UserPoolType['DcrConfiguration']>>({
    EnableStatus: one('Enabled', 'Disabled'),
    OpenDcrEnabled: flag,
    AuthenticatedGrantTypes: pick('code', 'client_credentials'),
    OpenDcrGrantTypes: pick('code', 'implicit'),
    AllowedScopes: pick('openid', 'email'),
  }),
  UsernameConfiguration: fc.record({ CaseSensitive: flag }),
  Arn: arn,
  AccountRecoverySetting: fc.record({
    RecoveryMechanisms: fc
      .shuffledSubarray(['verified_email', 'verified_phone_number'] as const, { minLength: 1 })
      .map((names) => names.map((Name, index) => ({ Name, Priority: index + 1 }))),
  }),
  UserPoolTier: one('LITE', 'ESSENTIALS', 'PLUS'),
  KeyConfiguration: some<NonNullable<UserPoolType['KeyConfiguration']>>({
    KeyType: one('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KEY'),
    KmsKeyArn: arn,
  }),
  IssuerConfiguration: some<NonNullable<UserPoolType['IssuerConfiguration']>>({
    Type: one('ORIGINAL', 'UPDATED'),
  }),
  AcrConfiguration: fc.dictionary(word, fc.record({ AcrValue: word }), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
};

const httpsUrl = word.map((host) => `https://${host}.example.com/cb`);

/** Flows as one client may have them: the old names and the new ones do not mix. */
export const FLOWS = fc.oneof(
  pick('ADMIN_NO_SRP_AUTH', 'CUSTOM_AUTH_FLOW_ONLY', 'USER_PASSWORD_AUTH'),
  pick(
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
    'ALLOW_USER_AUTH',
  ),
);

const unit = one('seconds', 'minutes', 'hours', 'days');

/** Whatever an app client may look like to DescribeUserPoolClient. */
const CLIENT_MEMBERS: Every<UserPoolClientType> = {
  UserPoolId: fc.constant('eu-central-1_Example01'),
  ClientName: name,
  ClientId: fc.stringMatching(/^[a-z0-9]{26}$/),
  ClientSecret: fc.stringMatching(/^[a-z0-9]{40}$/),
  LastModifiedDate: date,
  CreationDate: date,
  RefreshTokenValidity: count(1, 3650),
  AccessTokenValidity: count(1, 86_400),
  IdTokenValidity: count(1, 86_400),
  TokenValidityUnits: some<NonNullable<UserPoolClientType['TokenValidityUnits']>>({
    AccessToken: unit,
    IdToken: unit,
    RefreshToken: unit,
  }),
  ReadAttributes: pick('email', 'name', 'custom:team', 'sub'),
  WriteAttributes: pick('email', 'name', 'custom:team'),
  ExplicitAuthFlows: FLOWS,
  SupportedIdentityProviders: pick('COGNITO', 'Google', 'Corporate SAML'),
  CallbackURLs: fc.uniqueArray(httpsUrl, { maxLength: 4 }),
  LogoutURLs: fc.uniqueArray(httpsUrl, { maxLength: 4 }),
  DefaultRedirectURI: httpsUrl,
  AllowedOAuthFlows: fc.oneof(
    { weight: 9, arbitrary: pick('code', 'implicit') },
    { weight: 1, arbitrary: fc.constant<['client_credentials']>(['client_credentials']) },
  ),
  AllowedOAuthScopes: pick(
    'openid',
    'email',
    'phone',
    'profile',
    'aws.cognito.signin.user.admin',
    'api/read',
  ),
  AllowedOAuthFlowsUserPoolClient: flag,
  AnalyticsConfiguration: some<NonNullable<UserPoolClientType['AnalyticsConfiguration']>>({
    ApplicationId: fc.stringMatching(/^[0-9a-f]{8,32}$/),
    ApplicationArn: arn,
    RoleArn: arn,
    ExternalId: text(0, 20),
    UserDataShared: flag,
  }),
  PreventUserExistenceErrors: one('LEGACY', 'ENABLED'),
  EnableTokenRevocation: flag,
  EnablePropagateAdditionalUserContextData: flag,
  AuthSessionValidity: count(3, 15),
  RefreshTokenRotation: some<NonNullable<UserPoolClientType['RefreshTokenRotation']>>(
    { Feature: one('ENABLED', 'DISABLED'), RetryGracePeriodSeconds: count(0, 60) },
    ['Feature'],
  ),
  ClientType: one('DCR', 'REGULAR'),
};

/** Whatever a domain may look like to DescribeUserPoolDomain. */
const DOMAIN_MEMBERS: Every<DomainDescriptionType> = {
  UserPoolId: fc.constant('eu-central-1_Example01'),
  AWSAccountId: fc.constant('123456789012'),
  Domain: word,
  S3Bucket: fc.stringMatching(/^[a-z][a-z0-9.-]{3,20}[a-z]$/),
  CloudFrontDistribution: word.map((id) => `${id}.cloudfront.net`),
  Version: count(1, 20_250_101).map(String),
  Status: one('CREATING', 'DELETING', 'UPDATING', 'ACTIVE', 'FAILED'),
  CustomDomainConfig: some<CustomDomainConfigType>(
    { CertificateArn: arn, SecurityPolicy: one('TLS_V1', 'TLS_V1_2_2021', 'TLS_V1_3_2025') },
    ['CertificateArn'],
  ),
  ManagedLoginVersion: count(1, 2),
  Routing: some<NonNullable<DomainDescriptionType['Routing']>>({
    Failover: fc.record({ SecondaryRegion: region, PrimaryRoute53HealthCheckId: word }),
  }),
};

/** A pool that DescribeUserPool could show. */
export const POOL = some<UserPoolType>(POOL_MEMBERS, ['Id', 'Name']).map((pool) => ({
  ...pool,
  Id: pool.Id ?? '',
}));

export const CLIENT = some<UserPoolClientType>(CLIENT_MEMBERS, ['UserPoolId', 'ClientId', 'ClientName']);

export const DOMAIN = some<DomainDescriptionType>(DOMAIN_MEMBERS, ['Domain', 'UserPoolId']);
