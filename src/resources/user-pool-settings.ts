import type {
  CreateUserPoolRequest,
  UpdateUserPoolRequest,
  UserPoolTierType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type BlockedField, type Difference, differenceOf, type Edit, type FieldChange } from './contract.ts';
import { DEFAULT_POLICY } from './password.ts';
import { appTag, type Created, createdFor, createdValue, isMade, OWNER_TAG } from './pool-tags.ts';

const DEFAULT_TIER = 'ESSENTIALS';

/** AWS General Reference, "Tagging AWS resources". */
const MOST_TAGS = 50;
const LONGEST_TAG_VALUE = 256;

/** A described pool; its id is always there. */
export type UserPool = UserPoolType & { readonly Id: string };

/** The mail identity that the pool sends through, instead of Cognito's own 50 mails a day. */
export interface PoolEmail {
  readonly from: string;
  readonly identityArn: string;
}

/** True when the users of the pool sign in with their email address; fixed when a pool is created. */
export const signsInByEmail = ({ UsernameAttributes }: Pick<UserPool, 'UsernameAttributes'>): boolean =>
  UsernameAttributes?.includes('email') === true;

/** What the user wants of the pool. What is undefined keeps its value, and gets the wizard's default when new. */
export interface DesiredUserPool {
  /** The app that is to be on the pool. */
  readonly alias: string;
  /** What is created for the app, beside what its tag names already. */
  readonly creates: Created;
  readonly name: string | undefined;
  readonly tier: UserPoolTierType | undefined;
  readonly selfSignUp: boolean | undefined;
  readonly deletionProtection: boolean | undefined;
  readonly email: PoolEmail | undefined;
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
  const edits: Edit<UpdateUserPoolRequest>[] = [];
  if (desired.name !== undefined && pool.Name !== desired.name) {
    edits.push({ field: 'name', from: pool.Name, to: desired.name, member: 'PoolName', value: desired.name });
  }
  const protection = protectionOf(desired);
  const protectionNow = pool.DeletionProtection ?? 'INACTIVE';
  if (desired.deletionProtection !== undefined && protectionNow !== protection) {
    edits.push({
      field: 'deletion protection',
      from: protectionNow,
      to: protection,
      member: 'DeletionProtection',
      value: protection,
    });
  }
  if (desired.tier !== undefined && pool.UserPoolTier !== desired.tier) {
    edits.push({
      field: 'tier',
      from: pool.UserPoolTier,
      to: desired.tier,
      member: 'UserPoolTier',
      value: desired.tier,
    });
  }
  const selfSignUpNow = pool.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true;
  if (desired.selfSignUp !== undefined && selfSignUpNow !== desired.selfSignUp) {
    edits.push({
      field: 'self sign-up',
      from: selfSignUpNow,
      to: desired.selfSignUp,
      member: 'AdminCreateUserConfig',
      value: { ...adminCreateUserConfigOf(pool), AllowAdminCreateUserOnly: !desired.selfSignUp },
    });
  }
  const { email } = desired;
  const emailNow = pool.EmailConfiguration;
  if (email !== undefined && (emailNow?.SourceArn !== email.identityArn || emailNow.From !== email.from)) {
    edits.push({
      field: 'email from',
      from: emailNow?.From ?? emailNow?.SourceArn,
      to: email.from,
      member: 'EmailConfiguration',
      value: { ...emailNow, ...emailConfiguration(email) },
    });
  }
  return edits;
}

/** What a new pool has that a setup does not give it unasked: nobody should have to guess it behind a name. */
function notableOf({ selfSignUp, tier, deletionProtection, email }: DesiredUserPool): FieldChange[] {
  const from = undefined;
  return [
    ...(selfSignUp === true ? [{ field: 'self sign-up', from, to: true }] : []),
    ...(tier === undefined || tier === DEFAULT_TIER ? [] : [{ field: 'tier', from, to: tier }]),
    ...(deletionProtection !== false ? [] : [{ field: 'deletion protection', from, to: 'INACTIVE' }]),
    ...(email === undefined ? [] : [{ field: 'email from', from, to: email.from }]),
  ];
}

/** Pure: what stands between a pool and what is wanted of it. */
export function diffUserPool(pool: UserPool | undefined, desired: DesiredUserPool): Difference {
  if (pool === undefined) return { action: 'create', fields: notableOf(desired) };
  const tags = tagChanges(pool, desired);
  return differenceOf([...tags, ...poolEdits(pool, desired)], blockedTags(pool, tags));
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

function emailConfiguration(email: PoolEmail) {
  return { EmailSendingAccount: 'DEVELOPER', SourceArn: email.identityArn, From: email.from } as const;
}

// UpdateUserPool refuses UnusedAccountValidityDays beside the password policy's TemporaryPasswordValidityDays. Without the
// latter it is the setting itself, and would be lost.
function adminCreateUserConfigOf(pool: UserPool) {
  const days = pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays;
  if (days === undefined) return pool.AdminCreateUserConfig ?? {};
  const { UnusedAccountValidityDays: _, ...config } = pool.AdminCreateUserConfig ?? {};
  return config;
}

/** What the how-to's "leave the other settings as default" means: the console's defaults, which are not the API's. */
export function createPoolInput(desired: DesiredUserPool): CreateUserPoolRequest {
  return {
    PoolName: desired.name ?? desired.alias,
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    Policies: {
      PasswordPolicy: DEFAULT_POLICY,
    },
    DeletionProtection: protectionOf(desired),
    MfaConfiguration: 'OFF',
    EmailConfiguration:
      desired.email === undefined
        ? { EmailSendingAccount: 'COGNITO_DEFAULT' }
        : emailConfiguration(desired.email),
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: desired.selfSignUp !== true },
    UserPoolTier: desired.tier ?? DEFAULT_TIER,
    UserPoolTags: tagsWanted(undefined, desired),
  };
}

/**
 * UpdateUserPool sets every member that it is not given back to its default, so an update starts from all that
 * DescribeUserPool told, less what UpdateUserPool does not take.
 */
export function updateInputOf(pool: UserPool): UpdateUserPoolRequest {
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
    AdminCreateUserConfig,
    DcrConfiguration,
    ...settings
  } = pool;
  return {
    ...settings,
    UserPoolId: Id,
    ...(Name === undefined ? {} : { PoolName: Name }),
    ...(AdminCreateUserConfig === undefined ? {} : { AdminCreateUserConfig: adminCreateUserConfigOf(pool) }),
    // Sent without its status it would be turned on (SDK, DcrConfigurationType).
    ...(DcrConfiguration === undefined
      ? {}
      : { DcrConfiguration: { EnableStatus: 'Disabled', ...DcrConfiguration } }),
  };
}
