import { AwsError } from './errors.ts';

/** Calls a second of the SES API, but for those that send (SES developer guide, "Service quotas in Amazon SES"). */
const SES_RATE = 1;

interface Category {
  /** Calls a second of an account in a Region; the operations of a category share them. */
  readonly rate: number;
  /** The same in one user pool, where there is such a limit. */
  readonly inPool?: number;
  /** Those that this sandbox knows. */
  readonly operations: readonly string[];
}

/** Developer guide, "Quotas in Amazon Cognito", API operation categories and request rate quotas. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  UserAuthentication: { rate: 120, operations: ['InitiateAuth', 'RespondToAuthChallenge'] },
  UserCreation: {
    rate: 50,
    operations: ['AdminCreateUser', 'SignUp', 'ConfirmSignUp', 'ResendConfirmationCode'],
  },
  UserAccountRecovery: {
    rate: 30,
    operations: [
      ...['AdminSetUserPassword', 'AdminResetUserPassword', 'AdminConfirmSignUp'],
      ...['ForgotPassword', 'ConfirmForgotPassword'],
    ],
  },
  UserRead: { rate: 120, operations: ['AdminGetUser'] },
  UserUpdate: {
    rate: 25,
    operations: [
      ...['AdminUpdateUserAttributes', 'AdminDeleteUser', 'AdminEnableUser', 'AdminDisableUser'],
      ...['AdminDeleteSoftwareToken', 'AssociateSoftwareToken', 'VerifySoftwareToken'],
    ],
  },
  UserResourceRead: { rate: 50, operations: ['AdminListGroupsForUser'] },
  UserResourceUpdate: { rate: 25, operations: ['AdminAddUserToGroup'] },
  UserList: { rate: 30, operations: ['ListUsers', 'ListUsersInGroup'] },
  UserPoolRead: { rate: 15, operations: ['DescribeUserPool', 'ListUserPools'] },
  UserPoolUpdate: { rate: 15, operations: ['CreateUserPool', 'UpdateUserPool', 'DeleteUserPool'] },
  UserPoolResourceRead: {
    rate: 20,
    operations: [
      ...['DescribeUserPoolDomain', 'DescribeManagedLoginBranding', 'DescribeManagedLoginBrandingByClient'],
      ...['GetGroup', 'ListGroups', 'GetUserPoolMfaConfig', 'ListTagsForResource'],
    ],
  },
  UserPoolResourceUpdate: {
    rate: 15,
    inPool: 5,
    operations: [
      ...['CreateUserPoolDomain', 'UpdateUserPoolDomain', 'DeleteUserPoolDomain'],
      ...['CreateManagedLoginBranding', 'UpdateManagedLoginBranding', 'DeleteManagedLoginBranding'],
      ...['CreateGroup', 'DeleteGroup', 'SetUserPoolMfaConfig', 'TagResource', 'UntagResource'],
      'AddCustomAttributes',
    ],
  },
  UserPoolClientRead: {
    rate: 15,
    operations: ['DescribeUserPoolClient', 'ListUserPoolClients', 'ListUserPoolClientSecrets'],
  },
  UserPoolClientUpdate: {
    rate: 15,
    inPool: 5,
    operations: [
      ...['CreateUserPoolClient', 'UpdateUserPoolClient', 'DeleteUserPoolClient'],
      ...['AddUserPoolClientSecret', 'DeleteUserPoolClientSecret'],
    ],
  },
};

const categoryOf = new Map(
  Object.entries(CATEGORIES).flatMap(([name, category]) =>
    category.operations.map((operation) => [operation, { name, ...category }] as const),
  ),
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
    const { name, rate, inPool } = category;
    const buckets: [string, number][] = [[`${region} ${name}`, rate]];
    if (inPool !== undefined && pool !== undefined) buckets.push([`${region} ${name} ${pool}`, inPool]);
    this.#take(buckets, 400);
  }

  /** @throws TooManyRequestsException with status 429 */
  takeSes(region: string): void {
    this.#take([[`${region} SES`, SES_RATE]], 429);
  }

  #take(buckets: readonly (readonly [key: string, rate: number])[], status: number): void {
    const { scale } = this;
    if (scale === undefined) return;
    const filled = buckets.map(([key, rate]) => this.#bucket(key, rate * scale));
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
