import { AwsError } from './errors.ts';

/**
 * The default request rates of an account in a Region, in calls a second, by category; and the operations of each that
 * this sandbox knows. The operations of a category share its rate (developer guide, "Quotas in Amazon Cognito", API
 * operation categories and request rate quotas).
 */
const CATEGORIES: readonly (readonly [rate: number, operations: readonly string[]])[] = [
  // UserAuthentication
  [120, ['InitiateAuth', 'RespondToAuthChallenge']],
  // UserCreation
  [50, ['AdminCreateUser']],
  // UserAccountRecovery
  [30, ['AdminSetUserPassword']],
  // UserRead
  [120, ['AdminGetUser']],
  // UserUpdate
  [25, ['AdminUpdateUserAttributes', 'AdminDeleteUser', 'AdminEnableUser', 'AdminDisableUser']],
  // UserResourceRead, UserResourceUpdate
  [50, ['AdminListGroupsForUser']],
  [25, ['AdminAddUserToGroup']],
  // UserList
  [30, ['ListUsers', 'ListUsersInGroup']],
  // UserPoolRead, UserPoolUpdate
  [15, ['DescribeUserPool', 'ListUserPools']],
  [15, ['CreateUserPool', 'UpdateUserPool', 'DeleteUserPool']],
  // UserPoolResourceRead, UserPoolResourceUpdate
  [
    20,
    [
      ...['DescribeUserPoolDomain', 'DescribeManagedLoginBranding', 'DescribeManagedLoginBrandingByClient'],
      ...['GetGroup', 'ListGroups', 'GetUserPoolMfaConfig', 'ListTagsForResource'],
    ],
  ],
  [
    15,
    [
      ...['CreateUserPoolDomain', 'UpdateUserPoolDomain', 'DeleteUserPoolDomain'],
      ...['CreateManagedLoginBranding', 'UpdateManagedLoginBranding', 'DeleteManagedLoginBranding'],
      ...['CreateGroup', 'DeleteGroup', 'SetUserPoolMfaConfig', 'TagResource', 'UntagResource'],
    ],
  ],
  // UserPoolClientRead, UserPoolClientUpdate
  [15, ['DescribeUserPoolClient', 'ListUserPoolClients', 'ListUserPoolClientSecrets']],
  [
    15,
    [
      ...['CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
      ...['AddUserPoolClientSecret', 'DeleteUserPoolClientSecret'],
    ],
  ],
];

const categoryOf: ReadonlyMap<string, number> = new Map(
  CATEGORIES.flatMap(([, operations], category) => operations.map((name) => [name, category] as const)),
);

/** The operations whose rate is limited. */
export const LIMITED_OPERATIONS: readonly string[] = [...categoryOf.keys()];

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Counts calls as Cognito does: a bucket for each Region and category, that holds the calls of one second and fills at
 * the category's rate. A call that finds it empty is refused, and costs nothing.
 */
export class Quotas {
  /** What each rate is multiplied with; undefined for no limit at all. */
  scale: number | undefined;
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(scale: number | undefined, now: () => number) {
    this.scale = scale;
    this.#now = now;
  }

  /** @throws TooManyRequestsException */
  take(operation: string, region: string): void {
    const category = categoryOf.get(operation);
    const [rate = 0] = CATEGORIES[category ?? -1] ?? [];
    if (this.scale === undefined || category === undefined) return;
    const perSecond = rate * this.scale;
    const now = this.#now();
    const key = `${region} ${category}`;
    // With a small factor a second holds less than a call, which must get through at some time.
    const most = Math.max(1, perSecond);
    const bucket = this.#buckets.get(key) ?? { tokens: most, at: now };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) throw new AwsError('TooManyRequestsException', 'Too many requests');
    bucket.tokens -= 1;
  }
}
