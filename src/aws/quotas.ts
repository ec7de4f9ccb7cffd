import { Pace } from './pace.ts';

/**
 * The default request rates of an account in a Region, in calls a second, of the categories that users are added with
 * (Cognito developer guide, "Quotas in Amazon Cognito"). All that goes on in the account has a share in them.
 */
const QUOTAS = {
  /** UserCreation */
  create: 50,
  /** UserAccountRecovery */
  password: 30,
  /** UserRead */
  read: 120,
  /** UserUpdate */
  update: 25,
  /** UserResourceRead and UserResourceUpdate: groups of a user */
  readGroups: 50,
  addToGroup: 25,
  /** UserList */
  list: 30,
  /** UserPoolResourceRead and UserPoolResourceUpdate: the groups themselves */
  listGroups: 20,
  createGroup: 15,
} as const;

/** Just under the quota, since AWS's clock is not ours. */
const SHARE = 0.98;

export type Paces = Readonly<Record<keyof typeof QUOTAS, Pace>>;

/** How many users a second the default quotas allow: the slower of creating them and setting their passwords. */
export function usersPerSecond(withPassword: boolean): number {
  return withPassword ? QUOTAS.password : QUOTAS.create;
}

/**
 * A pace for each kind of call.
 *
 * @param scale 1 for AWS's default quotas; all kinds are scaled alike
 */
export function openPaces(scale: number): Paces {
  const names = Object.keys(QUOTAS) as (keyof typeof QUOTAS)[];
  const entries = names.map((name) => [name, new Pace(QUOTAS[name] * scale * SHARE)] as const);
  return Object.fromEntries(entries) as Paces;
}

/** Calls a second of a kind, for an estimate of what a way to look will take. */
export function quotaOf(name: keyof typeof QUOTAS): number {
  return QUOTAS[name];
}
