import type { UserPoolTierType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import type { Repair } from '../errors.ts';
import type { BlockedField } from './contract.ts';
import type { WantedPasswords } from './password-policy.ts';

type Tier = UserPoolTierType;

/** From the least to the most (developer guide, "User pool feature plans"). */
const ORDER: readonly Tier[] = ['LITE', 'ESSENTIALS', 'PLUS'];

/** Something that a pool has, and the least tier that has it. */
interface Feature {
  readonly name: string;
  readonly needs: Tier;
}

/** What the pool has that not every tier has, as far as DescribeUserPool shows it. */
function featuresOf({ UserPoolAddOns, Policies, LambdaConfig }: UserPoolType): Feature[] {
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
  // The versions after V1_0 customize access tokens (API reference, PreTokenGenerationVersionConfigType).
  const tokens = LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? 'V1_0';
  const has = (present: boolean, name: string, needs: Tier): Feature[] => (present ? [{ name, needs }] : []);
  return [
    ...has((UserPoolAddOns?.AdvancedSecurityMode ?? 'OFF') !== 'OFF', 'threat protection', 'PLUS'),
    ...has(
      factors.some((factor) => factor !== 'PASSWORD'),
      'sign-in without a password',
      'ESSENTIALS',
    ),
    ...has((Policies?.PasswordPolicy?.PasswordHistorySize ?? 0) > 0, 'a password history', 'ESSENTIALS'),
    ...has(tokens !== 'V1_0', 'a trigger that changes access tokens', 'ESSENTIALS'),
  ];
}

const lacks = (tier: Tier, { needs }: Feature): boolean => ORDER.indexOf(tier) < ORDER.indexOf(needs);

/**
 * What Cognito would refuse with FeatureUnavailableInTierException: a tier that lacks what the pool has, and a setting that
 * the pool's tier lacks. What nobody asks to change is left alone: older pools may have more than their tier.
 */
export function blockedTier(
  pool: UserPoolType,
  { tier, passwords }: { readonly tier: Tier | undefined; readonly passwords?: WantedPasswords },
): BlockedField[] {
  const present = pool.UserPoolTier;
  if (present === undefined) return [];
  if (tier !== undefined && tier !== present) {
    const lost = featuresOf(pool).filter((feature) => lacks(tier, feature));
    if (lost.length > 0) {
      return [
        {
          field: 'tier',
          why: `The user pool has ${lost.map(({ name }) => name).join(' and ')}, which the tier ${tier} does not have, so Cognito refuses the change.`,
          choices: [
            { act: 'Leave --tier out, and keep the tier.' },
            {
              act: 'Turn that off in the Cognito console first, if nobody needs it, and run the command again.',
            },
          ],
        },
      ];
    }
  }
  const history = { name: 'password history', needs: 'ESSENTIALS' } as const;
  if ((passwords?.history ?? 0) === 0 || !lacks(tier ?? present, history)) return [];
  return [higherTier(history.name)];
}

/**
 * A setting that the tier LITE does not have.
 *
 * @param otherwise the way out that keeps the tier
 */
export const higherTier = (
  field: string,
  otherwise: Repair = { act: 'Leave this setting out.' },
): BlockedField => ({
  field,
  why: 'The user pool is on the tier LITE, which does not have this, so Cognito refuses it.',
  choices: [{ act: 'Add --tier essentials; AWS charges more for it (Cognito pricing).' }, otherwise],
});
