import type {
  PasswordPolicyType,
  UpdateUserPoolRequest,
  UserPoolPolicyType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Edit, FieldChange } from './contract.ts';
import { DEFAULT_POLICY } from './password.ts';

/** What a password has to hold, in the order in which it is named. */
export const PASSWORD_RULES = ['upper', 'lower', 'digit', 'symbol'] as const;

export type PasswordRule = (typeof PASSWORD_RULES)[number];

const RULE_MEMBERS = {
  upper: 'RequireUppercase',
  lower: 'RequireLowercase',
  digit: 'RequireNumbers',
  symbol: 'RequireSymbols',
} as const satisfies Record<PasswordRule, keyof PasswordPolicyType>;

/** What somebody asked for about passwords. What is undefined stays as it is. */
export interface WantedPasswords {
  /** Characters, 6 to 99. */
  readonly length?: number | undefined;
  readonly rules?: readonly PasswordRule[] | undefined;
  /** How long a temporary password is valid, 1 to 365. */
  readonly temporaryDays?: number | undefined;
  /** How many earlier passwords cannot be used again, 0 to 24. */
  readonly history?: number | undefined;
}

/** What passwords have to be like in a pool, by the names of `WantedPasswords`. */
export type PasswordSettings = {
  readonly [Name in keyof Required<WantedPasswords>]: NonNullable<WantedPasswords[Name]>;
};

interface Pool {
  readonly Policies?: UserPoolPolicyType | undefined;
  readonly AdminCreateUserConfig?: { readonly UnusedAccountValidityDays?: number | undefined } | undefined;
}

/**
 * What passwords have to be like in that pool. Of the days of a temporary one 0 counts as 7, and an older pool has them in
 * UnusedAccountValidityDays (Cognito API reference, PasswordPolicyType).
 */
export function passwordSettings({ Policies, AdminCreateUserConfig }: Pool): PasswordSettings {
  const policy = Policies?.PasswordPolicy ?? {};
  const days = policy.TemporaryPasswordValidityDays ?? AdminCreateUserConfig?.UnusedAccountValidityDays;
  return {
    length: policy.MinimumLength ?? DEFAULT_POLICY.MinimumLength,
    rules: PASSWORD_RULES.filter((rule) => policy[RULE_MEMBERS[rule]] === true),
    temporaryDays: days || DEFAULT_POLICY.TemporaryPasswordValidityDays,
    history: policy.PasswordHistorySize ?? 0,
  };
}

/** The policy with what was asked for in it. */
export function policyWith(policy: PasswordPolicyType, wanted: WantedPasswords): PasswordPolicyType {
  const { length, rules, temporaryDays, history } = wanted;
  return {
    ...policy,
    ...(length === undefined ? {} : { MinimumLength: length }),
    ...(rules === undefined
      ? {}
      : Object.fromEntries(PASSWORD_RULES.map((rule) => [RULE_MEMBERS[rule], rules.includes(rule)]))),
    ...(temporaryDays === undefined ? {} : { TemporaryPasswordValidityDays: temporaryDays }),
    ...(history === undefined ? {} : { PasswordHistorySize: history }),
  };
}

const FIELDS: Readonly<Record<keyof WantedPasswords, string>> = {
  length: 'password length',
  rules: 'password rules',
  temporaryDays: 'days of a temporary password',
  history: 'password history',
};

/** The rules as they are given on the command line. */
export const rulesText = (rules: readonly PasswordRule[]): string => rules.join(',') || 'none';

const shown = (value: PasswordSettings[keyof PasswordSettings]): string | number =>
  typeof value === 'number' ? value : rulesText(value);

/** What was asked for and is not so, a field each. */
export function passwordChanges(present: PasswordSettings, wanted: WantedPasswords): FieldChange[] {
  return (Object.keys(FIELDS) as (keyof WantedPasswords)[]).flatMap((name) => {
    const [from, to] = [shown(present[name]), wanted[name]];
    return to === undefined || shown(to) === from ? [] : [{ field: FIELDS[name], from, to: shown(to) }];
  });
}

/** What has to change for passwords to be as they are wanted: fields of one policy, which is sent whole. */
export function passwordEdits(pool: Pool, wanted: WantedPasswords): Edit<UpdateUserPoolRequest>[] {
  const changes = passwordChanges(passwordSettings(pool), wanted);
  const PasswordPolicy = policyWith(pool.Policies?.PasswordPolicy ?? {}, wanted);
  const value = { ...pool.Policies, PasswordPolicy };
  return changes.map((change) => ({ ...change, member: 'Policies', value }));
}
