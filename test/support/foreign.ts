import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { identityArn, verifyAddress } from './cognito.ts';
import type { World } from './world.ts';

const REGION = 'eu-central-1';
const lambda = (name: string) => `arn:aws:lambda:${REGION}:123456789012:function:${name}`;
const KEY = `arn:aws:kms:${REGION}:123456789012:key/11111111-2222-4333-8444-555555555555`;
const ROLE = 'arn:aws:iam::123456789012:role/foreign';

/** A pool and a client of other people: everything is set that their Describe shapes know. */
export interface Foreign {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

/**
 * Creates a pool and a client full of settings that this program never creates.
 *
 * @param tags those of the pool, beside two that are its own
 */
export async function makeForeign(world: World, tags: Record<string, string> = {}): Promise<Foreign> {
  const { cognito } = world;
  await verifyAddress({ ses: world.ses, url: world.sandbox.url }, 'sender@example.com');
  const { UserPool } = await cognito.send(
    new CreateUserPoolCommand({
      PoolName: 'Grown over years',
      UsernameAttributes: ['email', 'phone_number'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [
        {
          Name: 'team',
          AttributeDataType: 'String',
          Mutable: true,
          StringAttributeConstraints: { MaxLength: '64' },
        },
        {
          Name: 'level',
          AttributeDataType: 'Number',
          NumberAttributeConstraints: { MinValue: '1', MaxValue: '9' },
        },
        { Name: 'cost_centre', AttributeDataType: 'String', DeveloperOnlyAttribute: true },
        { Name: 'nickname', AttributeDataType: 'String', Mutable: true, Required: false },
      ],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 14,
          RequireLowercase: true,
          RequireUppercase: true,
          RequireNumbers: true,
          RequireSymbols: false,
          PasswordHistorySize: 5,
          TemporaryPasswordValidityDays: 3,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN', 'EMAIL_OTP'] },
      },
      DeletionProtection: 'INACTIVE',
      LambdaConfig: {
        PreSignUp: lambda('pre-sign-up'),
        CustomMessage: lambda('message'),
        PostConfirmation: lambda('welcome'),
        PreAuthentication: lambda('gate'),
        PostAuthentication: lambda('audit'),
        DefineAuthChallenge: lambda('define'),
        CreateAuthChallenge: lambda('create'),
        VerifyAuthChallengeResponse: lambda('verify'),
        UserMigration: lambda('migrate'),
        PreTokenGeneration: lambda('claims'),
        PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: lambda('claims') },
        CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: lambda('sms') },
        CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: lambda('mail') },
        KMSKeyID: KEY,
        InboundFederation: { LambdaVersion: 'V1_0', LambdaArn: lambda('inbound') },
      },
      AutoVerifiedAttributes: ['phone_number'],
      SmsVerificationMessage: 'Text {####}',
      EmailVerificationMessage: 'Mail {####}',
      EmailVerificationSubject: 'Prove it',
      VerificationMessageTemplate: {
        SmsMessage: 'Text {####}',
        EmailMessage: 'Mail {####}',
        EmailSubject: 'Prove it',
        EmailSubjectByLink: 'Click',
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
      },
      SmsAuthenticationMessage: 'Second factor {####}',
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['phone_number'] },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: identityArn('sender@example.com', REGION),
        From: 'The app <sender@example.com>',
        ReplyToEmailAddress: 'help@example.com',
        ConfigurationSet: 'marketing',
      },
      SmsConfiguration: { SnsCallerArn: ROLE, ExternalId: 'outside', SnsRegion: 'eu-west-1' },
      UserPoolTags: { team: 'blue', 'cost centre': '42', ...tags },
      AdminCreateUserConfig: {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: {
          SMSMessage: 'Sign in as {username} with {####}',
          EmailMessage: 'Sign in as {username} with {####}',
          EmailSubject: 'Come in',
        },
      },
      UserPoolAddOns: {
        AdvancedSecurityMode: 'ENFORCED',
        AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' },
      },
      AccountRecoverySetting: {
        RecoveryMechanisms: [
          { Name: 'verified_phone_number', Priority: 1 },
          { Name: 'verified_email', Priority: 2 },
        ],
      },
      UserPoolTier: 'PLUS',
      KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: KEY },
      IssuerConfiguration: { Type: 'ORIGINAL' },
    }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  await cognito.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: { Message: 'Second factor {####}', Subject: 'Code' },
      SmsMfaConfiguration: {
        SmsAuthenticationMessage: 'Second factor {####}',
        SmsConfiguration: { SnsCallerArn: ROLE, ExternalId: 'outside', SnsRegion: 'eu-west-1' },
      },
      WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required' },
    }),
  );
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'theirs',
      GenerateSecret: true,
      RefreshTokenValidity: 90,
      AccessTokenValidity: 1800,
      IdTokenValidity: 7,
      TokenValidityUnits: { RefreshToken: 'hours', AccessToken: 'seconds', IdToken: 'hours' },
      ReadAttributes: ['email', 'custom:team', 'name'],
      WriteAttributes: ['custom:team', 'name'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH', 'ALLOW_USER_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: ['https://first.example.com/cb', 'myapp://second'],
      LogoutURLs: ['https://first.example.com/bye', 'myapp://bye'],
      DefaultRedirectURI: 'myapp://second',
      AllowedOAuthFlows: ['implicit', 'code'],
      AllowedOAuthScopes: ['phone', 'openid', 'aws.cognito.signin.user.admin'],
      AllowedOAuthFlowsUserPoolClient: true,
      AnalyticsConfiguration: {
        ApplicationId: '0123456789abcdef',
        RoleArn: ROLE,
        ExternalId: 'outside',
        UserDataShared: true,
      },
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: false,
      EnablePropagateAdditionalUserContextData: true,
      AuthSessionValidity: 11,
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 30 },
    }),
  );
  for (const [GroupName, Precedence] of [
    ['admins', 1],
    ['readers', 7],
  ] as const) {
    await cognito.send(
      new CreateGroupCommand({ UserPoolId, GroupName, Precedence, RoleArn: ROLE, Description: GroupName }),
    );
  }
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username: 'old@example.com',
      MessageAction: 'SUPPRESS',
      TemporaryPassword: 'Correct-Horse-Battery-9',
      UserAttributes: [
        { Name: 'email', Value: 'old@example.com' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'custom:team', Value: 'blue' },
        { Name: 'nickname', Value: 'oldie' },
      ],
    }),
  );
  const member = { UserPoolId, Username: 'old@example.com', GroupName: 'admins' };
  await cognito.send(new AdminAddUserToGroupCommand(member));
  return { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' };
}

/** All that AWS shows of it, as documents; their change dates aside. */
export async function readForeign({ cognito }: World, { UserPoolId, ClientId }: Foreign) {
  const whole = async <T extends object>(answer: Promise<T>) => {
    const { $metadata: _, ...document } = (await answer) as T & { $metadata?: unknown };
    return document as Omit<T, '$metadata'>;
  };
  const user = { UserPoolId, Username: 'old@example.com' };
  const [pool, mfa, client, groups, oldUser, oldUserGroups] = await Promise.all([
    cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    whole(cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))),
    cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId })),
    whole(cognito.send(new ListGroupsCommand({ UserPoolId }))),
    whole(cognito.send(new AdminGetUserCommand(user))),
    whole(cognito.send(new AdminListGroupsForUserCommand(user))),
  ]);
  const { LastModifiedDate: _pool, ...poolSettings } = pool.UserPool ?? {};
  const { LastModifiedDate: _client, ...clientSettings } = client.UserPoolClient ?? {};
  return { pool: poolSettings, mfa, client: clientSettings, groups, oldUser, oldUserGroups };
}
