/** What a policy is for: setting up, reading only, or deleting. */
export type PolicyScope = 'setup' | 'read-only' | 'destroy';

/** What an action can be limited to. `nothing`: AWS asks for no permission, so the policy does not name it. */
type Target = 'nothing' | 'any' | 'user-pool' | 'made-pool' | 'identity' | 'address' | 'email-role';

interface IamAction {
  readonly action: string;
  readonly on: Target;
  readonly for: readonly PolicyScope[];
  /** True for what AWS asks for beside the call itself: this program sends no call of that name. */
  readonly beside?: true;
  /** True for what only users from a file or a choice that is not the default need: a setup without does without it. */
  readonly optional?: true;
}

const ALL = ['setup', 'read-only', 'destroy'] as const;
const LOOK = ['setup', 'read-only'] as const;

/**
 * Every action that this program needs, once. An action has its call's name; which of them can be limited to an ARN is
 * in the service authorization reference of Cognito user pools and of SES v2, and of the tagging API.
 */
export const IAM_ACTIONS: readonly IamAction[] = [
  { action: 'sts:GetCallerIdentity', on: 'nothing', for: ALL },

  { action: 'cognito-idp:ListUserPools', on: 'any', for: ALL },
  // Without it every user pool is described to find the one.
  { action: 'tag:GetResources', on: 'any', for: ALL, optional: true },
  { action: 'cognito-idp:DescribeUserPoolDomain', on: 'any', for: ALL },
  { action: 'cognito-idp:CreateUserPool', on: 'any', for: ['setup'] },
  { action: 'cognito-idp:DescribeUserPool', on: 'user-pool', for: ALL },
  { action: 'cognito-idp:UpdateUserPool', on: 'user-pool', for: ['setup', 'destroy'] },
  { action: 'cognito-idp:DeleteUserPool', on: 'made-pool', for: ['destroy'] },
  // Our tags; and CreateUserPool writes them, and an update sends all tags again.
  { action: 'cognito-idp:TagResource', on: 'user-pool', for: ['setup', 'destroy'] },
  // An app that leaves a pool which stays.
  { action: 'cognito-idp:UntagResource', on: 'user-pool', for: ['destroy'] },
  { action: 'cognito-idp:CreateUserPoolDomain', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:UpdateUserPoolDomain', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:DeleteUserPoolDomain', on: 'user-pool', for: ['destroy'] },
  { action: 'cognito-idp:ListUserPoolClients', on: 'user-pool', for: ALL },
  { action: 'cognito-idp:DescribeUserPoolClient', on: 'user-pool', for: LOOK },
  { action: 'cognito-idp:ListUserPoolClientSecrets', on: 'user-pool', for: LOOK },
  { action: 'cognito-idp:AddUserPoolClientSecret', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:DeleteUserPoolClientSecret', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:CreateUserPoolClient', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:UpdateUserPoolClient', on: 'user-pool', for: ['setup'] },
  // Of two that were made at the same moment the run that was second deletes its own again. Of two pools as well, when
  // it may: leave to delete user pools is not given for that.
  { action: 'cognito-idp:DeleteUserPoolClient', on: 'user-pool', for: ['setup', 'destroy'] },
  { action: 'cognito-idp:DescribeManagedLoginBrandingByClient', on: 'user-pool', for: ALL },
  { action: 'cognito-idp:CreateManagedLoginBranding', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:DeleteManagedLoginBranding', on: 'user-pool', for: ['destroy'] },
  { action: 'cognito-idp:AdminGetUser', on: 'user-pool', for: LOOK },
  // Whether anybody is in a pool that was created twice, or goes with one that is deleted.
  { action: 'cognito-idp:ListUsers', on: 'user-pool', for: ALL },
  { action: 'cognito-idp:AdminCreateUser', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:AdminSetUserPassword', on: 'user-pool', for: ['setup'] },
  { action: 'cognito-idp:AdminUpdateUserAttributes', on: 'user-pool', for: ['setup'] },
  // The second factor, attributes of one's own, and a lost phone.
  { action: 'cognito-idp:GetUserPoolMfaConfig', on: 'user-pool', for: LOOK, optional: true },
  { action: 'cognito-idp:SetUserPoolMfaConfig', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:AddCustomAttributes', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:AdminDeleteSoftwareToken', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:AdminEnableUser', on: 'user-pool', for: ['setup'], optional: true },
  // add-user --from-csv
  { action: 'cognito-idp:ListUsersInGroup', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:AdminListGroupsForUser', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:ListGroups', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:CreateGroup', on: 'user-pool', for: ['setup'], optional: true },
  { action: 'cognito-idp:AdminAddUserToGroup', on: 'user-pool', for: ['setup'], optional: true },

  { action: 'ses:GetAccount', on: 'any', for: LOOK },
  { action: 'ses:ListEmailIdentities', on: 'any', for: ['destroy'] },
  { action: 'ses:GetEmailIdentity', on: 'identity', for: ALL },
  { action: 'ses:CreateEmailIdentity', on: 'identity', for: ['setup'] },
  { action: 'ses:TagResource', on: 'identity', for: ['setup'], beside: true },
  // An address that a pool which stays goes on sending from.
  { action: 'ses:UntagResource', on: 'identity', for: ['destroy'] },
  // verify-email --resend deletes the identity and creates it again: SES has no other way.
  { action: 'ses:DeleteEmailIdentity', on: 'address', for: ['setup', 'destroy'], optional: true },

  // Cognito makes its own role when a user pool sends through SES for the first time.
  { action: 'iam:CreateServiceLinkedRole', on: 'email-role', for: ['setup'], beside: true },
];

/** Where the policy is to hold; `*` for what is not known. */
export interface PolicyPlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** An identity-based policy, as IAM takes it. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

const EMAIL_SERVICE = 'email.cognito-idp.amazonaws.com';

const userPools = ({ partition, region, account }: PolicyPlace) =>
  `arn:${partition}:cognito-idp:${region}:${account}:userpool/*`;
const identities = ({ partition, region, account }: PolicyPlace, which: string) =>
  `arn:${partition}:ses:${region}:${account}:identity/${which}`;

/** The statements by what they can be limited to, in the order in which they are printed. */
const STATEMENTS: readonly {
  readonly on: Target;
  readonly sid: string;
  readonly resource: (place: PolicyPlace) => string;
  readonly condition?: Statement['Condition'];
}[] = [
  { on: 'any', sid: 'MendixCognitoAccount', resource: () => '*' },
  {
    on: 'user-pool',
    sid: 'MendixCognitoUserPools',
    resource: userPools,
  },
  {
    // Service authorization reference of Cognito user pools: a user pool has the condition key aws:ResourceTag.
    on: 'made-pool',
    sid: 'MendixCognitoCreatedUserPools',
    resource: userPools,
    condition: { StringEquals: { 'aws:ResourceTag/mendix-cognito': 'made' } },
  },
  {
    on: 'identity',
    sid: 'MendixCognitoEmailIdentities',
    resource: (place) => identities(place, '*'),
  },
  {
    // Domains are never deleted.
    on: 'address',
    sid: 'MendixCognitoEmailAddresses',
    resource: (place) => identities(place, '*@*'),
  },
  {
    on: 'email-role',
    sid: 'MendixCognitoEmailRole',
    resource: ({ partition, account }) =>
      `arn:${partition}:iam::${account}:role/aws-service-role/${EMAIL_SERVICE}/*`,
    condition: { StringEquals: { 'iam:AWSServiceName': EMAIL_SERVICE } },
  },
];

/** Pure: the least policy of that scope. */
export function iamPolicy(scope: PolicyScope, place: PolicyPlace): PolicyDocument {
  const statements = STATEMENTS.flatMap(({ on, sid, resource, condition }): Statement[] => {
    const actions = IAM_ACTIONS.filter((row) => row.on === on && row.for.includes(scope));
    if (actions.length === 0) return [];
    return [
      {
        Sid: sid,
        Effect: 'Allow',
        Action: actions.map(({ action }) => action).sort(),
        Resource: resource(place),
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ];
  });
  return { Version: '2012-10-17', Statement: statements };
}

const READS = /:(?:Describe|Get|List|AdminGet)/;

/** The actions of setup that only read, so that whether they are allowed can be tried out without a trace. */
export function readActions(): readonly string[] {
  return setupActions().filter((action) => READS.test(action));
}

/** The actions of setup that cannot be tried out without writing. */
export function writeActions(): readonly string[] {
  return setupActions().filter((action) => !READS.test(action));
}

function setupActions(): string[] {
  return IAM_ACTIONS.filter(
    (row) => row.on !== 'nothing' && row.for.includes('setup') && row.optional !== true,
  ).map(({ action }) => action);
}
