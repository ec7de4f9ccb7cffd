import { AwsError } from './errors.ts';

/** Writes a second in one user pool, of the categories that have this limit as well. */
const IN_ONE_POOL = 5;

/** Calls a second of the SES API, but for those that send (SES developer guide, "Service quotas in Amazon SES"). */
const SES_RATE = 1;

/**
 * The default request rates of an account in a Region, in calls a second, by category; the operations of each that this
 * sandbox knows; and the rate in one pool where there is one. The operations of a category share its rate (developer guide,
 * "Quotas in Amazon Cognito", API operation categories and request rate quotas).
 */
const CATEGORIES: readonly (readonly [rate: number, operations: readonly string[], inPool?: number])[] = [
  // UserAuthentication
  [120, ['InitiateAuth', 'RespondToAuthChallenge']],
  // UserCreation
  [50, ['AdminCreateUser', 'SignUp', 'ConfirmSignUp', 'ResendConfirmationCode']],
  // UserAccountRecovery
  [
    30,
    [
      ...['AdminSetUserPassword', 'AdminResetUserPassword', 'AdminConfirmSignUp'],
      ...['ForgotPassword', 'ConfirmForgotPassword'],
    ],
  ],
  // UserRead
  [120, ['AdminGetUser']],
  // UserUpdate
  [
    25,
    [
      ...['AdminUpdateUserAttributes', 'AdminDeleteUser', 'AdminEnableUser', 'AdminDisableUser'],
      ...['AdminDeleteSoftwareToken', 'AssociateSoftwareToken', 'VerifySoftwareToken'],
    ],
  ],
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
      'AddCustomAttributes',
    ],
    IN_ONE_POOL,
  ],
  // UserPoolClientRead, UserPoolClientUpdate
  [15, ['DescribeUserPoolClient', 'ListUserPoolClients', 'ListUserPoolClientSecrets']],
  [
    15,
    [
      ...['CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
      ...['AddUserPoolClientSecret', 'DeleteUserPoolClientSecret'],
    ],
    IN_ONE_POOL,
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
 * Counts calls as AWS does: a bucket for each Region and category, and for each pool where that counts, that holds the calls of one second and fills at
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

  /**
   * @param pool the id of the pool that the call is about
   * @throws TooManyRequestsException
   */
  take(operation: string, region: string, pool: string | undefined): void {
    const category = categoryOf.get(operation);
    if (category === undefined) return;
    const [rate, , inPool] = CATEGORIES[category] ?? [0, []];
    const buckets: [string, number][] = [[`${region} ${category}`, rate]];
    if (inPool !== undefined && pool !== undefined) buckets.push([`${region} ${category} ${pool}`, inPool]);
    this.#take(buckets, 400);
  }

  /** @throws TooManyRequestsException with status 429 */
  takeSes(region: string): void {
    this.#take([[`${region} SES`, SES_RATE]], 429);
  }

  #take(buckets: readonly (readonly [key: string, rate: number])[], status: number): void {
    if (this.scale === undefined) return;
    const filled = buckets.map(([key, rate]) => this.#bucket(key, rate * (this.scale ?? 1)));
    if (filled.some((bucket) => bucket.tokens < 1)) {
      throw new AwsError('TooManyRequestsException', 'Too many requests', status);
    }
    for (const bucket of filled) bucket.tokens -= 1;
  }

  #bucket(key: string, perSecond: number): Bucket {
    const now = this.#now();
    // With a small factor a second holds less than a call, which must get through at some time.
    const most = Math.max(1, perSecond);
    const bucket = this.#buckets.get(key) ?? { tokens: most, at: now };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    return bucket;
  }
}
