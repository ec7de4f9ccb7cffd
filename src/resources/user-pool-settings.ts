import type {
  CreateUserPoolRequest,
  UpdateUserPoolRequest,
  UserPoolTierType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type AccountRecovery, newRecovery, recoveryEdits } from './account-recovery.ts';
import {
  type BlockedField,
  type Difference,
  differenceOf,
  type Edit,
  type FieldChange,
  isChange,
  withoutEmpty,
} from './contract.ts';
import { DEFAULT_POLICY } from './password.ts';
import {
  passwordChanges,
  passwordEdits,
  passwordSettings,
  policyWith,
  type WantedPasswords,
} from './password-policy.ts';
import { blockedSender, emailEdits, newEmail, type WantedEmail } from './pool-email.ts';
import {
  attributeFields,
  blockedAttributes,
  NEW_POOL,
  namesWanted,
  newSchema,
  type WantedAttributes,
} from './pool-schema.ts';
import { appTag, type Created, createdFor, createdValue, isMade, OWNER_TAG } from './pool-tags.ts';
import { blockedTier } from './pool-tier.ts';

const DEFAULT_TIER = 'ESSENTIALS';

/** AWS General Reference, "Tagging AWS resources". */
const MOST_TAGS = 50;
const LONGEST_TAG_VALUE = 256;

/** A described pool; its id is always there. */
export type UserPool = UserPoolType & { readonly Id: string };

/** What people type to sign in: their email address, or a user name beside which the address does as well. */
export type SignIn = 'email' | 'username';

/** True when the users of the pool sign in with their email address; fixed when a pool is created. */
export const signsInByEmail = ({ UsernameAttributes }: Pick<UserPool, 'UsernameAttributes'>): boolean =>
  UsernameAttributes?.includes('email') === true;

/** How people sign in to the pool; fixed when a pool is created. */
export const signInOf = (pool: Pick<UserPool, 'UsernameAttributes'>): SignIn =>
  signsInByEmail(pool) ? 'email' : 'username';

/** What the user wants of the pool. What is undefined keeps its value, and gets the wizard's default when new. */
export interface DesiredUserPool extends WantedEmail {
  /** The app that is to be on the pool. */
  readonly alias: string;
  /** What is created for the app, beside what its tag names already. */
  readonly creates: Created;
  readonly name: string | undefined;
  readonly tier: UserPoolTierType | undefined;
  readonly selfSignUp: boolean | undefined;
  readonly deletionProtection: boolean | undefined;
  readonly signIn?: SignIn | undefined;
  readonly passwords?: WantedPasswords;
  readonly recovery?: AccountRecovery | undefined;
  readonly attributes?: WantedAttributes;
}

/** The tags of the pool once the app is on it, beside those of others. */
function tagsWanted(pool: UserPool | undefined, { alias, creates }: DesiredUserPool): Record<string, string> {
  const before = createdFor(pool ?? {}, alias);
  const value = createdValue({
    clients: [...new Set([...before.clients, ...creates.clients])],
    domain: creates.domain ?? before.domain,
  });
  return { [OWNER_TAG]: pool === undefined || isMade(pool) ? 'made' : 'joined', [appTag(alias)]: value };
}

/** A tag that is to be put on the pool. */
export interface TagChange extends FieldChange {
  readonly key: string;
  readonly to: string;
}

/** The tags that the pool lacks for the app. They have calls of their own, which touch nothing else of the pool. */
export function tagChanges(pool: UserPool, desired: DesiredUserPool): TagChange[] {
  return Object.entries(tagsWanted(pool, desired))
    .map(([key, to]) => ({ key, field: `tag ${key}`, from: pool.UserPoolTags?.[key], to }))
    .filter(({ from, to }) => from !== to);
}

/** What has to change of the pool's settings for them to be as they are wanted. */
export function poolEdits(pool: UserPool, desired: DesiredUserPool): Edit<UpdateUserPoolRequest>[] {
  const { name, deletionProtection, tier, selfSignUp } = desired;
  const edits: Edit<UpdateUserPoolRequest>[] = [
    { field: 'name', from: pool.Name, to: name, member: 'PoolName', value: name },
    {
      field: 'deletion protection',
      from: pool.DeletionProtection === 'ACTIVE',
      to: deletionProtection,
      member: 'DeletionProtection',
      value: protectionOf(desired),
    },
    { field: 'tier', from: pool.UserPoolTier, to: tier, member: 'UserPoolTier', value: tier },
    ...passwordEdits(pool, desired.passwords ?? {}),
    {
      field: 'self sign-up',
      from: pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
      to: selfSignUp,
      member: 'AdminCreateUserConfig',
      value: { ...pool.AdminCreateUserConfig, AllowAdminCreateUserOnly: selfSignUp === false },
    },
    ...recoveryEdits(pool.AccountRecoverySetting, desired.recovery),
  ];
  // An address may get another identity behind it, and is shown as the same.
  return [...edits.filter(isChange), ...emailEdits(pool.EmailConfiguration, desired)];
}

/** What a new pool has that a setup does not give it unasked: nobody should have to guess it behind a name. */
function notableOf(desired: DesiredUserPool): FieldChange[] {
  const { selfSignUp, tier, deletionProtection, email, emailFromName, emailReplyTo, signIn, recovery } =
    desired;
  const from = undefined;
  const { required = [] } = desired.attributes ?? {};
  const custom = namesWanted(desired.attributes ?? {});
  return [
    ...(signIn === 'username' ? [{ field: 'sign in with', from, to: 'user name or email' }] : []),
    ...passwordChanges(
      passwordSettings({ Policies: { PasswordPolicy: DEFAULT_POLICY } }),
      desired.passwords ?? {},
    ),
    ...(recovery === 'none' ? [{ field: 'account recovery', from, to: recovery }] : []),
    ...(required.length === 0 ? [] : [{ field: 'required attributes', from, to: required.join(', ') }]),
    ...(custom.length === 0 ? [] : [{ field: 'custom attributes', from, to: custom.join(', ') }]),
    ...(emailFromName === undefined ? [] : [{ field: "sender's name", from, to: emailFromName }]),
    ...(emailReplyTo === undefined ? [] : [{ field: 'replies go to', from, to: emailReplyTo }]),
    ...(selfSignUp === true ? [{ field: 'self sign-up', from, to: true }] : []),
    ...(tier === undefined || tier === DEFAULT_TIER ? [] : [{ field: 'tier', from, to: tier }]),
    ...(deletionProtection !== false ? [] : [{ field: 'deletion protection', from, to: false }]),
    ...(email === undefined ? [] : [{ field: 'email from', from, to: email.from }]),
  ];
}

/** Pure: what stands between a pool and what is wanted of it. */
export function diffUserPool(pool: UserPool | undefined, desired: DesiredUserPool): Difference {
  if (pool === undefined) {
    const blocked = blockedSender(undefined, desired);
    const fields = notableOf(desired);
    return blocked.length > 0 ? { action: 'blocked', fields, blocked } : { action: 'create', fields };
  }
  const tags = tagChanges(pool, desired);
  const { SchemaAttributes: schema } = pool;
  const attributes = desired.attributes ?? {};
  return differenceOf(
    [...tags, ...poolEdits(pool, desired), ...attributeFields(schema, attributes)],
    [
      ...blockedTags(pool, tags),
      ...blockedSignIn(pool, desired),
      ...blockedAttributes(schema, attributes),
      ...blockedSender(pool.EmailConfiguration, desired),
      ...blockedTier(pool, desired),
    ],
  );
}

/** What people sign in with is fixed when a pool is created (Cognito API reference, CreateUserPool). */
function blockedSignIn(pool: UserPool, { signIn }: DesiredUserPool): BlockedField[] {
  if (signIn === undefined || signIn === signInOf(pool)) return [];
  return [
    {
      field: 'sign in with',
      why: `Cognito fixes when a user pool is created what people sign in with, and here it is ${signInOf(pool) === 'email' ? 'their email address' : 'a user name'}.`,
      choices: [{ act: 'Leave --sign-in out, and keep it so.' }, NEW_POOL],
    },
  ];
}

/** Tags that the pool has no room for. */
function blockedTags(pool: UserPool, tags: readonly TagChange[]): BlockedField[] {
  const present = Object.keys(pool.UserPoolTags ?? {});
  const added = tags.filter(({ key }) => !present.includes(key));
  const [first] = added;
  const blocked: BlockedField[] = [];
  if (first !== undefined && present.length + added.length > MOST_TAGS) {
    blocked.push({
      field: first.field,
      why: `Each app needs a tag on its user pool, by which it is found again. A user pool can have at most ${MOST_TAGS} tags, and this one has ${present.length}: it takes no further app.`,
      choices: [
        {
          act: 'Remove a tag that nobody needs in the Cognito console (user pool → Tags), and run the command again.',
        },
        { act: 'Create a new user pool: run the command with another --alias and without --pool-id.' },
      ],
    });
  }
  const long = tags.find(({ to }) => to.length > LONGEST_TAG_VALUE);
  if (long !== undefined) {
    blocked.push({
      field: long.field,
      why: `This tag names the app clients that were created for the app. It can hold ${LONGEST_TAG_VALUE} characters, so there is no room for one more.`,
      choices: [{ act: 'Use a shorter --client-name, or another --alias.' }],
    });
  }
  return blocked;
}

const protectionOf = ({ deletionProtection }: DesiredUserPool) =>
  deletionProtection === false ? 'INACTIVE' : 'ACTIVE';

// UpdateUserPool refuses UnusedAccountValidityDays beside the password policy's TemporaryPasswordValidityDays. Without the
// latter it is the setting itself, and would be lost.
function createUserConfig({
  Policies,
  AdminCreateUserConfig,
}: Pick<UpdateUserPoolRequest, 'Policies' | 'AdminCreateUserConfig'>) {
  if (AdminCreateUserConfig === undefined) return undefined;
  if (Policies?.PasswordPolicy?.TemporaryPasswordValidityDays === undefined) return AdminCreateUserConfig;
  const { UnusedAccountValidityDays: _, ...config } = AdminCreateUserConfig;
  return config;
}

/** What the how-to's "leave the other settings as default" means: the console's defaults, which are not the API's. */
export function createPoolInput(desired: DesiredUserPool): CreateUserPoolRequest {
  const schema = newSchema(desired.attributes ?? {});
  return {
    PoolName: desired.name ?? desired.alias,
    // With an alias the verified address does at sign-in as well as the name.
    ...(desired.signIn === 'username' ? { AliasAttributes: ['email'] } : { UsernameAttributes: ['email'] }),
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    AccountRecoverySetting: newRecovery(desired.recovery),
    Policies: {
      PasswordPolicy: policyWith(DEFAULT_POLICY, desired.passwords ?? {}),
    },
    ...(schema === undefined ? {} : { Schema: schema }),
    DeletionProtection: protectionOf(desired),
    // CreateUserPool turns MFA on with text messages only: SetUserPoolMfaConfig does it afterwards (recorded in aws-cdk#12075).
    MfaConfiguration: 'OFF',
    EmailConfiguration: newEmail(desired),
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: desired.selfSignUp !== true },
    UserPoolTier: desired.tier ?? DEFAULT_TIER,
    UserPoolTags: tagsWanted(undefined, desired),
  };
}

/**
 * UpdateUserPool sets every member that it is not given back to its default, so an update starts from all that
 * DescribeUserPool showed, less what UpdateUserPool does not take. MfaConfiguration stays when it is left out, and may be
 * refused when it is sent (recorded in cdkd#1968 and cloudformation-coverage-roadmap#1176).
 */
export function updateInputOf(
  pool: UserPool,
  overlay: Partial<UpdateUserPoolRequest> = {},
): UpdateUserPoolRequest {
  const {
    Id,
    Name,
    Arn: _arn,
    CreationDate: _created,
    LastModifiedDate: _modified,
    Status: _status,
    Domain: _domain,
    CustomDomain: _customDomain,
    SchemaAttributes: _schema,
    AliasAttributes: _aliases,
    UsernameAttributes: _usernames,
    UsernameConfiguration: _usernameConfiguration,
    EstimatedNumberOfUsers: _users,
    EmailConfigurationFailure: _emailFailure,
    SmsConfigurationFailure: _smsFailure,
    MfaConfiguration: _mfa,
    AdminCreateUserConfig: _config,
    DcrConfiguration,
    ...settings
  } = pool;
  const config = createUserConfig({ ...pool, ...overlay });
  return withoutEmpty({
    ...settings,
    UserPoolId: Id,
    ...(Name === undefined ? {} : { PoolName: Name }),
    ...overlay,
    ...(config === undefined ? {} : { AdminCreateUserConfig: config }),
    // Sent without its status it would be turned on (SDK, DcrConfigurationType).
    ...(DcrConfiguration === undefined
      ? {}
      : { DcrConfiguration: { EnableStatus: 'Disabled', ...DcrConfiguration } }),
  });
}
